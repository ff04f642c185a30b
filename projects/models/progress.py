"""Work items and progress reports: what is planned, and how far it has come."""

import datetime as dt
from collections.abc import Iterable

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.statistics.codes import ObservationStatus
from portal.statistics.fields import amount_field, qualifier_field
from portal.statistics.models import Unit
from projects.models.state import MICRO_STEPS, Stage
from projects.models.undertaking import OF_UNDERTAKING, ProjectRecord

WORK_ITEM_KEY = ("undertaking_id", "code")


@audited
class WorkItem(ProjectRecord):
    """A part of the work: the planned quantity with its unit, and its weight in the whole.

    Without a planned quantity, progress is reported in per cent or as a bare quantity. Weights are declared by the
    department, never inferred.
    """

    version_key = WORK_ITEM_KEY
    printed_numbers = ("planned_quantity",)

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
            *released_triggers("projects_workitem", WORK_ITEM_KEY, department=OF_UNDERTAKING),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.name}"


PROGRESS_KEY = ("undertaking_id", "work_item", "as_at")

OF_MICRO_PROJECTS = ", ".join(f"'{stage}'" for stage in (*MICRO_STEPS, Stage.DECLINED))


@audited
class ProgressReport(ProjectRecord):
    """The progress of a project or one of its work items as at a day, as one release stated it.

    `work_item` is the code of a work item of the same undertaking; empty means the whole. `percent` is 0 to 100,
    `quantity` is in the unit of the work item. Values that a release does not state are left empty, never computed.
    """

    version_key = PROGRESS_KEY
    printed_numbers = ("percent", "quantity")

    work_item = models.CharField(_("work item"), max_length=60, blank=True)
    as_at = models.DateField(_("as at"))
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, blank=True)
    percent = models.DecimalField(_("per cent done"), max_digits=7, decimal_places=4, null=True, blank=True)
    quantity = amount_field(_("quantity done"), null=True, blank=True)
    qualifier = qualifier_field()
    status = models.CharField(
        _("status"), max_length=16, choices=ObservationStatus, default=ObservationStatus.NORMAL
    )

    class Meta:
        ordering = ("undertaking", "as_at", "id")
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "work_item", "as_at"],
                name="progress_once_in_release",
                violation_error_message=_("The release already reports this progress as at that day."),
            ),
            models.CheckConstraint(
                name="progress_percent_in_range",
                condition=Q(percent=None) | Q(percent__range=(0, 100)),
                violation_error_message=_("Per cent done is between 0 and 100."),
            ),
            models.CheckConstraint(
                name="progress_quantity_not_negative",
                condition=Q(quantity=None) | Q(quantity__gte=0),
                violation_error_message=_("A quantity done is not negative."),
            ),
            models.CheckConstraint(
                name="progress_says_something",
                condition=~Q(stage="")
                | Q(percent__isnull=False)
                | Q(quantity__isnull=False)
                | ~Q(note_zh=""),
                violation_error_message=_("A report gives a stage, per cent, a quantity or a note."),
            ),
            models.CheckConstraint(
                name="progress_quantity_of_work_item",
                condition=Q(quantity=None) | ~Q(work_item=""),
                violation_error_message=_("A quantity belongs to a work item, which gives its unit."),
            ),
            models.CheckConstraint(
                name="progress_status_known",
                condition=Q(status__in=["normal", "provisional", "estimated", "low_reliability", "missing"]),
            ),
            known_once("progress_known_once", "undertaking", "work_item", "as_at"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_its_undertaking",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=f"""
                IF NEW.work_item <> '' AND NOT EXISTS (
                    SELECT 1 FROM projects_workitem w
                    WHERE w.undertaking_id = NEW.undertaking_id AND w.code = NEW.work_item
                ) THEN
                    RAISE EXCEPTION 'progress report: no work item %', NEW.work_item USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.stage <> '' AND (NEW.stage IN ({OF_MICRO_PROJECTS})) <> (
                    SELECT u.kind = 'micro' FROM projects_undertaking u WHERE u.id = NEW.undertaking_id
                ) THEN
                    RAISE EXCEPTION 'progress report: the stage % is not one of this kind of project', NEW.stage
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,  # noqa: S608 - our own words
            ),
            *released_triggers("projects_progressreport", PROGRESS_KEY, department=OF_UNDERTAKING),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.undertaking), self.work_item, self.as_at.isoformat())))


def newest_first(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """Reports by the day they describe, then by release; a draft counts as later than anything released."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        reports, key=lambda report: (report.as_at, report.released_at or far, report.pk or 0), reverse=True
    )
