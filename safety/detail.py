"""The table of cases by type, and operations with what releases say of them.

A row of the table is a type of case in an area and a period; it has one cell for each measure.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.glossary.models import GlossaryTerm
from portal.publishing.row_changes import RowChange, withdrawn_among
from portal.records.description_changes import attach_changes
from portal.statistics.figures import Change, IndicatorRow, indicator_rows, last_change
from portal.statistics.models import Indicator, Observation
from portal.statistics.models.codelists import code_name
from portal.statistics.periods import Period
from safety.models import (
    CRIME_TYPE,
    CaseMeasure,
    Operation,
    OperationFigure,
    OperationReport,
    case_figures,
)

MEASURES = CaseMeasure.Measure


@dataclass(frozen=True)
class CaseCell:
    """One measure of a row: its figure, and its change against an earlier period; no figure if none is published."""

    measure: str
    figure: Observation | None
    change: Change | None = None

    @property
    def label(self) -> str:
        return str(MEASURES(self.measure).label)


@dataclass(frozen=True)
class CaseRow:
    """The figures of one type of case in an area and a period, in the order of the measures."""

    first: Observation
    cells: Sequence[CaseCell]

    @property
    def case_type(self) -> str:
        return self.first.case_type

    @property
    def name(self) -> str:
        return code_name(CRIME_TYPE, self.case_type)

    @property
    def area(self) -> Area:
        return self.first.series.area

    @property
    def period(self) -> Period:
        return self.first.period

    @property
    def not_published(self) -> list[str]:
        """The measures without a figure in force: nobody said zero."""
        return [cell.measure for cell in self.cells if cell.figure is None]

    @property
    def rest(self) -> str:
        """The same in words: “persons caught, money frozen”."""
        return str(_(", ")).join(cell.label for cell in self.cells if cell.figure is None)

    def __getattr__(self, name: str) -> Observation | None:
        """The figure of a measure by its name."""
        for cell in self.__dict__.get("cells", ()):
            if cell.measure == name:
                return cell.figure
        raise AttributeError(name)


def rows_of(firsts: Sequence[Observation], at: dt.datetime) -> list[CaseRow]:
    """The whole rows of which these are the first figures; two queries."""
    figures = case_figures(at).filter(
        case_type__in={one.case_type for one in firsts},
        series__area__in={one.series.area_id for one in firsts},
    )
    by_row: dict[tuple, dict[str, Observation]] = {}
    by_series: dict[int, list[Observation]] = {}
    for figure in figures.for_list().with_checks(at).order_by("pk"):
        by_row.setdefault(_row(figure), {}).setdefault(figure.measure, figure)
        by_series.setdefault(figure.series_id, []).append(figure)
    return [CaseRow(one, _cells(by_row[_row(one)], by_series)) for one in firsts]


def _row(figure: Observation) -> tuple:
    return figure.case_type, figure.series.area_id, figure.period_start, figure.period_end


def _cells(known: dict[str, Observation], by_series: dict[int, list[Observation]]) -> list[CaseCell]:
    cells = []
    for measure in MEASURES.values:
        figure = known.get(measure)
        earlier = [one for one in by_series.get(figure.series_id, ()) if one is not figure] if figure else []
        cells.append(CaseCell(measure, figure, last_change(figure, earlier) if figure else None))
    return cells


@dataclass(frozen=True)
class OperationDetail:
    """An operation, the reports on it, the oldest first, and the indicators that releases name with it.

    `terms`: what the glossary explains under its name; on its own page only.
    """

    operation: Operation
    reports: Sequence[OperationReport]
    figures: Sequence[tuple[OperationFigure, IndicatorRow]]
    terms: Sequence[GlossaryTerm] = ()
    withdrawn: Sequence[RowChange] = ()

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The operation with that code. Raises Http404 before a report on it was released."""
        operation = get_object_or_404(Operation.objects.released(at).for_list(at), code=code)
        attach_changes([operation], at)
        named = Q(name_zh=operation.name_zh) | Q(aliases__contains=[operation.name_zh])
        terms = GlossaryTerm.objects.public(at).filter(named).for_list()
        rows = (model.objects.filter(operation=operation) for model in (OperationReport, OperationFigure))
        (detail,) = operations_of([operation], at)
        return replace(detail, terms=list(terms), withdrawn=withdrawn_among(rows, at))

    @property
    def newest(self) -> OperationReport | None:
        """None if every report has been withdrawn."""
        return self.reports[-1] if self.reports else None

    @property
    def own(self) -> list[IndicatorRow]:
        """Its own results."""
        return [row for link, row in self.figures if link.attribution == OperationFigure.Attribution.OWN]

    @property
    def whole(self) -> list[IndicatorRow]:
        """Figures of the whole period, named with it."""
        return [row for link, row in self.figures if link.attribution == OperationFigure.Attribution.WHOLE]


def operations_of(operations: Sequence[Operation], at: dt.datetime) -> list[OperationDetail]:
    """What is in force about operations read `for_list`, with the newest figures; a fixed number of queries."""
    named = {link.indicator_id for operation in operations for link in operation.linked}
    indicators = Indicator.objects.released(at).filter(pk__in=named).with_latest(at).for_list()
    rows = {row.indicator.pk: row for row in indicator_rows(indicators, at)}
    return [
        OperationDetail(
            operation,
            operation.told,
            [(link, rows[link.indicator_id]) for link in operation.linked if link.indicator_id in rows],
        )
        for operation in operations
    ]
