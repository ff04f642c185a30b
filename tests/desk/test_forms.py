"""The forms of the admin: what officials enter, what is refused and in which words."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.publishing.models import Question, Release, Section
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation
from tests.world import (
    make_area,
    make_commitment,
    make_department,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(editor) -> Release:
    return make_release("draft", by=editor)


def address(model: type, action: str, *args: object) -> str:
    return reverse(f"admin:portal_{model._meta.model_name}_{action}", args=args)


def as_user(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_released_rows_can_be_read_and_not_changed(client, editor, administrator):
    release = publish(make_everything("all"))
    rows = [release, *(model.objects.first() for model in (Section, Question, Observation, Commitment))]

    for user in (editor, administrator):
        as_user(client, user)
        for row in rows:
            page = client.get(address(type(row), "change", row.pk))
            assert (page.status_code, page.context["has_change_permission"]) == (200, False), row


def test_reviewers_read_and_do_not_edit(client, reviewer):
    release = make_everything("all")
    rows = [release, Section.objects.first(), Observation.objects.first(), Facility.objects.first()]

    as_user(client, reviewer)
    pages = [client.get(address(type(row), "change", row.pk)) for row in rows]
    posts = [client.post(address(type(row), "change", row.pk), {}) for row in rows]
    adds = [client.get(address(type(row), "add")) for row in rows]

    assert [(p.status_code, p.context["has_change_permission"]) for p in pages] == [(200, False)] * 4
    assert {response.status_code for response in [*posts, *adds]} == {403}


def test_rows_of_others_are_out_of_reach(client, outsider, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    place = make_facility("place", is_public=False)
    as_user(client, outsider)

    for row in (draft, draft.sections.get(), figure, figure.series, figure.series.indicator, place):
        page = client.get(address(type(row), "change", row.pk))
        assert (page.status_code, page.url) == (302, reverse("admin:index")), row
        assert client.post(address(type(row), "change", row.pk), {"x": "y"}).status_code == 302
        assert client.get(address(type(row), "history", row.pk)).status_code == 404


def test_public_rows_of_others_can_be_read_and_not_changed(client, outsider):
    place = make_facility("place")

    as_user(client, outsider)
    page = client.get(address(Facility, "change", place.pk))
    post = client.post(address(Facility, "change", place.pk), {})
    deletion = client.post(address(Facility, "delete", place.pk), {"post": "yes"})

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert (post.status_code, deletion.status_code) == (403, 403)


def test_release_of_another_department_cannot_be_started(client, editor):
    form = {
        "kind": "article",
        "department": make_department("health").pk,
        "slug": "x",
        "title_zh": "标题",
        "title_en": "Title",
    }

    response = as_user(client, editor).post(address(Release, "add"), form)

    assert list(errors_of(response)) == ["department"]


def outline_form(release: Release, **fields) -> dict:
    """The page of a release with its sections as they are."""
    names = ("kind", "department_id", "slug", "title_zh", "title_en")
    form = {name.removesuffix("_id"): getattr(release, name) for name in names}
    sections = list(release.sections.order_by("order"))
    for prefix, count in (("sections", len(sections)), ("attachments", 0), ("questions", 0)):
        form |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}
    for number, section in enumerate(sections):
        row = ("id", "release_id", "number", "order", "title_zh", "title_en", "department_id", "paragraphs")
        form |= {f"sections-{number}-{name.removesuffix('_id')}": getattr(section, name) for name in row}
    return form | fields


def test_publisher_lays_out_a_section_of_another_department(client, editor, draft):
    health = make_department("health")
    new = {
        "number": "2",
        "order": 2,
        "title_zh": "卫生",
        "title_en": "Health",
        "department": health.pk,
        "paragraphs": 1,
    }
    form = outline_form(draft, **{f"sections-1-{name}": value for name, value in new.items()})

    as_user(client, editor).post(address(Release, "change", draft.pk), form | {"sections-TOTAL_FORMS": 2})

    assert draft.sections.get(number="2").department == health


def test_publisher_does_not_change_or_delete_a_section_of_another_department(client, editor, draft):
    section = make_section(draft, "2", department=make_department("health"), title_zh="卫生")
    form = outline_form(draft, **{"sections-1-title_zh": "改了", "sections-1-DELETE": "on"})

    response = as_user(client, editor).post(address(Release, "change", draft.pk), form)

    assert response.status_code == 302
    assert Section.objects.get(pk=section.pk).title_zh == "卫生"


def test_contributor_fills_its_own_section_on_its_own_page(client, outsider, draft):
    section = make_section(draft, "2", department=make_department("health"))
    form = {
        "number": "2",
        "order": 2,
        "title_zh": "卫生工作",
        "title_en": "Health",
        "department": section.department_id,
        "paragraphs": 3,
    }

    as_user(client, outsider).post(address(Section, "change", section.pk), form)

    assert Section.objects.get(pk=section.pk).title_zh == "卫生工作"


def test_meaning_of_a_released_indicator_cannot_be_changed(client, editor, draft):
    indicator = make_indicator("cases")
    make_figure(draft, indicator, 5)
    publish(draft)
    names = (
        "code",
        "name_zh",
        "name_en",
        "definition_zh",
        "definition_en",
        "sector_id",
        "department_id",
        "unit_id",
    )
    form = {name.removesuffix("_id"): getattr(indicator, name) for name in names}
    form |= {"basis": "period", "decimals": 0, "order": 0, "expected_after": 0}

    response = as_user(client, editor).post(address(Indicator, "change", indicator.pk), form)

    fixed = ["This cannot change, because figures of this indicator have been released."]
    assert errors_of(response) == {"basis": fixed}


def test_what_others_refer_to_is_not_deleted(client, administrator, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    as_user(client, administrator)

    for row in (draft.department, figure.series.area, figure.series.indicator, draft.sections.get()):
        response = client.post(address(type(row), "delete", row.pk), {"post": "yes"})
        assert response.status_code in {200, 302}, row
        assert type(row).objects.filter(pk=row.pk).exists(), row


def test_commitment_and_its_report_are_entered_in_their_section(client, editor, draft):
    commitment = make_commitment(draft, "promise")
    as_user(client, editor)
    form = {
        "release": draft.pk,
        "section": draft.sections.get().pk,
        "paragraph": 1,
        "commitment": commitment.pk,
        "outcome": "kept",
        "completed_on": "2022-05-01",
        "note_zh": "完成",
        "note_en": "Done",
    }

    client.post(address(CommitmentUpdate, "add"), form)
    refused = client.post(address(CommitmentUpdate, "add"), form | {"outcome": "partly"})

    assert commitment.updates.get().outcome == "kept"
    assert errors_of(refused)["completed_on"] == ["Only a commitment that was kept has a day of completion."]


def test_direction_of_work_with_a_due_day_is_refused_in_words(client, editor, draft):
    form = {
        "release": draft.pk,
        "section": draft.sections.get().pk,
        "paragraph": 1,
        "code": "fairness",
        "title_zh": "公正",
        "title_en": "Fairness",
        "sector": "projects",
        "department": draft.department_id,
        "kind": "direction",
        "due": "2099-12-31",
    }

    response = as_user(client, editor).post(address(Commitment, "add"), form)

    assert errors_of(response)["due"] == ["A direction of work has no due day."]
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(("completed_on", "errors"), [("2022-06-30", 1), ("2022-07-01", 0)])
def test_report_that_a_commitment_was_kept_late_is_refused_if_it_was_not(
    client, editor, draft, completed_on, errors
):
    commitment = make_commitment(draft, "promise", due="2022-06-30")
    form = {
        "release": draft.pk,
        "section": draft.sections.get().pk,
        "paragraph": 1,
        "commitment": commitment.pk,
    }
    words = {"outcome": "kept_late", "completed_on": completed_on, "note_zh": "完成", "note_en": "Done"}

    response = as_user(client, editor).post(address(CommitmentUpdate, "add"), form | words)

    assert commitment.updates.count() == 1 - errors
    if errors:
        assert errors_of(response)["completed_on"] == [
            "Completed by the day on which it was due (2022-06-30): that is kept, not kept late."
        ]


def test_area_of_a_narrower_parent_is_refused_in_words(client, administrator):
    estate = make_area("garden", "estate")
    form = {
        "code": "street",
        "kind": "subdistrict",
        "parent": estate.pk,
        "name_zh": "街道",
        "name_en": "Street",
    }

    response = as_user(client, administrator).post(reverse("admin:portal_area_add"), form)

    wider = "A parent is of a wider kind than subdistrict; this one is of the kind housing estate."
    assert errors_of(response) == {"parent": [wider]}


def test_every_form_opens_for_those_who_may_add(client, administrator):
    make_everything("all")
    as_user(client, administrator)

    codes = {
        model.__name__: client.get(address(model, "add")).status_code
        for model in admin.site._registry
        if model._meta.app_label == "portal"
    }

    assert {name for name, code in codes.items() if code != 200} == {
        "CheckResult",
        "Contribution",
        "RowWithdrawal",
        "SignInFailure",
    }


def test_official_gets_department_and_roles(client, administrator):
    health = make_department("health")
    form = {
        "username": "new-official",
        "usable_password": "true",
        "password1": "a long and quiet river",
        "password2": "a long and quiet river",
        "department": health.pk,
        "groups": [Group.objects.get(name="reviewer").pk],
        "is_staff": "on",
    }

    as_user(client, administrator).post(address(User, "add"), form)

    user = User.objects.get(username="new-official")
    assert (user.department, user.roles, user.is_staff, user.is_superuser) == (
        health,
        {"reviewer"},
        True,
        False,
    )
