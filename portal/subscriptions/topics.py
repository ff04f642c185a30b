"""What of the core can be followed, and what its records say in a notice."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area, above
from portal.publishing.models import Release, Section
from portal.records.digest_lines import Told, register_teller
from portal.records.topics import Subject, Topic, register_topic
from portal.staff.models import Sector
from portal.statistics.models import Indicator
from portal.subscriptions.commitment_lines import promises_told
from portal.subscriptions.observation_lines import figures_told
from portal.web.feeds import page


def all_areas(_at: dt.datetime) -> QuerySet:
    return Area.objects.select_related("parent__parent__parent__parent")


def wider_areas(area: Area) -> Iterable[Subject]:
    """The areas of which it is part, the nearest first."""
    return [Subject("area", one.code) for one in reversed(above(area))]


def sections_told(release: Release) -> Iterator[Told]:
    """The sections of the release that speak of a sector."""
    for section in Section.objects.filter(release=release, sector__isnull=False):
        address = page("release-detail", release.slug, fragment=section.anchor)
        yield Told(section.title, address, frozenset({Subject("sector", section.sector_id)}))


def correction_told(release: Release) -> Iterator[Told]:
    """That the release corrects another, and with it whatever that one corrected."""
    corrected, chain = release.corrects, []
    while corrected is not None:
        chain.append(Subject("release", corrected.slug))
        corrected = corrected.corrects
    if chain:
        address = page("release-detail", release.slug, fragment="correction")
        names = {"title": release.corrects.title, "reason": release.reason}
        yield Told(_("Corrects “%(title)s”: %(reason)s") % names, address, frozenset(chain))


def register() -> None:
    """Add the core's own topics and lines."""
    register_topic(
        Topic(
            "release",
            gettext_lazy("corrections and withdrawal of the release"),
            Release.objects.released,
            "slug",
            lambda release: page("release-detail", release.slug),
        )
    )
    register_topic(
        Topic(
            "indicator",
            gettext_lazy("indicator"),
            Indicator.objects.released,
            "code",
            lambda indicator: page("indicator-detail", indicator.code),
            lambda indicator: [Subject("sector", indicator.sector_id)],
        )
    )
    register_topic(
        Topic(
            "area",
            gettext_lazy("area with its parts"),
            all_areas,
            "code",
            lambda area: page("area-detail", area.code),
            wider_areas,
        )
    )
    register_topic(
        Topic(
            "sector",
            gettext_lazy("sector"),
            lambda _at: Sector.objects.all(),
            "code",
            lambda sector: page(f"{sector.code}:sector"),
        )
    )
    for order, teller in ((0, correction_told), (10, figures_told), (30, promises_told), (90, sections_told)):
        register_teller(teller, order=order)
