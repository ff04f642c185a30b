"""Meta tags: the statutory tags of Chinese government sites, canonical addresses, alternate languages.

The statutory tags follow the Guidelines for the Development of Government Websites (State Council General Office,
国办发〔2017〕47号, annex on page design): every page names the site, a column page names the column,
and an article names its title, date and source.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.web import sectors
from portal.web.numbers import is_english

#: Parameters kept in every canonical address. Others are kept only where the page filters by them.
ALWAYS = ("as_of", "page")


@dataclass(frozen=True)
class Column:
    """A section of the site, as the statutory tags name it. `kind` is its ColumnType."""

    name: str | Promise
    description: str | Promise
    keywords: str | Promise
    kind: str | Promise


DISCLOSURE = _("information disclosure")
OPEN_DATA = _("open data")
HELP = _("about the site")

#: Column of each page, by URL name.
COLUMNS = {
    ("indicator-list", "indicator-detail"): Column(
        _("Indicators"),
        _("Everything that is measured, with all released figures and their sources."),
        _("indicators, statistics, livelihood"),
        OPEN_DATA,
    ),
    ("release-list", "release-detail"): Column(
        _("Releases"),
        _("What was published, when, by whom, with its sections."),
        _("releases, press conferences, disclosure"),
        DISCLOSURE,
    ),
    ("calendar",): Column(
        _("Release calendar"),
        _("Upcoming releases, their times, and any changes."),
        _("releases, calendar, announcements"),
        DISCLOSURE,
    ),
    ("commitment-list", "commitment-detail"): Column(
        _("Commitments"),
        _("Commitments, their due dates, and what became of them."),
        _("commitments, progress"),
        DISCLOSURE,
    ),
    ("check-list",): Column(
        _("Checks"),
        _("Stated and computed values, with the figures used."),
        _("checks, quality of data"),
        OPEN_DATA,
    ),
    ("facility-list",): Column(
        _("Facilities"),
        _("Addresses, telephone numbers and opening hours."),
        _("places, telephone numbers, opening hours"),
        _("services"),
    ),
    ("area-list", "area-detail"): Column(
        _("Neighbourhoods"),
        _("Everything public about an area and the areas in it."),
        _("subdistricts, towns, communities, estates"),
        DISCLOSURE,
    ),
    ("glossary-list", "how-to-read"): Column(
        _("How to read the figures"),
        _("Units, periods, status words, checks and terms explained."),
        _("units, terms, explanations"),
        HELP,
    ),
    ("data",): Column(
        _("Data"),
        _("Everything on these pages as JSON, CSV and XLSX."),
        _("open data, JSON, CSV"),
        OPEN_DATA,
    ),
    ("accessibility", "privacy"): Column(
        _("About the site"),
        _("Accessibility and privacy of this site."),
        _("accessibility, privacy"),
        HELP,
    ),
}
BY_PAGE = {name: column for names, column in COLUMNS.items() for name in names}


def column_of(request: HttpRequest) -> Column | None:
    """The column that the page belongs to; None on the home page, in searches and on error pages."""
    match = request.resolver_match
    if match is None:
        return None
    if spec := sectors.sectors.get(match.namespace):
        name = spec.name_en if is_english() else spec.name_zh
        description = _("Figures, programmes, commitments and facilities: %(sector)s.") % {"sector": name}
        return Column(name, description, name, DISCLOSURE)
    return BY_PAGE.get(match.url_name)


def site_domain(request: HttpRequest) -> str:
    """The host name of the request, without the port."""
    return split_domain_port(request.get_host())[0]


def statutory_time(moment: dt.datetime) -> str:
    """A time in PubDate format: local, to the minute."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def canonical(request: HttpRequest, language: str, filters: tuple[str, ...] = ()) -> str:
    """The canonical address of the page in a language: filters are kept, tracking parameters are not.

    The default language has no `lang` parameter: that address shows it to everyone who has not chosen another.
    """
    kept = [
        (name, value)
        for name, values in sorted(request.GET.lists())
        if name in {*ALWAYS, *filters}
        for value in values
        if value and (name, value) != ("page", "1")
    ]
    if language != settings.LANGUAGE_CODE:
        kept.append(("lang", language))
    query = urlencode(kept)
    return request.build_absolute_uri(f"{request.path}{'?' * bool(query)}{query}")
