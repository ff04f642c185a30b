"""Tours: the events that a release counts in one number, and how many of them have a place here so far."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.events.detail import attach_public_links
from portal.events.models import PublicEvent
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Indicator, Observation


@dataclass(frozen=True)
class Tour:
    """An indicator that counts events, its newest result in force, and the events that name it, by day.

    Nothing is added up: `placed` counts the named events alone, and only those that the result can count too.
    """

    indicator: Indicator
    figure: Observation | None
    stops: Sequence[PublicEvent]

    @cached_property
    def placed(self) -> int:
        """The times that took place within the period of the result, and of which a place is stated."""
        if self.figure is None:
            return 0
        return sum(times_in(self.figure, stop) for stop in self.stops if has_place(stop, self.figure))

    @property
    def told(self) -> str:
        """“Of 228 shows, January–May 2022, 0 have a place here so far.”"""
        if self.figure is None:
            return _("How many shows there were has not been published.")
        named = {"placed": self.placed, "all": self.figure.text, "period": self.figure.period.label}
        if self.figure.value is not None and self.placed > self.figure.value:
            return (
                _("%(placed)d with a place are named here, more than the %(all)s, %(period)s, counted.")
                % named
            )
        return _("Of %(all)s, %(period)s, %(placed)d have a place here so far.") % named


def has_place(event: PublicEvent, figure: Observation) -> bool:
    """Whether it says more of its place than the area of the result does."""
    return bool(event.place or event.public_facility) or event.area_id != figure.series.area_id


def times_in(figure: Observation, event: PublicEvent) -> int:
    """How often it took place within the period of the result; an event without a day is none of them."""
    first, last = figure.period_start or dt.date.min, figure.period_end
    if event.status != PublicEvent.Status.HELD or event.first_day is None:
        return 0
    if event.repeats:
        return sum(1 for _time in event.occurrences(first, last))
    return int(first <= event.first_day and event.last_day <= last)


def tours_at(codes: Iterable[str], at: dt.datetime) -> dict[str, Tour]:
    """The tours of these indicators, by code, as far as they are public; as many queries for one as for many."""
    indicators = list(Indicator.objects.released(at).filter(code__in=set(codes)).select_related("unit"))
    if not indicators:
        return {}
    newest: dict[int, Observation] = {}
    results = Observation.objects.known_at(at).filter(series__indicator__in=indicators)
    for figure in (
        results.filter(kind=ObservationKind.ACTUAL, series__dimensions={}).for_list().newest_first()
    ):
        newest.setdefault(figure.series.indicator_id, figure)
    events = PublicEvent.objects.known_at(at).filter(counted_in__in=indicators).for_list()
    stops: dict[int, list[PublicEvent]] = {}
    for event in attach_public_links(events.order_by("first_day", "code"), at):
        stops.setdefault(event.counted_in_id, []).append(event)
    return {one.code: Tour(one, newest.get(one.pk), stops.get(one.pk, ())) for one in indicators}
