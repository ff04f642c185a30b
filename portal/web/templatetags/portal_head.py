"""Template tags for the page head: title, description, statutory tags, canonical addresses, link previews.

The statutory tags follow the Guidelines for the Development of Government Websites (State Council General Office,
国办发〔2017〕47号, annex on page design): every page names the site, a column page names the column,
and an article names its title, date and source.
"""

import datetime as dt
import html
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.web import sectors
from portal.web.addresses import absolute, site_host
from portal.web.numbers import is_english
from portal.web.templatetags.portal_site import OWN_NAMES, request_of, site_name

register = template.Library()

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
    ("question-list",): Column(
        _("Questions and answers"),
        _("What journalists asked at press conferences, and what was answered."),
        _("releases, press conferences, disclosure"),
        DISCLOSURE,
    ),
    ("calendar",): Column(
        _("Release calendar"),
        _("Upcoming releases, their times, and any changes."),
        _("releases, calendar, announcements"),
        DISCLOSURE,
    ),
    ("theme-list", "theme-detail"): Column(
        _("Themes"),
        _("Figures, commitments and projects on one subject, and what no release has said of it."),
        _("themes, livelihood"),
        OPEN_DATA,
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
    ("service-list", "service-detail"): Column(
        _("Services"),
        _("What you can get done: who may, what to bring, where, when, how long it takes."),
        _("services, windows, telephone numbers"),
        _("services"),
    ),
    ("guide-list", "guide-detail", "guide-node", "guide-whole"): Column(
        _("Guides"),
        _("What to do, one step or question at a time, and whom to call."),
        _("guides, steps, whom to call"),
        _("services"),
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
    return absolute(f"{request.path}{'?' * bool(query)}{query}")


#: Locale codes for link previews.
LOCALES = {"zh-hans": "zh_CN", "en": "en_GB"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def plain(rendered: str) -> str:
    """The plain text of a rendered block, on one line."""
    return " ".join(html.unescape(rendered).split())


@register.simple_block_tag
def page_title(content: str) -> SafeString:
    """`<title>` with the site name, and the title for link previews."""
    title, site = plain(content), site_name()
    whole = title if title == site else f"{title} · {site}"
    return format_html('<title>{}</title>\n  <meta property="og:title" content="{}">', whole, title)


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    """The description for search engines and link previews."""
    text = plain(content)
    tags = '<meta name="Description" content="{}">\n  <meta property="og:description" content="{}">'
    return format_html(tags, text, text) if text else SafeString("")


@register.inclusion_tag("components/page_tags.html", takes_context=True)
def page_tags(context: Context) -> dict[str, object]:
    """Tags of every regular page: site, column, address, languages, link preview."""
    request = request_of(context)
    language = "en" if is_english() else "zh-hans"
    filters = tuple(context["form"].fields) if hasattr(context.get("form"), "fields") else ()
    addresses = {code: canonical(request, code, filters) for code in OWN_NAMES}
    return {
        "site": site_name(),
        "domain": site_host(),
        "site_code": settings.SITE_ID_CODE,
        "column": column_of(request),
        "address": addresses[language],
        "alternates": [(OWN_NAMES[code][1], address) for code, address in addresses.items()],
        "default": addresses[settings.LANGUAGE_CODE],
        "locale": LOCALES[language],
        "other_locale": next(name for code, name in LOCALES.items() if code != language),
        "image": absolute(static(f"img/preview-{language}.png")),
    }


@register.simple_tag(takes_context=True)
def article_tags(
    context: Context, title: str, published: dt.datetime, source: str, *keywords: object
) -> SafeString:
    """Additional tags of a published item: title, date, source, keywords, address."""
    pairs = [
        ("ArticleTitle", title),
        ("PubDate", timezone.localtime(published).strftime("%Y-%m-%d %H:%M")),
        ("ContentSource", source),
        ("Author", source),
        ("Keywords", ", ".join(dict.fromkeys(str(word) for word in keywords if word))),
        ("Url", canonical(request_of(context), "en" if is_english() else "zh-hans")),
    ]
    named = format_html_join(
        "\n  ", '<meta name="{}" content="{}">', ((name, text) for name, text in pairs if text)
    )
    time = published.isoformat(timespec="seconds")
    return format_html('{}\n  <meta property="article:published_time" content="{}">', named, time)


@register.filter
def in_their_languages(texts: list[str]) -> SafeString:
    """Several such texts as an inline list."""
    return format_html_join(gettext(", "), "{}", ((in_its_language(text),) for text in texts))


@register.filter
def in_its_language(text: str) -> SafeString | str:
    """A text that may be Chinese on an English page, marked with its language for screen readers."""
    if is_english() and CHINESE.search(str(text)):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text
