"""What stands on every page: the name of the site, its sectors, its languages; care mode and small arithmetic."""

from decimal import Decimal

from django import template
from django.conf import settings
from django.template import Context

from portal.web import sectors as registry
from portal.web.numbers import is_english
from portal.web.templatetags.portal_links import request_of

register = template.Library()

#: Each language's own name and its HTML tag.
OWN_NAMES = {"zh-hans": ("中文", "zh-Hans"), "en": ("English", "en")}


@register.simple_tag
def site_name() -> str:
    """The portal's name in the reader's language."""
    return settings.SITE_NAME["en" if is_english() else "zh-hans"]


@register.simple_tag
def html_lang() -> str:
    """The reader's language as an HTML `lang`."""
    return OWN_NAMES["en" if is_english() else "zh-hans"][1]


@register.simple_tag
def languages() -> list[dict[str, str | bool]]:
    """The portal's languages: code, own name, HTML tag, whether it is the current one."""
    active = "en" if is_english() else "zh-hans"
    return [
        {"code": code, "name": OWN_NAMES[code][0], "tag": OWN_NAMES[code][1], "active": code == active}
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def sectors() -> list[dict[str, str]]:
    """The sectors in order, named in the reader's language; no query."""
    ordered = sorted(registry.sectors.values(), key=lambda spec: spec.order)
    return [{"code": spec.code, "name": spec.name_en if is_english() else spec.name_zh} for spec in ordered]


@register.simple_tag(takes_context=True)
def current(context: Context, path: str) -> str:
    """For aria-current: “page” on that very page, “true” below it, otherwise empty."""
    request, path = request_of(context), path.partition("?")[0]
    if request is None or not request.path.startswith(path):
        return ""
    return "page" if request.path == path else "true"


@register.simple_tag(takes_context=True)
def care_mode(context: Context) -> bool:
    """Whether the reader is in care mode: then a page leaves out what is not needed to understand or to act."""
    return getattr(request_of(context), "care", False)


@register.filter
def total(states: dict[str, int]) -> int:
    """How many there are in all states."""
    return sum(states.values())


@register.filter
def unlocalized(number: Decimal) -> str:
    """A number as SVG takes it, whatever the reader's language."""
    return f"{number:f}"
