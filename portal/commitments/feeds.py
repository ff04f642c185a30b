"""Atom feed of what became of commitments."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate
from portal.publishing.feeds import author
from portal.web.feeds import NEWEST, Entry, EntryFeed, Subject, page
from portal.web.templatetags.portal_site import site_name


class CommitmentFeed(EntryFeed):
    """Reports on promises as they are released, and promises that have fallen silent."""

    def title(self, subject: Subject) -> str:
        return _("%(site)s: what became of promises") % {"site": site_name()}

    def subtitle(self, subject: Subject) -> str:
        return _("Reports on promises, and promises that were due and of which no release has said anything.")

    def link(self, subject: Subject) -> str:
        return page("commitment-list")

    def entries(self, subject: Subject) -> Iterable[Entry]:
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
