"""Declared checks that are not evaluated, because the value of one of their figures is suppressed or missing."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.statistics.codes import CheckKind, ObservationKind, ObservationStatus
from portal.statistics.models import Check, Indicator, Observation
from portal.statistics.periods import Period

#: The kinds of checks that combine figures of one period.
COMBINING = (CheckKind.SUM, CheckKind.RATIO, CheckKind.AGREE, CheckKind.RANGE)
#: The newest figures of an indicator that are looked at.
MOST_FIGURES = 1000
#: One figure of a series: its first and last day.
Days = tuple[dt.date | None, dt.date]


@dataclass(frozen=True)
class Unevaluated:
    """A check of one period that is not evaluated, with the figures that have no value."""

    check: Check
    figures: list[Observation]

    @property
    def period(self) -> Period:
        return self.figures[0].period

    @property
    def reason(self) -> str:
        if any(figure.status == ObservationStatus.SUPPRESSED for figure in self.figures):
            return _("not evaluated: a term is suppressed")
        return _("not evaluated: a term is missing")

    @property
    def terms(self) -> list[str]:
        """The names of the figures without a value."""
        return [str(figure.series) for figure in self.figures]

    def __str__(self) -> str:
        return _("%(check)s, %(period)s: %(reason)s (%(terms)s)") % {
            "check": self.check,
            "period": self.period.label,
            "reason": self.reason,
            "terms": _("; ").join(self.terms),
        }


def unevaluated(figures: Iterable[Observation], at: dt.datetime) -> list[Unevaluated]:
    """The checks of these figures that lack a value, together with figures in force at that time; three queries."""
    own = [figure for figure in figures if figure.kind == ObservationKind.ACTUAL]
    rules = Check.objects.filter(kind__in=COMBINING, terms__series__in={figure.series_id for figure in own})
    rules = list(rules.distinct().prefetch_related("terms"))
    if not rules:
        return []
    series = {term.series_id for rule in rules for term in rule.terms.all()}
    ends = {figure.period_end for figure in own}
    known = Observation.objects.known_at(at).filter(
        series__in=series, period_end__in=ends, kind=ObservationKind.ACTUAL
    )
    by_days: dict[Days, dict[int, Observation]] = {}
    for figure in [*known.for_list(), *own]:
        by_days.setdefault((figure.period_start, figure.period_end), {})[figure.series_id] = figure
    days = {(figure.period_start, figure.period_end) for figure in own}
    return [found for rule in rules for found in _of_rule(rule, {one: by_days[one] for one in days}, own)]


def unevaluated_of(indicator: Indicator, at: dt.datetime) -> list[Unevaluated]:
    """The checks of the indicator's newest figures in force that lack a value."""
    withheld = Observation.objects.known_at(at).filter(value__isnull=True).values("series")
    of_it = Check.objects.filter(kind__in=COMBINING, terms__series__indicator=indicator)
    if not of_it.filter(terms__series__in=withheld).exists():
        return []
    figures = Observation.objects.known_at(at).filter(series__indicator=indicator).for_list()
    return unevaluated(figures.order_by("-period_end", "id")[:MOST_FIGURES], at)


def _of_rule(
    rule: Check, by_days: dict[Days, dict[int, Observation]], own: list[Observation]
) -> Iterator[Unevaluated]:
    terms = [term.series_id for term in rule.terms.all()]
    for days in sorted(by_days, key=str):
        figures = [by_days[days].get(series) for series in terms]
        if None in figures or not any(figure in own for figure in figures):
            continue
        if without := [figure for figure in figures if figure.value is None]:
            yield Unevaluated(rule, without)
