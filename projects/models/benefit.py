"""Beneficiaries of a project: households, people, buildings, floor area."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.released import known_once, released_triggers
from portal.records.history import audited
from portal.statistics.fields import amount_field, qualifier_field
from portal.statistics.models import Unit
from projects.models.record import OF_UNDERTAKING, ProjectRecord

VERSION_KEY = ("undertaking_id", "unit_id", "kind")


@audited
class Benefit(ProjectRecord):
    """How many households, people, buildings or square metres benefit, as planned or as reached."""

    version_key = VERSION_KEY

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of beneficiaries", "planned")
        ACTUAL = "actual", pgettext_lazy("of beneficiaries", "reached")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("planned or reached"), max_length=7, choices=Kind)
    value = amount_field(_("value"))
    qualifier = qualifier_field()

    class Meta:
        ordering = ("undertaking", "kind", "id")
        verbose_name = _("beneficiaries")
        verbose_name_plural = _("beneficiaries")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "unit", "kind"],
                name="benefit_once_in_release",
                violation_error_message=_("The release already states this number of beneficiaries."),
            ),
            models.CheckConstraint(
                name="benefit_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A number of beneficiaries is not negative."),
            ),
            known_once("benefit_known_once", "undertaking", "unit", "kind"),
        ]
        triggers = released_triggers("projects_benefit", VERSION_KEY, department=OF_UNDERTAKING)

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.unit} ({self.get_kind_display()})"
