"""Filter types of the lists. Each describes its allowed values, for errors and for OpenAPI."""

import datetime as dt
import functools
import operator
from collections.abc import Callable, Collection, Iterable

import django_filters
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Manager, Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.web.days import YEARS, read_day

#: Parameters of every page and answer; `portal.web.middleware` reads them.
EVERYWHERE = ("as_of", "lang")
#: Parameters of every page; `portal.web.middleware` reads it.
EVERY_PAGE = ("care",)


class BadParameter(BadRequest):
    """A parameter that is unknown, repeated or invalid: a 400.

    `allowed`: the values, their format, or the address of their list where there are many.
    """

    def __init__(self, parameter: str, message: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.allowed = [str(value) for value in allowed]

    @property
    def message(self) -> str:
        return str(self.args[0])

    @classmethod
    def unknown(cls, parameter: str, known: Collection[str]) -> "BadParameter":
        message = _("“%(parameter)s” is not a parameter of this address.")
        return cls(parameter, message % {"parameter": parameter[:60]}, known)

    @classmethod
    def value(cls, parameter: str, value: str, allowed: Iterable[str]) -> "BadParameter":
        message = _("%(parameter)s: “%(value)s” is not allowed.")
        return cls(parameter, message % {"parameter": parameter, "value": value[:60]}, allowed)

    @classmethod
    def repeated(cls, parameter: str) -> "BadParameter":
        message = _("%(parameter)s: given more than once.")
        return cls(parameter, message % {"parameter": parameter})


def refuse_unknown(query: QueryDict, known: Collection[str], *, repeatable: Collection[str] = ()) -> None:
    """Raise BadParameter for an unknown parameter, or one given twice that may not be."""
    for name, values in query.lists():
        if name not in known:
            raise BadParameter.unknown(name, known)
        if len(values) > 1 and name not in repeatable:
            raise BadParameter.repeated(name)


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet whose `qs` raises BadParameter instead of ignoring invalid parameters.

    Needs `request` with its `moment`: the choices are the rows public then. The queryset passed in is everything public
    at the moment; an empty parameter counts as absent. `also` names parameters that the list reads itself: `page` for a
    page, `cursor` for an answer. `only_given`: without a form to show, the filters that are asked for are enough. A
    filter called `from_` is the parameter `from`.
    """

    def __init__(
        self,
        data=None,
        queryset=None,
        *,
        request,
        prefix=None,
        also: Collection[str] = ("page", *EVERY_PAGE),
        only_given: bool = False,
    ) -> None:
        if only_given:  # all filters of a class are copied for each request
            declared = type(self).base_filters
            self.base_filters = {name: one for name, one in declared.items() if any(data.getlist(name))}
        super().__init__(data, queryset, request=request, prefix=prefix)
        self.also = tuple(also)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {name.rstrip("_"): declared for name, declared in super().get_filters().items()}

    @property
    def known(self) -> tuple[str, ...]:
        """Every parameter that a list with this filter accepts."""
        return (*type(self).base_filters, *self.also, *EVERYWHERE)

    def filter_queryset(self, queryset):
        self.refuse_bad()
        return super().filter_queryset(queryset)

    def refuse_bad(self) -> None:
        """Raise BadParameter for the first invalid parameter."""
        repeatable = [name for name, one in self.base_filters.items() if getattr(one, "repeatable", False)]
        refuse_unknown(self.data, self.known, repeatable=repeatable)
        for name in self.form.errors:
            field = self.filters[name]
            raise BadParameter.value(name, ", ".join(self.data.getlist(name)), field.allowed)


ANY = _("all")
#: An error lists at most this many values; beyond that it links to their list.
MOST_LISTED = 40
LONGEST_WORDS = 100


class ChoiceFilter(django_filters.ChoiceFilter):
    """One value from a fixed list."""

    def __init__(self, choices, field_name: str | None = None, **kwargs) -> None:
        self.allowed = [str(value) for value, _label in choices]
        self.schema = {"type": "string", "enum": self.allowed}
        super().__init__(field_name=field_name, choices=list(choices), **{"empty_label": ANY, **kwargs})


class YesNoFilter(ChoiceFilter):
    """true or false."""

    def __init__(self, field_name: str | None = None, **kwargs) -> None:
        super().__init__([("true", _("yes")), ("false", _("no"))], field_name, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return super().filter(qs, value and value == "true") if value else qs


class RowField(django_filters.fields.ModelChoiceField):
    """A row to choose among those of the moment; one that is only public since is understood too, and finds nothing."""

    def __init__(self, *args, since: Callable[[], QuerySet], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.since = since

    def to_python(self, value: object) -> Model | None:
        if self.to_field_name == "pk" and not str(value).isascii():
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        try:
            return super().to_python(value)
        except forms.ValidationError:
            then, self.queryset = self.queryset, self.since()
            try:
                return super().to_python(value)
            finally:
                self.queryset = then


class RowFilter(django_filters.ModelChoiceFilter):
    """A row, named by its code: any row of a manager, or any that a QuerySet word finds public.

    A page offers those of its moment. `listed` is the endpoint that lists all of them.
    """

    field_class = RowField

    def __init__(
        self, rows: Manager | Callable[[dt.datetime], QuerySet], listed: str, key: str = "code", **kwargs
    ) -> None:
        self.listed, self.key = listed, key
        self.schema = {"type": "integer" if key == "pk" else "string"}

        def public(at: dt.datetime) -> QuerySet:
            return rows(at) if callable(rows) else rows.all()

        super().__init__(
            queryset=lambda request: public(request.moment.at),
            since=lambda: public(timezone.now()),
            to_field_name=key,
            **{"empty_label": ANY, **kwargs},
        )

    @property
    def allowed(self) -> list[str]:
        codes = self.field.since().values_list(self.key, flat=True)[: MOST_LISTED + 1]
        return [str(code) for code in codes] if len(codes) <= MOST_LISTED else [f"/api/v1/{self.listed}"]


class DayField(forms.DateField):
    """A day in the one documented form, of a plausible year."""

    def to_python(self, value: object) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        if (day := read_day(value)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class WholeNumberField(forms.IntegerField):
    """A whole number in ASCII digits."""

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str) and not (
            (value.isascii() and value.removeprefix("-").isdigit()) or not value
        ):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayFilter(django_filters.DateFilter):
    """A date, as 2022-06-30."""

    field_class = DayField
    allowed = ["YYYY-MM-DD", f"{YEARS[0]}–{YEARS[-1]}"]
    schema = {"type": "string", "format": "date"}

    def __init__(self, field_name: str, lookup_expr: str, **kwargs) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            field_name=field_name,
            lookup_expr=lookup_expr,
            **{"widget": widget, **kwargs},
        )


class YearFilter(django_filters.NumberFilter):
    """The local calendar year of a time."""

    field_class = WholeNumberField
    allowed = [f"{YEARS[0]}–{YEARS[-1]}"]
    schema = {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name=field_name, min_value=YEARS[0], max_value=YEARS[-1], **kwargs)

    def filter(self, qs: QuerySet, value: int | None) -> QuerySet:
        if value is None:
            return qs
        first, after = (timezone.make_aware(dt.datetime(year, 1, 1)) for year in (value, value + 1))  # noqa: DTZ001
        return qs.filter(**{f"{self.field_name}__gte": first, f"{self.field_name}__lt": after})


class WordsFilter(django_filters.CharFilter):
    """Words that must all occur in one of the fields, in either language."""

    allowed = [f"1–{LONGEST_WORDS}"]
    schema = {"type": "string", "maxLength": LONGEST_WORDS}

    def __init__(self, *fields: str, **kwargs) -> None:
        self.fields = fields
        super().__init__(max_length=LONGEST_WORDS, **{"label": _("words"), **kwargs})

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in value.split():
            anywhere = (Q(**{f"{field}__normalized_contains": word}) for field in self.fields)
            qs = qs.filter(functools.reduce(operator.or_, anywhere))
        return qs


class CodeFilter(django_filters.CharFilter):
    """A code, whether or not a row has it."""

    allowed = [f"1–{LONGEST_WORDS}"]
    schema = {"type": "string", "maxLength": LONGEST_WORDS}

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name=field_name, max_length=LONGEST_WORDS, **kwargs)


class NumberFilter(django_filters.CharFilter):
    """The number of a part of a document, such as 3.1."""

    allowed = ["3.1"]
    schema = {"type": "string", "maxLength": 12}

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name=field_name, max_length=12, **kwargs)
