"""`/sitemap.xml`: every address, or where these are too many for one file, the parts in which they stand."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.records.registry import declared
from portal.web import sitemaps


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    parts = dict(declared("SITEMAPS"))
    addresses = sum(part().paginator.count for part in parts.values())
    if addresses <= sitemaps.MOST_ADDRESSES:
        return views.sitemap(request, parts)
    return views.index(request, parts, sitemap_url_name="sitemap-part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """One part, or with `?p=` a further page of it."""
    return views.sitemap(request, dict(declared("SITEMAPS")), section)
