"""Funding: what a project or programme costs, and who pays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.released import known_once, released_triggers
from portal.records.history import audited
from portal.statistics.fields import amount_field, qualifier_field
from projects.models.record import OF_UNDERTAKING, ProjectRecord

VERSION_KEY = ("undertaking_id", "source", "kind")


@audited
class Funding(ProjectRecord):
    """An amount in yuan (CNY), planned or paid: the whole cost, or the share of one source."""

    version_key = VERSION_KEY

    class Source(models.TextChoices):
        TOTAL = "total", _("total cost")
        GOVERNMENT = "government", pgettext_lazy("source of money", "government")
        SOCIETY = "society", pgettext_lazy("source of money", "society")
        PROPERTY = "property", pgettext_lazy("source of money", "property management")
        RESIDENTS = "residents", pgettext_lazy("source of money", "residents")
        OTHER = "other", pgettext_lazy("source of money", "other sources")

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of money", "planned")
        PAID = "paid", pgettext_lazy("of money", "paid")

    source = models.CharField(_("source of money"), max_length=10, choices=Source)
    kind = models.CharField(_("planned or paid"), max_length=7, choices=Kind)
    amount = amount_field(_("amount in yuan"))
    qualifier = qualifier_field()

    class Meta:
        ordering = ("undertaking", "kind", "id")
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "source", "kind"],
                name="funding_once_in_release",
                violation_error_message=_("The release already states the money from this source."),
            ),
            models.CheckConstraint(
                name="funding_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("An amount of money is not negative."),
            ),
            known_once("funding_known_once", "undertaking", "source", "kind"),
        ]
        triggers = released_triggers("projects_funding", VERSION_KEY, department=OF_UNDERTAKING)

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.get_source_display()} ({self.get_kind_display()})"
