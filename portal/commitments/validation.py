"""Validation of commitments and of reports on them, and the checklist of a release about them."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.commitments.models import CommitmentUpdate, commitments_at
from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import place
from portal.records.findings import Finding, constraint_message, every
from portal.statistics.validation import series_fits_indicator

Outcome = CommitmentUpdate.Outcome
#: Outcomes with a completion date.
COMPLETED = (Outcome.KEPT, Outcome.KEPT_LATE)


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


validate_commitment = every(place, series_fits_indicator)
validate_report = every(place, outcome_fits_dates, kept_late_is_late)


def silent_commitments(release: Release) -> Iterator[ChecklistEntry]:
    """Overdue commitments of the department on which neither this release nor any other reports."""
    now = timezone.now()
    reported = release.commitmentupdates.values("commitment")
    others = commitments_at(now).filter(department=release.department_id).exclude(pk__in=reported)
    silent = others.with_state(now).filter(state="silent")
    yield from about(silent, _("Due commitments without a report: %(rows)s."))


RELEASE_WARNINGS = [silent_commitments]
