"""Validation of commitments and of reports on them, and the checklist of a release about them."""

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.commitments.models import Commitment, CommitmentUpdate, commitments_at
from portal.commitments.states import UNANSWERED, CommitmentKind
from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import place
from portal.records.findings import Finding, constraint_message, every
from portal.statistics.validation import series_fits_indicator

Outcome = CommitmentUpdate.Outcome
#: Outcomes with a completion date.
COMPLETED = (Outcome.KEPT, Outcome.KEPT_LATE)
#: A day, or the end of a month or year: 6月30日, 2023-06-30, 6月底前, 年底.
STATES_A_DAY = re.compile(r"[\d一二三四五六七八九十]\s*[日号]|[月年旬]底|[月年]末|\d[-/.]\d+[-/.]\d")


def outcome_fits_dates(report: CommitmentUpdate, context: object) -> Iterator[Finding]:
    """Only a kept commitment has a completion date, and only a changed one a new due date."""
    if report.completed_on and report.outcome not in COMPLETED:
        words = constraint_message(CommitmentUpdate, "commitment_update_completed_when_kept")
        yield Finding("completed_on", words)
    if report.new_due and report.outcome != Outcome.CHANGED:
        words = constraint_message(CommitmentUpdate, "commitment_update_new_due_when_changed")
        yield Finding("new_due", words)


def kept_late_is_late(report: CommitmentUpdate, context: object) -> Iterator[Finding]:
    """A commitment completed by its due date was kept in time."""
    completed, due = report.completed_on, report.commitment.due
    if report.outcome == Outcome.KEPT_LATE and completed and due and completed <= due:
        words = _("Completed by the day on which it was due (%(due)s): that is kept, not kept late.")
        yield Finding("completed_on", words % {"due": due.isoformat()})


def due_fits_kind(commitment: Commitment, context: object) -> Iterator[Finding]:
    """A direction of work never falls due, and only a due day is inferred."""
    if commitment.due and commitment.is_direction:
        yield Finding("due", constraint_message(Commitment, "commitment_direction_never_due"))
    if commitment.due is None and commitment.due_reason_zh:
        yield Finding("due_reason_zh", constraint_message(Commitment, "commitment_reason_has_due_day"))


def inferred_day_is_explained(commitment: Commitment, context: object) -> Iterator[Finding]:
    """Whoever says on which day it is due, although the document prints a month, a year or an occasion, says why."""
    printed = commitment.due_printed_zh
    if commitment.due and printed and not commitment.due_reason_zh and not STATES_A_DAY.search(printed):
        words = _("“%(printed)s” states no day; say from what the due day follows.")
        yield Finding("due_reason_zh", words % {"printed": printed})


def direction_is_not_put_off(report: CommitmentUpdate, context: object) -> Iterator[Finding]:
    """A direction of work is not given a due day afterwards either."""
    if report.new_due and report.commitment.is_direction:
        yield Finding("new_due", constraint_message(Commitment, "commitment_direction_never_due"))


validate_commitment = every(place, series_fits_indicator, due_fits_kind, inferred_day_is_explained)
validate_report = every(place, outcome_fits_dates, kept_late_is_late, direction_is_not_put_off)


def unanswered_commitments(release: Release) -> Iterator[ChecklistEntry]:
    """Due commitments without an outcome, of the departments in this release, which would pass them over."""
    now = timezone.now()
    departments = {release.department_id, *release.sections.values_list("department", flat=True)}
    reported = release.commitmentupdates.values("commitment")
    others = commitments_at(now).filter(department__in=departments).exclude(pk__in=reported)
    unanswered = others.with_state(now).filter(state__in=UNANSWERED)
    yield from about(unanswered, _("Due commitments without a report: %(rows)s."))


def undated_commitments(release: Release) -> Iterator[ChecklistEntry]:
    """Its own commitments that could be checked and never fall due, although some name an occasion or a year."""
    undated = release.commitments.filter(kind=CommitmentKind.MEASURABLE, due=None)
    words = _(
        "Commitments without a due day: %(rows)s. If one names an occasion or a year, it is due with that."
    )
    yield from about(undated, words)


RELEASE_WARNINGS = [unanswered_commitments, undated_commitments]
