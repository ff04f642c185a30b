"""Indicators."""

import datetime as dt

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector
from portal.statistics.codes import MONTHS, Basis, Frequency
from portal.statistics.models.codelists import Unit
from portal.statistics.models.overdue import overdue_by_indicator
from portal.statistics.periods import DAY_OF_A_YEAR, Period, first_day

SEARCHED = Searched(titles=in_both("name"), names=("former_names",), texts=(*in_both("definition"), "code"))

#: Indicators that stand for a sector of which no headline indicator has been published yet.
MOST_UNCHOSEN = 3


class NextEnd(Func):
    """The last day of the next period, plus some days. Month ends stay month ends."""

    arity = 3
    output_field = DateField()

    def as_sql(self, compiler, connection, **extra) -> tuple[str, list]:
        (last, p1), (months, p2), (days, p3) = map(compiler.compile, self.source_expressions)
        sql = f"(({last} + 1 + make_interval(months => {months}))::date - 1 + {days})"
        return sql, [*p1, *p2, *p3]


def observations() -> models.QuerySet:
    """All observations; by name, because their module imports this one."""
    return apps.get_model("portal.Observation").objects.all()


class IndicatorQuerySet(models.QuerySet):
    """QuerySet words for indicators. An indicator is public once a figure of it has been released."""

    def released(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Indicators with a figure public by that time."""
        figures = observations().released(at).filter(series__indicator=OuterRef("pk"))
        return self.filter(Exists(figures))

    def with_figures_in(self, areas: models.QuerySet, at: dt.datetime) -> "IndicatorQuerySet":
        """Indicators with a figure for one of the areas public by that time."""
        figures = observations().released(at).filter(series__area__in=areas)
        return self.filter(Exists(figures.filter(series__indicator=OuterRef("pk"))))

    def with_latest(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Adds `latest_id`: the newest figure in force (the whole before breakdowns, results before targets)."""
        series = apps.get_model("portal.Series").objects.filter(indicator=OuterRef(OuterRef("pk")))
        newest = observations().filter(pk__in=series.with_latest(at).values("latest_id")).newest_first()
        return self.annotate(latest_id=Subquery(newest.values("pk")[:1]))

    def with_updated(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Adds `updated`: when a figure of it was last released."""
        newest = observations().released(at).filter(series__indicator=OuterRef("pk")).order_by("-released_at")
        return self.annotate(updated=Subquery(newest.values("released_at")[:1]))

    def with_expected(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Adds `last_end`, the last day of the newest result in force, and `expected_by`, the day of the next figure.

        A further period and `expected_after` days. Both are null without a result, `expected_by` without a frequency.
        """
        results = observations().known_at(at).filter(series__indicator=OuterRef("pk"), kind="actual")
        last = Subquery(results.order_by("-period_end").values("period_end")[:1])
        months = Case(
            *(When(frequency=code, then=Value(count)) for code, count in MONTHS.items()),
            default=Value(None),
            output_field=IntegerField(),
        )
        expected = NextEnd(F("last_end"), months, F("expected_after"))
        return self.annotate(last_end=last).annotate(expected_by=expected)

    def overdue(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Indicators whose next figure is overdue, `with_expected`; never without a frequency or a figure."""
        return self.exclude(frequency="").with_expected(at).filter(expected_by__lt=timezone.localdate(at))

    def headlines(self) -> "IndicatorQuerySet":
        """The headline indicators among these; of a sector without any, the first in its order.

        Which indicators are headlines was chosen for the figures of a later day: a moment at which none of those had
        been published shows what there was.
        """
        chosen = self.filter(headline=True)
        place = Window(RowNumber(), partition_by="sector", order_by=["order", "code"])
        others = self.exclude(sector__in=chosen.values("sector")).annotate(place=place)
        first = others.filter(place__lte=MOST_UNCHOSEN).order_by().values("pk")
        return self.filter(Q(headline=True) | Q(pk__in=first))

    def for_list(self) -> "IndicatorQuerySet":
        """Ready to render in a list."""
        return self.select_related("sector", "department", "unit")

    def with_denominator(self, at: dt.datetime) -> "IndicatorQuerySet":
        """Each with `public_denominator`: the one declared, if it is public; one more query."""
        public = self.model.objects.released(at)
        return self.prefetch_related(Prefetch("denominator", public, to_attr="public_denominator"))


#: SQL condition for public indicators, for `public_change`: through a figure or a commitment.
IS_PUBLIC = """EXISTS (
    SELECT FROM portal_series s WHERE s.indicator_id = {row}.id AND (
        EXISTS (SELECT FROM portal_observation o WHERE o.series_id = s.id AND o.released_at <= clock_timestamp())
        OR EXISTS (SELECT FROM portal_commitment c WHERE c.series_id = s.id AND c.released_at <= clock_timestamp())))"""


@audited
class Indicator(Described):
    """A measure with its definition, unit and basis. Its figures are the observations of its series.

    Once a figure has been released, everything that gives it meaning is fixed.
    """

    described = ("name", "definition")

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="indicators", verbose_name=_("sector"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="indicators",
        verbose_name=_("department"),
    )
    definition_zh = models.TextField(_("definition (Chinese)"))
    definition_en = models.TextField(_("definition (English)"))
    definition = Localized("definition")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="indicators", verbose_name=_("unit"))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    counted_from = models.CharField(
        _("counted from (month and day)"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(rf"^({DAY_OF_A_YEAR})$", _("Enter month and day, such as 09-01; not 01-01."))
        ],
        help_text=_(
            "Only if it is counted since a day of each year other than 1 January: 09-01 for school years."
        ),
    )
    year_name_zh = models.CharField(_("name of such a year (Chinese)"), max_length=40, blank=True)
    year_name_en = models.CharField(_("name of such a year (English)"), max_length=80, blank=True)
    year_name = Localized("year_name")
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(6)])
    dimensions = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("dimensions"),
    )
    denominator = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="numerators",
        verbose_name=_("denominator"),
        help_text=_(
            "The indicator that counts the whole of what this one counts a part of, or the base of a rate."
        ),
    )
    smallest_count = models.PositiveIntegerField(
        _("smallest count that may be published"),
        null=True,
        blank=True,
        help_text=_("A smaller count (other than 0) must be suppressed, so that nobody can be recognised."),
    )
    comparable_from = models.DateField(
        _("not comparable with figures before"),
        null=True,
        blank=True,
        help_text=_(
            "The first day of a new way of counting. Figures before and after that day are never compared."
        ),
    )
    frequency = models.CharField(
        _("frequency"),
        max_length=1,
        choices=Frequency,
        blank=True,
        help_text=_("How often a new figure is expected; empty where nothing is promised."),
    )
    expected_after = models.PositiveSmallIntegerField(
        _("days after the end of a period by which its figure is expected"), default=0
    )
    headline = models.BooleanField(_("headline figure of its sector"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    finding_zh = models.CharField(
        _("title of its chart (Chinese)"),
        max_length=200,
        blank=True,
        help_text=_(
            "A sentence that says what its figures show. It is shown until any of them changes; after that, as without "
            "one, the portal writes the title."
        ),
    )
    finding_en = models.CharField(_("title of its chart (English)"), max_length=300, blank=True)
    finding = Localized("finding")
    #: When the title was written: it stands for the figures of that instant.
    finding_at = models.DateTimeField(null=True, editable=False)

    objects = IndicatorQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("sector__order", "order", "code")
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = [SEARCHED.index("indicator_search")]
        constraints = [
            models.CheckConstraint(
                name="indicator_counted_from_a_day",
                condition=models.Q(basis="cumulative", counted_from__regex=rf"^({DAY_OF_A_YEAR})$")
                | ~models.Q(basis="cumulative") & models.Q(counted_from="", year_name_zh="", year_name_en=""),
                violation_error_message=_(
                    "An indicator counted since a day of each year, and no other, names that day and may name the year."
                ),
            ),
            models.CheckConstraint(
                name="indicator_finding_in_both_languages",
                condition=models.Q(finding_zh="", finding_en="", finding_at__isnull=True)
                | ~models.Q(finding_zh="") & ~models.Q(finding_en="") & models.Q(finding_at__isnull=False),
                violation_error_message=_("The title of a chart is written in both languages, or in none."),
            ),
            models.CheckConstraint(name="indicator_decimals", condition=models.Q(decimals__lte=6)),
            models.CheckConstraint(
                name="indicator_is_not_its_own_denominator",
                condition=models.Q(denominator__isnull=True) | ~models.Q(denominator=models.F("id")),
                violation_error_message=_("An indicator is not its own denominator."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="meaning_fixed_by_release",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(
                    "code", "unit", "basis", "counted_from", "decimals", "dimensions"
                ),
                func="""
                IF EXISTS (
                    SELECT 1 FROM portal_observation o JOIN portal_series s ON s.id = o.series_id
                    WHERE s.indicator_id = OLD.id AND o.released_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'indicator %: code, unit, basis … of released figures are fixed', OLD.code
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="finding_is_of_its_time",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NEW.finding_zh = '' AND NEW.finding_en = '' THEN
                    NEW.finding_at := NULL;
                ELSIF TG_OP = 'INSERT' THEN
                    NEW.finding_at := clock_timestamp();
                ELSIF (NEW.finding_zh, NEW.finding_en) <> (OLD.finding_zh, OLD.finding_en) THEN
                    NEW.finding_at := clock_timestamp();
                ELSE
                    NEW.finding_at := OLD.finding_at;
                END IF;
                RETURN NEW;
                """,
            ),
            *described_triggers(IS_PUBLIC),
            overdue_by_indicator(),
        ]

    def period(self, start: dt.date | None, end: dt.date) -> Period:
        """The period of a figure of it."""
        return Period(start, end, self.basis, self.year_name)

    def first_day(self, end: dt.date) -> dt.date | None:
        """The first day of a figure that ends on that day, if the basis fixes it."""
        match self.basis:
            case Basis.YTD | Basis.ROLL:
                return end.replace(month=1, day=1)
            case Basis.CUMULATIVE:
                return first_day(self.counted_from, end)
        return None
