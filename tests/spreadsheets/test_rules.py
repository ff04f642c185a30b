"""What one cell alone cannot say: rules between the cells of a row, and between rows."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from portal.facilities.models import Facility
from portal.spreadsheets.actions import load_workbook
from portal.statistics.models import Indicator, Observation
from tests.workbooks import (
    COMMITMENT,
    FACILITY,
    FIGURE,
    RELEASE,
    UPDATE,
    figure_errors,
    load_refused,
    release_workbook,
    workbook,
)
from tests.world import make_area, make_commitment, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def codelists(shared) -> None:
    make_area("district", aliases=["经开区"])
    make_indicator("homes")
    make_indicator("homes-share", unit="percent", basis="point", decimals=1)
    make_indicator("roads", basis="period", dimensions={"road_type": ["lane", "avenue"]}, smallest_count=5)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "missing", "note_zh": "缺", "note_en": "Missing"}, "value"),
        ({"status": "suppressed"}, "value"),
        ({"value": ""}, "value"),
        ({"status": "low_reliability"}, "note_zh"),
        ({"note_zh": "只有中文"}, "note_en"),
        ({"note_en": "English only"}, "note_zh"),
        ({"period_start": ""}, "period_start"),
        ({"period_start": "2022-02-01"}, "period_start"),
        ({"indicator": "homes-share"}, "period_start"),
        ({"indicator": "homes-share", "period_start": "", "value": "91.66"}, "value"),
        ({"indicator": "roads"}, "dimensions"),
        ({"dimensions": "road_type=lane"}, "dimensions"),
        ({"dimensions": "road_type"}, "dimensions"),
        ({"dimensions": "roads=lane"}, "dimensions"),
        ({"dimensions": "road_type=path"}, "dimensions"),
        ({"dimensions": "road_type=lane;road_type=avenue"}, "dimensions"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "period_start": ""}, "period_start"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "period_start": "2023-01-01"}, "period_end"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "value": "4"}, "value"),
        ({"value": "-14"}, "value"),
        ({"section": "7"}, "section"),
        ({"section": ""}, "section"),
        ({"paragraph": "4"}, "paragraph"),
        ({"paragraph": "0"}, "paragraph"),
        ({"paragraph": "1.5"}, "paragraph"),
        ({"paragraph": "-1"}, "paragraph"),
        ({"as_printed": ""}, "as_printed"),
        ({"as_printed": "1" * 121}, "as_printed"),
        ({"as_printed": "14\x01"}, "as_printed"),
        ({"qualifier": "circa"}, "qualifier"),
        ({"kind": ""}, "kind"),
    ],
)
def test_figure_that_breaks_a_rule_is_told(administrator, cells, column):
    assert column in [found for found, _message in figure_errors(administrator, **cells)]


def test_figure_may_be_below_zero_in_a_unit_that_can_fall(administrator):
    cells = {"indicator": "homes-share", "period_start": "", "value": "-91.6", "as_printed": "-91.6%"}

    report = load_workbook(workbook=release_workbook(Observations=[FIGURE | cells]), by=administrator)

    assert report.errors == []


def test_rows_of_a_return_need_no_place_in_a_document(administrator):
    figure = FIGURE | {"section": "", "paragraph": "", "as_printed": ""}

    report = load_workbook(
        workbook=release_workbook(Release=[RELEASE | {"kind": "statistical_return"}], Observations=[figure]),
        by=administrator,
    )

    assert report.errors == []


def test_correction_names_what_it_corrects_and_why(administrator):
    report = load_refused(
        administrator, Release=[RELEASE | {"kind": "correction", "corrects": "return-2021"}]
    )
    reasons = load_refused(administrator, Release=[RELEASE | {"reason_zh": "因", "reason_en": "Reason"}])

    assert [error.column for error in report.errors] == ["corrects", "reason_zh", "reason_en"]
    assert [error.column for error in reasons.errors] == ["reason_zh", "reason_en"]


@pytest.mark.parametrize("address", ["www.example.org", "ftp://example.org/a", "https://", "https://a b"])
def test_source_that_is_no_web_page_is_refused_by_every_door(administrator, address):
    report = load_refused(administrator, Release=[RELEASE | {"source_url": address}])

    assert [error.column for error in report.errors] == ["source_url"]
    with pytest.raises(IntegrityError, match="release_source_is_a_web_page"), transaction.atomic():
        make_release(source_url=address)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator": "homes"}, "area"),
        ({"area": "district"}, "indicator"),
        ({"indicator": "roads", "area": "district"}, "dimensions"),
        ({"areas": "district;nowhere"}, "areas"),
        ({"code": "Gardens 2"}, "code"),
        ({"due": "soon"}, "due"),
        ({"kind": "slogan"}, "kind"),
        ({"kind": "direction"}, "due"),
        ({"due": "", "due_reason_zh": "七一", "due_reason_en": "1 July"}, "due_reason_zh"),
    ],
)
def test_commitment_that_breaks_a_rule_is_told(administrator, cells, column):
    report = load_refused(administrator, Commitments=[COMMITMENT | cells])

    assert [error.column for error in report.errors] == [column]


def test_commitment_of_another_release_is_not_taken_over(administrator):
    make_commitment(publish(make_release("june"), "2022-06-01") and make_release("july"), "gardens")

    report = load_workbook(workbook=release_workbook(Commitments=[COMMITMENT]), by=administrator)

    assert [(error.sheet, error.column) for error in report.errors] == [("Commitments", "code")]


def test_update_is_of_a_commitment_that_was_published_or_is_made_here(administrator):
    make_commitment(make_release("draft-of-others"), "gardens")

    report = load_workbook(workbook=release_workbook(CommitmentUpdates=[UPDATE]), by=administrator)

    assert [(error.sheet, error.column) for error in report.errors] == [("CommitmentUpdates", "commitment")]


def test_update_dates_follow_its_outcome(administrator):
    report = load_refused(
        administrator,
        Commitments=[COMMITMENT],
        CommitmentUpdates=[UPDATE | {"outcome": "partly", "new_due": "2023-01-01"}],
    )

    assert [error.column for error in report.errors] == ["completed_on", "new_due"]


@pytest.mark.parametrize(("completed_on", "refused"), [("2022-12-31", True), ("2023-01-01", False)])
def test_update_that_is_kept_late_was_completed_late(administrator, completed_on, refused):
    update = UPDATE | {"outcome": "kept_late", "completed_on": completed_on}

    report = load_workbook(
        workbook=release_workbook(Commitments=[COMMITMENT], CommitmentUpdates=[update]), by=administrator
    )

    columns = [(error.sheet, error.column) for error in report.errors]
    assert (("CommitmentUpdates", "completed_on") in columns) is refused


def test_area_is_part_of_a_wider_one(administrator):
    names = {"name_zh": "名", "name_en": "Name"}

    report = load_workbook(
        workbook=workbook(
            Areas=[
                {"code": "town", "kind": "town", "parent": "street", **names},
                {"code": "street", "kind": "subdistrict", "parent": "district", **names},
                {"code": "lost", "kind": "estate", "parent": "", **names},
                {"code": "second", "kind": "district", "parent": "district", **names},
            ]
        ),
        by=administrator,
    )

    assert [(error.row, error.column) for error in report.errors] == [
        (2, "parent"),
        (4, "parent"),
        (5, "parent"),
    ]


def test_areas_that_are_part_of_each_other_are_told(administrator):
    names = {"name_zh": "名", "name_en": "Name"}
    areas = [
        {"code": "east", "kind": "town", "parent": "west", **names},
        {"code": "west", "kind": "town", "parent": "east", **names},
    ]

    report = load_workbook(workbook=workbook(Areas=areas), by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [(2, "parent"), (3, "parent")]


def test_meaning_of_a_released_indicator_is_fixed(administrator):
    release = make_release()
    make_figure(release, Indicator.objects.get(code="homes"), 14)
    publish(release)
    row = {
        "code": "homes",
        "sector": "projects",
        "department": "construction",
        "name_zh": "住房",
        "name_en": "Homes",
        "definition_zh": "定义",
        "definition_en": "Definition",
        "unit": "percent",
        "basis": "ytd",
        "decimals": "2",
        "change_reason_zh": "更名",
        "change_reason_en": "Renamed",
    }

    report = load_workbook(workbook=workbook(Indicators=[row]), by=administrator)

    assert [error.column for error in report.errors] == ["unit", "decimals"]


def test_terms_fit_their_check(administrator):
    names = {"name_zh": "名", "name_en": "Name"}
    term = {"check": "same", "role": "left", "indicator": "homes", "area": "district", "dimensions": ""}

    report = load_workbook(
        workbook=workbook(
            Checks=[{"code": "same", "kind": "agree", **names, "scale": "0"}],
            CheckTerms=[
                term,
                term | {"indicator": "homes-share"},
                term | {"indicator": "roads", "role": "part", "dimensions": "road_type=lane"},
            ],
        ),
        by=administrator,
    )

    assert [(error.sheet, error.row, error.column) for error in report.errors] == [
        ("Checks", 2, "scale"),
        ("CheckTerms", 2, "role"),
        ("CheckTerms", 3, "role"),
        ("CheckTerms", 4, "role"),
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"release": "june", "section": "7"}, "section"),
        ({"release": "june", "section": "1", "paragraph": "10"}, "paragraph"),
        ({"section": "1"}, "release"),
        ({"paragraph": "1"}, "section"),
        ({"release": "may"}, "release"),
        ({"public": "maybe"}, "public"),
    ],
)
def test_facility_that_breaks_a_rule_is_told(administrator, cells, column):
    make_release("june")

    report = load_workbook(workbook=workbook(Facilities=[FACILITY | cells]), by=administrator)

    assert [error.column for error in report.errors] == [column]
    assert not Facility.objects.exists()


def test_row_that_the_database_holds_already_is_not_judged(administrator):
    release = make_release("old")
    make_figure(release, Indicator.objects.get(code="homes"), 14, section=None, paragraph=None, as_printed="")
    figure = FIGURE | {"section": "", "paragraph": "", "as_printed": "", "period_end": "2022-12-23"}

    same = load_workbook(
        workbook=workbook(Release=[{"slug": "old"}], Observations=[figure]),
        by=administrator,
    )
    changed = load_workbook(
        workbook=workbook(Release=[{"slug": "old"}], Observations=[figure | {"value": "15"}]),
        by=administrator,
    )

    columns = [error.column for error in changed.errors if error.sheet == "Observations"]
    assert [error for error in same.errors if error.sheet == "Observations"] == []
    assert columns == ["section", "paragraph", "as_printed"]
    assert Observation.objects.get().value == 14
