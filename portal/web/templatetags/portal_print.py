"""Template tags of printed pages."""

import segno
from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from portal.web.addresses import absolute
from portal.web.templatetags.portal_site import request_of

register = template.Library()


@register.inclusion_tag("components/qr_code.html", takes_context=True)
def qr_code(context: Context) -> dict[str, object]:
    """On paper only: the address of the page, and the same as a QR code."""
    address = absolute(request_of(context).path)
    return {"address": address, "image": qr_image(address)}


def qr_image(text: str) -> SafeString:
    """A QR code as SVG without ids, styles or scripts. It holds nothing but the text."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=1, border=4, omitsize=True, svgclass="qr-image", lineclass=None))  # noqa: S308 - segno's own drawing
