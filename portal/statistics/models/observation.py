"""Observations, called “figures” on screen."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pgtrigger
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord, known_once, released_triggers
from portal.publishing.printed import CheckState
from portal.records.fields import Localized
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.statistics.codes import DIFFERENCES, ObservationKind, ObservationStatus, Qualifier
from portal.statistics.fields import period_inferred_explained, period_inferred_field
from portal.statistics.models.overdue import overdue_by_figure
from portal.statistics.models.series import Series
from portal.statistics.periods import Period
from portal.web.numbers import exact, is_english, with_unit

VERSION_KEY = ("series_id", "period_start", "period_end", "kind")
OF_INDICATOR = """(SELECT i.department_id FROM portal_series s JOIN portal_indicator i ON i.id = s.indicator_id
                 WHERE s.id = (part ->> 'series_id')::bigint)"""
SEARCHED = Searched(titles=(), texts=("as_printed", *in_both("note")))


class ObservationQuerySet(ReleasedQuerySet):
    """QuerySet words for observations."""

    def newest_first(self) -> "ObservationQuerySet":
        """The whole before breakdowns, results before targets, later periods before earlier ones."""
        return self.annotate(
            is_breakdown=Case(
                When(series__dimensions={}, series__area__kind="district", then=Value(0)),
                default=Value(1),
            )
        ).order_by(
            "is_breakdown",
            "kind",
            "-period_end",
            F("period_start").asc(nulls_last=True),
            "id",
        )

    def by_series(self) -> dict[int, list["Observation"]]:
        """The rows by series id, in the order of the query."""
        found: dict[int, list[Observation]] = {}
        for figure in self:
            found.setdefault(figure.series_id, []).append(figure)
        return found

    def with_revised(self, at: dt.datetime) -> "ObservationQuerySet":
        """Adds `is_revised`: whether an earlier version was superseded or withdrawn by that time."""
        same = {name: OuterRef(name) for name in VERSION_KEY if name != "period_start"}
        # either all figures of a series have a first day, or none
        start = Q(period_start=OuterRef("period_start")) | Q(period_start__isnull=True)
        earlier = Observation.objects.released(at).filter(start, superseded_at__lte=at, **same)
        return self.annotate(is_revised=Exists(earlier))

    def with_checks(self, at: dt.datetime, *, unpublished: Release | None = None) -> "ObservationQuerySet":
        """Adds `checks`, the public results of checks on each figure at that time; one more query.

        `unpublished`: the results stored in that release instead, for those who may see it before the public.
        """
        operands = Observation.check_operands.rel.related_model.objects
        operands = operands.filter(result__release=unpublished) if unpublished else operands.shown_at(at)
        return self.prefetch_related(
            Prefetch("check_operands", operands.with_results(), to_attr="operands_shown")
        )

    def for_list(self) -> "ObservationQuerySet":
        """Ready to render in a list or a JSON answer, without extra queries a row."""
        return self.select_related(
            "series__indicator__unit",
            "series__indicator__sector",
            "series__area",
            "release",
            "section",
        )

    def for_many(self) -> "ObservationQuerySet":
        """As `for_list`, with what many rows share read once instead of with each; seven queries more."""
        return self.prefetch_related(
            "series__indicator__unit",
            "series__indicator__sector",
            "series__area",
            "release",
            "section",
        )


class DateRange(Func):
    """PostgreSQL's daterange(first, last), both ends included; no first day means unbounded."""

    function = "DATERANGE"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()


