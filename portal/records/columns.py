"""Columns with plain values: parsing and formatting of cells, and the model field that each column fills."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.records.cell_errors import BadCell, choose_from
from portal.records.lookups import CodeLookup
from portal.records.parsing import (
    DAY,
    EXCEL_EPOCH,
    SERIAL_DAYS,
    ImplausibleYear,
    Measured,
    NotAPercentage,
    implausible_year,
    number_advice,
    parse_day,
    read_number_of,
    rough_number,
)

#: Control characters, halves of surrogate pairs, and characters of private use, which no font shows alike.
REFUSED_CATEGORIES = {"Cc", "Cs", "Co"}

#: Column codes of bilingual names and notes.
NAMES = ("name_zh", "name_en")
NOTES = ("note_zh", "note_en")

Value = object
Native = str | Decimal | dt.date


class Column:
    """One column of a sheet. Label, length, choices and default come from the model field unless given here.

    `required` is a boolean, or a function of the workbook being read.
    """

    default: Value = ""
    hint: str | Promise = ""
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def __init__(
        self,
        code: str,
        *,
        required: bool | Callable[[CodeLookup], bool] = False,
        field: str | None = None,
        label: object = None,
    ) -> None:
        self.code, self.required, self.label = code, required, label
        self.field_name = field or code

    def bind(self, model: type[models.Model]) -> None:
        """Fill in from the model field whatever the declaration left out."""
        self.field = model._meta.get_field(self.field_name)
        self.label = self.label or self.field.verbose_name
        if self.field.has_default() and not callable(self.field.default):
            self.default = self.field.get_default()

    @property
    def path(self) -> str:
        """The query path to the column's value, if it is a single database value."""
        return self.field_name

    def labels(self) -> set[str]:
        """The accepted header texts: the code, and the label in both languages."""
        return {self.code, *in_both_languages(self.label)}

    def is_required(self, lookup: CodeLookup) -> bool:
        return self.required(lookup) if callable(self.required) else self.required

    def read(self, text: str, lookup: CodeLookup) -> Value:
        """The value of a filled cell. Raises BadCell."""
        raise NotImplementedError

    def show(self, value: Value) -> str:
        """The value as text in a CSV cell."""
        return "" if value is None else str(value)

    def in_words(self, value: Value, lookup: CodeLookup) -> str:
        """The value for a person to read: names in place of codes."""
        return self.show(value)

    def native(self, value: Value) -> Native:
        """The value as an .xlsx cell stores it."""
        return self.show(value)

    def get(self, instance: models.Model) -> Value:
        return getattr(instance, self.field_name)

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        setattr(instance, self.field_name, values[self.code])

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        """Set the field of a row that is validated and not saved: rows that it names may not be saved either."""
        self.set(row, values, lookup)

    def allowed(self) -> str:
        """The allowed values, in a few words."""
        return str(self.hint)

    def options(self) -> dict[str, str]:
        """The few words a cell may hold, with their meanings; empty if any text is allowed."""
        return {}


class Text(Column):
    """Free text, stripped of surrounding blanks; line breaks are kept."""

    def read(self, text: str, lookup: CodeLookup) -> str:
        if strange := {c for c in text if unicodedata.category(c) in REFUSED_CATEGORIES and c not in "\n\t"}:
            names = ", ".join(f"U+{ord(c):04X}" for c in sorted(strange))
            raise BadCell(
                _("contains characters that cannot be shown (%(names)s); retype the text.") % {"names": names}
            )
        longest = self.field.max_length
        if longest and len(text) > longest:
            raise BadCell(
                _("is %(length)d characters long; at most %(longest)d are allowed.")
                % {"length": len(text), "longest": longest}
            )
        return text

    def get(self, instance: models.Model) -> str:
        return tidy(super().get(instance))

    def allowed(self) -> str:
        if self.field.max_length:
            return _("text of at most %(longest)d characters") % {"longest": self.field.max_length}
        return _("text")


class Code(Text):
    """The code of a row, in the format that the field's validators require."""

    def read(self, text: str, lookup: CodeLookup) -> str:
        text = super().read(text, lookup)
        for validator in self.field.validators:
            try:
                validator(text)
            except ValidationError as error:
                raise BadCell(" ".join(error.messages)) from error
        return text

    def allowed(self) -> str:
        shapes = [str(v.message) for v in self.field.validators if v.code == "invalid"]
        return " ".join([_("a code not used in any other row."), *shapes])


class Number(Column):
    """A decimal number in base units: `percent` with a percent sign, `measured` with a word for its validator."""

    default = None

    def __init__(
        self, code: str, *, percent: bool = False, measured: bool = False, **options: object
    ) -> None:
        super().__init__(code, **options)
        self.percent, self.measured = percent, measured

    def read(self, text: str, lookup: CodeLookup) -> Measured:
        try:
            return read_number_of(text, percent=self.percent, measured=self.measured)
        except NotAPercentage:
            raise BadCell(_("is a percentage; enter the number itself.")) from None
        except ValueError:
            raise BadCell(_("is not a plain number: %(advice)s") % {"advice": number_advice(text)}) from None

    def native(self, value: Value) -> Native:
        return "" if value is None else Decimal(value)


