"""Checks: declared identities between figures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.statistics.codes import DECLARED, CheckRole
from portal.statistics.models.fixed import RESULTS_OF_CHECK, fixed_by_release
from portal.statistics.models.series import Series
from portal.web.data_version import public_change

#: SQL condition for public checks, for `public_change`: some result has only public figures.
IS_PUBLIC = """EXISTS (
    SELECT FROM portal_checkresult r WHERE r.check_id = {row}.%s AND r.released_at <= clock_timestamp()
    AND NOT EXISTS (
        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id
        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))"""

#: The columns of a check that are its formula, fixed once a result of it has been released.
FORMULA = ("code", "kind", "scale", "complete", "low", "high", "counts")


@audited
class Check(Described):
    """A declared identity between series: a rate and its counts, a whole and its parts, or two figures that agree.

    Also a number and the things that documents name (`counts`), and a ratio that is usually within a range (`low` to
    `high`). `reading` is what the check takes for granted though the source does not say it: where it fails, the
    figures are doubtful for that reason and do not contradict each other.
    """

    described = ("name", "note", "reading")

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
    reading_zh = models.TextField(_("reading that the source does not confirm (Chinese)"), blank=True)
    reading_en = models.TextField(_("reading that the source does not confirm (English)"), blank=True)
    reading = Localized("reading")
    low = models.DecimalField(_("lowest usual ratio"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(
        _("highest usual ratio"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    counts = models.CharField(
        _("things counted"),
        max_length=120,
        blank=True,
        help_text=_("For example programme:back-streets-2022, for the projects of that programme."),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.CheckConstraint(
                name="check_kind_declared",
                condition=Q(kind__in=[kind.value for kind in DECLARED]),
            ),
            models.CheckConstraint(
                name="check_range_has_an_end",
                condition=Q(kind="range", low__isnull=False)
                | Q(kind="range", high__isnull=False)
                | (~Q(kind="range") & Q(low__isnull=True, high__isnull=True)),
                violation_error_message=_(
                    "A plausible ratio, and no other check, has a lowest or highest value."
                ),
            ),
            models.CheckConstraint(
                name="check_range_in_order",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=models.F("high")),
                violation_error_message=_("The lowest ratio is not above the highest."),
            ),
            models.CheckConstraint(
                name="check_counts_something",
                condition=(Q(kind="count") & ~Q(counts="")) | (~Q(kind="count") & Q(counts="")),
                violation_error_message=_(
                    "A count of named things, and no other check, says what it counts."
                ),
            ),
        ]
        triggers = [
            fixed_by_release(*FORMULA, rests=RESULTS_OF_CHECK % "id", name="formula_fixed_by_release"),
            *described_triggers(IS_PUBLIC % "id"),
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
