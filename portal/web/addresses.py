"""Absolute addresses of the portal, by PORTAL_SITE_URL.

Never by the request: whichever host name or scheme a reader came by, the same thing has the same address, so that ids
of feeds, citations and links to further pages stay as they are.
"""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(address: str) -> str:
    """The absolute form of an address that begins with a slash; an absolute one stays."""
    return address if "://" in address.partition("?")[0] else f"{settings.SITE_URL}{address}"


def site_host() -> str:
    """The host name of the portal, without the port."""
    return urlsplit(settings.SITE_URL).hostname or ""
