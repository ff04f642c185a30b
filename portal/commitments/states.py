"""States of commitments, and the SQL that derives them: only reports say that one was kept; silence is computed."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    DateField,
    Expression,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release_queries import day_stated
from portal.records.registry import declared
from portal.statistics.codes import ObservationKind
from portal.statistics.models.observation import Observation


class CommitmentKind(TextChoices):
    """Whether somebody can tell afterwards that it was kept."""

    MEASURABLE = "measurable", _("can be checked")
    DIRECTION = "direction", _("direction of work")


class CommitmentState(TextChoices):
    """The state of a commitment at a given time. Officials report outcomes; the portal computes the others."""

    PENDING = "pending", _("not yet due")
    KEPT = "kept", _("kept")
    KEPT_LATE = "kept_late", _("kept late")
    PARTLY = "partly", _("partly kept")
    CHANGED = "changed", _("changed")
    NOT_KEPT = "not_kept", _("not kept")
    SILENT = "silent", _("passed over")
    NOT_HEARD = "not_heard", _("not yet heard")
    MENTIONED = "mentioned", _("no outcome stated")
    NO_DATE = "no_date", _("no date")
    DIRECTION = "direction", _("direction of work")


State = CommitmentState
IS_DIRECTION = When(kind=CommitmentKind.DIRECTION, then=None)
DIRECTIONS = When(kind=CommitmentKind.DIRECTION, then=Value(State.DIRECTION.value))

#: The states in the order of interest to readers.
BY_URGENCY = (
    State.SILENT,
    State.NOT_KEPT,
    State.NOT_HEARD,
    State.MENTIONED,
    State.PARTLY,
    State.CHANGED,
    State.KEPT_LATE,
    State.PENDING,
    State.NO_DATE,
    State.KEPT,
    State.DIRECTION,
)
#: Due, and no release says whether it was kept.
UNANSWERED = (State.SILENT, State.NOT_HEARD, State.MENTIONED)
#: Outcomes after which nothing more is expected.
FINAL = (State.KEPT, State.KEPT_LATE, State.NOT_KEPT)


@dataclass(frozen=True)
class Subject:
    """A thing that a commitment is about, with the address of its page."""

    kind: str
    code: str
    name: str
    address: str


@dataclass(frozen=True)
class CommitmentSubjects:
    """What an app knows of commitments; declared as `COMMITMENT_SUBJECTS`.

    `of`: the things that a commitment is about, at a time. `mentions`: at a time, the released records about the
    commitment `OuterRef("pk")` of a query.
    """

    of: Callable[[int, dt.datetime], Sequence[Subject]]
    mentions: Callable[[dt.datetime], Sequence[QuerySet]]


def last_mentioned(at: dt.datetime) -> Expression:
    """The day of the last release with a result of its series, or a report of its subject; null if there is none."""
    results = Observation.objects.known_at(at).filter(
        kind=ObservationKind.ACTUAL, series=OuterRef("series"), series__isnull=False
    )
    records = [results, *(rows for one in declared("COMMITMENT_SUBJECTS") for rows in one.mentions(at))]
    dated = (rows.annotate(day=day_stated("release__")).order_by("-day") for rows in records)
    return Greatest(
        *(Subquery(rows.values("day")[:1]) for rows in dated)
    )  # PostgreSQL leaves out what is null


def mentioned_since() -> Expression:
    """Whether that was later than the day `since`."""
    return Case(When(last_mentioned__gt=F("since"), then=Value(True)), default=Value(False))


def last_day(published: Mapping[int, dt.date], department: str = "department") -> Expression:
    """The day on which the department of a row last published, given that of each department.

    `department`: the path from the row to it.
    """
    days = (When(**{department: pk}, then=Value(day)) for pk, day in published.items())
    return Case(*days, default=None, output_field=DateField())


def unreported_state(day: dt.date, *before: When) -> Expression:
    """The state on that day without a report in force; needs `due_now`, `is_mentioned` and `published_since`.

    `before`: what decides first.
    """
    return Case(
        *before,
        When(due_now=None, then=Value(State.NO_DATE.value)),
        When(due_now__gte=day, then=Value(State.PENDING.value)),
        When(is_mentioned=True, then=Value(State.MENTIONED.value)),
        When(published_since__isnull=False, then=Value(State.SILENT.value)),
        default=Value(State.NOT_HEARD.value),
        output_field=CharField(),
    )


def published_since() -> Expression:
    """The day on which its department last published, if that was later than the day `since`."""
    return Case(When(last_day__gt=F("since"), then=F("last_day")), default=None)


SILENCE = {
    State.SILENT: _("It was due. Its department has published since, last on %(day)s, without a word of it."),
    State.NOT_HEARD: _("It was due. Its department has published nothing since."),
    State.MENTIONED: _(
        "It was due. Releases since then have figures or progress, but do not say whether it was kept."
    ),
    State.NO_DATE: _("No due day is stated."),
    State.DIRECTION: _("It names nothing that could be checked on a day, so it never falls due."),
}
UNDATED_AND_PASSED_OVER = _(
    "No due day is stated. Its department has published since, last on %(day)s, without a word of it."
)


def silence_of(commitment: Model) -> str:
    """What the absence of a report on a commitment means, in a sentence; empty if one decides, or it is not yet due."""
    sentence, since = SILENCE.get(commitment.state, ""), commitment.published_since
    if commitment.state == State.NO_DATE and since and not commitment.is_mentioned:
        sentence = UNDATED_AND_PASSED_OVER
    return str(sentence) % {"day": since and date_format(since, "DATE_FORMAT")}
