"""Sitemaps and robots.txt: the fixed pages, each area, and each public row with a page of its own.

Each address is listed in both languages and refers to the other; its last change is the newest release behind it.
Large sitemaps are split into parts with an index.
"""

import datetime as dt

from django.contrib.sitemaps import views
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.areas.models import Area
from portal.commitments.models import commitments_at
from portal.publishing.models import Release
from portal.records.registry import declared
from portal.services.models import Guide, Service
from portal.statistics.models import Indicator
from portal.themes.models import Theme
from portal.web import sectors, sitemaps
from portal.web.addresses import absolute
from portal.web.sitemaps import BilingualSitemap

#: Pages that change with releases.
LISTS = (
    "home",
    "indicator-list",
    "release-list",
    "question-list",
    "calendar",
    "commitment-list",
    "check-list",
    "service-list",
    "guide-list",
    "event-list",
    "theme-list",
    "facility-list",
    "area-list",
)
#: Pages without a recorded last change.
ABOUT = ("glossary-list", "description-changes", "data", "how-to-read", "accessibility", "privacy")


class Fixed(BilingualSitemap):
    def items(self) -> list[tuple[str, dt.datetime | None]]:
        """Each page with the time of the newest release, if it shows any."""
        newest = Release.objects.released(timezone.now()).aggregate(newest=Max("released_at"))["newest"]
        shown = [*LISTS, *(f"{sector}:sector" for sector in sectors.sectors)]
        return [*((name, newest) for name in shown), *((name, None) for name in ABOUT)]

    def location(self, item: tuple[str, dt.datetime | None]) -> str:
        return self.page(item[0])

    def lastmod(self, item: tuple[str, dt.datetime | None]) -> dt.datetime | None:
        return item[1]


class Rows(BilingualSitemap):
    """Rows with a page each; `page_name` is its URL name, `key` the field in its address."""

    page_name = ""
    key = "code"

    def location(self, row: Model) -> str:
        return self.page(self.page_name, getattr(row, self.key))

    def lastmod(self, row: Model) -> dt.datetime | None:
        return row.updated


class Indicators(Rows):
    page_name = "indicator-detail"

    def items(self) -> QuerySet:
        at = timezone.now()
        return Indicator.objects.released(at).with_updated(at).order_by("code")


class Releases(Rows):
    page_name, key = "release-detail", "slug"

    def items(self) -> QuerySet:
        return Release.objects.released(timezone.now()).order_by("slug")

    def lastmod(self, release: Release) -> dt.datetime:
        return release.withdrawn_at or release.released_at


class Commitments(Rows):
    page_name = "commitment-detail"

    def items(self) -> QuerySet:
        at = timezone.now()
        return commitments_at(at).with_updated(at).order_by("code")


class Areas(BilingualSitemap):
    def items(self) -> QuerySet:
        return Area.objects.order_by("code")

    def location(self, area: Area) -> str:
        return self.page("area-detail", area.code)


class Services(Rows):
    page_name = "service-detail"

    def items(self) -> QuerySet:
        return Service.objects.public(timezone.now()).order_by("code")

    def lastmod(self, row: Service) -> dt.date:
        return row.reviewed_on


class Guides(Services):
    page_name = "guide-detail"

    def items(self) -> QuerySet:
        return Guide.objects.public(timezone.now()).order_by("code")


class Themes(Services):
    page_name = "theme-detail"

    def items(self) -> QuerySet:
        return Theme.objects.public(timezone.now()).order_by("code")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    parts = dict(declared("SITEMAPS"))
    addresses = sum(part().paginator.count for part in parts.values())
    if addresses <= sitemaps.MOST_ADDRESSES:
        return views.sitemap(request, parts)
    return views.index(request, parts, sitemap_url_name="sitemap-part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """One part; `?p=` gives its further pages."""
    return views.sitemap(request, dict(declared("SITEMAPS")), section)


RULES = """User-agent: *
Disallow: {admin}
Disallow: {search}
Disallow: /errors/
Disallow: /notices/
Disallow: /preview/

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the admin, searches, notices, previews and error pages.

    Past moments are open to archives, since they are what is cited; their pages say `noindex` to search engines.
    """
    text = RULES.format(
        admin=reverse("admin:index"),
        search=reverse("search"),
        sitemap=absolute(reverse("sitemap")),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
