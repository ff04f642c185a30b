"""The forms of the admin: what officials enter, what is refused and in which words."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.models import (
    Commitment,
    CommitmentUpdate,
    Facility,
    Indicator,
    Observation,
    Question,
    Release,
    ReleaseEditor,
    Section,
    Series,
    User,
)
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
    make_series,
    publish,
)

pytestmark = pytest.mark.django_db

YTD = {"period_start": "2022-01-01", "period_end": "2022-05-31"}


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def draft(editor) -> Release:
    return make_release("draft", by=editor)


def address(model: type, action: str, *args: object) -> str:
    return reverse(f"admin:portal_{model._meta.model_name}_{action}", args=args)


def as_user(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def figure_form(release: Release, indicator: Indicator, **fields) -> dict:
    return {
        "release": release.pk,
        "section": release.sections.first().pk,
        "paragraph": "1",
        "indicator": indicator.pk,
        "area": make_area().pk,
        "kind": "actual",
        "value": "12",
        "status": "normal",
        "as_printed": "12人",
        **YTD,
        **fields,
    }


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_figure_is_entered_by_what_it_is_and_its_series_is_made(client, editor, draft):
    indicator = make_indicator("cases", dimensions={"crime": ["fraud", "theft"]})

    as_user(client, editor).post(
        address(Observation, "add"), figure_form(draft, indicator, dimension_crime="theft")
    )

    figure = draft.observations.get()
    assert (figure.value, figure.series.indicator, figure.series.dimensions) == (
        12,
        indicator,
        {"crime": "theft"},
    )


def test_figure_takes_the_series_that_is_there(client, editor, draft):
    series = make_series(make_indicator("cases"))

    as_user(client, editor).post(address(Observation, "add"), figure_form(draft, series.indicator))

    assert draft.observations.get().series == series
    assert Series.objects.count() == 1


def test_figure_opens_with_the_breakdown_that_it_has(client, editor, draft):
    indicator = make_indicator("cases", dimensions={"crime": ["fraud", "theft"]})
    figure = make_figure(draft, indicator, 5, dimensions={"crime": "theft"})

    page = as_user(client, editor).get(address(Observation, "change", figure.pk))

    form = page.context["adminform"].form
    assert (form["indicator"].value(), form["dimension_crime"].value()) == (indicator.pk, "theft")


@pytest.mark.parametrize(
    "refused",
    [
        ({"dimension_crime": ""}, "dimension_crime", "The indicator is broken down by this: choose a value."),
        (
            {"dimension_other": "x"},
            "dimension_other",
            "The indicator is not broken down by this: leave it empty.",
        ),
        ({"period_start": ""}, "period_start", "The indicator is measured year to date: give the first day."),
        (
            {"period_start": "2022-02-01"},
            "period_start",
            "A year to date begins on 1 January of the year of its last day.",
        ),
        ({"value": "7.5"}, "value", "The indicator has at most 0 decimals."),
        ({"value": "3"}, "value", "Counts below 5 are suppressed, so that nobody is recognised."),
        ({"value": ""}, "__all__", "A value is left out exactly when it is suppressed or missing."),
        ({"paragraph": "40"}, "paragraph", "The section has 9 paragraphs only."),
    ],
)
def test_figure_that_does_not_fit_is_refused_at_its_field(client, editor, draft, refused):
    fields, field, error = refused
    indicator = make_indicator("cases", dimensions={"crime": ["fraud"]}, smallest_count=5)
    make_indicator("others", dimensions={"other": ["x"]})
    form = figure_form(draft, indicator, **{"dimension_crime": "fraud", **fields})

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)[field] == [error]


def test_figure_entered_twice_is_refused_in_words(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    form = figure_form(draft, figure.series.indicator, period_end=figure.period_end.isoformat())

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)["__all__"] == [
        "The release already has a figure of this series, period and kind."
    ]


def test_figure_of_another_department_is_no_choice(client, outsider, draft):
    make_section(draft, "2", department=make_department("health"))
    form = figure_form(draft, make_indicator("cases"))

    response = as_user(client, outsider).post(address(Observation, "add"), form)

    assert list(errors_of(response)) == ["indicator"]


def test_figure_of_ones_own_enters_a_release_that_one_contributes_to(client, outsider, draft):
    section = make_section(draft, "2", department=make_department("health"))
    form = figure_form(draft, make_indicator("beds", department="health"), section=section.pk)

    as_user(client, outsider).post(address(Observation, "add"), form)

    assert draft.observations.get().section == section


def test_section_of_another_release_is_refused(client, editor, draft):
    other = make_release("other", by=editor)
    form = figure_form(draft, make_indicator("cases"), section=other.sections.get().pk)

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)["section"] == ["This section is one of another release."]


def test_saving_records_the_editor_and_the_door(client, administrator, draft):
    form = figure_form(draft, make_indicator("cases"))

    as_user(client, administrator).post(address(Observation, "add"), form)

    assert ReleaseEditor.objects.filter(release=draft, user=administrator).exists()
    event = Observation.pgh_event_model.objects.select_related("pgh_context").get()
    about = event.pgh_context.metadata
    assert (about["user"], about["action"], about["door"]) == (administrator.pk, "add", "form")


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


def test_form_left_open_while_the_release_was_submitted_says_so(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    publish(draft)

    form = figure_form(draft, figure.series.indicator)
    response = as_user(client, editor).post(address(Observation, "change", figure.pk), form, follow=True)

    assert messages_of(response) == [
        "Nothing was saved: the release has been submitted or released in the meantime, and can no longer be changed."
    ]
    assert draft.observations.get().value == 5


def test_submission_between_reading_and_writing_is_a_form_error(client, editor, draft):
    indicator = make_indicator("cases")

    def submit_meanwhile(**_: object) -> None:
        Release.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_by=editor, submitted_at=timezone.now()
        )

    pre_save.connect(submit_meanwhile, sender=Observation)
    try:
        response = as_user(client, editor).post(address(Observation, "add"), figure_form(draft, indicator))
    finally:
        pre_save.disconnect(submit_meanwhile, sender=Observation)

    assert errors_of(response)["__all__"] == [
        "Nothing was saved: the release has been submitted or released in the meantime, and can no longer be changed."
    ]
    assert not Observation.objects.exists()


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
    form |= {"basis": "period", "decimals": 0, "order": 0}

    response = as_user(client, editor).post(address(Indicator, "change", indicator.pk), form)

    (error,) = errors_of(response)["__all__"]
    assert error.startswith("Figures of this indicator have been released: its code, unit, basis")


def test_what_others_refer_to_is_not_deleted(client, administrator, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    as_user(client, administrator)

    for row in (draft.department, figure.series.area, figure.series.indicator, draft.sections.get()):
        response = client.post(address(type(row), "delete", row.pk), {"post": "yes"})
        assert response.status_code in {200, 302}, row
        assert type(row).objects.filter(pk=row.pk).exists(), row


def test_commitment_and_its_report_are_entered_in_their_section(client, editor, draft):
    promise = make_commitment(draft, "promise")
    as_user(client, editor)
    form = {
        "release": draft.pk,
        "section": draft.sections.get().pk,
        "paragraph": 1,
        "commitment": promise.pk,
        "outcome": "kept",
        "completed_on": "2022-05-01",
        "note_zh": "完成",
        "note_en": "Done",
    }

    client.post(address(CommitmentUpdate, "add"), form)
    refused = client.post(address(CommitmentUpdate, "add"), form | {"outcome": "partly"})

    assert promise.updates.get().outcome == "kept"
    assert "Only a commitment that was kept has a day of completion." in errors_of(refused)["__all__"]


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

    assert errors_of(response)["__all__"] == ["An area is part of an area of a wider kind."]


def test_every_form_opens_for_those_who_may_add(client, administrator):
    make_everything("all")
    as_user(client, administrator)

    codes = {model.__name__: client.get(address(model, "add")).status_code for model in admin.site._registry}

    assert {name for name, code in codes.items() if code != 200} == {"CheckResult"}


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


def test_dates_are_read_as_they_are_shown(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5, period_end=dt.date(2022, 5, 31))

    page = as_user(client, editor).get(address(Observation, "change", figure.pk))

    assert 'value="2022-05-31"' in page.content.decode()
