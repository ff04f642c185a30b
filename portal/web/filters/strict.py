"""Strict filtering: unknown or invalid parameters are errors, never ignored."""

from collections.abc import Collection, Iterable

import django_filters
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

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
    page, `cursor` for an answer. A filter called `from_` is the parameter `from`.
    """

    def __init__(
        self,
        data=None,
        queryset=None,
        *,
        request,
        prefix=None,
        also: Collection[str] = ("page", *EVERY_PAGE),
    ) -> None:
        super().__init__(data, queryset, request=request, prefix=prefix)
        self.also = tuple(also)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {name.rstrip("_"): declared for name, declared in super().get_filters().items()}

    @property
    def known(self) -> tuple[str, ...]:
        """Every parameter that a list with this filter accepts."""
        return (*self.filters, *self.also, *EVERYWHERE)

    def filter_queryset(self, queryset):
        self.refuse_bad()
        return super().filter_queryset(queryset)

    def refuse_bad(self) -> None:
        """Raise BadParameter for the first invalid parameter."""
        repeatable = [name for name, one in self.filters.items() if getattr(one, "repeatable", False)]
        refuse_unknown(self.data, self.known, repeatable=repeatable)
        for name in self.form.errors:
            field = self.filters[name]
            raise BadParameter.value(name, ", ".join(self.data.getlist(name)), field.allowed())
