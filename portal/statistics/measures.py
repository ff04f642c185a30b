"""Measure words behind numbers: 3100名 fits an indicator that counts persons, 14户 one of households."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.records.findings import Finding, Rule
from portal.records.parsing import SIZES, Measured
from portal.statistics.codes import Qualifier
from portal.statistics.models import Unit

#: By symbol of a unit, further words that count the same.
COUNTERS = {"人": {"名", "位", "口人"}, "%": {"百分之"}}
#: Counts anything that is counted; what is measured has a unit of its own.
MERE_COUNTER = "个"
MEASURES = {"元", "%", "米", "公里", "平方米", "年", "分钟", "级", "点"}
YUAN = "元"


def words_of(unit: Unit) -> set[str]:
    """The words that may stand behind a number in the unit."""
    names = {unit.symbol_zh, unit.symbol_en, unit.name_zh, unit.name_en, re.sub("（.*）", "", unit.name_zh)}
    words = {_plain(name) for name in names} | COUNTERS.get(unit.symbol_zh, set())
    return words if unit.symbol_zh in MEASURES else words | {MERE_COUNTER}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def fits(number: object, words: set[str], symbol: str) -> bool:
    """Whether a number, as it was written, is one in the unit with these words; a plain number always is."""
    if not isinstance(number, Measured):
        return True
    if number.is_spelled_out and symbol[:1] in SIZES:
        return False  # 0.31万 of a unit such as 万元 may be either
    return not number.word or _plain(number.word) in words


def measure_fits(field: str, unit_of: Callable[[Model, object], Unit | None]) -> Rule:
    """The word behind the number in the field is one of its unit; `unit_of` takes the record and the context."""

    def check(record: Model, context: object) -> Iterator[Finding]:
        number = getattr(record, field)
        if not isinstance(number, Measured) or not (number.word or number.is_spelled_out):
            return
        yield from _qualifier_agrees(record, number)
        unit = unit_of(record, context)
        if unit is not None and not fits(number, words_of(unit), unit.symbol_zh):
            yield Finding(field, _unfit(number, unit.symbol))

    return check


def in_yuan(field: str) -> Rule:
    """The same for an amount of money."""

    def check(record: Model, context: object) -> Iterator[Finding]:
        number = getattr(record, field)
        if isinstance(number, Measured):
            yield from _qualifier_agrees(record, number)
        if not fits(number, {YUAN}, YUAN):
            yield Finding(field, _unfit(number, YUAN))

    return check


def _qualifier_agrees(record: Model, number: Measured) -> Iterator[Finding]:
    """The qualifier that a number is written with is that of the row."""
    if number.qualifier and record.qualifier != number.qualifier:
        words = _("“%(text)s” says “%(read)s”, the qualifier says “%(chosen)s”: state one of them.")
        names = {"read": Qualifier(number.qualifier).label, "chosen": record.get_qualifier_display() or "—"}
        yield Finding("qualifier", words % {"text": number.text.strip(), **names})


def _unfit(number: Measured, symbol: str) -> str:
    if number.word == "%":
        return _("This is no percentage: the unit is %(unit)s.") % {"unit": symbol}
    words = _("“%(text)s” does not fit the unit %(unit)s: write %(number)s, if it is a number in this unit.")
    return words % {"text": number.text.strip(), "unit": symbol, "number": f"{number:f}"}