@audited
class Observation(ReleasedRecord):
    """One value of a series for a period, a result, a target or a standard of service, as stated in one release.

    `value` is in the indicator's unit; it is null if and only if the status is suppressed or missing. `as_printed`
    keeps the token of the document, damaged or not. Statuses follow SDMX CL_OBS_STATUS. `not_comparable` declares that
    it counts other things or places than its indicator says (SDMX: status B, which may stand beside another status).
    """

    version_key = VERSION_KEY
    printed_numbers = ("value",)

    series = models.ForeignKey(Series, models.PROTECT, related_name="observations", verbose_name=_("series"))
    period_start = models.DateField(_("first day"), null=True, blank=True)
    period_end = models.DateField(_("last day"))
    period_inferred = period_inferred_field()
    kind = models.CharField(_("kind"), max_length=8, choices=ObservationKind, default=ObservationKind.ACTUAL)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=Qualifier, blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=ObservationStatus, default=ObservationStatus.NORMAL
    )
    not_comparable = models.CharField(
        _("not comparable"),
        max_length=10,
        choices=[(one.value, one.label) for one in DIFFERENCES],
        blank=True,
        help_text=_(
            "Set if it counts other things or other places than its indicator says: it is then compared with no other "
            "figure, and the note says what differs."
        ),
    )
    as_printed = models.CharField(_("as printed"), max_length=120, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    objects = ObservationQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("series", "period_end", "id")
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                name="observation_period_in_order",
                condition=Q(period_start__isnull=True) | Q(period_start__lte=F("period_end")),
                violation_error_message=_("The first day of a period is not after its last."),
            ),
            models.CheckConstraint(
                name="observation_value_unless_withheld",
                condition=Q(value__isnull=True, status__in=["suppressed", "missing"])
                | (Q(value__isnull=False) & ~Q(status__in=["suppressed", "missing"])),
                violation_error_message=_("A value is left out exactly when it is suppressed or missing."),
            ),
            period_inferred_explained("observation"),
            models.CheckConstraint(
                name="observation_difference_explained",
                condition=Q(not_comparable="") | ~Q(note_zh=""),
                violation_error_message=_("Say in the note what makes the figure not comparable."),
            ),
            models.UniqueConstraint(
                fields=["release", "series", "period_start", "period_end", "kind"],
                name="observation_once_in_release",
                nulls_distinct=False,
                violation_error_message=_(
                    "The release already has a figure of this series, period and kind."
                ),
            ),
            known_once(
                "observation_known_once",
                "series",
                (DateRange("period_start", "period_end"), RangeOperators.EQUAL),
                "kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "period_end", "released_at"],
                include=["superseded_at"],
                name="observation_by_series",
            ),
            SEARCHED.index("observation_search"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_its_indicator",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("i", "record")],
                func="""
                SELECT ind.* INTO i FROM portal_indicator ind
                    JOIN portal_series s ON s.indicator_id = ind.id WHERE s.id = NEW.series_id;
                IF ((i.basis IN ('point', 'since_start')) <> (NEW.period_start IS NULL) OR CASE i.basis
                    WHEN 'ytd' THEN NEW.period_start <> date_trunc('year', NEW.period_end)::date
                    WHEN 'roll' THEN NEW.period_start <> date_trunc('year', NEW.period_end)::date
                        OR to_char(NEW.period_end, 'MM-DD') <> '12-31'
                    WHEN 'cumulative' THEN NEW.period_start <> make_date(
                        extract(year FROM NEW.period_end)::int
                            - (to_char(NEW.period_end, 'MM-DD') < i.counted_from)::int,
                        left(i.counted_from, 2)::int, right(i.counted_from, 2)::int)
                    ELSE false END) THEN
                    RAISE EXCEPTION 'observation: period %..% does not fit basis % of %',
                        NEW.period_start, NEW.period_end, i.basis, i.code USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.value <> round(NEW.value, i.decimals) THEN
                    RAISE EXCEPTION 'observation: % has more than % decimals', NEW.value, i.decimals
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.value < 0 AND NOT (SELECT u.below_zero FROM portal_unit u WHERE u.code = i.unit_id) THEN
                    RAISE EXCEPTION 'observation: % is below zero, as no % can be', NEW.value, i.unit_id
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.kind = 'actual' AND NEW.value > 0 AND NEW.value < i.smallest_count THEN
                    RAISE EXCEPTION 'observation: % is below the smallest count of %', NEW.value, i.code
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            overdue_by_figure(),
            *released_triggers(
                "portal_observation", VERSION_KEY, nullable=("period_start",), department=OF_INDICATOR
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} · {self.period.label}"

    @property
    def period(self) -> Period:
        """The period of the value, with a label in the active language."""
        days = self.series.indicator.period(self.period_start, self.period_end)
        return replace(days, inferred=self.period_inferred)

    @property
    def version(self) -> tuple:
        """The version key: series, period and kind."""
        return tuple(getattr(self, name) for name in VERSION_KEY)

    @property
    def kind_mark(self) -> str:
        """The word for a figure that was not achieved: “target”, “standard”; otherwise empty."""
        return "" if self.kind == ObservationKind.ACTUAL else str(self.get_kind_display())

    @property
    def is_result(self) -> bool:
        """Whether it is a result with a value."""
        return self.kind == ObservationKind.ACTUAL and self.value is not None

    @property
    def checks(self) -> list[ReleasedRecord]:
        """The public results of checks on it, contradictions first. Only of figures read `with_checks`."""
        return [operand.result for operand in self.operands_shown]

    @property
    def failed_checks(self) -> list[ReleasedRecord]:
        """The results that do not hold. Only of figures read `with_checks`."""
        return [result for result in self.checks if not result.passed]

    @property
    def check_state(self) -> str:
        """The worst state of its checks; empty if none applies. Only of figures read `with_checks`."""
        return min((result.state for result in self.checks), default="")

    @property
    def check_mark(self) -> str:
        """A short word for a figure whose checks do not hold: “contradicted”, “doubtful”; otherwise empty."""
        state = self.check_state
        if state in ("", CheckState.HOLDS):
            return ""
        return str(_("contradicted") if state == CheckState.CONTRADICTION else _("check: doubtful"))

    @property
    def rounded(self) -> Decimal | None:
        """The value with the decimals of its indicator."""
        if self.value is None:
            return None
        return self.value.quantize(Decimal(1).scaleb(-self.series.indicator.decimals))

    @property
    def qualifier_prefix(self) -> str:
        """The qualifier before the number in the active language: “over ” or “超”."""
        word = self.get_qualifier_display() if self.qualifier else ""
        return f"{word} " if word and is_english() else word

    @property
    def number(self) -> str:
        """The exact value with its unit in the active language; empty if no value was published."""
        if self.value is None:
            return ""
        indicator = self.series.indicator
        return with_unit(exact(self.rounded, indicator.decimals), indicator.unit.symbol)

    @property
    def text(self) -> str:
        """The figure as one line of plain text: “over 3,000 persons”, or the status if no value was published."""
        return self.qualifier_prefix + self.number if self.number else self.get_status_display()
