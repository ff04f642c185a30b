"""Numbers and days as people write them, read alike by forms and workbooks."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: Digits in groups of three, separated by commas or spaces.
GROUPED = re.compile(r"[+-]?[0-9]{1,3}([, '][0-9]{3})+(\.[0-9]+)?")
#: Signs that mean minus and that NFKC keeps.
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?)"
)
#: Serial numbers by which Excel counts the days of 1990 to 2099.
SERIAL_DAYS = range(32874, 73051)
EXCEL_EPOCH = dt.date(1899, 12, 30)


def parse_number(text: str) -> tuple[Decimal, bool]:
    """The number, and whether it was written with a percent sign. Raises ValueError.

    Full-width digits, thousands separators and a percent sign are read; units and words are not.
    """
    text = unicodedata.normalize("NFKC", text).translate(MINUS).strip()
    number = text.removesuffix("%").rstrip()
    if GROUPED.fullmatch(number):
        number = re.sub(r"[, ']", "", number)
    if not NUMBER.fullmatch(number):
        raise ValueError(text)
    return Decimal(number), text.endswith("%")


def parse_day(text: str) -> dt.date:
    """A day written 2026-11-20, 2026/11/20, 2026.11.20 or 2026年11月20日. Raises ValueError."""
    match = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    year, _sign, month, day, chinese_month, chinese_day = match.groups()
    return dt.date(int(year), int(month or chinese_month), int(day or chinese_day))
