"""Atom feed of what became of commitments."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.areas.models import Places
from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate
from portal.publishing.feeds import author
from portal.publishing.models import Release
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class CommitmentFeed(EntryFeed):
    """Reports on commitments as they are released, and commitments that have fallen silent."""

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: commitments") % {"site": site_name()}

    def subtitle(self, subject: FeedContext) -> str:
        return _("Reports on commitments, and commitments that fell due without a report.")

    def link(self, subject: FeedContext) -> str:
        return page("commitment-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        known = Commitment.objects.known_at(subject.at)
        reports = CommitmentUpdate.objects.known_at(subject.at).filter(commitment__in=known)
        reports = reports.select_related("commitment", "release__department")
        for report in reports.order_by("-released_at", "-pk")[:NEWEST]:
            yield FeedEntry(
                report.released_at,
                state_title(report.commitment, report.get_outcome_display()),
                report.note,
                page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}"),
                author(report.release),
            )
        silent = known.with_state(subject.at).filter(state=CommitmentState.SILENT)
        for commitment in silent.select_related("department").order_by("-due_now", "code")[:NEWEST]:
            yield FeedEntry(
                timezone.make_aware(
                    dt.datetime.combine(commitment.due_now + dt.timedelta(days=1), dt.time())
                ),
                state_title(commitment, CommitmentState.SILENT.label),
                _("It was due, and no release has mentioned it since."),
                page("commitment-detail", commitment.code, fragment=f"silent-{commitment.due_now}"),
                commitment.department.name,
            )


def state_title(commitment: Commitment, state: str) -> str:
    return _("%(commitment)s: %(state)s") % {"commitment": commitment.title, "state": state}


def commitment_lines(release: Release) -> Iterator[DigestLine]:
    """Every commitment that the release makes or reports on."""
    places = Places()
    for commitment in Commitment.objects.filter(release=release).for_list():
        yield DigestLine(
            commitment_line(commitment), commitment_address(commitment), subjects_of(commitment, places)
        )
    for report in reports_of(release):
        yield DigestLine(report_line(report), report_address(report), subjects_of(report.commitment, places))


def reports_of(release: Release) -> list[CommitmentUpdate]:
    """What the release reports on commitments, with these; three queries."""
    reports = list(CommitmentUpdate.objects.filter(release=release).order_by("pk"))
    commitments = Commitment.objects.for_list().in_bulk([report.commitment_id for report in reports])
    for report in reports:
        report.commitment = commitments[report.commitment_id]
    return reports


def subjects_of(commitment: Commitment, places: Places) -> frozenset[Subject]:
    """Its sector, its areas with those around them, and the indicator in which its result shows."""
    found = {Subject("sector", commitment.sector_id)}
    found |= places.around(*(area.pk for area in commitment.areas.all()))
    if commitment.series is not None:
        found.add(Subject("indicator", commitment.series.indicator.code))
    return frozenset(found)


def commitment_line(commitment: Commitment) -> str:
    if commitment.due is None:
        return _("Commitment: %(commitment)s") % {"commitment": commitment.title}
    names = {"commitment": commitment.title, "day": date_format(commitment.due, "DATE_FORMAT")}
    return _("Commitment: %(commitment)s, due %(day)s") % names


def report_line(report: CommitmentUpdate) -> str:
    return state_title(report.commitment, report.get_outcome_display())


def commitment_address(commitment: Commitment) -> str:
    return page("commitment-detail", commitment.code)


def report_address(report: CommitmentUpdate) -> str:
    return page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}")


DIGEST_LINES = [DigestLines(30, commitment_lines)]
