"""Loading a workbook: what it writes, what it leaves alone, and who may."""

import dataclasses

import pytest
from pghistory.models import Events

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.models import Attachment, Release, Section
from portal.records import registry
from portal.records.columns import Text
from portal.records.sheets import Group, Sheet
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.spreadsheets.writing import export_release
from portal.statistics.models import CheckTerm, Indicator, Observation, Unit
from tests.workbooks import (
    COMMITMENT,
    FACILITY,
    FIGURE,
    RELEASE,
    SECTION,
    UPDATE,
    counts,
    errors,
    release_workbook,
    workbook,
)
from tests.world import make_area, make_indicator, make_release, make_series, publish

pytestmark = pytest.mark.django_db

NAMES = {"name_zh": "名", "name_en": "Name"}


@pytest.fixture(autouse=True)
def codelists() -> None:
    make_area()
    make_indicator("homes")


def test_load_makes_a_draft_of_a_new_release(administrator):
    report = load_workbook(
        workbook=release_workbook(Commitments=[COMMITMENT], CommitmentUpdates=[UPDATE]), by=administrator
    )

    assert report.errors == []
    assert report.release.state == "draft"
    figure = Observation.objects.get()
    assert (figure.release, figure.section.number, figure.value, figure.as_printed) == (
        report.release,
        "1",
        14,
        "14个",
    )
    assert CommitmentUpdate.objects.get().commitment == Commitment.objects.get()
    assert [user.username for user in report.release.editors.all()] == ["administrator"]


def test_load_names_the_official_and_the_release_in_the_audit_trail(administrator):
    load_workbook(workbook=release_workbook(), by=administrator, door="upload")

    event = Events.objects.tracks(Observation.objects.get()).get()
    assert event.pgh_context == {
        "user": administrator.pk,
        "action": "load",
        "door": "upload",
        "release": "return-2022",
    }


def test_load_twice_changes_nothing(administrator):
    book = release_workbook(Commitments=[COMMITMENT | {"areas": "district"}], CommitmentUpdates=[UPDATE])
    load_workbook(workbook=book, by=administrator)
    before = Events.objects.count(), list(Observation.objects.values())

    report = load_workbook(workbook=book, by=administrator)

    assert report.errors == []
    assert not report.is_changed
    assert counts(report, "Commitments") == (0, 0, 1, 0)
    assert (Events.objects.count(), list(Observation.objects.values())) == before


def test_load_changes_adds_and_removes_rows_of_the_draft(administrator):
    target = FIGURE | {"kind": "target"}
    load_workbook(workbook=release_workbook(Observations=[FIGURE, target]), by=administrator)
    kept = Observation.objects.get(kind="actual")
    other = FIGURE | {"period_end": "2022-06-30"}

    report = load_workbook(
        workbook=release_workbook(Observations=[FIGURE | {"value": "15", "as_printed": "15个"}, other]),
        by=administrator,
    )

    assert counts(report, "Observations") == (1, 1, 0, 1)
    kept.refresh_from_db()
    assert kept.value == 15
    assert set(Observation.objects.values_list("kind", flat=True)) == {"actual"}
    assert [(c.row, c.column, c.before, c.after) for c in report.sheets[-1].changes] == [
        (2, "value", "14", "15"),
        (2, "as_printed", "14个", "15个"),
    ]


def test_load_leaves_a_sheet_alone_that_is_absent(administrator):
    load_workbook(workbook=release_workbook(), by=administrator)

    report = load_workbook(workbook=workbook(Release=[RELEASE], Sections=[SECTION]), by=administrator)

    assert report.errors == []
    assert Observation.objects.count() == 1


def test_load_leaves_a_column_alone_that_is_absent(administrator):
    load_workbook(
        workbook=release_workbook(Sections=[SECTION | {"summary_zh": "摘要", "summary_en": "Summary"}]),
        by=administrator,
    )

    report = load_workbook(workbook=release_workbook(), by=administrator)

    assert not report.is_changed
    assert Section.objects.get().summary_en == "Summary"


