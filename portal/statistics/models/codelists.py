"""Statistical codelists: units, dimensions and their values."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.described import Described, described_triggers
from portal.records.fields import Localized, code_validator, dimension_code_validator
from portal.records.history import audited
from portal.statistics.models.fixed import (
    FIGURES_BY_DIMENSION,
    FIGURES_IN_UNIT,
    FIGURES_OF_CODE,
    RECORDS_IN_UNIT,
    fixed_by_release,
)
from portal.web.memo import Memo

#: The columns of a unit that give released values their meaning.
UNIT_FIXED = ("code", "name_zh", "name_en", "symbol_zh", "symbol_en")


@audited
class Unit(Described):
    """A unit of values. Different Chinese measure words are different units.

    Once a value in it has been released, its names and symbols are fixed.
    """

    described = ("name", "symbol")

    code = models.CharField(_("code"), max_length=40, primary_key=True, validators=[code_validator])
    symbol_zh = models.CharField(_("symbol (Chinese)"), max_length=20)
    symbol_en = models.CharField(_("symbol (English)"), max_length=40)
    symbol = Localized("symbol")
    below_zero = models.BooleanField(
        _("values may be below zero"),
        default=False,
        help_text=_("For money and percentages, which can fall; never for what is counted."),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        triggers = [
            fixed_by_release(
                *UNIT_FIXED,
                rests=FIGURES_IN_UNIT,
                also=RECORDS_IN_UNIT,
                name="unit_fixed_by_release",
            ),
            *described_triggers(),
        ]


@audited
class Dimension(Described):
    """One way of breaking an indicator down, such as type of crime or age band (SDMX: dimension)."""

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[dimension_code_validator],
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        triggers = [
            fixed_by_release("code", rests=FIGURES_BY_DIMENSION, name="dimension_fixed_by_release"),
            *described_triggers(),
        ]


@audited
class Code(Described):
    """One value that a dimension can take (SDMX: code of a codelist)."""

    dimension = models.ForeignKey(
        Dimension, models.CASCADE, related_name="codes", verbose_name=_("dimension")
    )
    code = models.CharField(_("code"), max_length=80, validators=[dimension_code_validator])
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("dimension", "order", "code")
        verbose_name = _("dimension value")
        verbose_name_plural = _("dimension values")
        constraints = [models.UniqueConstraint(fields=["dimension", "code"], name="code_unique_in_dimension")]
        triggers = [
            fixed_by_release(
                "dimension_id", "code", rests=FIGURES_OF_CODE, name="dimension_value_fixed_by_release"
            ),
            *described_triggers(),
        ]


#: The values of all dimensions, by dimension and code.
_codes = Memo(lasting=True)


def code_name(dimension: str, code: str) -> str:
    """The name of a dimension value in the active language; the code itself if it does not exist."""
    codes = _codes.fresh()
    if codes is None or (dimension, code) not in codes:
        _codes.hold(codes := {(one.dimension_id, one.code): one for one in Code.objects.all()})
    known = codes.get((dimension, code))
    return known.name if known else code
