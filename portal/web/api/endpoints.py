"""Endpoints of the JSON interface, each declared with its record."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, path, re_path
from django.utils.functional import Promise

from portal.web.api.views import DetailView, ListView

CODE = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
NUMBER = r"[1-9][0-9]{0,17}"
FORMATS = ("json", "csv", "xlsx")


@dataclass(frozen=True)
class Endpoint:
    """A noun with its list and, if rows have a name, the detail page of a row, named by the end of the address.

    `title` and `about` describe it on the page for journalists; `page` is the URL name of its HTML page. `further`
    lists formats besides JSON, CSV and XLSX, each with its extension.
    """

    noun: str
    list_view: type[ListView]
    detail_view: type[DetailView] | None = None
    title: str | Promise = ""
    about: str | Promise = ""
    page: str = ""
    further: tuple[tuple[str, str], ...] = ()

    def routes(self) -> Iterator[URLPattern]:
        """Canonical addresses without a trailing slash, and the same with one."""
        rows = self.list_view.as_view()
        yield path(self.noun, rows, name=self.noun)
        yield path(f"{self.noun}/", rows)
        for kind in FORMATS:
            yield path(f"{self.noun}.{kind}", rows, {"format": kind})
        if self.detail_view is None:
            return
        key, one = self.detail_view.key, self.detail_view.as_view()
        address = rf"^{self.noun}/(?P<{key}>{NUMBER if key == 'id' else CODE})"
        yield re_path(rf"{address}$", one, name=f"{self.noun}-one")
        yield re_path(rf"{address}/$", one)


#: By noun; `portal.records.registry` adds each.
endpoints: dict[str, Endpoint] = {}
#: Addresses that are neither a list nor a row of one, such as a calculation; the registry adds them too.
further_routes: list[URLPattern] = []
