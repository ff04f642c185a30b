"""Row locks on releases."""

from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.errors import WrongState


def locked(release: Release, *states: str) -> Release:
    """The current release row, locked until the transaction ends, if it is in one of these states."""
    current = Release.objects.select_for_update().filter(pk=release.pk).first()
    if current is None:
        raise WrongState(_("The release no longer exists."))
    if current.state not in states:
        raise WrongState(
            _("Not possible: the release is now %(state)s.") % {"state": current.get_state_display()}
        )
    return current
