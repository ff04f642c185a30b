"""How projects stood at a moment: the queries that pages, answers and feeds share."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from projects.models import Undertaking, UndertakingState
from projects.models.state import last_words


def project_states(at: dt.datetime) -> QuerySet[UndertakingState]:
    """How every project and micro-project stood at that time; one of which nothing was in force has no row.

    Lists choose from these rows, since what is filtered by and sorted by stands in them: `row.undertaking` is the
    project itself.
    """
    return UndertakingState.objects.known_at(at).exclude(undertaking__kind=Undertaking.Kind.PROGRAMME)


def for_list(states: QuerySet[UndertakingState]) -> QuerySet[UndertakingState]:
    """States with all that a list shows of their undertakings; two queries."""
    return states.select_related(
        *(f"undertaking__{name}" for name in ("programme", "sector", "department", "category"))
    ).prefetch_related("undertaking__areas")


def attach_lateness(states: Iterable[UndertakingState], at: dt.datetime) -> list[UndertakingState]:
    """States with `is_late`, and with `silent_since`: the day of the last word about a silent one. Two queries."""
    spoken, states = last_words(at), list(states)
    for state in states:
        state.is_late = is_late(state, at)
        state.silent_since = silent_since(state, spoken.get(state.undertaking.department_id))
    return states


def is_late(state: UndertakingState, at: dt.datetime) -> bool:
    """Whether the day by which it was to be finished had passed and it was not; as `StateQuerySet.late` says."""
    return not state.is_finished and state.due is not None and state.due < timezone.localdate(at)


def silent_since(state: UndertakingState, spoken: dt.datetime | None) -> dt.date | None:
    """The day of the last word about it, if it is unfinished and its department has spoken since."""
    if state.is_finished or spoken is None or state.reported_at >= spoken:
        return None
    return timezone.localdate(state.reported_at)
