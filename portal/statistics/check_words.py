"""The words for the results of checks: each kind has its own for the two sides, their distance and its outcomes.

An inequality has no “computed value” and, while it holds, no “difference”: 24 of 42 villages is no error of 18.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.statistics.codes import CheckKind
from portal.web.numbers import exact, with_unit

if TYPE_CHECKING:
    from portal.statistics.models import CheckResult

#: Decimals of a computed value.
PLACES = 4


@dataclass(frozen=True)
class CheckWords:
    """How a kind of check is put into words.

    `relation` is what should be true of the stated value and the other side, as a code. `apart` is what their distance
    is called; the distance of an inequality is shown only where it fails.
    """

    stated: Promise
    other: Promise
    relation: str
    holds: Promise
    fails: Promise
    apart: Promise | str = ""

    @property
    def is_equality(self) -> bool:
        return self.relation == "equals"


RELATIONS = [
    ("equals", gettext_lazy("equals")),
    ("at_most", gettext_lazy("is at most")),
    ("at_least", gettext_lazy("is at least")),
    ("within", gettext_lazy("lies within")),
    ("same_unit", gettext_lazy("has the same unit as")),
]
AGREES, DIFFERS = gettext_lazy("agrees"), gettext_lazy("does not agree")
DIFFERENCE = gettext_lazy("difference")
WITHIN, EXCEEDS = gettext_lazy("within the whole"), gettext_lazy("exceeds the whole")
AT_LEAST_THE_PARTS = CheckWords(
    gettext_lazy("whole"),
    gettext_lazy("sum of the parts stated"),
    "at_least",
    WITHIN,
    EXCEEDS,
    gettext_lazy("parts exceed the whole by"),
)
WORDS = {
    CheckKind.RATIO: CheckWords(
        gettext_lazy("stated rate"),
        gettext_lazy("computed from the counts"),
        "equals",
        AGREES,
        DIFFERS,
        DIFFERENCE,
    ),
    CheckKind.SUM: CheckWords(
        gettext_lazy("stated total"), gettext_lazy("sum of the parts"), "equals", AGREES, DIFFERS, DIFFERENCE
    ),
    CheckKind.AGREE: CheckWords(
        gettext_lazy("one figure"), gettext_lazy("the other figure"), "equals", AGREES, DIFFERS, DIFFERENCE
    ),
    CheckKind.COUNT: CheckWords(
        gettext_lazy("stated number"),
        gettext_lazy("named in the document"),
        "equals",
        AGREES,
        DIFFERS,
        DIFFERENCE,
    ),
    CheckKind.RANGE: CheckWords(
        gettext_lazy("ratio"),
        gettext_lazy("usual range"),
        "within",
        gettext_lazy("within the usual range"),
        gettext_lazy("outside the usual range"),
    ),
    CheckKind.UNIT: CheckWords(
        gettext_lazy("one figure"),
        gettext_lazy("the other figure"),
        "same_unit",
        gettext_lazy("same unit"),
        gettext_lazy("different units"),
    ),
    CheckKind.PART: CheckWords(
        gettext_lazy("part"),
        gettext_lazy("whole"),
        "at_most",
        WITHIN,
        EXCEEDS,
        gettext_lazy("exceeds the whole by"),
    ),
    CheckKind.YTD: CheckWords(
        gettext_lazy("this running total"),
        gettext_lazy("earlier running total"),
        "at_least",
        gettext_lazy("does not fall"),
        gettext_lazy("falls"),
        gettext_lazy("lower by"),
    ),
    CheckKind.REVISION: CheckWords(
        gettext_lazy("in this release"),
        gettext_lazy("in the other release"),
        "equals",
        AGREES,
        DIFFERS,
        DIFFERENCE,
    ),
    CheckKind.PRINTED: CheckWords(
        gettext_lazy("value published"),
        gettext_lazy("printed in the document"),
        "equals",
        AGREES,
        DIFFERS,
    ),
}


def words_of(kind: str, *, complete: bool) -> CheckWords:
    """The words of a kind of check; parts that need not make up the whole are told otherwise than those that do."""
    return AT_LEAST_THE_PARTS if kind == CheckKind.SUM and not complete else WORDS[CheckKind(kind)]


def sides_of(result: "CheckResult") -> list[tuple[str, str]]:
    """What is compared, as pairs of name and value, and last the distance where it says something."""
    words, symbol = result.words, result.series.indicator.unit.symbol
    stated, other = with_unit(_number(result.stated), symbol), with_unit(_number(result.computed), symbol)
    if result.kind == CheckKind.UNIT:
        stated, other = (figure.text for figure in result.figures)
    elif result.kind == CheckKind.PRINTED:
        other = result.figures[0].as_printed
    elif result.kind == CheckKind.RANGE:
        stated, other = _number(result.computed), range_text(result.check_rule.low, result.check_rule.high)
    sides = [(str(words.stated), stated), (str(words.other), other)]
    if result.difference_name:
        sides.append((result.difference_name, _distance(result, symbol)))
    return sides


def range_text(low: Decimal | None, high: Decimal | None) -> str:
    """“0.1 to 10”, “at most 100”, “at least 0.1”."""
    if low is None:
        return _("at most %(number)s") % {"number": exact(high)}
    if high is None:
        return _("at least %(number)s") % {"number": exact(low)}
    return _("%(low)s to %(high)s") % {"low": exact(low), "high": exact(high)}


def _number(value: Decimal) -> str:
    return exact(round(value, PLACES))


def _distance(result: "CheckResult", symbol: str) -> str:
    """With its sign where two values should be equal; otherwise how far the limit is passed."""
    number = _number(abs(result.difference))
    size = (
        _("%(number)s percentage points") % {"number": number} if symbol == "%" else with_unit(number, symbol)
    )
    if not result.words.is_equality or not result.difference:
        return size
    return f"{'−' if result.difference < 0 else '+'}{size}"
