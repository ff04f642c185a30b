"""The template of a department: what it usually states is listed already, with the last value of each to look at.

A listed line in which nothing was filled in says nothing, and is passed over when the workbook is read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from portal.models import Department, Observation, Series
from portal.workbook.columns import Value
from portal.workbook.sheets import Group, Sheet, Values, sheet_named, sheets
from portal.workbook.writing import Filled


@dataclass(frozen=True)
class Line:
    """One thing that a department states again and again: the cells that name it, its name, and what it was last."""

    cells: Mapping[str, Value]
    name: str
    last: str = ""
    when: str = ""


@dataclass(frozen=True)
class Lines:
    """The lines of a sheet; `says`: columns of which one at least is filled in a row that states anything."""

    of: Callable[[Department], Iterable[Line]]
    says: frozenset[str]


#: By the code of the sheet.
_lines: dict[str, Lines] = {}


def register_lines(sheet: str, of: Callable[[Department], Iterable[Line]], *says: str) -> None:
    """Let templates list what a department states in a sheet. Called once by the app that owns it, from `ready`."""
    _lines[sheet] = Lines(of, frozenset(says))


def says_nothing(sheet: Sheet, given: Mapping[str, str]) -> bool:
    """Whether a row is a line of the template that was left as it was."""
    lines = _lines.get(sheet.code)
    return lines is not None and not any(given.get(code) for code in lines.says)


def template_for(department: Department) -> tuple[list[Filled], list[tuple[Sheet, Line]]]:
    """The sheets of a release with the department's lines in them, and the lines for the sheet of last values."""
    filled, listed = [], []
    for sheet in sheets(Group.RELEASE):
        lines = list(_lines[sheet.code].of(department)) if sheet.code in _lines else []
        filled.append(Filled(sheet, [_row(sheet, line) for line in lines]))
        listed += [(sheet, line) for line in lines]
    return filled, listed


def _row(sheet: Sheet, line: Line) -> Values:
    return Values((column.code, line.cells.get(column.code, column.default)) for column in sheet.columns)


def series_of(department: Department) -> Iterable[Line]:
    """Every series of the department's indicators, with its newest public result."""
    series = Series.objects.filter(indicator__department=department)
    known = Observation.objects.known_at(timezone.now()).filter(
        series__in=series, kind=Observation.Kind.ACTUAL
    )
    newest = {figure.series_id: figure for figure in known.for_list().order_by("period_end", "released_at")}
    columns = [
        sheet_named("Observations").column(code) for code in ("indicator", "area", "dimensions", "kind")
    ]
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
    register_lines("Observations", series_of, "section", "paragraph", "period_end", "value", "as_printed")
