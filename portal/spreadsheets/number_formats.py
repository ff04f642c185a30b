"""Excel number formats: what a cell that holds a number shows.

Excel keeps 0.95 for a cell that shows 95%, and 1.1 for one that shows 1.10. ECMA-376 part 1, 18.8.30 and 18.8.31,
defines the codes; dates, fractions and exponents are left to the reader of the cell.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Codes that a workbook names by number alone. What is missing is a date, a fraction or an exponent.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    49: "@",
}
#: A quoted or an escaped literal, a blank, a repeated character, a condition or colour, anything else.
TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<code>.)', re.DOTALL)

#: A condition such as [>100], on which the part that follows depends.
CONDITION = re.compile(r"\[[<>=]")


@dataclass(frozen=True)
class NumberFormat:
    """A format of numbers: decimals, whether in per cent, by how many thousands it divides, and the words around."""

    decimals: int
    is_percentage: bool
    thousands: int
    is_grouped: bool
    before: str
    after: str

    def shown(self, value: Decimal) -> str:
        """The text that Excel shows."""
        number = self.number(value)
        digits = f"{number:,f}" if self.is_grouped else f"{number:f}"
        return f"{self.before}{digits}{'%' if self.is_percentage else ''}{self.after}"

    def number(self, value: Decimal) -> Decimal:
        """The number that Excel shows, rounded as shown; per cent as per cent."""
        scaled = value * (100 if self.is_percentage else 1) / Decimal(1000) ** self.thousands
        return scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


def section_for(code: str, value: Decimal) -> tuple[str, Decimal] | None:
    """The part of a code for positive numbers, negative ones or zero, and the number that it shows.

    The part for negative numbers shows no sign of its own accord. None if conditions decide.
    """
    if CONDITION.search(code):
        return None
    parts = [""]
    for match in TOKEN.finditer(code):
        if match["code"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    positive, negative, zero = (*parts, None, None)[:3]
    if value < 0 and negative is not None:
        return negative, -value
    return positive if value or zero is None else zero, value


def literals(code: str) -> str | None:
    """What a part of a code shows of every number alike; None if it shows the number, or its date."""
    text = ""
    for match in TOKEN.finditer(code):
        if match["code"] and match["code"].strip():
            return None
        text += match["quoted"] or match["escaped"] or ""
    return text.strip()


def parse_format(code: str) -> NumberFormat | None:
    """The format of positive numbers; None if the code shows no plain number, such as a date or a fraction."""
    text, codes = ["", ""], ""
    for match in TOKEN.finditer(code):
        literal = match["quoted"] if match["quoted"] is not None else match["escaped"]
        if literal is not None:
            text[bool(codes)] += literal
        elif match["code"] == ";":
            break
        elif match["code"]:
            if match["code"] in "0#?.,%":
                codes += match["code"]
            elif match["code"] in " -+()¥$￥€":
                text[bool(codes)] += match["code"]
            else:
                return None
    whole, _point, rest = codes.replace("%", "").partition(".")
    digits = re.compile(r"[0#?]")
    if not digits.search(codes):
        return None
    scale = len(codes.replace("%", "")) - len(codes.replace("%", "").rstrip(","))
    decimals = len(digits.findall(rest))
    is_grouped = bool(re.search(r"[0#?],+[0#?]", whole))
    return NumberFormat(decimals, "%" in codes, scale, is_grouped, text[0].strip(), text[1].strip())
