"""The kinds of filters of the lists. Each says what it allows, for errors and for OpenAPI."""

import datetime as dt
import functools
import operator
from collections.abc import Callable

import django_filters
from django import forms
from django.db.models import Manager, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Area, Code, Department, Sector

ANY = _("all")
#: More values than these are not listed in an error; it names the address that lists them.
MOST_LISTED = 40
LONGEST_WORDS = 100


class Choice(django_filters.ChoiceFilter):
    """One word of a fixed list."""

    def __init__(self, choices, field_name: str | None = None, **kwargs) -> None:
        self.values = [str(value) for value, _label in choices]
        super().__init__(field_name=field_name, choices=list(choices), **{"empty_label": ANY, **kwargs})

    def allowed(self) -> list[str]:
        return self.values

    @property
    def schema(self) -> dict:
        return {"type": "string", "enum": self.values}


class YesNo(Choice):
    """true or false."""

    def __init__(self, field_name: str | None = None, **kwargs) -> None:
        super().__init__([("true", _("yes")), ("false", _("no"))], field_name, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return super().filter(qs, value and value == "true") if value else qs


class Versions(Choice):
    """`current` (the default): what was known at the moment. `all`: every version published by then."""

    def __init__(self, **kwargs) -> None:
        choices = [("current", _("in force")), ("all", _("all, with those superseded"))]
        super().__init__(choices, empty_label=None, required=False, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs if value == "all" else qs.known_at(self.parent.request.moment.at)


class Row(django_filters.ModelChoiceFilter):
    """A row, named by its code: any of a manager's, or those that a QuerySet word finds public at the moment.

    `listed` is the noun under which they are all listed.
    """

    def __init__(
        self, rows: Manager | Callable[[dt.datetime], QuerySet], listed: str, key: str = "code", **kwargs
    ) -> None:
        self.listed, self.key = listed, key
        super().__init__(
            queryset=lambda request: rows(request.moment.at) if callable(rows) else rows.all(),
            to_field_name=key,
            **{"empty_label": ANY, **kwargs},
        )

    def allowed(self) -> list[str]:
        codes = self.field.queryset.values_list(self.key, flat=True)[: MOST_LISTED + 1]
        return [str(code) for code in codes] if len(codes) <= MOST_LISTED else [f"/api/v1/{self.listed}"]

    @property
    def schema(self) -> dict:
        return {"type": "integer" if self.key == "pk" else "string"}


class InSector(Row):
    """A theme of people's livelihood."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(Sector.objects, "sectors", field_name=field_name, **{"label": _("sector"), **kwargs})


class OfDepartment(Row):
    """A body of the district government."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Department.objects,
            "departments",
            field_name=field_name,
            **{"label": _("department"), **kwargs},
        )


class InArea(Row):
    """An area with everything below it."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Area.objects,
            "areas",
            field_name=field_name,
            **{"label": _("area"), "help_text": _("Areas within it are included."), **kwargs},
        )

    def filter(self, qs: QuerySet, value: Area | None) -> QuerySet:
        if value is None:
            return qs
        tree = Area.objects.within(value.code).values("pk")
        # by a subquery: an area of several would otherwise give a row several times
        inside = qs.model.objects.filter(**{f"{self.field_name}__in": tree})
        return qs.filter(pk__in=inside.values("pk"))


class Day(django_filters.DateFilter):
    """A day, as 2022-06-30."""

    def __init__(self, field_name: str, lookup_expr: str, **kwargs) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            field_name=field_name,
            lookup_expr=lookup_expr,
            input_formats=["%Y-%m-%d"],
            **{"widget": widget, **kwargs},
        )

    def allowed(self) -> list[str]:
        return ["YYYY-MM-DD"]

    @property
    def schema(self) -> dict:
        return {"type": "string", "format": "date"}


class Year(django_filters.NumberFilter):
    """The local calendar year of a time."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name=field_name, min_value=dt.MINYEAR + 1, max_value=dt.MAXYEAR - 1, **kwargs)

    def filter(self, qs: QuerySet, value: int | None) -> QuerySet:
        if value is None:
            return qs
        first, after = (timezone.make_aware(dt.datetime(year, 1, 1)) for year in (value, value + 1))  # noqa: DTZ001
        return qs.filter(**{f"{self.field_name}__gte": first, f"{self.field_name}__lt": after})

    def allowed(self) -> list[str]:
        return ["YYYY"]

    @property
    def schema(self) -> dict:
        return {"type": "integer"}


class Words(django_filters.CharFilter):
    """Words, all of which stand in one of the fields or another, in either language."""

    def __init__(self, *fields: str, **kwargs) -> None:
        self.fields = fields
        super().__init__(max_length=LONGEST_WORDS, **{"label": _("words"), **kwargs})

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in value.split():
            anywhere = (Q(**{f"{field}__icontains": word}) for field in self.fields)
            qs = qs.filter(functools.reduce(operator.or_, anywhere))
        return qs

    def allowed(self) -> list[str]:
        return [f"1–{LONGEST_WORDS}"]

    @property
    def schema(self) -> dict:
        return {"type": "string", "maxLength": LONGEST_WORDS}


class Number(django_filters.CharFilter):
    """The number that a document gives to one of its parts, such as 3.1."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name=field_name, max_length=12, **kwargs)

    def allowed(self) -> list[str]:
        return ["3.1"]

    @property
    def schema(self) -> dict:
        return {"type": "string", "maxLength": 12}


class DimensionsField(forms.Field):
    """Texts such as crime_type:fraud, any number of them, each a value of a dimension. Cleans to a dict."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> dict[str, str]:
        texts = [text for text in value or [] if text]
        pairs = [tuple(text.split(":", 1)) for text in texts if ":" in text and "\0" not in text]
        either = functools.reduce(operator.or_, (Q(dimension=d, code=c) for d, c in pairs), Q(pk=None))
        known = Code.objects.filter(either).count()
        if known < len(texts) or len(dict(pairs)) < len(pairs):
            raise forms.ValidationError(_("Not a value of a dimension."))
        return dict(pairs)


class DimensionValues(django_filters.Filter):
    """Values of dimensions, as crime_type:fraud; may be given for several dimensions at once."""

    field_class = DimensionsField
    repeatable = True

    def filter(self, qs: QuerySet, value: dict[str, str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__contains": value}) if value else qs

    def allowed(self) -> list[str]:
        pairs = Code.objects.values_list("dimension", "code")[: MOST_LISTED + 1]
        listed = [f"{dimension}:{code}" for dimension, code in pairs]
        return listed if len(listed) <= MOST_LISTED else ["/api/v1/dimensions"]

    @property
    def schema(self) -> dict:
        return {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]+:[a-z0-9_]+$"}}
