"""What search engines may find: the fixed pages, and each indicator, release and commitment that is public now."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from portal import pages, registry
from portal.models import Commitment, Indicator, Release

FIXED = ("home", "indicator-list", "release-list", "commitment-list", "check-list", "facility-list", "data")


class FixedPages(Sitemap):
    def items(self) -> list[str]:
        return [*FIXED, *(f"{sector}:sector" for sector in registry.sectors)]

    def location(self, name: str) -> str:
        return reverse(name)


class Indicators(Sitemap):
    def items(self) -> QuerySet:
        return Indicator.objects.released(timezone.now()).order_by("code")

    def location(self, indicator: Indicator) -> str:
        return reverse("indicator-detail", args=[indicator.code])


class Releases(Sitemap):
    def items(self) -> QuerySet:
        return Release.objects.released(timezone.now()).order_by("slug")

    def location(self, release: Release) -> str:
        return reverse("release-detail", args=[release.slug])

    def lastmod(self, release: Release):
        return release.released_at


class Commitments(Sitemap):
    def items(self) -> QuerySet:
        return Commitment.objects.known_at(timezone.now()).order_by("code")

    def location(self, commitment: Commitment) -> str:
        return reverse("commitment-detail", args=[commitment.code])


def register() -> None:
    """Register the core's own parts."""
    for name, sitemap in (
        ("pages", FixedPages),
        ("indicators", Indicators),
        ("releases", Releases),
        ("commitments", Commitments),
    ):
        pages.register_sitemap(name, sitemap)
