"""The opening of the portal."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Opening
from portal.records.errors import NotAllowed, WrongState
from portal.staff.audit import acting
from portal.staff.models import User


@transaction.atomic
def open_portal(*, by: User) -> Opening:
    """Open the portal for good: from now on nothing becomes public as of an earlier time."""
    if not by.is_administrator:
        raise NotAllowed(_("Only an administrator may open the portal."))
    if Opening.is_done():
        raise WrongState(already_open())
    try:
        with acting(by, action="open"), transaction.atomic():
            Opening.objects.create(at=timezone.now(), opened_by=by)
    except IntegrityError:
        raise WrongState(already_open()) from None
    return Opening.objects.get()


def already_open() -> str:
    return _("The portal is open already.")
