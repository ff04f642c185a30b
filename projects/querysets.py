"""How projects stood at a moment: the queries that pages, answers and feeds share."""

import datetime as dt

from django.db.models import QuerySet

from projects.models import Undertaking, UndertakingState


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
