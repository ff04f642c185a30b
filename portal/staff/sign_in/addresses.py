"""Network addresses of visitors."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has the whole network, and could count anew with each address of it."""


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, for IPv6 the network; None if unknown.

    Requests over TLS come through the proxy, which appends the peer's address to X-Forwarded-For.
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
