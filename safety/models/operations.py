"""What the police did by name: campaigns, security tasks, deployments and incidents, as releases report them."""

import datetime as dt

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department
from portal.statistics.models import Indicator

SEARCHED = Searched(titles=in_both("name"), names=("former_names",))
REPORT_KEY = ("operation_id", "as_at")
FIGURE_KEY = ("operation_id", "indicator_id")
OF_OPERATION = "(SELECT department_id FROM safety_operation WHERE id = (part ->> 'operation_id')::bigint)"

#: SQL condition for `public_change`: a report on the operation is public.
IS_PUBLIC = """(EXISTS (
    SELECT FROM safety_operationreport r
    WHERE r.operation_id = {row}.id AND r.released_at <= clock_timestamp()))"""


class OperationQuerySet(models.QuerySet):
    """QuerySet words of operations."""

    def released(self, at: dt.datetime) -> "OperationQuerySet":
        """Operations with a report published by that time."""
        return self.filter(pk__in=OperationReport.objects.released(at).values("operation"))

    def known_at(self, at: dt.datetime) -> "OperationQuerySet":
        """Operations with a report in force at that time."""
        return self.filter(pk__in=OperationReport.objects.known_at(at).values("operation"))

    def for_list(self, at: dt.datetime) -> "OperationQuerySet":
        """Ready to render: with `told`, the reports in force, and `linked`, the indicators that releases name."""
        reports = (
            OperationReport.objects.known_at(at).select_related("release", "section").order_by("as_at", "pk")
        )
        figures = OperationFigure.objects.known_at(at).select_related("release", "section", "indicator")
        return self.select_related("department").prefetch_related(
            Prefetch("reports", reports, to_attr="told"),
            Prefetch("figures", figures.order_by("indicator__order", "pk"), to_attr="linked"),
        )


@audited
class Operation(Described):
    """A campaign, a security task, a deployment or an incident, by the name that releases give it.

    It states nothing by itself: what was done, and when, is in its reports. It never concerns a single person.
    """

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", _("campaign")
        SECURITY = "security", _("security task")
        DEPLOYMENT = "deployment", _("deployment")
        INCIDENT = "incident", _("incident")

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="operations", verbose_name=_("department")
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = OperationQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("police operation")
        verbose_name_plural = _("police operations")
        indexes = [SEARCHED.index("operation_search")]
        triggers = described_triggers(IS_PUBLIC)


@audited
class OperationReport(PrintedRecord):
    """What one release says of an operation: its days as far as they are stated, its task, and what came of it."""

    version_key = REPORT_KEY

    operation = models.ForeignKey(
        Operation, models.PROTECT, related_name="reports", verbose_name=_("police operation")
    )
    as_at = models.DateField(_("as at"), help_text=_("The day up to which the release reports."))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    when_zh = models.CharField(_("when, in words (Chinese)"), max_length=100, blank=True)
    when_en = models.CharField(_("when, in words (English)"), max_length=200, blank=True)
    when = Localized("when")
    place_zh = models.CharField(_("place (Chinese)"), max_length=200, blank=True)
    place_en = models.CharField(_("place (English)"), max_length=300, blank=True)
    place = Localized("place")
    task_zh = models.TextField(_("task, or what happened (Chinese)"))
    task_en = models.TextField(_("task, or what happened (English)"))
    task = Localized("task")
    outcome_zh = models.TextField(_("outcome (Chinese)"), blank=True)
    outcome_en = models.TextField(_("outcome (English)"), blank=True)
    outcome = Localized("outcome")

    class Meta:
        ordering = ("operation", "as_at", "id")
        verbose_name = _("report on a police operation")
        verbose_name_plural = _("reports on police operations")
        constraints = [
            models.CheckConstraint(
                name="operation_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("The first day of a period is not after its last."),
            ),
            models.CheckConstraint(
                name="operation_began_by_its_report",
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("as_at")),
                violation_error_message=_(
                    "It cannot have begun after the day up to which the release reports."
                ),
            ),
            models.UniqueConstraint(
                fields=["release", "operation", "as_at"],
                name="operation_report_once_in_release",
                violation_error_message=_("The release already reports on this operation as at this day."),
            ),
            known_once("operation_report_known_once", "operation", "as_at"),
        ]
        triggers = released_triggers("safety_operationreport", REPORT_KEY, department=OF_OPERATION)

    def __str__(self) -> str:
        return f"{self.operation} · {self.as_at.isoformat()}"


@audited
class OperationFigure(PrintedRecord):
    """An indicator that a release names with an operation, and whether its figures are the operation's own."""

    class Attribution(models.TextChoices):
        OWN = "own", _("result of the operation")
        WHOLE = "whole", _("of the whole period; how much is due to the operation is not published")

    version_key = FIGURE_KEY

    operation = models.ForeignKey(
        Operation, models.PROTECT, related_name="figures", verbose_name=_("police operation")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    attribution = models.CharField(_("whose result"), max_length=8, choices=Attribution)

    class Meta:
        ordering = ("operation", "indicator", "id")
        verbose_name = _("figure of a police operation")
        verbose_name_plural = _("figures of police operations")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "operation", "indicator"],
                name="operation_figure_once_in_release",
                violation_error_message=_("The release already names this indicator with the operation."),
            ),
            known_once("operation_figure_known_once", "operation", "indicator"),
        ]
        triggers = released_triggers("safety_operationfigure", FIGURE_KEY, department=OF_OPERATION)

    def __str__(self) -> str:
        return f"{self.operation} · {self.indicator}"
