"""Validation of indicators: what figures rest on is fixed, and written titles have the numbers of their chart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from portal.records.findings import Beside, Finding, constraint_message, every
from portal.statistics.charts.titles import chart_numbers, strange_numbers
from portal.statistics.codes import PERCENT, Basis
from portal.statistics.models import Indicator, Observation
from portal.statistics.periods import DAY_OF_A_YEAR
from portal.web.numbers import exact

#: Fields that give figures their meaning; fixed once a figure has been released.
FIXED = ("code", "unit", "basis", "counted_from", "decimals", "dimensions")


@dataclass(frozen=True)
class StoredIndicators:
    """What is stored of these indicators, by id: those with approved figures, and the numbers of their charts."""

    released: dict[int, Indicator]
    chart_numbers: dict[int, set[Decimal]]


def meaning_is_fixed(indicator: Indicator, context: StoredIndicators) -> Iterator[Finding]:
    stored = context.released.get(indicator.pk)
    for field in FIXED if stored else ():
        before, after = getattr(stored, field), getattr(indicator, field)
        if before != after and (field != "dimensions" or sorted(before) != sorted(after)):
            yield Finding(
                field, _("This cannot change, because figures of this indicator have been released.")
            )


def title_has_numbers_of_its_chart(indicator: Indicator, context: StoredIndicators) -> Iterator[Finding]:
    """A written title has no number that its chart does not show. A stored one that has ended stays as it is."""
    stored, known = context.released.get(indicator.pk), context.chart_numbers.get(indicator.pk)
    for field in ("finding_zh", "finding_en") if stored and known else ():
        title = getattr(indicator, field)
        strange = strange_numbers(title, known) if title != getattr(stored, field) else []
        if strange:
            words = _("The chart shows no figure %(numbers)s: write only numbers that can be read from it.")
            yield Finding(field, words % {"numbers": _(", ").join(map(exact, strange))})


def titles(indicator: Indicator) -> tuple[str, str]:
    """The written titles of its chart; one whose box could not be read counts as empty."""
    return tuple(vars(indicator).get(field, "") for field in ("finding_zh", "finding_en"))


def stored_indicators(records: list[Indicator], beside: Beside) -> StoredIndicators:
    figures = Observation.objects.approved().filter(series__indicator=OuterRef("pk"))
    rows = Indicator.objects.filter(Exists(figures), pk__in=[record.pk for record in records])
    stored = {indicator.pk: indicator for indicator in rows.select_related("unit")}
    anew = [
        one for one in records if (old := stored.get(one.pk)) and titles(one) not in [("", ""), titles(old)]
    ]
    return StoredIndicators(stored, chart_numbers(anew))


def denominator_has_the_unit(indicator: Indicator, context: object) -> Iterator[Finding]:
    """A count and its denominator are in one unit; a rate has a base in any."""
    whole = indicator.denominator
    if whole is None:
        return
    if whole.code == indicator.code:
        yield Finding("denominator", constraint_message(Indicator, "indicator_is_not_its_own_denominator"))
    elif indicator.unit.code not in (PERCENT, whole.unit.code):
        words = _("The denominator counts %(unit)s. A part and its whole have one unit.")
        yield Finding("denominator", words % {"unit": whole.unit.name})


def counted_from_a_day(indicator: Indicator, context: object) -> Iterator[Finding]:
    """An indicator counted since a day of each year names the day; no other does, nor has it a year with a name."""
    is_cumulative = indicator.basis == Basis.CUMULATIVE
    fits = (
        re.fullmatch(DAY_OF_A_YEAR, indicator.counted_from) if is_cumulative else not indicator.counted_from
    )
    if not fits or (indicator.year_name_zh and not is_cumulative):
        field = "year_name_zh" if fits else "counted_from"
        yield Finding(field, constraint_message(Indicator, "indicator_counted_from_a_day"))


validate_indicator = every(
    meaning_is_fixed, denominator_has_the_unit, counted_from_a_day, title_has_numbers_of_its_chart
)
