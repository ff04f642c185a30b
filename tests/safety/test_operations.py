"""Police operations and villages without a criminal case: page, JSON, search, workbook, embargo, time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.spreadsheets.actions import load_workbook
from safety.models import CrimeFreeVillage, Operation, OperationReport
from tests.glossary.test_pages import make_term
from tests.safety.world import make_operation, make_operation_figure, make_operation_report, make_village
from tests.workbooks import release_workbook
from tests.world import make_area, make_figure, make_indicator, make_release, make_series, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def december(shared) -> None:
    release = make_release("december")
    own, whole = (make_indicator(code, sector="safety") for code in ("settled", "solved"))
    make_figure(release, own, 13073)
    make_figure(release, whole, 531)
    make_operation_report(release, make_operation("sweep"))
    make_operation_figure(release, make_operation("sweep"), own, "own")
    make_operation_figure(release, make_operation("sweep"), whole, "whole")
    make_operation_report(
        release, make_operation("hostage", kind="incident", order=9), starts_on=dt.date(2022, 3, 28)
    )
    publish(release, at="2022-12-23")


def test_page_and_json_say_the_same_of_each_operation(client, december):
    details = client.get("/safety/operations/?lang=en").context["operations"]
    rows = client.get("/api/v1/operations?lang=en").json()["results"]
    one = client.get("/api/v1/operations/sweep?lang=en").json()

    assert (
        [detail.operation.code for detail in details] == [row["code"] for row in rows] == ["sweep", "hostage"]
    )
    assert [row.indicator.code for row in details[0].own] == ["settled"]
    assert [(row["indicator"], row["attribution"]) for row in rows[0]["indicators"]] == [
        ("settled", "own"),
        ("solved", "whole"),
    ]
    assert rows[1]["reports"][0]["starts_on"] == "2022-03-28"
    assert rows[0]["reports"][0]["locator"]["paragraph"] == 1
    assert {name: one[name] for name in rows[0]} == rows[0]


def test_page_says_what_is_not_stated_and_what_is_not_its_own(client, december):
    page = client.get("/safety/operations/?lang=en&kind=campaign").content.decode()

    assert "Days: not stated" in page
    assert "how much is due to it is not" in page
    assert "13,073 persons" in page
    assert "Hostage" not in page


def test_page_of_an_operation_says_what_its_json_says(client, december):
    make_term("sweep-term", aliases=["行动sweep"])
    page = client.get("/safety/operations/sweep/?lang=en")
    one = client.get("/api/v1/operations/sweep?lang=en").json()
    text = page.content.decode()

    detail = page.context["detail"]
    assert (
        [report.task_en for report in detail.reports] == [row["task"] for row in one["reports"]] == ["Task"]
    )
    assert [link.indicator.code for link, _row in detail.figures] == [
        row["indicator"] for row in one["indicators"]
    ]
    assert [term.code for term in detail.terms] == one["terms"] == ["sweep-term"]
    assert "Days: not stated" in text
    assert "not published" in text  # its outcome
    assert 'href="/api/v1/operations/sweep?lang=en"' in text
    assert client.get("/safety/operations/sweep/?as_of=2022-12-01").status_code == 404
    assert client.get("/safety/operations/nothing/").status_code == 404
    assert client.get("/safety/operations/sweep/?colour=red").status_code == 400


def test_sitemap_has_the_page_of_each_operation_in_force(client, december):
    make_operation_report(make_release("draft"), make_operation("hidden"))

    text = client.get("/sitemap-operations.xml").content.decode()

    assert "/safety/operations/sweep/" in text
    assert "hidden" not in text


def test_later_report_stands_beside_the_earlier_and_as_of_shows_the_first_alone(client, december):
    later = make_release("later")
    make_operation_report(
        later, make_operation("sweep"), as_at=dt.date(2023, 6, 1), task_en="More", task_zh="续"
    )
    publish(later, at="2023-06-02")

    def tasks(query: str) -> list[str]:
        row = client.get(f"/api/v1/operations/sweep?lang=en{query}").json()
        return [report["task"] for report in row["reports"]]

    assert tasks("") == ["Task", "More"]
    assert tasks("&as_of=2023-01-01") == ["Task"]
    assert client.get("/api/v1/operations?as_of=2022-12-01").json()["results"] == []
    assert client.get("/api/v1/operations/sweep?as_of=2022-12-01").status_code == 404


@pytest.mark.parametrize(
    "noun", ["operations", "operation-reports", "operation-figures", "crime-free-villages"]
)
@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
def test_nothing_shows_under_embargo(client, noun, ending):
    draft = make_release("draft")
    make_operation_report(draft, make_operation("secretive"))
    make_operation_figure(draft, make_operation("secretive"), make_indicator("hushed"), "own")
    make_village(draft, "hidden")

    answer = client.get(f"/api/v1/{noun}{ending}")

    assert answer.status_code == 200
    assert not any(word in answer.getvalue() for word in (b"secretive", b"hushed", b"hidden"))
    assert b"secretive" not in client.get("/safety/operations/").content


def test_query_count_does_not_grow_with_operations(client, december):
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(f"{address}&lang=en")
        return len(found)

    assert queries("/api/v1/operations?limit=1") == queries("/api/v1/operations?limit=10")


def test_search_finds_an_operation_by_its_name(client, december):
    page = client.get("/search/", {"q": "Sweep", "lang": "en"}).content.decode()

    assert "/safety/operations/sweep/" in page


def test_named_villages_are_a_list(client, december):
    release = make_release("villages")
    make_village(release, "north")
    publish(release, at="2023-01-05")

    rows = client.get("/api/v1/crime-free-villages?lang=en&year=2022").json()["results"]

    assert [(row["area"], row["year"]) for row in rows] == [("north", 2022)]
    assert client.get("/api/v1/crime-free-villages?year=2021").json()["results"] == []


def test_database_refuses_days_out_of_order(db):
    draft, operation = make_release("draft"), make_operation("sweep")
    first, last = dt.date(2022, 3, 28), dt.date(2022, 3, 1)

    with pytest.raises(IntegrityError, match="operation_days_in_order"), transaction.atomic():
        make_operation_report(draft, operation, starts_on=first, ends_on=last)
    with pytest.raises(IntegrityError, match="operation_began_by_its_report"), transaction.atomic():
        make_operation_report(draft, operation, as_at=last, starts_on=first)
    with pytest.raises(IntegrityError, match="plausible_year"), transaction.atomic():
        make_village(draft, "north", year=22)


def test_workbook_brings_operations_and_refuses_wrong_days_and_areas(administrator):
    make_operation("sweep")
    make_area("north", "village")
    make_series(make_indicator("homes"))
    place = {"section": "1", "paragraph": "1", "as_printed": "北村"}
    report = {"operation": "sweep", "as_at": "2022-12-23", "task_zh": "任务", "task_en": "Task", **place}
    village = {"area": "north", "year": "2022", "department": "construction", **place}

    good = load_workbook(
        workbook=release_workbook(OperationReports=[report], CrimeFreeVillages=[village]), by=administrator
    )
    bad = load_workbook(
        workbook=release_workbook(
            OperationReports=[{**report, "starts_on": "2023-03-28", "ends_on": "2023-03-01"}],
            CrimeFreeVillages=[{**village, "area": "district"}],
        ),
        by=administrator,
    )

    assert good.errors == []
    assert (OperationReport.objects.count(), CrimeFreeVillage.objects.count()) == (1, 1)
    assert [problem.column for problem in bad.errors] == ["starts_on", "ends_on", "area"]


def test_editor_of_the_department_enters_a_report_and_no_stranger(client, editor, outsider):
    draft = make_release("draft", by=editor)
    operation = make_operation("sweep", department=editor.department.code)
    given = {
        "release": draft.pk,
        "section": draft.sections.first().pk,
        "paragraph": 1,
        "operation": operation.pk,
        "as_at": "2022-12-23",
        "task_zh": "任务",
        "task_en": "Task",
        "as_printed": "行动",
    }

    client.force_login(outsider)
    client.post(reverse("admin:safety_operationreport_add"), given)
    assert not OperationReport.objects.exists()

    client.force_login(editor)
    assert client.post(reverse("admin:safety_operationreport_add"), given).status_code == 302
    assert [one.operation for one in OperationReport.objects.all()] == [operation]
    assert Operation.objects.count() == 1
