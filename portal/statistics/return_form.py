"""Return sheets: the series of a department for one period, each with its draft and its history."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from portal.publishing.models import Release
from portal.records.optimistic_locking import texts_of
from portal.staff.models import Department
from portal.statistics.codes import MONTHS, OPEN_START, Basis, ObservationKind, ObservationStatus
from portal.statistics.models import Indicator, Observation, Series

#: The input columns of a row, in order.
COLUMNS = (
    "value",
    "qualifier",
    "status",
    "not_comparable",
    "period_inferred",
    "note_zh",
    "note_en",
    "section",
    "paragraph",
    "as_printed",
)
#: A row counts as filled in if one of these is, or if its status is not normal.
FILLED_IN = ("value", "qualifier", "not_comparable", "note_zh", "note_en", "as_printed")
NORMAL = ObservationStatus.NORMAL.value
EMPTY = dict.fromkeys(COLUMNS, "") | {"status": NORMAL}


@dataclass(frozen=True)
class Span:
    """The period of a whole sheet. Each indicator uses the part its basis needs."""

    start: dt.date
    end: dt.date

    @property
    def ends_a_year(self) -> bool:
        return (self.end.month, self.end.day) == (12, 31)

    def first_day(self, indicator: Indicator) -> dt.date | None:
        """The first day of a figure: none for points in time, 1 January for years to date."""
        if indicator.basis in OPEN_START:
            return None
        return indicator.first_day(self.end) or self.start


@dataclass(frozen=True)
class SheetRow:
    """One series: its draft for the period, its last released figure, and all results in force."""

    series: Series
    draft: Observation | None = None
    last: Observation | None = None
    history: list[Observation] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.series.pk)


def sheet_of(
    release: Release, department: Department, span: Span, only: set[int] | None = None
) -> list[SheetRow]:
    """The rows of a department's sheet; four queries for any number of series. `only`: restricts to these series.

    Rolls of a year are on the sheets that end with a year.
    """
    series = Series.objects.filter(indicator__department=department).for_list()
    if not span.ends_a_year:
        series = series.exclude(indicator__basis=Basis.ROLL)
    if only is not None:
        series = series.filter(pk__in=only)
    series = list(
        series.order_by("indicator__sector__order", "indicator__order", "indicator__code", "area__code", "id")
    )
    results = Observation.objects.filter(series__in=series, kind=ObservationKind.ACTUAL)
    drafts = results.filter(release=release, period_end=span.end).by_series()
    in_force = results.known_at(timezone.now()).order_by("period_end", "id").by_series()
    rows = []
    for one in series:
        first_day = span.first_day(one.indicator)
        draft = next((d for d in drafts.get(one.pk, []) if d.period_start == first_day), None)
        history = in_force.get(one.pk, [])
        for figure in history:
            figure.series = one
        before = [figure for figure in history if figure.period_end <= span.end]
        rows.append(SheetRow(one, draft, before[-1] if before else None, history))
    return rows


def next_span(department: Department) -> Span:
    """The initial period of a new sheet: the one after the newest figure, by the most common frequency.

    Without any figure, the last whole month.
    """
    rows = Observation.objects.known_at(timezone.now()).filter(
        series__indicator__department=department, kind=ObservationKind.ACTUAL
    )
    last = rows.order_by("-period_end").values_list("period_end", flat=True).first()
    if last is None:
        last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
        return Span(last.replace(day=1), last)
    promised = Indicator.objects.filter(department=department).exclude(frequency="")
    usual = Counter(promised.values_list("frequency", flat=True)).most_common(1)
    first = last + dt.timedelta(days=1)
    return Span(first, _after(first, MONTHS[usual[0][0]] if usual else 1) - dt.timedelta(days=1))


def _after(day: dt.date, months: int) -> dt.date:
    """The same day that many months later; clamped to the end of the month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    beyond = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), beyond - dt.timedelta(days=1))


def as_text(figure: Observation | None) -> dict[str, str]:
    """The values of a figure by column, as form texts."""
    if figure is None:
        return dict(EMPTY)
    return texts_of(figure, COLUMNS)


def says_something(texts: dict[str, str]) -> bool:
    return any(texts.get(column) for column in FILLED_IN) or texts.get("status", NORMAL) != NORMAL
