"""The page on which the progress of one project is reported."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing.models import Release
from projects.models import ProgressReport, Undertaking, WorkItem
from tests.desk.test_site import INLINE
from tests.pages import Reader
from tests.projects.progress_page import NOTES, filled, make_reported, page, said
from tests.projects.world import make_item, make_length, make_micro, make_programme, make_project, make_report
from tests.world import make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def project(shared) -> Undertaking:
    return shared(make_reported())


@pytest.fixture
def draft(editor) -> Release:
    return make_release("december", by=editor, kind="statistical_return")


def test_grid_shows_the_whole_and_every_work_item_beside_what_was_last_reported(
    client, editor, project, draft
):
    client.force_login(editor)

    text = client.get(page(project, draft)).content.decode()

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    assert [form.row.name for form in client.get(page(project, draft)).context["sheet"].rows] == ["", "Road"]
    assert "last: implementation 2022-05-31 Release june" in words
    assert "last: 60 2022-05-31 Release june" in words
    assert "last: about 500 2022-05-31 Release june" in words
    assert "1,000 m" in words


def test_filled_rows_are_saved_and_the_page_says_how_many(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)

    response = client.post(
        where,
        filled(
            client,
            where,
            **{"row--percent": "７０％", "row-road-quantity": "1,000"}
            | NOTES
            | {"row-road-note_zh": "竣工", "row-road-note_en": "Done"},
        ),
    )

    assert response.url == where
    assert dict(draft.progressreports.values_list("work_item", "percent")) == {"": 70, "road": None}
    assert draft.progressreports.get(work_item="road").quantity == 1000
    messages = [str(message) for message in client.get(where).context["messages"]]
    assert messages == ["Saved: 2 rows written, 0 removed, 0 work items declared."]


def test_saved_rows_stand_in_their_boxes_and_can_be_emptied(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)
    client.post(where, filled(client, where, **{"row--percent": "70", "row-road-quantity": "600"}))

    again = filled(client, where)
    client.post(where, again | {"row-road-quantity": ""})

    assert (again["row--percent"], again["row-road-quantity"]) == ("70", "600")
    assert list(draft.progressreports.values_list("work_item", flat=True)) == [""]


def test_work_item_has_a_stage_of_its_own(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)

    client.post(where, filled(client, where, **{"row-road-stage": "completion"}))

    report = draft.progressreports.get()
    assert (report.work_item, report.stage, report.quantity) == ("road", "completion", None)


def test_fall_is_asked_about_beside_its_box_and_other_rows_are_saved(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)
    form = filled(client, where, **{"row--percent": "40", "row-road-quantity": "700"})

    asked = client.post(where, form)
    kept = asked.context["sheet"].rows[0]["percent"].value()
    between = dict(draft.progressreports.values_list("work_item", "quantity"))
    response = client.post(where, form | NOTES)

    assert said(asked) == {
        "row--percent": ["Less than before: 60 (2022-05-31). If that is right, say why in the note."]
    }
    assert (kept, between) == ("40", {"road": 700})
    assert [form.name for form in asked.context["sheet"].wrong] == ["The whole"]
    assert 'href="#id_row--percent"' in asked.content.decode()
    assert [str(message) for message in asked.context["messages"]] == [
        "Saved: 1 rows written, 0 removed, 0 work items declared."
    ]
    assert response.status_code == 302
    assert draft.progressreports.get(work_item="").note_en == "Done anew"


def test_what_is_no_number_is_told_beside_its_box(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)

    response = client.post(
        where, filled(client, where, **{"row--percent": "大半", "row-road-quantity": "约500米左右"})
    )

    assert said(response) == {
        "row--percent": ["This is no plain number: write digits with at most one point, such as 14 or 91.6."],
        "row-road-quantity": ["This is no plain number: write 500, with the qualifier “about”."],
    }
    assert not draft.progressreports.exists()


def test_work_items_are_declared_on_the_same_page(client, editor, project, draft):
    client.force_login(editor)
    where, unit = page(project, draft), make_length()
    item = {
        "new-1-name_zh": "雨水管",
        "new-1-name_en": "Rain pipes",
        "new-1-planned_quantity": "987",
        "new-1-unit": str(unit.pk),
        "new-1-weight": "2",
    }

    client.post(where, filled(client, where, **item))

    stored = WorkItem.objects.get(release=draft)
    assert (stored.code, stored.planned_quantity, stored.unit, stored.weight) == ("rain-pipes", 987, unit, 2)
    assert [form.row.code for form in client.get(where).context["sheet"].rows] == ["", "road", "rain-pipes"]


def test_faults_of_a_new_work_item_stand_beside_its_boxes(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)

    response = client.post(
        where, filled(client, where, **{"new-2-name_zh": "雨水管", "new-2-planned_quantity": "987"})
    )

    assert list(said(response)) == ["new-2-name_en", "new-2-unit"]


def test_work_item_that_is_right_is_declared_and_the_other_stays_as_typed(client, editor, project, draft):
    client.force_login(editor)
    where, unit = page(project, draft), make_length()
    boxes = {"new-0-name_zh": "路灯", "new-1-name_zh": "树", "new-1-name_en": "Trees", "row--percent": "70"}

    response = client.post(where, filled(client, where, **boxes, **{"new-1-unit": str(unit.pk)}))

    sheet = response.context["sheet"]
    assert list(said(response)) == ["new-0-name_en"]
    assert [form["name_zh"].value() for form in sheet.items] == ["路灯", None, None]
    assert [form.row.code for form in sheet.rows] == ["", "road", "trees"]
    assert draft.progressreports.get().percent == 70


def test_document_asks_where_each_row_stands(client, editor, project):
    article = make_release("article", by=editor)
    client.force_login(editor)
    where = page(project, article)
    section = article.sections.get()

    asked = client.post(where, filled(client, where, **{"row--percent": "70"}))
    place = {"row--section": str(section.pk), "row--paragraph": "2", "row--as_printed": "70%"}
    client.post(where, filled(client, where, **{"row--percent": "70"} | place))

    report = article.progressreports.get()
    assert list(said(asked)) == ["row--section", "row--paragraph", "row--as_printed"]
    assert (report.section, report.paragraph, report.as_printed) == (section, 2, "70%")


@pytest.mark.parametrize(
    ("person", "code"), [("editor", 200), ("administrator", 200), ("reviewer", 403), ("outsider", 403)]
)
def test_page_opens_for_the_editors_of_the_project(client, request, project, person, code):
    make_release("december", kind="statistical_return")
    client.force_login(request.getfixturevalue(person))

    assert client.get(page(project)).status_code == code
    assert client.post(page(project), {}).status_code == code


def test_page_of_a_project_that_is_not_public_is_not_found_by_others(client, outsider):
    client.force_login(outsider)

    assert client.get(page(make_project())).status_code == 404


def test_nothing_is_reported_into_a_draft_of_others(client, editor, project):
    foreign = make_release("foreign", department="health", kind="statistical_return")
    client.force_login(editor)

    response = client.post(page(project, foreign), {"row--percent": "70"})

    assert response.context["sheet"] is None
    assert list(response.context["choose"].errors) == ["release"]
    assert not ProgressReport.objects.filter(release=foreign).exists()


def test_day_to_come_is_refused(client, editor, project, draft):
    client.force_login(editor)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    response = client.get(page(project, draft, tomorrow.isoformat()))

    assert list(response.context["choose"].errors) == ["as_at"]


@pytest.mark.parametrize(
    "query", ["?release=x&as_at=y", "?release=999999", "?as_at=2022-13-40", "?release=%00"]
)
def test_address_of_nothing_is_answered_with_the_choice(client, editor, project, draft, query):
    client.force_login(editor)

    response = client.get(page(project) + query)

    assert response.status_code == 200
    assert response.context["sheet"] is None


def test_newest_draft_and_today_are_proposed(client, editor, project, draft):
    client.force_login(editor)

    sheet = client.get(page(project)).context["sheet"]

    assert (sheet.release, sheet.as_at) == (draft, timezone.localdate())


def test_draft_is_opened_from_the_page(client, editor, project):
    client.force_login(editor)
    there = reverse("admin:projects_project_draft", args=[project.pk])
    proposed = client.get(page(project)).context["draft"].initial

    response = client.post(there, {**proposed, "kind": "statistical_return"})

    draft = Release.objects.get(state="draft")
    assert (draft.department, draft.kind) == (project.department, "statistical_return")
    assert response.url == page(project, draft, timezone.localdate().isoformat())


def test_draft_needs_its_titles(client, editor, project):
    client.force_login(editor)

    response = client.post(reverse("admin:projects_project_draft", args=[project.pk]), {"kind": "article"})

    assert list(response.context["draft"].errors) == ["title_zh", "title_en"]


def test_programme_and_micro_project_have_the_page_too(client, editor, draft):
    client.force_login(editor)
    programme, micro = make_programme(), make_micro()

    whole = client.get(page(programme, draft, name="programme")).context["sheet"].rows
    stages = client.get(page(micro, draft)).context["sheet"].rows[0].fields["stage"].choices

    assert len(whole) == 1
    assert [code for code, _label in stages] == [
        "",
        "collected",
        "screened",
        "drawings",
        "carried_out",
        "built",
        "declined",
    ]


def test_page_has_a_label_for_every_box_and_nothing_inline(client, editor, project, draft):
    client.force_login(editor)

    text = client.get(page(project, draft)).content.decode()

    reader = Reader(text)
    own = [name for name in reader.fields if name and name.startswith("id_")]
    assert [name for name in own if name not in reader.labelled] == []
    assert INLINE.findall(text) == []
    assert [name for name, number in reader.ids.items() if number > 1] == []


def queries_of(client: Client, where: str, form: dict | None = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(where) if form is None else client.post(where, form)
    assert response.status_code in {200, 302}
    return len(queries)


def test_page_costs_the_same_with_more_work_items(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)
    client.get(where)
    before = queries_of(client, where)

    autumn = make_release("autumn", kind="statistical_return")
    for number in range(10):
        make_item(autumn, project, f"item-{number}", planned_quantity=10)
        make_report(autumn, project, work_item=f"item-{number}", quantity=1)
    publish(autumn)

    assert queries_of(client, where) == before


def test_refusing_costs_the_same_with_more_rows(client, editor, project):
    article = make_release("article", by=editor)
    for number in range(10):
        make_item(article, project, f"item-{number}", planned_quantity=10)
    client.force_login(editor)
    where = page(project, article)
    place = {"section": str(article.sections.get().pk), "paragraph": "1"}
    one = filled(client, where, **{f"row-item-0-{name}": value for name, value in place.items()})
    one |= {"row-item-0-quantity": "-1"}
    ten = one | {
        f"row-item-{n}-{name}": value
        for n in range(10)
        for name, value in {**place, "quantity": "-1"}.items()
    }

    assert queries_of(client, where, one) == queries_of(client, where, ten)


def test_page_is_in_chinese(client, editor, project, draft):
    client.cookies["django_language"] = "zh-hans"
    client.force_login(editor)
    where = page(project, draft)

    response = client.post(where, filled(client, where, **{"row--percent": "40"}))

    assert said(response)["row--percent"] == [
        "比上次少，上次为60（2022-05-31）。如确实如此，请在备注中说明原因。"
    ]
    assert "更新进展" in response.content.decode()
