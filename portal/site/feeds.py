"""Atom feeds of sectors and of areas."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.commitments.feeds import report_entries
from portal.commitments.models import Commitment
from portal.publishing.feeds import correction_text, record_entry, release_entry
from portal.publishing.models import Release, Section
from portal.publishing.row_changes import attach_row_changes
from portal.records.registry import declared
from portal.site.areas import within
from portal.staff.models import Sector
from portal.statistics.feeds import figure_said, figure_title, released_last
from portal.statistics.models import Observation
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class SectorFeed(EntryFeed):
    """Releases with a section or figures about a sector."""

    subtitle = gettext_lazy("What was published about this sector, newest first.")

    def get_object(self, request: HttpRequest, sector: str) -> FeedContext:
        return FeedContext(request, get_object_or_404(Sector, code=sector))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: releases on %(sector)s") % {"site": site_name(), "sector": subject.row.name}

    def page_link(self, subject: FeedContext) -> str:
        return page(f"{subject.row.code}:sector")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        sections = Section.objects.known_at(subject.at).filter(sector=subject.row)
        figures = Observation.objects.released(subject.at).filter(series__indicator__sector=subject.row)
        releases = Release.objects.released(subject.at).filter(
            Exists(sections.filter(release=OuterRef("pk"))) | Exists(figures.filter(release=OuterRef("pk")))
        )
        releases = list(releases.for_list().last_changed_first(subject.at)[:NEWEST])
        texts: dict[int, list[str]] = {}
        for section in sections.filter(release__in=releases).order_by("release", "order", "pk"):
            texts.setdefault(section.release_id, []).append(f"{section.title}\n{section.summary}")
        attach_row_changes(releases, subject.at)
        for release in releases:
            text = correction_text(release, "\n\n".join(texts.get(release.pk, [])))
            address = page("release-detail", release.slug)
            yield release_entry(release, subject.at, release.title, text, address)


class AreaFeed(EntryFeed):
    """What every app released about an area and its parts."""

    subtitle = gettext_lazy("What was released about this area and its parts, newest first.")

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        return FeedContext(request, get_object_or_404(Area, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(area)s") % {"site": site_name(), "area": subject.row.name}

    def page_link(self, subject: FeedContext) -> str:
        return page("area-detail", subject.row.code)

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        for news in declared("AREA_NEWS"):
            yield from news(subject.row, subject.at)


def news_in(area: Area, at: dt.datetime) -> Iterable[FeedEntry]:
    """Figures of the area or a part of it, and reports on commitments about it."""
    for figure in released_last(at, series__area__in=within(area)):
        indicator = figure.series.indicator
        address = page("indicator-detail", indicator.code, fragment=f"figure-{figure.pk}")
        title = f"{indicator.name} · {figure_title(figure)}"
        yield record_entry(figure, at, title, figure.note, address, said=figure_said)
    yield from report_entries(Commitment.objects.released(at).in_areas(within(area)), at)


AREA_NEWS = [news_in]