class Integer(Number):
    """A whole number within what the field can store."""

    def _range(self) -> tuple[int, int]:
        # the range of the database type, narrowed by the field's own validators
        validators = self.field.validators
        lows = [v.limit_value for v in validators if isinstance(v, MinValueValidator)]
        highs = [v.limit_value for v in validators if isinstance(v, MaxValueValidator)]
        return max(lows), min(highs)

    def read(self, text: str, lookup: CodeLookup) -> int:
        if rough := rough_number(text):
            # the qualifier of the row, if there is one, is that of another number
            words = _("takes no qualifier: write %(number)s, and say “%(word)s” in the note.")
            raise BadCell(words % rough)
        number = super().read(text, lookup)
        low, high = self._range()
        if number != number.to_integral_value() or not low <= number <= high:
            raise BadCell(self.allowed())
        return int(number)

    def allowed(self) -> str:
        low, high = self._range()
        return _("a whole number from %(low)d to %(high)d") % {"low": low, "high": high}


class DecimalNumber(Number):
    """A decimal number, with as many decimals as the field stores."""

    def read(self, text: str, lookup: CodeLookup) -> Measured:
        number = super().read(text, lookup).normalized
        whole = self.field.max_digits - self.field.decimal_places
        if -number.as_tuple().exponent > self.field.decimal_places or number.adjusted() >= whole:
            raise BadCell(self.allowed())
        return number

    def show(self, value: Decimal | None) -> str:
        return "" if value is None else plain(value)

    def allowed(self) -> str:
        return _("a plain number, at most %(whole)d digits before and %(places)d after the point") % {
            "whole": self.field.max_digits - self.field.decimal_places,
            "places": self.field.decimal_places,
        }


class Date(Column):
    """A date, written 2022-06-01."""

    hint = gettext_lazy("a date, written YYYY-MM-DD")

    default = None

    def read(self, text: str, lookup: CodeLookup) -> dt.date:
        if text.isascii() and text.isdigit() and int(text) in SERIAL_DAYS:
            return EXCEL_EPOCH + dt.timedelta(days=int(text))
        try:
            return parse_day(text)
        except ImplausibleYear:
            raise BadCell(implausible_year()) from None
        except ValueError:
            if DAY.fullmatch(text):
                raise BadCell(_("is not a valid date: there is no such day.")) from None
            raise BadCell(_("is not a date; write it as YYYY-MM-DD.")) from None

    def show(self, value: dt.date | None) -> str:
        return value.isoformat() if value else ""

    def native(self, value: dt.date | None) -> Native:
        return value or ""


class Choice(Column):
    """One choice: its code, or its label in either language. `former`: by a label of earlier days, the code."""

    def __init__(self, code: str, *, former: Mapping[str, str] | None = None, **options: object) -> None:
        super().__init__(code, **options)
        self.former = former or {}

    def read(self, text: str, lookup: CodeLookup) -> str:
        codes = dict(self.field.flatchoices)
        if text in codes:
            return text
        if text in self.former:
            return self.former[text]
        words = {code: code for code in codes}
        words |= {word: code for code, label in codes.items() for word in in_both_languages(label)}
        if text in words:
            return words[text]
        raise BadCell(choose_from(text, {word: code for word, code in words.items() if code}))

    def in_words(self, value: str, lookup: CodeLookup) -> str:
        return str(dict(self.field.flatchoices).get(value, value))

    def allowed(self) -> str:
        return _("one of: %(codes)s") % {"codes": ", ".join(self.options())}

    def options(self) -> dict[str, str]:
        return {code: str(label) for code, label in self.field.flatchoices}


class Boolean(Column):
    """Yes or no."""

    hint = gettext_lazy("yes or no")
    WORDS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}

    def read(self, text: str, lookup: CodeLookup) -> bool:
        try:
            return self.WORDS[text.casefold()]
        except KeyError:
            raise BadCell(self.allowed()) from None

    def show(self, value: bool) -> str:  # noqa: FBT001 - the value of a column
        return "yes" if value else "no"

    def in_words(self, value: bool, lookup: CodeLookup) -> str:  # noqa: FBT001 - the value of a column
        return self.options()[self.show(value)]

    def options(self) -> dict[str, str]:
        return {"yes": _("yes"), "no": _("no")}


class Texts(Column):
    r"""Several texts in one cell, separated by semicolons; a semicolon within a text is written \;."""

    hint = gettext_lazy("texts separated by semicolons (;)")

    default = ()

    def read(self, text: str, lookup: CodeLookup) -> tuple[str, ...]:
        parts = [re.sub(r"\\([\\;])", r"\1", part).strip() for part in re.findall(r"(?:\\[\\;]|[^;])+", text)]
        longest = self.field.base_field.max_length
        for part in parts:
            if longest and len(part) > longest:
                raise BadCell(_("each text may have at most %(longest)d characters.") % {"longest": longest})
        return tuple(part for part in parts if part)

    def show(self, value: tuple[str, ...]) -> str:
        return ";".join(part.replace("\\", r"\\").replace(";", r"\;") for part in value)

    def get(self, instance: models.Model) -> tuple[str, ...]:
        return tuple(super().get(instance))

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        setattr(instance, self.field_name, list(values[self.code]))


def in_both_languages(text: object) -> list[str]:
    """A lazily translated text in Chinese and in English."""
    words = []
    for language in ("zh-hans", "en"):
        with override(language):
            words.append(str(text))
    return words


def tidy(text: str) -> str:
    """The text without surrounding blanks and with plain line breaks; browsers submit CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(value: Decimal) -> str:
    """The value with all its digits and nothing else: 14, 91.6."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def texts(*codes: str, required: bool = False) -> tuple[Text, ...]:
    """Columns of plain text."""
    return tuple(Text(code, required=required) for code in codes)
