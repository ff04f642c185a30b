"""Cases from the field: workbooks are read as Excel shows them, names are found as they are written."""

from pathlib import Path

import pytest

from portal.areas.models import Area
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.staff.models import User
from portal.statistics.models import Observation
from projects.models import ProgressReport
from tests.world import make_figure, make_indicator, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds", "english")]
CASES = Path(__file__).parent


def official(code: str) -> User:
    return make_user(f"case-{code}", code, "editor")


def test_01_cell_that_shows_a_percentage_is_read_as_shown():
    progress = load_workbook(workbook=CASES / "01-percent-cells/progress.xlsx", by=official("construction"))
    rate = load_workbook(workbook=CASES / "01-percent-cells/rate.xlsx", by=official("health-office"))

    assert (progress.errors, rate.errors) == ([], [])
    assert [one.percent for one in ProgressReport.objects.filter(release=progress.release)] == [95]
    assert [one.value for one in Observation.objects.filter(release=rate.release)] == [90]


def test_10_section_that_excel_made_a_number_is_read_as_shown():
    report = load_workbook(
        workbook=CASES / "10-section-numbers-from-excel/one-ten.xlsx", by=official("construction")
    )

    assert report.errors == []
    assert {one.section.number for one in Observation.objects.filter(release=report.release)} == {"1.10"}


def test_10_section_that_excel_made_a_date_is_refused_by_its_cell():
    report = preview_workbook(
        workbook=CASES / "10-section-numbers-from-excel/dates.xlsx", by=official("construction")
    )

    assert {problem.message for problem in report.errors} == {
        "is a number or a date to Excel; format the cell as text and enter it again."
    }
    assert all(problem.sheet and problem.row and problem.column for problem in report.errors)


def test_11_csv_saved_in_big5_is_refused():
    report = preview_workbook(workbook=CASES / "11-big5/input", by=official("construction"))

    assert [str(problem.message) for problem in report.errors] == [
        "Observations.csv is encoded neither in UTF-8 nor in GB18030. Save it as “CSV UTF-8”."
    ]


@pytest.mark.parametrize(
    "query",
    [
        "金海湾Ⅱ期",
        "金海湾II期",
        "锦绣（二期）",
        "锦绣(二期)",
        "PCR实验楼（Ｂ座）",
        "PCR实验楼(B座)",
        "海滨路12号",
        "海滨路１２号",
    ],
)
def test_05_name_is_found_as_it_stands_and_in_the_other_width(client, query):
    administrator = make_user("case-administrator", None, "administrator")
    assert load_workbook(workbook=CASES / "05-search-wide-forms/input", by=administrator).errors == []
    indicator = make_indicator("case-figure", basis="point")
    release = make_release("case")
    make_figure(release, indicator, 1, area=Area.objects.get(code="case-jhw2"))
    publish(release)

    found = client.get("/search/", {"q": query}).context["found"]

    assert {group.source.kind for group in found.groups} & {"areas", "facilities"}
    assert found.corrected is None


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("统一南路景观提升（凤林路-江家寨）", "tongyi-south-road-fenglin-jiangjiazhai-landscape"),
        ("统一南路景观提升(凤林路-江家寨)", "tongyi-south-road-fenglin-jiangjiazhai-landscape"),
        ("经开区2022年民生新闻发布会：居住、治安与医疗", "livelihood-press-conference-2022-12"),
    ],
)
def test_05_shipped_titles_find_what_they_name(client, query, address):
    page = client.get("/search/", {"q": query}).content.decode()

    assert address in page
