"""Commitments in the Atom feed of their outcomes, and in digests."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import AreaTree
from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate, commitments_at
from portal.publishing.feeds import record_entry
from portal.publishing.models import Release, ReleasedRecord
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class CommitmentFeed(EntryFeed):
    """Reports on commitments as they are released, and commitments that have fallen silent."""

    subtitle = gettext_lazy("Reports on commitments, and commitments that fell due without a report.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: commitments") % {"site": site_name()}

    def page_link(self, subject: FeedContext) -> str:
        return page("commitment-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        yield from report_entries(Commitment.objects.released(subject.at), subject.at)
        silent = commitments_at(subject.at).with_state(subject.at).filter(state=CommitmentState.SILENT)
        for commitment in silent.select_related("department").order_by("-due_now", "code")[:NEWEST]:
            day_after = dt.datetime.combine(commitment.due_now + dt.timedelta(days=1), dt.time())
            yield FeedEntry(
                timezone.make_aware(day_after),
                _("%(commitment)s: %(state)s")
                % {"commitment": commitment.title, "state": CommitmentState.SILENT.label},
                _("It was due, and no release has mentioned it since."),
                page("commitment-detail", commitment.code, fragment=f"silent-{commitment.due_now}"),
                commitment.department.name,
            )


def report_entries(commitments: QuerySet, at: dt.datetime) -> Iterator[FeedEntry]:
    """The newest reports on these commitments."""
    reports = CommitmentUpdate.objects.released(at).filter(commitment__in=commitments.values("pk"))
    reports = reports.select_related("commitment", "release__department").last_changed_first(at)
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
    """Every commitment that the release makes or reports on, with a line about it and its address."""
    for commitment in release.commitments.for_list():
        names = {"commitment": commitment.title}
        text = _("Commitment: %(commitment)s") % names
        if commitment.due is not None:
            names["day"] = date_format(commitment.due, "DATE_FORMAT")
            text = _("Commitment: %(commitment)s, due %(day)s") % names
        yield commitment, text, page("commitment-detail", commitment.code)
    reports = list(release.commitmentupdates.order_by("pk"))
    commitments = Commitment.objects.for_list().in_bulk([report.commitment_id for report in reports])
    for report in reports:
        report.commitment = commitments[report.commitment_id]
        yield report.commitment, report_line(report), report_address(report)


def report_line(report: CommitmentUpdate) -> str:
    names = {"commitment": report.commitment.title, "state": report.get_outcome_display()}
    return _("%(commitment)s: %(state)s") % names


def report_address(report: CommitmentUpdate) -> str:
    return page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}")


DIGEST_LINES = [DigestLines(30, commitment_lines)]
