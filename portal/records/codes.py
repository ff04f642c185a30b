"""Codes that stand in addresses, where a word of the addresses themselves would hide the page of a record."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from django.core.validators import slug_re
from django.db.models import Model
from django.urls import URLResolver, get_resolver, resolve
from django.utils.translation import gettext as _

from portal.records.findings import Finding, Unread

#: The fields, and the parameters of routes, that hold a code.
CODES = ("code", "slug")


def not_a_word_of_addresses(record: Model) -> Iterator[Finding]:
    """No record has a code with which an address leads elsewhere: `/projects/micro/` is no project."""
    for field in record._meta.concrete_fields:
        if field.name in CODES and field.unique:
            with suppress(Unread):
                if is_word_of_addresses(code := getattr(record, field.name)):
                    words = _("“%(code)s” is a word of the addresses of this portal; choose another code.")
                    yield Finding(field.name, words % {"code": code})


def is_word_of_addresses(code: str) -> bool:
    """Whether some address of a record with that code leads elsewhere, by the URL configuration."""
    words, with_code = _words_and_addresses()
    return code in words and any(_is_hidden(code, *route) for route in with_code)


@cache
def _words_and_addresses() -> tuple[set[str], list[tuple[str, str]]]:
    """The fixed words in addresses, and the addresses that need a code, with the name of the parameter."""
    routes = list(_routes(get_resolver()))
    words = {word for address, _names in routes for word in address.split("/") if slug_re.match(word)}
    return words, [(address, *names) for address, names in routes if len(names) == 1 and names[0] in CODES]


def _routes(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, list[str]]]:
    """The address with placeholders and the parameters of every route, those of includes too."""
    for key in resolver.reverse_dict:
        for possibilities, *_rest in resolver.reverse_dict.getlist(key):
            yield from ((before + address, names) for address, names in possibilities)
    for prefix, inner in resolver.namespace_dict.values():
        yield from _routes(inner, before + prefix)


def _is_hidden(word: str, address: str, name: str) -> bool:
    """Whether the address with that word in place of the code is another one's."""
    found = resolve(address % {name: word})
    return found.kwargs.get(name) != word
