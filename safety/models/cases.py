"""Case statistics: which indicator fills which column of the table of cases by type."""

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _

from portal.records.history import audited
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Code, Indicator, Observation
from portal.web.data_version import public_change

#: The dimension whose values are the types of cases.
CRIME_TYPE = "crime_type"

#: SQL condition for `public_change`: a figure of the indicator is public.
IS_PUBLIC = """(EXISTS (
    SELECT FROM portal_series s JOIN portal_observation o ON o.series_id = s.id
    WHERE s.indicator_id = {row}.indicator_id AND o.released_at <= clock_timestamp()))"""

#: What one row of the table is about.
ROW = ("case_type", "series__area", "period_start", "period_end")


def case_types(at: dt.datetime) -> models.QuerySet:
    """The types of cases with a figure in force at that time."""
    known = case_figures(at).values("case_type")
    return Code.objects.filter(dimension=CRIME_TYPE, code__in=known)


def case_figures(at: dt.datetime) -> models.QuerySet:
    """The results in force that the table shows, each with its `case_type`, its `measure` and `case_order`."""
    own = "series__indicator__case_measure__case_type__code"
    figures = Observation.objects.known_at(at).filter(
        kind=ObservationKind.ACTUAL, series__indicator__case_measure__isnull=False
    )
    figures = figures.annotate(
        measure=F("series__indicator__case_measure__measure"),
        case_type=Coalesce(
            own, KeyTextTransform(CRIME_TYPE, "series__dimensions"), output_field=models.CharField()
        ),
    )
    orders = Code.objects.filter(dimension=CRIME_TYPE, code=OuterRef("case_type")).values("order")
    return figures.annotate(case_order=Subquery(orders))


def case_rows(at: dt.datetime) -> models.QuerySet:
    """One figure for each row of the table: a type of case in an area and a period."""
    figures = case_figures(at)
    place = Window(RowNumber(), partition_by=list(ROW), order_by="pk")
    firsts = figures.annotate(place=place).filter(place=1).values("pk")
    return figures.filter(pk__in=firsts).for_list()


@audited
class CaseMeasure(models.Model):
    """The column of the table of cases by type that an indicator fills.

    An indicator that is broken down by type of crime fills it for every type; any other one for the type named here.
    """

    class Measure(models.TextChoices):
        CASES = "cases", _("cases solved or dealt with")
        SUSPECTS = "suspects", _("persons caught")
        GROUPS = "groups", _("gangs and syndicates broken up")
        FROZEN = "frozen", _("money frozen")
        STOPPED = "stopped", _("payments stopped, frozen or recovered")
        RECOVERED = "recovered", _("money and goods recovered")
        RECOVERY_RATE = "recovery_rate", _("share of losses recovered")

    indicator = models.OneToOneField(
        Indicator, models.PROTECT, related_name="case_measure", verbose_name=_("indicator")
    )
    measure = models.CharField(_("column"), max_length=16, choices=Measure)
    case_type = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_measures",
        limit_choices_to={"dimension": CRIME_TYPE},
        verbose_name=_("type of case"),
        help_text=_("Only if the indicator is not broken down by type of crime itself."),
    )

    class Meta:
        ordering = ("measure", "indicator__order", "indicator__code")
        verbose_name = _("column of the case table")
        verbose_name_plural = _("columns of the case table")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "case_type"],
                name="case_measure_once",
                nulls_distinct=False,
                violation_error_message=_("Another indicator already fills this column for this type."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="case_type_from_one_source",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NOT EXISTS (
                    SELECT FROM portal_indicator i WHERE i.id = NEW.indicator_id AND (
                        i.dimensions = ARRAY['crime_type']::varchar[] AND NEW.case_type_id IS NULL
                        OR i.dimensions = '{}' AND EXISTS (
                            SELECT FROM portal_code c
                            WHERE c.id = NEW.case_type_id AND c.dimension_id = 'crime_type'))
                ) THEN
                    RAISE EXCEPTION 'case measure: the type of case of indicator % has no single source',
                        NEW.indicator_id USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            public_change(when=IS_PUBLIC),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} · {self.indicator}"
