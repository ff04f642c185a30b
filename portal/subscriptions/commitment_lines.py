"""How promises are told in a notice: those that a release made, and what it reports of earlier ones."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.areas.topics import Places
from portal.commitments.feeds import state_title
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.publishing.models import Release
from portal.records.digest_lines import Told
from portal.records.topics import Subject
from portal.web.feeds import page


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
