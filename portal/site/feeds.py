"""Atom feed of a sector."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.publishing.feeds import author
from portal.publishing.models import Release, Section
from portal.site.area_blocks import news_in
from portal.staff.models import Sector
from portal.statistics.models import Observation
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class SectorFeed(EntryFeed):
    """Releases that say something of a sector, with what they say of it."""

    def get_object(self, request: HttpRequest, sector: str) -> FeedContext:
        return FeedContext(request, get_object_or_404(Sector, code=sector))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: releases on %(sector)s") % {"site": site_name(), "sector": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return _("What was published of this sector, newest first.")

    def link(self, subject: FeedContext) -> str:
        return page(f"{subject.row.code}:sector")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        sections = Section.objects.known_at(subject.at).filter(sector=subject.row)
        figures = Observation.objects.released(subject.at).filter(series__indicator__sector=subject.row)
        releases = Release.objects.released(subject.at).filter(
            Exists(sections.filter(release=OuterRef("pk"))) | Exists(figures.filter(release=OuterRef("pk")))
        )
        releases = list(releases.for_list()[:NEWEST])
        told: dict[int, list[str]] = {}
        for section in sections.filter(release__in=releases).order_by("release", "order", "pk"):
            told.setdefault(section.release_id, []).append(f"{section.title}\n{section.summary}")
        for release in releases:
            text = "\n\n".join(told.get(release.pk, []))
            address = page("release-detail", release.slug)
            yield FeedEntry(release.released_at, release.title, text, address, author(release))


AREA_NEWS = [news_in]
