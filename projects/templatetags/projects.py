"""Template tags of projects: addresses, quantities, percentages and money."""

from decimal import Decimal

from django import template
from django.db.models import Model
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from portal.statistics.models import Unit
from portal.web.numbers import exact, is_english, is_rounded, readable, rounded_share, with_unit
from portal.web.templatetags.portal_site import to
from projects.models import Undertaking

register = template.Library()


@register.simple_tag(takes_context=True)
def undertaking_page(context: Context, undertaking: Undertaking) -> str:
    """The address of the page of a project or programme."""
    return to(context, f"projects:{undertaking.noun}", undertaking.code)


@register.simple_tag(takes_context=True)
def undertaking_feed(context: Context, undertaking: Undertaking) -> str:
    """The address of the feed of a project or programme."""
    return to(context, f"projects:{undertaking.noun}-feed", undertaking.code)


@register.simple_tag
def days_late(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def qualifier_before(record: Model | None) -> str:
    """The qualifier of a record, as printed before its number: “over ” or “超”."""
    word = str(record.get_qualifier_display()) if record is not None and record.qualifier else ""
    return f"{word} " if word and is_english() else word


@register.simple_tag
def quantity(value: Decimal | None, unit: Unit | None, record: Model | None = None) -> SafeString | str:
    """A quantity with its unit; `record` gives the qualifier."""
    if value is None:
        return ""
    text = with_unit(exact(value), unit.symbol) if unit else exact(value)
    return format_html('{}<data value="{}">{}</data>', qualifier_before(record), plain(value), text)


@register.simple_tag
def per_cent_done(
    value: Decimal | None, record: Model | None = None, *, basis: str | None = "reported"
) -> SafeString | str:
    """A percentage as it was reported, or with one decimal if it was computed; `record` gives the qualifier.

    Nothing unfinished is shown as 100 %, nor anything begun as 0 %.
    """
    if value is None:
        return ""
    text = exact(rounded_share(value, 1) if basis == "computed" else value)
    return format_html('{}<data value="{}">{}%</data>', qualifier_before(record), plain(value), text)


@register.filter
def machine_number(value: Decimal) -> str:
    """A number as an attribute has it: all its digits, in no language."""
    return plain(value)


@register.simple_tag
def money(amount: Decimal | None, record: Model | None = None) -> SafeString | str:
    """An amount in yuan, in 万元 or million yuan if that is exact; `record` gives the qualifier."""
    if amount is None:
        return ""
    short = readable(amount)
    number = exact(amount) if not short or is_rounded(short) else short
    text = f"{number} yuan" if is_english() else f"{number}元"
    return format_html('{}<data value="{}">{}</data>', qualifier_before(record), plain(amount), text)


def plain(value: Decimal) -> str:
    """A number in machine-readable form."""
    return f"{value.normalize():f}"