def test_load_keeps_the_order_of_sections(administrator):
    numbers = ["0", "2", "1"]
    sections = [SECTION | {"number": number} for number in numbers]
    load_workbook(workbook=release_workbook(Sections=sections), by=administrator)
    assert list(Section.objects.values_list("number", flat=True)) == numbers

    moved = [sections[0], sections[2], sections[1]]
    report = load_workbook(workbook=release_workbook(Sections=moved), by=administrator)

    assert counts(report, "Sections") == (0, 1, 2, 0)
    assert list(Section.objects.values_list("number", flat=True)) == ["0", "1", "2"]


def test_load_brings_codelists_that_refer_to_one_another_in_any_order(administrator):
    report = load_workbook(
        workbook=workbook(
            Areas=[
                {
                    "code": "estate",
                    "kind": "estate",
                    "parent": "street",
                    **NAMES,
                    "aliases": "锦绣园;锦绣\\;乐园",
                },
                {"code": "street", "kind": "subdistrict", "parent": "district", **NAMES, "aliases": ""},
            ],
            Units=[{"code": "metre", **NAMES, "symbol_zh": "米", "symbol_en": "m"}],
            Dimensions=[{"code": "road_type", **NAMES}],
            Codes=[{"dimension": "road_type", "code": "lane", **NAMES}],
            Departments=[{"code": "roads", **NAMES}],
            Indicators=[
                {
                    "code": "road-length",
                    "sector": "projects",
                    "department": "roads",
                    **NAMES,
                    "definition_zh": "长度",
                    "definition_en": "Length",
                    "unit": "metre",
                    "basis": "point",
                    "decimals": "1",
                    "dimensions": "road_type",
                    "smallest_count": "",
                    "headline": "yes",
                    "order": "",
                }
            ],
            Checks=[{"code": "same", "kind": "agree", **NAMES}],
            CheckTerms=[
                {
                    "check": "same",
                    "role": "left",
                    "indicator": "road-length",
                    "area": "estate",
                    "dimensions": "road_type=lane",
                },
                {
                    "check": "same",
                    "role": "right",
                    "indicator": "homes",
                    "area": "district",
                    "dimensions": "",
                },
            ],
        ),
        by=administrator,
    )

    assert report.errors == []
    estate = Area.objects.get(code="estate")
    assert (estate.parent.code, estate.aliases) == ("street", ["锦绣园", "锦绣;乐园"])
    assert Indicator.objects.get(code="road-length").unit == Unit.objects.get(code="metre")
    assert CheckTerm.objects.get(role="left").series.dimensions == {"road_type": "lane"}


def test_load_removes_no_codes_that_a_codelist_leaves_out(administrator):
    unit = {"code": "metre", **NAMES, "symbol_zh": "米", "symbol_en": "m"}

    report = load_workbook(workbook=workbook(Units=[unit]), by=administrator)

    assert counts(report, "Units") == (1, 0, 0, 0)
    assert Unit.objects.count() == 2


def test_load_of_terms_speaks_for_the_checks_that_it_names(administrator):
    check = {"code": "same", "kind": "agree", **NAMES}
    term = {"check": "same", "role": "left", "indicator": "homes", "area": "district", "dimensions": ""}
    make_indicator("flats")
    load_workbook(workbook=workbook(Checks=[check], CheckTerms=[term]), by=administrator)

    report = load_workbook(workbook=workbook(CheckTerms=[term | {"indicator": "flats"}]), by=administrator)

    assert counts(report, "CheckTerms") == (1, 0, 0, 1)
    assert CheckTerm.objects.get().series.indicator.code == "flats"


def test_load_sorts_facilities_by_their_reading(administrator):
    load_workbook(workbook=workbook(Facilities=[FACILITY]), by=administrator)

    assert Facility.objects.get().pinyin == "hai3 bin1 gong1 yuan2"


def test_load_of_a_released_workbook_again_is_no_change(administrator):
    load_workbook(workbook=release_workbook(), by=administrator)
    publish(Release.objects.get())

    report = load_workbook(workbook=release_workbook(), by=administrator)

    assert report.errors == []
    assert not report.is_changed


def test_load_of_a_released_workbook_names_each_difference(administrator):
    load_workbook(workbook=release_workbook(), by=administrator)
    publish(Release.objects.get())

    report = load_workbook(
        workbook=release_workbook(
            Observations=[FIGURE | {"value": "15", "as_printed": "15个"}, FIGURE | {"kind": "target"}],
            Sections=[SECTION | {"title_en": "Homes"}],
        ),
        by=administrator,
    )

    assert errors(report) == [
        ("Sections", 2, "title_en"),
        ("Observations", 2, "value"),
        ("Observations", 2, "as_printed"),
        ("Observations", 3, ""),
    ]
    assert Observation.objects.get().value == 14


