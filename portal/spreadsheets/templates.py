"""The template of a department: what it usually states is listed already, with the last value of each to look at.

A listed line in which nothing was filled in says nothing, and is passed over when the workbook is read.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.records.columns import Value
from portal.records.sheets import Group, Sheet, Values, sheet_named, sheets
from portal.spreadsheets.csv_folder import shielded
from portal.spreadsheets.tables import LAST_FILE
from portal.spreadsheets.writing import Filled
from portal.staff.models import Department
from portal.statistics.models import Observation, Series


@dataclass(frozen=True)
class Line:
    """One thing that a department states again and again: the cells that name it, its name, and what it was last."""

    cells: Mapping[str, Value]
    name: str
    last: str = ""
    when: str = ""


@dataclass(frozen=True)
class Lines:
    """The lines of a sheet; `naming`: the columns that say what a line is about. All others are to be filled in."""

    of: Callable[[Department], Iterable[Line]]
    naming: frozenset[str]


#: The columns of a figure that say of which series it is, and that it is a result.
SERIES = ("indicator", "area", "dimensions", "kind")

#: By the code of the sheet.
_lines: dict[str, Lines] = {}


def register_lines(sheet: str, of: Callable[[Department], Iterable[Line]], *naming: str) -> None:
    """Let templates list what a department states in a sheet. Called once by the app that owns it, from `ready`."""
    _lines[sheet] = Lines(of, frozenset(naming))


def says_nothing(sheet: Sheet, given: Mapping[str, str]) -> bool:
    """Whether a row is a line of the template that was left as it was: it names something and adds nothing."""
    lines = _lines.get(sheet.code)
    if lines is None:
        return False
    others = (column for column in sheet.columns if column.code not in lines.naming)
    return all(given.get(column.code, "") in {"", column.show(column.default)} for column in others)


def template_for(department: Department) -> tuple[list[Filled], list[tuple[Sheet, Line]]]:
    """The sheets of a release with the department's lines in them, and the lines for the sheet of last values."""
    filled, listed = [], []
    for sheet in sheets(Group.RELEASE):
        lines = list(_lines[sheet.code].of(department)) if sheet.code in _lines else []
        filled.append(Filled(sheet, [_row(sheet, line) for line in lines]))
        listed += [(sheet, line) for line in lines]
    return filled, listed


def last_values(lines: Iterable[tuple[Sheet, Line]]) -> list[tuple[str, ...]]:
    """The sheet that people look at beside the lines, in the active language: headings, then one row a line."""
    rows = [(_("Sheet"), _("Row"), _("Last value"), _("Of which time"), _("Code"))]
    for sheet, line in lines:
        codes = ", ".join(filter(None, (sheet.column(code).show(v) for code, v in line.cells.items())))
        rows.append((str(sheet.label), line.name, line.last, line.when, codes))
    return rows


def write_last(lines: Iterable[tuple[Sheet, Line]], folder: Path, *, encoding: str = "utf-8") -> None:
    """The same as a CSV file beside those of the sheets; it is not read again."""
    with (folder / f"{LAST_FILE}.csv").open("w", encoding=encoding, newline="") as file:
        rows = last_values(lines)
        csv.writer(file, lineterminator="\n").writerows([shielded(text) for text in row] for row in rows)


def _row(sheet: Sheet, line: Line) -> Values:
    return Values((column.code, line.cells.get(column.code, column.default)) for column in sheet.columns)


def series_of(department: Department) -> Iterable[Line]:
    """Every series of the department's indicators, with its newest public result."""
    series = Series.objects.filter(indicator__department=department)
    known = Observation.objects.known_at(timezone.now()).filter(
        series__in=series, kind=Observation.Kind.ACTUAL
    )
    newest = {figure.series_id: figure for figure in known.for_list().order_by("period_end", "released_at")}
    columns = [sheet_named("Observations").column(code) for code in SERIES]
    for one in series.select_related("indicator", "area").order_by(
        "indicator__order", "indicator__code", "pk"
    ):
        bare = Observation(series=one, kind=Observation.Kind.ACTUAL)
        figure = newest.get(one.pk)
        yield Line(
            {column.code: column.get(bare) for column in columns},
            str(one),
            "" if figure is None else figure.as_printed or f"{figure.rounded}",
            "" if figure is None else figure.period.label,
        )


def register() -> None:
    register_lines("Observations", series_of, *SERIES)
