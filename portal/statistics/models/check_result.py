"""The results of checks in each release, and the figures used."""

import datetime as dt
from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord, known_once, released_triggers
from portal.publishing.printed import CheckState
from portal.publishing.triggers import UNDER_REVIEW, frozen_with
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated
from portal.statistics.check_words import CheckWords, sides_of, words_of
from portal.statistics.codes import CheckKind, CheckRole, Doubt
from portal.statistics.models.check import Check
from portal.statistics.models.observation import Observation
from portal.statistics.models.series import Series
from portal.statistics.periods import Period

#: SQL for when a result is in force from: its release, or the withdrawal of another after which it was computed anew.
START = """COALESCE((SELECT max(w.withdrawn_at) FROM portal_release w WHERE w.withdrawn_at = mine.rechecked_at),
                    r.released_at)"""
#: SQL for a figure used in a result that this very transaction computes anew.
OF_RECHECKED = """EXISTS (
            SELECT FROM portal_checkresult c WHERE c.id = NEW.result_id AND c.rechecked_at >= now())"""


class CheckResultQuerySet(ReleasedQuerySet):
    """QuerySet words for check results. A result is public only when all its figures are, and in force while they are.

    The other release of a revised figure is the exception: it may be the one superseded.
    """

    def released(self, at: dt.datetime) -> "CheckResultQuerySet":
        return super().released(at).exclude(_has_operand_unknown(at))

    def known_at(self, at: dt.datetime) -> "CheckResultQuerySet":
        return super().known_at(at).exclude(_has_operand_unknown(at)).exclude(_has_operand_ended(at, "pk"))

    def failed(self) -> "CheckResultQuerySet":
        """Results that do not hold: contradictions and doubtful ones."""
        return self.filter(passed=False)

    def state_counts(self) -> dict[str, int]:
        """The number of results in each state; 0 where there is none."""
        counted = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state: counted.get(state, 0) for state in CheckState.values}

    def with_figures_of(self, **series: object) -> "CheckResultQuerySet":
        """Results that involve a figure of a series that fits these lookups, such as `indicator=…`."""
        lookups = {f"observation__series__{name}": value for name, value in series.items()}
        return self.filter(Exists(CheckOperand.objects.filter(result=OuterRef("pk"), **lookups)))

    def for_list(self) -> "CheckResultQuerySet":
        """Ready to render in a list."""
        return self.select_related(
            "check_rule",
            "series__indicator__unit",
            "series__indicator__sector",
            "series__area",
            "release",
        ).prefetch_related(used_with("series__indicator__unit", "series__area", "release", "section"))

    def with_checked_figures(self, at: dt.datetime) -> "CheckResultQuerySet":
        """For a list whose figures are drawn: each with all of its own checks at that time."""
        shown = CheckOperand.objects.shown_at(at).with_results()
        checks = Prefetch("operands__observation__check_operands", shown, to_attr="operands_shown")
        return self.for_list().prefetch_related(checks)

    def with_figures(self) -> "CheckResultQuerySet":
        """With the figures used, for their values only."""
        return self.prefetch_related(used_with("series__indicator__unit"))


def used_with(*related: str) -> Prefetch:
    """The figures used, with what they are read with; one query."""
    operands = CheckOperand.objects.select_related(*(f"observation__{name}" for name in related))
    return Prefetch("operands", operands)


def _has_operand_unknown(at: dt.datetime) -> Exists:
    operands = CheckOperand.objects.filter(result=OuterRef("pk"))
    return Exists(operands.exclude(observation__released_at__lte=at))


def _has_operand_ended(at: dt.datetime, result: str) -> Exists:
    """`result`: the path from a row to the result."""
    ended = CheckOperand.objects.filter(result=OuterRef(result), observation__superseded_at__lte=at)
    other_release = Q(result__kind=CheckKind.REVISION, role=CheckRole.LEFT)
    return Exists(ended.exclude(other_release))


