"""From where somebody signs in."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has the whole network, and could count anew with each address of it."""


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address, of IPv6 the network; None where there is none.

    What came through TLS came through the proxy, which puts the address that it sees at the end of X-Forwarded-For.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and request.is_secure():
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 4:  # noqa: PLR2004
        return str(address)
    return str(ipaddress.IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))
