"""Indicators and series as records."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records.columns import NAMES, Boolean, Choice, Integer, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Known, Target
from portal.records.references import Reference, References
from portal.records.sheets import Finding, Group, Row, Sheet
from portal.staff.models import Department, Sector
from portal.statistics.models import Dimension, Indicator, Observation, Unit

#: What gives figures their meaning, and is fixed once one has been released.
FIXED = ("unit", "basis", "decimals", "dimensions")


def meaning_is_fixed(row: Row, lookup: Known) -> Iterator[Finding]:
    """Figures that were released keep their unit, basis, decimals and dimensions."""
    changed = [code for code in FIXED if row.before and row.values[code] != row.before[code]]
    if not changed:
        return
    figures = Observation.objects.filter(series__indicator=row.instance, released_at__isnull=False)
    if figures.exists():
        for code in changed:
            yield code, _("is fixed, because figures of this indicator have been released.")


def dimensions_of_indicator(row: Row, lookup: Known) -> Iterator[Finding]:
    """A series names a value for each dimension of its indicator, and for no other."""
    if not row.values["indicator"]:
        return
    indicator = lookup.row("Indicators", row.values["indicator"])
    wanted = sorted(indicator["dimensions"]) if indicator else []
    if indicator is not None and [dimension for dimension, _code in row.values["dimensions"]] != wanted:
        yield (
            "dimensions",
            _("%(indicator)s has these dimensions, each is needed once: %(dimensions)s.")
            % {"indicator": row.values["indicator"], "dimensions": ", ".join(wanted) or _("none")},
        )


INDICATORS = Sheet(
    "Indicators",
    gettext_lazy("Indicators"),
    Group.REFERENCE,
    60,
    Indicator,
    (
        CodeColumn("code", required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        *texts(*NAMES, "definition_zh", "definition_en", required=True),
        Reference("unit", Target(Unit), required=True),
        Choice("basis", required=True),
        Integer("decimals", required=True),
        References("dimensions", Target(Dimension)),
        Integer("smallest_count"),
        Choice("frequency"),
        Integer("expected_after"),
        Boolean("headline"),
        Integer("order"),
    ),
    key=("code",),
    rules=(meaning_is_fixed,),
    export_order=("sector__order", "order", "code"),
)
