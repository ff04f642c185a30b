"""Work items: the parts of which a project consists, as planned."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.statistics.fields import amount_field, qualifier_field
from portal.statistics.models import Unit
from projects.models.record import OF_UNDERTAKING, ProjectRecord

VERSION_KEY = ("undertaking_id", "code")


@audited
class WorkItem(ProjectRecord):
    """A part of the work: how much of it is planned, in which unit, and what it weighs in the whole.

    No planned quantity means that none was stated; then progress of it is reported in per cent, or as a bare
    quantity. Weights are declared by the department, never inferred.
    """

    version_key = VERSION_KEY

    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    planned_quantity = amount_field(_("planned quantity"), null=True, blank=True)
    qualifier = qualifier_field()
    weight = models.DecimalField(_("weight"), max_digits=9, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ("undertaking", "id")
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "code"],
                name="work_item_once_in_release",
                violation_error_message=_("The release already has a work item of this code."),
            ),
            models.CheckConstraint(
                name="work_item_quantity_positive",
                condition=Q(planned_quantity=None) | Q(planned_quantity__gt=0),
                violation_error_message=_("A planned quantity is more than 0."),
            ),
            models.CheckConstraint(
                name="work_item_quantity_has_unit",
                condition=Q(planned_quantity=None) | Q(unit__isnull=False),
                violation_error_message=_("A planned quantity needs its unit."),
            ),
            models.CheckConstraint(
                name="work_item_weight_positive",
                condition=Q(weight=None) | Q(weight__gt=0),
                violation_error_message=_("A weight is more than 0."),
            ),
            known_once("work_item_known_once", "undertaking", "code"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="unit_never_changes",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF EXISTS (
                    SELECT 1 FROM projects_workitem other
                    WHERE other.undertaking_id = NEW.undertaking_id AND other.code = NEW.code
                    AND other.id <> NEW.id AND other.unit_id <> NEW.unit_id AND other.released_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'work item %: released quantities are in another unit', NEW.code
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *released_triggers("projects_workitem", VERSION_KEY, department=OF_UNDERTAKING),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.name}"
