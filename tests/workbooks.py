"""Builders of workbooks, as they are after reading: rows of text under column codes."""

from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import RawSheet
from portal.spreadsheets.report import LoadReport
from portal.staff.models import User

RELEASE = {
    "slug": "return-2022",
    "kind": "article",
    "department": "construction",
    "title_zh": "统计表",
    "title_en": "Return",
    "summary_zh": "摘要",
    "summary_en": "Summary",
}
SECTION = {
    "number": "1",
    "title_zh": "住房",
    "title_en": "Housing",
    "department": "construction",
    "paragraphs": "3",
}
FIGURE = {
    "section": "1",
    "paragraph": "1",
    "indicator": "homes",
    "area": "district",
    "dimensions": "",
    "period_start": "2022-01-01",
    "period_end": "2022-12-31",
    "period_inferred": "",
    "kind": "actual",
    "value": "14",
    "qualifier": "",
    "status": "normal",
    "not_comparable": "",
    "as_printed": "14个",
    "note_zh": "",
    "note_en": "",
}
COMMITMENT = {
    "code": "gardens",
    "section": "1",
    "paragraph": "2",
    "sector": "projects",
    "department": "construction",
    "title_zh": "建两处游园",
    "title_en": "Two gardens",
    "areas": "",
    "indicator": "",
    "area": "",
    "dimensions": "",
    "due": "2022-12-31",
}
UPDATE = {
    "commitment": "gardens",
    "section": "1",
    "paragraph": "3",
    "outcome": "kept",
    "completed_on": "2022-11-30",
    "new_due": "",
    "note_zh": "已完成",
    "note_en": "Done",
}
FACILITY = {
    "code": "park",
    "kind": "park",
    "name_zh": "海滨公园",
    "name_en": "Seaside Park",
    "department": "construction",
    "sector": "projects",
    "area": "district",
    "release": "",
    "section": "",
    "paragraph": "",
    "aliases": "",
    "public": "yes",
}


def raw_sheet(name: str, rows: list[dict[str, str]]) -> RawSheet:
    header = list(dict.fromkeys(column for row in rows for column in row))
    return RawSheet(name, [header, *([row.get(column, "") for column in header] for row in rows)])


def workbook(**sheets: list[dict[str, str]]) -> list[RawSheet]:
    return [raw_sheet(name, rows) for name, rows in sheets.items()]


def release_workbook(**sheets: list[dict[str, str]]) -> list[RawSheet]:
    """A release of one section and one figure, with what differs from that."""
    return workbook(**{"Release": [RELEASE], "Sections": [SECTION], "Observations": [FIGURE], **sheets})


def counts(report: LoadReport, sheet: str) -> tuple[int, int, int, int]:
    """Rows new, changed, unchanged and removed."""
    line = next(line for line in report.sheets if line.sheet == sheet)
    return line.new, line.changed, line.unchanged, line.removed


def errors(report: LoadReport) -> list[tuple[str, int | None, str]]:
    """Where the errors are: sheet, row, column."""
    return [(error.sheet, error.row, error.column) for error in report.errors]


def load_refused(by: User, **sheets: list[dict[str, str]]) -> LoadReport:
    """Load the release with these sheets in place of its own; nothing may come of it."""
    report = load_workbook(workbook=release_workbook(**sheets), by=by)
    assert report.errors
    assert not Release.objects.exists()
    return report


def figure_errors(by: User, **cells: str) -> list[tuple[str, str]]:
    """Column and text of each error of a figure with these cells."""
    report = load_refused(by, Observations=[FIGURE | cells])
    assert {(error.sheet, error.row) for error in report.errors} == {("Observations", 2)}
    return [(error.column, str(error).removeprefix("Observations, row 2, ")) for error in report.errors]
