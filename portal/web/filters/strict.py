"""Strictness: a parameter that is unknown or not understood is refused, never passed over in silence."""

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
    """A parameter of the address that is unknown, repeated or has a bad value: a 400.

    `allowed` gives the values, or what they look like, or the address that lists them where they are many.
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
    """Raise BadParameter for a parameter that is not known, or that is there twice and may not be."""
    for name, values in query.lists():
        if name not in known:
            raise BadParameter.unknown(name, known)
        if len(values) > 1 and name not in repeatable:
            raise BadParameter.repeated(name)


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet whose `qs` raises BadParameter instead of leaving out what it does not understand.

    Takes `request`, with its `moment`: what may be chosen is what was public then. The queryset handed in is
    everything public at the moment; a parameter left empty is as if it were not there. A list names in `also`
    what it reads itself, a page its number and an answer its cursor. A filter called `from_` is the parameter `from`.
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
        """Every parameter that a list with this filter understands."""
        return (*self.filters, *self.also, *EVERYWHERE)

    def filter_queryset(self, queryset):
        self.refuse_bad()
        return super().filter_queryset(queryset)

    def refuse_bad(self) -> None:
        """Raise BadParameter for the first parameter that is not understood."""
        repeatable = [name for name, one in self.filters.items() if getattr(one, "repeatable", False)]
        refuse_unknown(self.data, self.known, repeatable=repeatable)
        for name in self.form.errors:
            field = self.filters[name]
            raise BadParameter.value(name, ", ".join(self.data.getlist(name)), field.allowed())
