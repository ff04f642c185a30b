"""Template tags for the page head: title, description, statutory tags, feeds, link previews."""

import datetime as dt
import html
import re

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.web.meta_tags import canonical, column_of, site_domain, statutory_time
from portal.web.numbers import is_english
from portal.web.templatetags.portal_links import request_of
from portal.web.templatetags.portal_site import OWN_NAMES, site_name

register = template.Library()

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
        "domain": site_domain(request),
        "site_code": settings.SITE_ID_CODE,
        "column": column_of(request),
        "address": addresses[language],
        "alternates": [(OWN_NAMES[code][1], address) for code, address in addresses.items()],
        "default": addresses[settings.LANGUAGE_CODE],
        "locale": LOCALES[language],
        "other_locale": next(name for code, name in LOCALES.items() if code != language),
        "image": social_image(request, language),
    }


def social_image(request: HttpRequest, language: str) -> str:
    """Absolute address of the link preview image."""
    return request.build_absolute_uri(static(f"img/preview-{language}.png"))


@register.simple_tag(takes_context=True)
def article_tags(
    context: Context, title: str, published: dt.datetime, source: str, *keywords: object
) -> SafeString:
    """Additional tags of a published item: title, date, source, keywords, address."""
    pairs = [
        ("ArticleTitle", title),
        ("PubDate", statutory_time(published)),
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
    return format_html_join(_(", "), "{}", ((in_its_language(text),) for text in texts))


@register.filter
def in_its_language(text: str) -> SafeString | str:
    """A text that may be Chinese on an English page, marked with its language for screen readers."""
    if is_english() and CHINESE.search(str(text)):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text
