"""Atom feed of what became of commitments."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.areas.topics import Places
from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate
from portal.publishing.feeds import author
from portal.publishing.models import Release
from portal.records.digest_lines import DigestLines, Told
from portal.records.topics import Subject
from portal.web.feeds import NEWEST, Entry, EntryFeed, FeedContext, page
from portal.web.templatetags.portal_site import site_name


class CommitmentFeed(EntryFeed):
    """Reports on promises as they are released, and promises that have fallen silent."""

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: commitments") % {"site": site_name()}

    def subtitle(self, subject: FeedContext) -> str:
        return _("Reports on promises, and promises that were due and of which no release has said anything.")

    def link(self, subject: FeedContext) -> str:
        return page("commitment-list")

    def entries(self, subject: FeedContext) -> Iterable[Entry]:
        known = Commitment.objects.known_at(subject.at)
        reports = CommitmentUpdate.objects.known_at(subject.at).filter(commitment__in=known)
        reports = reports.select_related("commitment", "release__department")
        for report in reports.order_by("-released_at", "-pk")[:NEWEST]:
            yield Entry(
                report.released_at,
                state_title(report.commitment, report.get_outcome_display()),
                report.note,
                page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}"),
                author(report.release),
            )
        silent = known.with_state(subject.at).filter(state=CommitmentState.SILENT)
        for commitment in silent.select_related("department").order_by("-due_now", "code")[:NEWEST]:
            yield Entry(
                timezone.make_aware(
                    dt.datetime.combine(commitment.due_now + dt.timedelta(days=1), dt.time())
                ),
                state_title(commitment, CommitmentState.SILENT.label),
                _("It was due, and no release since has said anything about it."),
                page("commitment-detail", commitment.code, fragment=f"silent-{commitment.due_now}"),
                commitment.department.name,
            )


def state_title(commitment: Commitment, state: str) -> str:
    return _("%(promise)s: %(state)s") % {"promise": commitment.title, "state": state}


def promises_told(release: Release) -> Iterator[Told]:
    """Every promise that the release makes or reports on."""
    places = Places()
    for commitment in Commitment.objects.filter(release=release).for_list():
        yield Told(promise_told(commitment), promise_page(commitment), subjects_of(commitment, places))
    for report in reports_of(release):
        yield Told(report_told(report), report_page(report), subjects_of(report.commitment, places))


def reports_of(release: Release) -> list[CommitmentUpdate]:
    """What the release reports on promises, with these; three queries."""
    reports = list(CommitmentUpdate.objects.filter(release=release).order_by("pk"))
    promises = Commitment.objects.for_list().in_bulk([report.commitment_id for report in reports])
    for report in reports:
        report.commitment = promises[report.commitment_id]
    return reports


def subjects_of(commitment: Commitment, places: Places) -> frozenset[Subject]:
    """Its sector, its areas with those around them, and the indicator in which its result shows."""
    found = {Subject("sector", commitment.sector_id)}
    found |= places.around(*(area.pk for area in commitment.areas.all()))
    if commitment.series is not None:
        found.add(Subject("indicator", commitment.series.indicator.code))
    return frozenset(found)


def promise_told(commitment: Commitment) -> str:
    if commitment.due is None:
        return _("Promised: %(promise)s") % {"promise": commitment.title}
    names = {"promise": commitment.title, "day": date_format(commitment.due, "DATE_FORMAT")}
    return _("Promised: %(promise)s, due %(day)s") % names


def report_told(report: CommitmentUpdate) -> str:
    return state_title(report.commitment, report.get_outcome_display())


def promise_page(commitment: Commitment) -> str:
    return page("commitment-detail", commitment.code)


def report_page(report: CommitmentUpdate) -> str:
    return page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}")


DIGEST_LINES = [DigestLines(30, promises_told)]
