"""Synonyms: what residents say, and what the portal calls it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.history import audited
from portal.staff.models import Department
from portal.web.data_version import public_change


@audited
class Synonym(models.Model):
    """Words that residents use for what the portal names otherwise: 被骗 for 诈骗, passport for exit-entry.

    A search for any of `said` also finds what `meant` finds.
    """

    meant = models.CharField(
        _("the portal's word"),
        max_length=60,
        unique=True,
        help_text=_("As it stands in names: 诈骗, exit-entry."),
    )
    said = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("residents' words"),
        help_text=_("What people type instead, separated by commas: 被骗, 上当, 骗子."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="synonyms", verbose_name=_("department")
    )

    class Meta:
        ordering = ("meant",)
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.CheckConstraint(
                name="synonym_says_something",
                condition=Q(said__len__gt=0) & ~Q(said__contains=[""]),
                violation_error_message=_("Give at least one word that residents use."),
            )
        ]
        triggers = [public_change()]

    def __str__(self) -> str:
        return self.meant
