"""The table of cases by type: page, JSON, CSV and XLSX; what fills it, and what nobody may make it say."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.spreadsheets.actions import load_workbook
from safety.models import CaseMeasure
from tests.safety.world import make_case_table, make_crime_types, make_measure
from tests.workbooks import workbook
from tests.world import make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
API = "/api/v1/case-statistics"


@pytest.fixture(scope="module")
def december(shared) -> None:
    release = make_release("december")
    make_case_table(release)
    publish(release, at="2022-12-23")


def values(row: dict) -> dict[str, object]:
    return {name: cell["value"] for name, cell in row.items() if isinstance(cell, dict) and "value" in cell}


def test_a_type_is_asked_for_whole(client, december):
    (row,) = client.get(f"{API}?type=fraud&lang=en").json()["results"]

    assert values(row) == {"cases": 63, "suspects": 114, "stopped": 2456000}
    assert (row["type_name"], row["area"], row["period"]["end"]) == ("Fraud", "district", "2022-12-23")
    assert row["not_published"] == ["groups", "frozen", "recovered", "recovery_rate"]
    assert [row[name] for name in row["not_published"]] == [None] * 4
    assert row["stopped"]["indicator"] == "fraud-stopped"


def test_page_json_and_csv_show_the_same_rows(client, december):
    page = client.get("/safety/cases/?lang=en")
    answer = client.get(f"{API}?lang=en").json()["results"]
    lines = list(csv.DictReader(io.StringIO(client.get(f"{API}.csv?lang=en").getvalue().decode("utf-8-sig"))))

    assert [row.case_type for row in page.context["rows"]] == ["fraud", "theft"]
    assert [row["type"] for row in answer] == [line["type"] for line in lines] == ["fraud", "theft"]
    assert [line["cases_value"] for line in lines] == ["63", "129"]
    assert [line["suspects_value"] for line in lines] == ["114", ""]
    assert client.get(f"{API}.xlsx").status_code == 200


def test_page_says_not_published_and_never_zero(client, december):
    page = client.get("/safety/cases/?lang=en&type=theft").content.decode()

    assert page.count('<span class="figure-none">not published</span>') == 6
    assert "129 persons" in page
    assert ">0 persons" not in page


def test_periods_of_a_type_stand_one_above_the_other_with_the_change(client, december):
    release = make_release("next")
    cases = CaseMeasure.objects.get(measure="cases").indicator
    year = {"period_start": dt.date(2023, 1, 1), "period_end": dt.date(2023, 12, 23)}
    make_figure(release, cases, 60, dimensions={"crime_type": "fraud"}, **year)
    publish(release, at="2023-12-23")

    rows = client.get("/safety/cases/?lang=en&type=fraud").context["rows"]

    assert [row.period.end.year for row in rows] == [2023, 2022]
    assert rows[0].cells[0].change.difference == -3
    assert [
        row["period"]["end"] for row in client.get(f"{API}?type=fraud&to=2022-12-31").json()["results"]
    ] == ["2022-12-23"]


def test_figures_of_another_period_never_share_a_row(client, december):
    release = make_release("half")
    make_figure(
        release,
        CaseMeasure.objects.get(measure="stopped").indicator,
        5,
        period_end=dt.date(2022, 5, 31),
    )
    publish(release, at="2022-06-01")

    rows = client.get(f"{API}?type=fraud").json()["results"]

    assert [values(row) for row in rows] == [
        {"cases": 63, "suspects": 114, "stopped": 2456000},
        {"stopped": 5},
    ]


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
def test_nothing_shows_under_embargo(client, ending):
    make_case_table(make_release("draft"))

    answer = client.get(f"{API}{ending}")

    assert answer.status_code == 200
    assert b"fraud" not in answer.getvalue()
    assert client.get("/safety/cases/").context["rows"] == []


def test_as_of_shows_the_table_of_then(client, december):
    assert client.get(f"{API}?as_of=2022-12-01").json()["results"] == []
    assert len(client.get(f"{API}?as_of=2022-12-24").json()["results"]) == 2
    assert client.get("/safety/cases/?as_of=2022-12-01").context["rows"] == []


def test_an_unknown_type_is_refused_by_name(client, december):
    refused = client.get(f"{API}?type=none")

    assert (refused.status_code, refused.json()["error"]["parameter"]) == (400, "type")


def test_query_count_does_not_grow_with_rows(client, december):
    def queries(address: str) -> int:
        client.get(f"{address}&lang=en")
        with CaptureQueriesContext(connection) as found:
            client.get(f"{address}&lang=en")
        return len(found)

    assert queries(f"{API}?limit=1") == queries(f"{API}?limit=10")


def test_database_refuses_a_type_from_two_sources(db):
    types = make_crime_types()
    broken_down = make_indicator("by-type", dimensions={"crime_type": ["fraud", "theft"]})
    plain, otherwise = make_indicator("plain"), make_indicator("by-age", dimensions={"age": ["old"]})

    for indicator, case_type in ((broken_down, types["fraud"]), (plain, None), (otherwise, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseMeasure.objects.create(indicator=indicator, measure="cases", case_type=case_type)


def test_database_refuses_two_indicators_for_one_column_of_a_type(db):
    make_measure("stopped", "fraud")

    with pytest.raises(IntegrityError, match="case_measure_once"), transaction.atomic():
        CaseMeasure.objects.create(
            indicator=make_indicator("other"), measure="stopped", case_type=make_crime_types()["fraud"]
        )


def test_workbook_brings_columns_and_refuses_what_has_no_type(administrator):
    make_crime_types()
    make_indicator("plain")
    make_indicator("broken", dimensions={"crime_type": ["fraud"]})
    good = {"indicator": "plain", "measure": "recovered", "case_type": "theft"}

    report = load_workbook(workbook=workbook(CaseMeasures=[good]), by=administrator)
    bad = load_workbook(
        workbook=workbook(
            CaseMeasures=[
                {"indicator": "plain", "measure": "recovery_rate", "case_type": ""},
                {"indicator": "broken", "measure": "cases", "case_type": "fraud"},
            ]
        ),
        by=administrator,
    )

    assert report.errors == []
    assert [(row.indicator.code, row.case_type.code) for row in CaseMeasure.objects.all()] == [
        ("plain", "theft")
    ]
    assert [(problem.row, problem.column) for problem in bad.errors] == [
        (2, "measure"),
        (2, "case_type"),
        (3, "case_type"),
    ]


def test_one_workbook_brings_new_types_and_what_fills_their_columns(administrator):
    make_indicator("plain")
    names = {"dimension": "crime_type", "name_zh": "新型案件", "name_en": "New crime", "order": "9"}
    dimension = {"code": "crime_type", "name_zh": "案件类型", "name_en": "Type of crime"}
    measure = {"indicator": "plain", "measure": "recovered", "case_type": "brand_new"}

    alone = load_workbook(workbook=workbook(CaseMeasures=[measure]), by=administrator)
    together = load_workbook(
        workbook=workbook(
            Dimensions=[dimension], Codes=[names | {"code": "brand_new"}], CaseMeasures=[measure]
        ),
        by=administrator,
    )

    assert [(problem.row, problem.column) for problem in alone.errors] == [(2, "case_type")]
    assert together.errors == []
    assert CaseMeasure.objects.get().case_type.code == "brand_new"


def test_value_of_another_dimension_is_no_type_of_case(administrator):
    make_indicator("plain")
    dimension = {"code": "age", "name_zh": "年龄", "name_en": "Age"}
    value = {"dimension": "age", "code": "old", "name_zh": "老年", "name_en": "Old", "order": "1"}

    report = load_workbook(
        workbook=workbook(
            Dimensions=[dimension],
            Codes=[value],
            CaseMeasures=[{"indicator": "plain", "measure": "recovered", "case_type": "old"}],
        ),
        by=administrator,
    )

    assert [(problem.row, problem.column) for problem in report.errors] == [(2, "case_type")]


def test_editor_of_the_department_adds_a_column_and_no_other(client, editor, outsider):
    make_crime_types()
    indicator = make_indicator("plain", department=editor.department.code)
    given = {"indicator": indicator.pk, "measure": "cases", "case_type": make_crime_types()["fraud"].pk}

    client.force_login(outsider)
    client.post(reverse("admin:safety_casemeasure_add"), given)
    assert not CaseMeasure.objects.exists()

    client.force_login(editor)
    answer = client.post(reverse("admin:safety_casemeasure_add"), given)
    assert answer.status_code == 302
    assert CaseMeasure.objects.get().indicator == indicator


def test_pages_of_the_list_follow_each_other(client, december):
    first = client.get(f"{API}?limit=1").json()
    second = client.get(first["next"]).json()

    assert [row["type"] for row in (*first["results"], *second["results"])] == ["fraud", "theft"]
    assert second["next"] is None
