"""Entering by hand what officials enter: days, both languages, notes, places in the document, defaults."""

import pytest
from django.urls import reverse

from portal.desk.fields import DayField
from portal.desk.rows.observations import indicator_facts
from portal.publishing.models import Release, Section
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.world import make_area, make_figure, make_indicator, make_release, make_section, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RELEASE = {"kind": "article", "slug": "of-june", "title_zh": "六月", "title_en": "June"}


@pytest.fixture
def draft(editor, client) -> Release:
    client.force_login(editor)
    return make_release("draft", by=editor)


def add(model: type, **asked) -> str:
    return reverse(f"admin:portal_{model._meta.model_name}_add", query=asked)


def figure_form(release: Release, **fields) -> dict:
    indicator = fields.get("indicator") or make_indicator("cases", basis="point").pk
    section = release.sections.first()
    return {
        "release": release.pk,
        "section": section.pk,
        "paragraph": "1",
        "indicator": indicator,
        "area": make_area().pk,
        "kind": "actual",
        "period_end": "2022-05-31",
        "value": "12",
        "status": "normal",
        "as_printed": "若干人",
        **fields,
    }


def errors_of(response) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "2026年11月20日",
        "２０２６－１１－２０",
        " 2026年 11月 20 日 ",
    ],
)
def test_day_is_taken_as_officials_write_it(text):
    assert DayField().clean(text).isoformat() == "2026-11-20"


def test_day_that_is_none_is_refused_with_an_example(client, draft):
    response = client.post(add(Release), RELEASE | {"document_date": "2026-13-40"})

    assert errors_of(response)["document_date"] == ["There is no such day. Write days as YYYY-MM-DD."]


@pytest.mark.parametrize(
    ("given", "missing"), [("summary_zh", "summary_en"), ("issuing_body_en", "issuing_body_zh")]
)
def test_text_in_one_language_alone_is_refused(client, draft, given, missing):
    response = client.post(add(Release), RELEASE | {given: "x"})

    assert list(errors_of(response)) == ["department", missing]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"status": "missing", "value": ""}, ["note_zh"]),
        ({"status": "low_reliability"}, ["note_zh"]),
        ({"section": "", "paragraph": ""}, ["section", "paragraph"]),
        ({"as_printed": ""}, ["as_printed"]),
    ],
)
def test_figure_that_is_not_explained_or_placed_is_refused(client, draft, fields, wrong):
    response = client.post(add(Observation), figure_form(draft, **fields))

    assert list(errors_of(response)) == wrong


def test_figure_in_full_width_digits_is_taken(client, draft):
    client.post(add(Observation), figure_form(draft, value="１２"))

    assert Observation.objects.get().value == 12


def test_own_department_and_the_whole_district_are_proposed(client, editor, draft):
    area = make_area()

    release = client.get(add(Release)).context["adminform"].form
    figure = client.get(add(Observation, release=draft.pk)).context["adminform"].form

    assert release["department"].value() == editor.department_id
    assert (figure["area"].value(), figure["release"].value()) == (area.pk, str(draft.pk))


def test_value_is_shown_without_empty_decimals(client, draft):
    figure = make_figure(draft, make_indicator("cases"), 20)

    page = client.get(reverse("admin:portal_observation_change", args=[figure.pk]))

    assert page.context["adminform"].form["value"].value() == "20"


def test_value_in_a_released_figure_is_shown_with_its_unit(client, draft):
    figure = make_figure(draft, make_indicator("cases"), 20)
    publish(draft)

    page = client.get(reverse("admin:portal_observation_change", args=[figure.pk])).content.decode()

    assert "20.000000" not in page


def test_sections_without_an_order_follow_one_another(client, draft):
    draft.sections.all().delete()
    make_section(draft, "1", order=4)
    names = ("number", "title_zh", "title_en", "department", "paragraphs")
    rows = [(number, f"章{number}", f"Part {number}", draft.department_id, 1) for number in "23"]
    form = {f"sections-{i}-{n}": v for i, row in enumerate(rows, 1) for n, v in zip(names, row, strict=True)}
    first = Section.objects.get()
    form |= {
        f"sections-0-{name}": getattr(first, name) or "" for name in ("id", "number", "order", "title_zh")
    }
    form |= {"sections-0-title_en": first.title_en, "sections-0-paragraphs": first.paragraphs}
    form |= {"sections-0-department": first.department_id, "sections-0-release": draft.pk}
    form |= {"sections-TOTAL_FORMS": 3, "sections-INITIAL_FORMS": 1}
    for part in ("questions", "attachments"):
        form |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}

    fields = {name: getattr(draft, name) for name in ("kind", "slug", "title_zh", "title_en")}
    response = client.post(
        reverse("admin:portal_release_change", args=[draft.pk]),
        {**fields, "department": draft.department_id, **form},
    )

    assert response.status_code == 302
    assert list(Section.objects.order_by("order").values_list("number", "order")) == [
        ("1", 4),
        ("2", 5),
        ("3", 6),
    ]


def test_facts_tell_the_unit_and_the_dimensions_of_own_indicators(rf, editor):
    own = make_indicator("own", dimensions={"crime": ["fraud"]})
    make_indicator("foreign", department="health")
    request = rf.get("/")
    request.user = editor

    facts = indicator_facts(request)

    assert list(facts) == [own.pk]
    assert facts[own.pk]["dimensions"] == ["crime"]
    assert own.unit.name in facts[own.pk]["words"]


@pytest.mark.parametrize("asked", [{"release": "abc"}, {"indicator": "zz"}, {"area": "9" * 30}])
def test_address_that_names_no_row_opens_an_empty_form(client, draft, asked):
    assert client.get(add(Observation, **asked)).status_code == 200


def test_chosen_rows_that_are_no_keys_are_refused(client, draft):
    form = {"action": "delete_selected", "_selected_action": ["1 OR 1"], "post": "yes"}

    response = client.post(reverse("admin:portal_observation_changelist"), form)

    assert response.status_code == 400


def test_what_somebody_else_saved_meanwhile_is_not_lost(client, draft):
    figure = make_figure(draft, make_indicator("cases", basis="point"), 20)
    page = reverse("admin:portal_observation_change", args=[figure.pk])
    form = figure_form(draft, indicator=figure.series.indicator_id) | {
        "_seen": client.get(page).context["seen"]
    }
    client.post(page, form | {"value": "30"})

    refused = client.post(page, form | {"value": "40"})
    kept = Observation.objects.get().value
    again = client.post(page, form | {"value": "40", "_seen": refused.context["seen"]})

    told = str(errors_of(refused)["__all__"])
    assert "editor has saved this since you opened it (" in told
    assert "Value: 20 → 30;" in told
    assert (kept, again.status_code, Observation.objects.get().value) == (30, 302, 40)


def test_new_official_is_named_and_may_sign_in(client, administrator):
    client.force_login(administrator)

    form = client.get(add(User)).context["adminform"].form

    assert form["is_staff"].value() is True
    assert {"first_name", "last_name"} <= form.fields.keys()


def test_official_is_called_by_name():
    assert str(User(username="zhangsan", first_name="三", last_name="张")) == "张三"
    assert str(User(username="zhangsan", first_name="张三")) == "张三"
    assert str(User(username="jsmith", first_name="Jo", last_name="Smith")) == "Jo Smith"
    assert str(User(username="zhangsan")) == "zhangsan"
