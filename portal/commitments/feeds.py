"""Commitments in the Atom feed of their outcomes, and in digests."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import AreaTree
from portal.commitments.models import Commitment, CommitmentUpdate, commitments_at
from portal.commitments.states import CommitmentState, silence_of
from portal.publishing.feeds import record_entry
from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.row_changes import changes_in
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class CommitmentFeed(EntryFeed):
    """Reports on commitments as they are released, and commitments that fell due without one."""

    subtitle = gettext_lazy("Reports on commitments, and commitments that fell due without a report.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: commitments") % {"site": site_name()}

    def page_link(self, subject: FeedContext) -> str:
        return page("commitment-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        yield from report_entries(Commitment.objects.released(subject.at), subject.at)
        due = commitments_at(subject.at).with_state(subject.at).select_related("department")
        yield from passed_over_entries(due.filter(state=CommitmentState.SILENT), subject.at)
        yield from unheard_entries(due.filter(state=CommitmentState.NOT_HEARD))


def passed_over_entries(silent: QuerySet, at: dt.datetime) -> Iterator[FeedEntry]:
    """The commitments passed over, as of the first release after the due day in which their department had the word."""
    own, contributes = Q(department=OuterRef("department")), Q(sections__department=OuterRef("department"))
    later = Release.objects.news(at).filter(own | contributes, day__gt=OuterRef("due_now"))
    first = Subquery(later.order_by("released_at").values("released_at")[:1])
    for commitment in silent.annotate(passed_over_at=first).order_by("-passed_over_at", "code")[:NEWEST]:
        yield silence_entry(commitment, commitment.passed_over_at, "silent")


def unheard_entries(unheard: QuerySet) -> Iterator[FeedEntry]:
    """The commitments whose department has published nothing since they were due, as of the midnight after that day."""
    for commitment in unheard.order_by("-due_now", "code")[:NEWEST]:
        midnight = dt.datetime.combine(commitment.due_now + dt.timedelta(days=1), dt.time())
        yield silence_entry(commitment, timezone.make_aware(midnight), "due")


def silence_entry(commitment: Commitment, when: dt.datetime, event: str) -> FeedEntry:
    names = {"commitment": commitment.title, "state": CommitmentState(commitment.state).label}
    return FeedEntry(
        when,
        _("%(commitment)s: %(state)s") % names,
        silence_of(commitment),
        page("commitment-detail", commitment.code, fragment=f"{event}-{commitment.due_now}"),
        commitment.department.name,
    )


def report_entries(commitments: QuerySet, at: dt.datetime) -> Iterator[FeedEntry]:
    """The newest reports on these commitments."""
    reports = CommitmentUpdate.objects.released(at).filter(commitment__in=commitments.values("pk"))
    reports = reports.select_related("commitment", "release__department").with_withdrawal()
    reports = reports.last_changed_first(at)
    for report in reports[:NEWEST]:
        yield record_entry(report, at, report_line(report), report.note, report_address(report))


def commitment_lines(release: Release) -> Iterator[DigestLine]:
    """Every commitment that the release makes or reports on, with its sector, areas and indicator."""
    tree = AreaTree()
    for commitment, text, address in commitments_in(release):
        subjects = {Subject("sector", commitment.sector_id)}
        subjects |= tree.around(*(area.pk for area in commitment.areas.all()))
        if commitment.series is not None:
            subjects.add(Subject("indicator", commitment.series.indicator.code))
        yield DigestLine(text, address, frozenset(subjects))


def commitments_in(release: Release) -> Iterator[tuple[ReleasedRecord, str, str]]:
    """Every commitment that the release makes, reports on or withdraws, with a line about it and its address."""
    for commitment in release.commitments.for_list():
        yield commitment, commitment_line(commitment), page("commitment-detail", commitment.code)
    reports = list(release.commitmentupdates.order_by("pk"))
    commitments = Commitment.objects.for_list().in_bulk([report.commitment_id for report in reports])
    for report in reports:
        report.commitment = commitments[report.commitment_id]
        yield report.commitment, report_line(report), report_address(report)
    for change in changes_in(release):
        if change.withdrawal and isinstance(change.record, Commitment | CommitmentUpdate):
            commitment = getattr(change.record, "commitment", change.record)
            yield commitment, change.text, page("commitment-detail", commitment.code, fragment="withdrawal")


def commitment_line(commitment: Commitment) -> str:
    names = {"commitment": commitment.title}
    if commitment.is_direction:
        return _("Direction of work: %(commitment)s") % names
    if commitment.due is None:
        return _("Commitment: %(commitment)s") % names
    names["day"] = date_format(commitment.due, "DATE_FORMAT")
    if commitment.due_is_inferred:
        return _("Commitment: %(commitment)s, due %(day)s (inferred)") % names
    return _("Commitment: %(commitment)s, due %(day)s") % names


def report_line(report: CommitmentUpdate) -> str:
    names = {"commitment": report.commitment.title, "state": report.get_outcome_display()}
    return _("%(commitment)s: %(state)s") % names


def report_address(report: CommitmentUpdate) -> str:
    return page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}")


DIGEST_LINES = [DigestLines(30, commitment_lines, covers=(Commitment, CommitmentUpdate))]
