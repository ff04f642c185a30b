"""What must be true of commitments and of reports on them."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.publishing.checklist import Entry, about
from portal.publishing.models import (
    Release,
)

NOT_LATE = gettext_lazy("Completed by the day on which it was due (%(due)s): that is kept, not kept late.")


def silent_commitments(release: Release) -> Iterator[Entry]:
    """Promises of its department that are due and of which this release, too, says nothing."""
    now = timezone.now()
    told = CommitmentUpdate.objects.filter(release=release).values("commitment")
    due = Commitment.objects.known_at(now).filter(department=release.department_id).exclude(pk__in=told)
    silent = due.with_state(now).filter(state="silent")
    yield from about(silent, _("Due promises of which nothing is said: %(rows)s."))


RELEASE_WARNINGS = [silent_commitments]
