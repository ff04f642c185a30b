"""Numbers and days as people write and print them, read alike by forms, workbooks and checks."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, MutableMapping
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.web.days import YEARS

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


class ImplausibleYear(ValueError):
    """A day of a year that no document is about."""


def implausible_year() -> str:
    return _("The year must be between %(first)d and %(last)d.") % {"first": YEARS[0], "last": YEARS[-1]}


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


class Measured(Decimal):
    """A number as an official wrote it: `text`, with the measure word behind it, if any, such as 名 or %.

    `qualifier`: how exact it is said to be, such as `about` for 约14; empty if it is exact.
    """

    text: str
    word: str
    qualifier: str

    def __new__(cls, value: Decimal, text: str = "", word: str = "", qualifier: str = "") -> Self:
        number = super().__new__(cls, value)
        number.text, number.word, number.qualifier = text, word, qualifier
        return number

    @property
    def normalized(self) -> "Measured":
        """The same without needless zeros."""
        return Measured(self.normalize(), self.text, self.word, self.qualifier)

    @property
    def is_spelled_out(self) -> bool:
        """Whether it was written with a size or a measure word other than a percent sign."""
        try:
            parse_number(self.text)
        except ValueError:
            return True
        return False


#: One number with a size and a measure word, as documents print it: 3100名, 0.31万, 2079万元, 3成.
SPELLED = re.compile(
    r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*"
    r"([十百千]?万?亿?)\s*(成?)([\u4e00-\u9fff]+|m[23]|[A-Za-z]+)?"
)
TENTHS = re.compile(r"([一二两三四五六七八九])成")


def read_number(text: str) -> Measured:
    """The number that a text states, plain or as printed, in base units, with its qualifier. Raises ValueError."""
    qualifier, bare = _without_qualifier(unicodedata.normalize("NFKC", text).strip())
    if qualifier:
        number = _read_bare(bare)
        return Measured(number, text, number.word, qualifier)
    return _read_bare(text)


def _without_qualifier(token: str) -> tuple[str, str]:
    """The qualifier of a printed number and the rest: 约14, 2800余人, 30多万, 5万人左右. One of two is not read."""
    before, body, after = BETWEEN.fullmatch(token).groups(default="")
    within = ""
    if match := WITHIN.fullmatch(body):
        digits, within, sizes, rest = match.groups()
        body = f"{digits}{sizes}{rest}"
    words = [word for word in (before, within, after) if word]
    if len(words) != 1:
        return "", token
    return QUALIFIERS[words[0]], body


def _read_bare(text: str) -> Measured:
    """A number without a qualifier."""
    try:
        number, is_percentage = parse_number(text)
    except ValueError:
        return _read_spelled(text)
    return Measured(number, text, "%" if is_percentage else "")


class NotAPercentage(ValueError):
    """A percentage where none is asked for."""


def read_number_of(text: str, *, percent: bool, measured: bool) -> Measured:
    """The number for a box or cell that may hold a percentage, or a measure word and a qualifier. Raises ValueError."""
    number = read_number(text)
    if number.word == "%" and not percent:
        raise NotAPercentage(text)
    if (number.word not in {"", "%"} or number.qualifier) and not measured:
        raise ValueError(text)
    return number


def _read_spelled(text: str) -> Measured:
    token = unicodedata.normalize("NFKC", text).translate(MINUS).strip()
    if match := TENTHS.fullmatch(token):
        return Measured(Decimal(CHINESE_DIGITS[match[1]] * 10), text, "%")
    match = SPELLED.fullmatch(token)
    if match is None or (match[6] or "").startswith((*QUALIFIERS, "几")):
        raise ValueError(text)
    sign, digits, point, sizes, tenths, word = match.groups(default="")
    if (tenths and (sizes or word)) or word.endswith(("左右", "以上", "以下")):
        raise ValueError(text)
    power = sum(SIZES[size] for size in sizes) + bool(tenths)
    number = Decimal(f"{sign}{digits.replace(',', '')}{point}").scaleb(power)
    return Measured(number, text, "%" if tenths else word)


#: Words around a printed number that are its qualifier.
QUALIFIED = re.compile(
    r"(近|约|超过|超|不足)?([0-9][0-9.,]*)\s*([十百千万亿]*)\s*(余|多|左右|以上)?(.*)", re.DOTALL
)
#: The qualifiers that figures have, by the words that print them.
QUALIFIERS = {
    **dict.fromkeys(("近", "将近", "不足"), "nearly"),
    **dict.fromkeys(("约", "大约", "左右"), "about"),
    **dict.fromkeys(("超", "超过", "逾", "余", "多"), "over"),
    **dict.fromkeys(("至少", "不少于", "不低于", "以上"), "at_least"),
}
QUALIFIER_WORDS = {
    "nearly": gettext_lazy("nearly"),
    "about": gettext_lazy("about"),
    "over": gettext_lazy("over"),
    "at_least": gettext_lazy("at least"),
}
BETWEEN = re.compile(r"(大约|约|将近|近|超过|超|逾|不足|至少|不少于|不低于)?\s*(.*?)(左右|以上)?", re.DOTALL)
WITHIN = re.compile(r"([+-]?[0-9][0-9.,]*\s*[十百千万亿]*)\s*(余|多)([十百千万亿]*)(.*)", re.DOTALL)


def qualified(values: MutableMapping[str, object]) -> None:
    """Enter the qualifier that a number was written with, if the row has one and states no other."""
    if values.get("qualifier", None) != "":
        return
    for value in list(values.values()):
        if isinstance(value, Measured) and value.qualifier:
            values["qualifier"] = value.qualifier
            return


#: Characters that nobody sees, by name.
INVISIBLE = {
    "\u200b": gettext_lazy("zero-width space"),
    "\u00ad": gettext_lazy("soft hyphen"),
    "\ufeff": gettext_lazy("byte order mark"),
}


def number_advice(text: str) -> str:
    """Why a text is not accepted as a number, and how to write it."""
    if invisible := sorted({c for c in text if unicodedata.category(c) == "Cf"}):
        names = (f"U+{ord(c):04X} {INVISIBLE.get(c, '')}".strip() for c in invisible)
        return _("it contains invisible characters (%(names)s); type it again.") % {"names": ", ".join(names)}
    text = unicodedata.normalize("NFKC", text).strip()
    if match := re.fullmatch(r"\(([0-9.,]+)\)", text):
        return _("for a negative number write -%(number)s.") % {"number": match[1]}
    if re.fullmatch(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+", text):
        return _("write out all digits.")
    if advice := _advice_on_words(text):
        return advice
    if re.match(r"[+-]?[0-9]", text):
        return _("write digits only, in base units, without unit or word (20790000, not 2079万元).")
    return _("write digits with at most one point, such as 14 or 91.6.")


def rough_number(text: str) -> dict[str, object]:
    """The `number` and the `word` of one number with a qualifier, such as 约567人; empty for anything else."""
    text = unicodedata.normalize("NFKC", text).strip()
    match, numbers = QUALIFIED.fullmatch(text), [number for number, _step, _size in printed_numbers(text)]
    word = QUALIFIERS.get(match[1] or match[4]) if match else None
    if word is None or len(numbers) != 1:
        return {}
    return {"number": f"{numbers[0]:f}", "word": QUALIFIER_WORDS[word]}


def _advice_on_words(text: str) -> str:
    """What to write for one number with words around it; empty for anything else."""
    match, numbers = QUALIFIED.fullmatch(text), [number for number, _step, _size in printed_numbers(text)]
    if not match or len(numbers) != 1 or not (match[1] or match[3] or match[4] or match[5]):
        return ""
    if names := rough_number(text):
        return _("write %(number)s, with the qualifier “%(word)s”.") % names
    number = f"{numbers[0]:f}"
    return _("write %(number)s: digits only, in base units, without unit or word.") % {"number": number}


#: Units of size in Chinese; they multiply when they stand together: 百万, 千亿.
SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
CHINESE_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 5}
PRINTED = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[余多]?\s*([十百千万亿]*)(成?)|([一二两三四五六七八九半])成")


def printed_numbers(text: str) -> Iterator[tuple[Decimal, Decimal, bool]]:
    """The numbers in a printed token: value in base units, step of its last digit, whether a size is printed with it.

    1,234万元 is 12340000, to 10000; 12百万 is 12000000, to 1000000; 三成 is 30 (per cent), to 10. Signs are not read: a
    document says 下降12%.
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=[0-9])[, '](?=[0-9]{3}(?![0-9]))", "", text)
    for match in PRINTED.finditer(text):
        digits, sizes, tenths, numeral = match.groups()
        if numeral:
            yield Decimal(CHINESE_DIGITS[numeral] * 10), Decimal(10), True
            continue
        power = sum(SIZES[size] for size in sizes) + bool(tenths)
        step = Decimal(1).scaleb(power - len(digits.partition(".")[2]))
        yield Decimal(digits).scaleb(power), step, bool(sizes or tenths)


#: Words for measures that are a multiple of the unit that figures are usually kept in.
MULTIPLES = {"公里": 1000, "千米": 1000, "km": 1000, "吨": 1000, "公顷": 10000}


def unlike_printed(value: Decimal, token: str) -> list[Decimal]:
    """The numbers of a printed token if the value is none of them, to the last digit printed; empty otherwise.

    23.5公里 may be kept as 23.5 kilometres or as 23500 metres.
    """
    factors = [1, *(factor for word, factor in MULTIPLES.items() if word in token)]
    printed = list(printed_numbers(token))
    near = (
        abs(abs(value) - number * factor) < step * factor
        for number, step, _has_size in printed
        for factor in factors
    )
    return [] if any(near) else [number for number, _step, _has_size in printed]


def parse_day(text: str) -> dt.date:
    """A day written 2026-11-20, 2026/11/20, 2026.11.20 or 2026年11月20日. Raises ValueError, or ImplausibleYear."""
    match = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    year, _sign, month, day, chinese_month, chinese_day = match.groups()
    if int(year) not in YEARS:
        raise ImplausibleYear(year)
    return dt.date(int(year), int(month or chinese_month), int(day or chinese_day))
