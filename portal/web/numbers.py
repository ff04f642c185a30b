"""Number formatting: exact values, and short forms in the large units of each language."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

#: Precedes a readable form that is rounded.
ROUNDED = "≈"
#: Words for large numbers, the largest first.
MYRIADS = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))
MILLIONS = ((" billion", Decimal(10) ** 9), (" million", Decimal(10) ** 6))
#: English plural endings and their singulars; the first match counts.
PLURALS = (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("s", ""))
WHOLE = Decimal(100)
#: Decimals of a percentage, beyond which it is as good as 0 or 100.
MOST_DECIMALS = 9


def is_english() -> bool:
    """Whether the reader's language is English; the portal's other language is Chinese."""
    return (get_language() or "").startswith("en")


def exact(value: Decimal, decimals: int | None = None) -> str:
    """All digits of the value: `decimals` places, or as many as it has if None.

    Grouped by thousands from 1,000 in English, and from 10,000 in Chinese, where four digits stay unbroken.
    """
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{value:f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    grouped = is_english() or abs(value) >= MYRIADS[-1][1]
    return f"{Decimal(text):,f}" if grouped else text


def readable(value: Decimal) -> str:
    """The value in 万 or 亿, in English in million or billion, to two decimals, with ≈ if rounded.

    Empty for values below the smallest unit.
    """
    for word, size in MILLIONS if is_english() else MYRIADS:
        if abs(value) >= size:
            short = (value / size).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return f"{'' if short * size == value else ROUNDED}{exact(short)}{word}"
    return ""


def is_rounded(text: str) -> bool:
    """Whether a readable form is rounded."""
    return text.startswith(ROUNDED)


def with_unit(number: str, symbol: str) -> str:
    """Number and unit, joined as in the language: “5,312 m”, “1 village”, “95%”, “5312米”."""
    if not (number and is_english()) or symbol == "%":
        return f"{number}{symbol}"
    return f"{number} {singular(symbol) if number == '1' else symbol}"


def singular(symbol: str) -> str:
    """The singular of an English unit: “village”, “community”, “km”."""
    for plural, one in PLURALS:
        if symbol.endswith(plural):
            return symbol.removesuffix(plural) + one
    return symbol


def per_cent(part: Decimal, whole: Decimal) -> Decimal:
    """The percentage of the part in the whole, to one decimal, and never 0 or 100 unless it is."""
    return rounded_share(part / whole * WHOLE, 1)


def rounded_share(share: Decimal, decimals: int) -> Decimal:
    """A percentage to that many decimals, but 0 or 100 only if it is exactly that.

    What is short of 100 is rounded down; what exceeds 100 or 0 by less has as many decimals more as tell it apart.
    """
    rounded = share.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if share < WHOLE <= rounded:
        return share.quantize(rounded, ROUND_DOWN)
    is_whole, is_nothing = rounded == WHOLE != share, rounded == 0 != share
    return (
        rounded_share(share, decimals + 1)
        if (is_whole or is_nothing) and decimals < MOST_DECIMALS
        else rounded
    )
