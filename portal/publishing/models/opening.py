"""The opening of the portal, after which nothing is released for a time that has passed."""

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.fields import signed_by
from portal.records.history import audited, never_truncated
from portal.web.data_version import public_change


@audited
class Opening(models.Model):
    """The instant at which the portal was opened, recorded once.

    Until then documents of earlier days are entered as of their days. From then on no moment of the past changes: the
    log of public changes refuses entries for the past, so that what was cited stays as it was.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    at = models.DateTimeField(_("opened at"), editable=False)
    opened_by = signed_by(_("opened by"))

    class Meta:
        verbose_name = _("opening of the portal")
        verbose_name_plural = _("opening of the portal")
        constraints = [models.CheckConstraint(name="opening_only_once", condition=Q(id=1))]
        triggers = [
            pgtrigger.Protect(name="never_undone", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_entry_for_the_past_is_under_way",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                -- waits for everybody who writes the log, and lets nobody begin before this is committed
                LOCK TABLE portal_publicchange IN SHARE ROW EXCLUSIVE MODE;
                NEW.at := clock_timestamp();
                RETURN NEW;
                """,
            ),
            public_change(),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return self.at.isoformat()

    @classmethod
    def instant(cls) -> dt.datetime | None:
        """When the portal was opened, None before."""
        return cls.objects.values_list("at", flat=True).first()

    @classmethod
    def is_done(cls) -> bool:
        """Whether the portal has been opened."""
        return cls.instant() is not None
