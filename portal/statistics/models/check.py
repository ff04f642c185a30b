"""Checks: identities between figures, and their results in each release."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord, known_once, released_triggers
from portal.publishing.triggers import UNDER_REVIEW, frozen_with
from portal.records.fields import Localized, Named, code_validator
from portal.records.history import audited, never_truncated
from portal.statistics.codes import DECLARED, CheckKind, CheckRole
from portal.statistics.models.fixed import RESULTS_OF_CHECK, fixed_by_release
from portal.statistics.models.indicator import Series
from portal.statistics.models.observation import Observation
from portal.statistics.periods import Period
from portal.web.data_version import public_change

#: SQL condition for public checks, for `public_change`: some result has only public figures.
IS_PUBLIC = """EXISTS (
    SELECT FROM portal_checkresult r WHERE r.check_id = {row}.%s AND r.released_at <= clock_timestamp()
    AND NOT EXISTS (
        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id
        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))"""

#: The columns of a check that are its formula, fixed once a result of it has been released.
FORMULA = ("code", "kind", "scale", "complete")


@audited
class Check(Named):
    """A declared identity between series: a rate and its counts, a whole and its parts, or two figures that agree."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=8, choices=[(k.value, k.label) for k in DECLARED])
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")
    scale = models.PositiveIntegerField(_("scale of a ratio"), default=1, help_text=_("100 for per cent."))
    complete = models.BooleanField(
        _("the parts make up the whole"),
        default=True,
        help_text=_("If not, the parts may fall short of the whole but not exceed it."),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.CheckConstraint(
                name="check_kind_declared",
                condition=Q(kind__in=["ratio", "sum", "agree"]),
            ),
        ]
        triggers = [
            fixed_by_release(*FORMULA, rests=RESULTS_OF_CHECK % "id", name="formula_fixed_by_release"),
            public_change(when=IS_PUBLIC % "id"),
        ]


@audited
class CheckTerm(models.Model):
    """The role of one series in a declared check."""

    check_rule = models.ForeignKey(
        Check,
        models.CASCADE,
        related_name="terms",
        verbose_name=_("check"),
        db_column="check_id",
    )
    role = models.CharField(_("role"), max_length=11, choices=CheckRole)
    series = models.ForeignKey(Series, models.PROTECT, related_name="check_terms", verbose_name=_("series"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("check_rule", "order", "id")
        verbose_name = _("term of a check")
        verbose_name_plural = _("terms of a check")
        constraints = [
            models.UniqueConstraint(fields=["check_rule", "series"], name="check_term_once"),
            models.UniqueConstraint(
                fields=["check_rule", "role"],
                name="check_role_once",
                condition=~Q(role="part"),
            ),
        ]
        triggers = [
            fixed_by_release(
                *("check_id", "role", "series_id"),
                rests=RESULTS_OF_CHECK % "check_id",
                name="term_fixed_by_release",
                is_part=True,
            ),
            public_change(when=IS_PUBLIC % "check_id"),
        ]

    def __str__(self) -> str:
        return gettext(": ").join((self.get_role_display(), str(self.series)))


class CheckResultQuerySet(ReleasedQuerySet):
    """QuerySet words for check results. A result is public only when all its figures are."""

    def released(self, at: dt.datetime) -> "CheckResultQuerySet":
        return super().released(at).exclude(_has_operand_unknown(at))

    def known_at(self, at: dt.datetime) -> "CheckResultQuerySet":
        return super().known_at(at).exclude(_has_operand_unknown(at))

    def failed(self) -> "CheckResultQuerySet":
        """Results whose figures contradict each other."""
        return self.filter(passed=False)

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
        ).prefetch_related(
            "operands__observation__series__indicator__unit",
            "operands__observation__series__area",
            "operands__observation__release",
            "operands__observation__section",
        )


def _has_operand_unknown(at: dt.datetime) -> Exists:
    operands = CheckOperand.objects.filter(result=OuterRef("pk"))
    return Exists(operands.exclude(observation__released_at__lte=at))


@audited
class CheckResult(ReleasedRecord):
    """The result of one identity for one period, computed when a release was submitted.

    A later release with new operands supersedes it with a new result. `difference` is stated minus computed, in the
    unit of the series.
    """

    version_key = ("key",)

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
    difference = models.DecimalField(_("difference"), max_digits=24, decimal_places=6)
    passed = models.BooleanField(_("holds"))
    reason_zh = models.TextField(_("why it is published all the same (Chinese)"), blank=True)
    reason_en = models.TextField(_("why it is published all the same (English)"), blank=True)
    reason = Localized("reason")
    observations = models.ManyToManyField(
        Observation, through="portal.CheckOperand", related_name="check_results"
    )

    objects = CheckResultQuerySet.as_manager()

    class Meta:
        ordering = ("passed", "-period_end", "id")
        verbose_name = _("result of a check")
        verbose_name_plural = _("results of checks")
        constraints = [
            models.CheckConstraint(
                name="check_result_difference",
                condition=Q(difference=models.F("stated") - models.F("computed")),
            ),
            models.CheckConstraint(
                name="check_result_failure_explained",
                condition=Q(passed=True)
                | Q(released_at__isnull=True)
                | (~Q(reason_zh="") & ~Q(reason_en="")),
            ),
            models.UniqueConstraint(fields=["key", "release"], name="check_result_once_in_release"),
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
                )
                if trigger.name != "remember_editor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.period_end}"

    @property
    def period(self) -> Period:
        """The period of the result, with a label in the active language."""
        return Period(self.period_start, self.period_end, self.series.indicator.basis)

    @property
    def note(self) -> str:
        """The note of the declared check, if any."""
        return self.check_rule.note if self.check_rule else ""

    @property
    def title(self) -> str:
        """The name of the declared check, or of the automatic one."""
        return self.check_rule.name if self.check_rule else self.get_kind_display()


@audited
class CheckOperand(models.Model):
    """A figure used in a result, with its role."""

    result = models.ForeignKey(CheckResult, models.CASCADE, related_name="operands", verbose_name=_("result"))
    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="check_operands", verbose_name=_("figure")
    )
    role = models.CharField(_("role"), max_length=11, choices=CheckRole)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "id")
        verbose_name = _("operand of a check")
        verbose_name_plural = _("operands of checks")
        triggers = [frozen_with("portal_checkresult", "result_id", until=UNDER_REVIEW), never_truncated()]

    def __str__(self) -> str:
        return gettext(": ").join((self.get_role_display(), str(self.observation)))