@audited
class CheckResult(ReleasedRecord):
    """The result of one identity for one period, computed when a release was submitted.

    A later release with new operands supersedes it with a new result. When a release is withdrawn whole, the figures
    that remain are checked anew, and such a result is in force from then (`rechecked_at`) on. `difference` is stated
    minus computed, in the unit of the series; there is none where the two sides are not in one unit. A result that does
    not hold is either a contradiction or, with a `doubt`, doubtful. `named`: the codes of the things counted.
    """

    version_key = ("key",)
    starts_with_release = "rechecked_at IS NULL"

    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=CheckKind)
    check_rule = models.ForeignKey(
        Check,
        models.PROTECT,
        null=True,
        related_name="results",
        verbose_name=_("check"),
        db_column="check_id",
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        related_name="check_results",
        verbose_name=_("series checked"),
    )
    period_start = models.DateField(_("first day"), null=True)
    period_end = models.DateField(_("last day"))
    stated = models.DecimalField(_("stated"), max_digits=24, decimal_places=6)
    computed = models.DecimalField(_("computed"), max_digits=24, decimal_places=6)
    difference = models.DecimalField(_("difference"), max_digits=24, decimal_places=6, null=True)
    passed = models.BooleanField(_("holds"))
    state = models.CharField(_("result"), max_length=13, choices=CheckState)
    doubt = models.CharField(_("why it is doubtful"), max_length=11, choices=Doubt, blank=True)
    named = ArrayField(
        models.CharField(max_length=120), verbose_name=_("named things"), default=list, blank=True
    )
    reason_zh = models.TextField(_("why it is published all the same (Chinese)"), blank=True)
    reason_en = models.TextField(_("why it is published all the same (English)"), blank=True)
    reason = Localized("reason")
    rechecked_at = models.DateTimeField(
        _("computed anew"),
        null=True,
        editable=False,
        help_text=_("When a release with figures that it was compared with had been withdrawn."),
    )
    observations = models.ManyToManyField(
        Observation, through="portal.CheckOperand", related_name="check_results"
    )

    objects = CheckResultQuerySet.as_manager()
    used: list[Observation] | None = None

    class Meta:
        ordering = ("state", "-period_end", "id")
        verbose_name = _("result of a check")
        verbose_name_plural = _("results of checks")
        constraints = [
            models.CheckConstraint(
                name="check_result_difference",
                condition=Q(difference=models.F("stated") - models.F("computed")),
            ),
            models.CheckConstraint(
                name="check_result_state",
                condition=Q(passed=True, state="holds", doubt="")
                | Q(passed=False, state="contradiction", doubt="")
                | (Q(passed=False, state="doubtful") & ~Q(doubt="")),
            ),
            models.CheckConstraint(
                name="check_result_failure_explained",
                condition=Q(passed=True)
                | Q(released_at__isnull=True)
                | (~Q(reason_zh="") & ~Q(reason_en="")),
            ),
            models.UniqueConstraint(
                fields=["key", "release"],
                condition=Q(rechecked_at__isnull=True),
                name="check_result_once_in_release",
            ),
            known_once("check_result_known_once", "key"),
        ]
        # results are written during review, when the figures are already frozen
        triggers = [
            *(
                trigger
                for trigger in released_triggers(
                    "portal_checkresult",
                    ("key",),
                    until=UNDER_REVIEW,
                    unless="NEW.rechecked_at >= now()",
                    start=START,
                )
                if trigger.name != "remember_editor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.period_end}"

    @property
    def period(self) -> Period:
        """The period of the figure that is checked, with a label in the active language."""
        days = self.series.indicator.period(self.period_start, self.period_end)
        checked = (one for one in self.figures if one.series_id == self.series_id)
        inferred = any(one.period_inferred for one in checked if one.period_end == self.period_end)
        return replace(days, inferred=inferred)

    @property
    def ended_at(self) -> dt.datetime | None:
        """When a later result replaced it, or the first of its figures ended, as in `known_at`; needs `for_list`."""
        ends = (one.observation.superseded_at for one in self.operands.all() if not one.is_of_other_release)
        return min(filter(None, (self.superseded_at, *ends)), default=None)

    def superseded_by(self, at: dt.datetime) -> dt.datetime | None:
        """When it ended, as far as public at that time."""
        return self.ended_at if self.ended_at and self.ended_at <= at else None

    @property
    def note(self) -> str:
        """The note of the declared check, if any."""
        return self.check_rule.note if self.check_rule else ""

    @property
    def title(self) -> str:
        """The name of the declared check, or of the automatic one."""
        return self.check_rule.name if self.check_rule else self.get_kind_display()

    @property
    def words(self) -> CheckWords:
        """What its two sides, their distance and its outcomes are called."""
        return words_of(self.kind, complete=bool(self.check_rule is None or self.check_rule.complete))

    @property
    def anchor(self) -> str:
        """Its anchor on a page."""
        return f"check-{self.pk}"

    @property
    def code(self) -> str:
        """The code of the declared check; empty for an automatic one."""
        return self.check_rule.code if self.check_rule else ""

    @property
    def difference_name(self) -> str:
        """What the distance of the two sides is called; empty where it is no error: 24 of 42 is not 18 apart."""
        says_something = self.difference is not None and (self.words.is_equality or not self.passed)
        return str(self.words.apart) if says_something else ""

    @property
    def state_name(self) -> str:
        """The outcome in the words of its kind: “agrees”, “exceeds the whole”, “doubtful”."""
        if self.state == CheckState.DOUBTFUL:
            return self.get_state_display()
        return str(self.words.holds if self.passed else self.words.fails)

    @property
    def because(self) -> str:
        """Why it is doubtful, without a full stop; empty otherwise."""
        declared = self.check_rule.reading if self.check_rule else ""
        return (declared or self.get_doubt_display()).rstrip("。.") if self.doubt else ""

    @property
    def figures(self) -> list[Observation]:
        """The figures used; of an unsaved result those that it was computed from."""
        if self.used is None:
            self.used = [operand.observation for operand in self.operands.all()]
        return self.used

    @property
    def summary(self) -> str:
        """“Management rate: does not agree”, “Persons arrested: doubtful, because …”."""
        found = self.state_name
        if self.doubt:
            found = gettext("%(state)s, because %(because)s") % {"state": found, "because": self.because}
        return gettext(": ").join((self.title, found))

    @property
    def compared(self) -> str:
        """Both sides in one line: “stated rate 91.6%; computed from the counts 91.404%; difference +0.196%”."""
        pattern = gettext("%(name)s %(value)s")
        return gettext("; ").join(pattern % {"name": name, "value": value} for name, value in self.sides)

    @property
    def sides(self) -> list[tuple[str, str]]:
        """What is compared, as pairs of name and value, and last the distance where it says something."""
        return sides_of(self)


class CheckOperandQuerySet(models.QuerySet):
    """QuerySet words for the figures used in results."""

    def with_results(self) -> "CheckOperandQuerySet":
        """With what a figure says of its results, the worst first."""
        return self.select_related("result__check_rule", "result__series__indicator").order_by(
            "result__state", "result_id"
        )

    def shown_at(self, at: dt.datetime) -> "CheckOperandQuerySet":
        """Those of public results: in force, or that were so when their figure was superseded or withdrawn."""
        in_force = Q(result__superseded_at__gt=at, observation__superseded_at__gt=at)
        in_force &= ~Q(_has_operand_ended(at, "result"))
        ended_with_figure = Q(
            observation__superseded_at__lte=at,
            result__superseded_at__gte=models.F("observation__superseded_at"),
        )
        return self.filter(in_force | ended_with_figure, result__in=CheckResult.objects.released(at))


@audited
class CheckOperand(models.Model):
    """A figure used in a result, with its role."""

    result = models.ForeignKey(CheckResult, models.CASCADE, related_name="operands", verbose_name=_("result"))
    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="check_operands", verbose_name=_("figure")
    )
    role = models.CharField(_("role"), max_length=11, choices=CheckRole)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CheckOperandQuerySet.as_manager()

    class Meta:
        ordering = ("order", "id")
        verbose_name = _("operand of a check")
        verbose_name_plural = _("operands of checks")
        triggers = [
            frozen_with("portal_checkresult", "result_id", until=UNDER_REVIEW, unless=OF_RECHECKED),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return gettext(": ").join((self.get_role_display(), str(self.observation)))

    @property
    def is_of_other_release(self) -> bool:
        """Whether it is the figure that a later release revised, which may have ended."""
        return self.result.kind == CheckKind.REVISION and self.role == CheckRole.LEFT