def test_load_refuses_to_change_a_release_under_review(administrator, editor):
    load_workbook(workbook=release_workbook(), by=administrator)
    releases.submit(release=Release.objects.get(), by=editor)

    report = load_workbook(
        workbook=release_workbook(Observations=[FIGURE | {"qualifier": "about"}]), by=administrator
    )

    assert errors(report) == [("Observations", 2, "qualifier")]


def test_load_removes_a_section_together_with_its_rows(administrator):
    sections = [SECTION, SECTION | {"number": "2"}]
    load_workbook(
        workbook=release_workbook(Sections=sections, Observations=[FIGURE | {"section": "2"}]),
        by=administrator,
    )

    report = load_workbook(workbook=release_workbook(), by=administrator)

    assert report.errors == []
    assert list(Section.objects.values_list("number", flat=True)) == ["1"]


def test_load_keeps_a_section_that_is_in_use(administrator):
    sections = [SECTION, SECTION | {"number": "2"}]
    load_workbook(
        workbook=release_workbook(
            Sections=sections, Observations=[FIGURE | {"section": "2", "paragraph": "3"}]
        ),
        by=administrator,
    )

    gone = load_workbook(workbook=workbook(Release=[RELEASE], Sections=[SECTION]), by=administrator)
    short = [SECTION, SECTION | {"number": "2", "paragraphs": "2"}]
    shorter = load_workbook(workbook=workbook(Release=[RELEASE], Sections=short), by=administrator)

    assert errors(gone) == [("Sections", None, "")]
    assert errors(shorter) == [("Sections", None, "")]


def test_load_keeps_a_commitment_that_another_release_reports_on(administrator):
    load_workbook(workbook=release_workbook(Commitments=[COMMITMENT]), by=administrator)
    later = make_release()
    CommitmentUpdate.objects.create(
        release=later, commitment=Commitment.objects.get(), outcome="kept", note_zh="已完成", note_en="Done"
    )

    report = load_workbook(
        workbook=release_workbook(Commitments=[COMMITMENT | {"code": "others"}]), by=administrator
    )

    assert errors(report) == [("Commitments", None, "")]
    assert Commitment.objects.get().code == "gardens"


def test_load_uses_series_that_exist(administrator):
    series = make_series(Indicator.objects.get())

    load_workbook(workbook=release_workbook(), by=administrator)

    assert Observation.objects.get().series == series


def test_preview_says_what_loading_would_do_and_writes_nothing(administrator):
    report = preview_workbook(workbook=release_workbook(), by=administrator)

    assert counts(report, "Observations") == (1, 0, 0, 0)
    assert not Release.objects.exists()


def test_correction_is_of_a_public_release_of_the_same_department(administrator):
    make_release("draft")
    publish(make_release("health-release", department="health"))
    publish(make_release("own-release"))
    correction = RELEASE | {"kind": "correction", "reason_zh": "因", "reason_en": "Reason"}

    for slug in ("draft", "health-release"):
        report = load_workbook(workbook=workbook(Release=[correction | {"corrects": slug}]), by=administrator)
        assert errors(report) == [("Release", 2, "corrects")]
    assert (
        load_workbook(
            workbook=workbook(Release=[correction | {"corrects": "own-release"}]), by=administrator
        ).errors
        == []
    )


def test_sheet_of_an_app_is_loaded_and_exported_like_those_of_the_core(administrator, monkeypatch):
    own = Sheet(
        "Attachments",
        "Attachments",
        Group.RELEASE,
        90,
        Attachment,
        (Text("title_zh", required=True), Text("title_en", required=True)),
        key=("title_zh",),
    )
    with_sheet = dataclasses.replace(registry.record_types[Attachment], sheet=own)
    monkeypatch.setitem(registry.record_types, Attachment, with_sheet)
    row = {"title_zh": "附件", "title_en": "Annex"}

    report = load_workbook(workbook=release_workbook(Attachments=[row]), by=administrator)

    assert report.errors == []
    assert Attachment.objects.get().release == report.release
    (exported,) = (filled for filled in export_release(report.release) if filled.sheet is own)
    assert exported.rows == [row]
