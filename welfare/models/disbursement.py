"""What was paid out under schemes."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized
from portal.records.history import audited
from portal.statistics.fields import (
    amount_field,
    period_inferred_explained,
    period_inferred_field,
    qualifier_field,
)
from portal.statistics.periods import Period
from portal.web.numbers import exact, is_english, is_rounded, readable, with_unit
from welfare.models.scheme import OF_SCHEME, Scheme

VERSION_KEY = ("scheme_id", "group_zh", "period_start", "period_end")


@audited
class Disbursement(PrintedRecord):
    """What one group received under a scheme in a period: persons or households, and money or its worth in yuan."""

    version_key = VERSION_KEY
    printed_numbers = ("persons", "households", "amount")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="disbursements", verbose_name=_("scheme"))
    group_zh = models.CharField(_("group (Chinese)"), max_length=100)
    group_en = models.CharField(_("group (English)"), max_length=200)
    group = Localized("group")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disbursements",
        verbose_name=_("area"),
        help_text=_("If it is not the whole district."),
    )
    period_start = models.DateField(_("first day"))
    period_end = models.DateField(_("last day"))
    period_inferred = period_inferred_field()
    persons = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)
    households = models.PositiveIntegerField(_("number of households"), null=True, blank=True)
    amount = amount_field(_("amount in yuan"), null=True, blank=True)
    qualifier = qualifier_field()

    class Meta:
        ordering = ("scheme", "period_end", "id")
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        constraints = [
            models.CheckConstraint(
                name="disbursement_period_in_order",
                condition=Q(period_start__lte=F("period_end")),
                violation_error_message=_("The first day of a period is not after its last."),
            ),
            period_inferred_explained("disbursement"),
            models.CheckConstraint(
                name="disbursement_states_something",
                condition=Q(persons__isnull=False) | Q(households__isnull=False) | Q(amount__isnull=False),
                violation_error_message=_("Give persons, households or an amount."),
            ),
            models.CheckConstraint(
                name="disbursement_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("An amount of money is not negative."),
            ),
            models.UniqueConstraint(
                fields=["release", "scheme", "group_zh", "period_start", "period_end"],
                name="disbursement_once_in_release",
                violation_error_message=_("The release already states this disbursement."),
            ),
            known_once("disbursement_known_once", "scheme", "group_zh", "period_start", "period_end"),
        ]
        triggers = released_triggers("welfare_disbursement", VERSION_KEY, department=OF_SCHEME)

    def __str__(self) -> str:
        return f"{self.scheme} · {self.group}"

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end, "period", inferred=self.period_inferred)

    @property
    def counts(self) -> str:
        """“567 persons · 120 households”, as far as they are stated."""
        stated = ((self.persons, _("persons")), (self.households, _("households")))
        return " · ".join(with_unit(exact(Decimal(n)), str(unit)) for n, unit in stated if n is not None)

    @property
    def money(self) -> str:
        """“about 90,000 yuan”; empty where no amount is stated."""
        if self.amount is None:
            return ""
        short = readable(self.amount)
        number = exact(self.amount) if not short or is_rounded(short) else short
        amount = with_unit(number, gettext("yuan"))
        return f"{self.get_qualifier_display()}{' ' * is_english()}{amount}" if self.qualifier else amount

    @property
    def per_head(self) -> Decimal | None:
        """Yuan a person; computed, and only where an exact amount and the persons are both stated."""
        if self.amount is None or not self.persons or self.qualifier:
            return None
        return round(self.amount / self.persons, 2)

    @property
    def per_head_text(self) -> str:
        return exact(self.per_head, 2) if self.per_head is not None else ""
