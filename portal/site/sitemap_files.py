"""`/sitemap.xml`: every address, or where these are too many for one file, the parts in which they stand."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.site import blocks
from portal.web.sitemaps import MOST_ADDRESSES


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    addresses = sum(part().paginator.count for part in blocks.sitemaps.values())
    if addresses <= MOST_ADDRESSES:
        return views.sitemap(request, blocks.sitemaps)
    return views.index(request, blocks.sitemaps, sitemap_url_name="sitemap-part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """One part, or with `?p=` a further page of it."""
    return views.sitemap(request, blocks.sitemaps, section)
