"""The front page: what the newest release changed in each sector, what became of promises, what was released last."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.commitments.models import Commitment
from portal.publishing.models import Release
from portal.site.blocks import filled
from portal.staff.models import Sector
from portal.statistics.charts.figures import attach_charts
from portal.statistics.figures import age_of_latest, attach_changes, attach_latest
from portal.statistics.models import Indicator

LATEST = 3


@dataclass(frozen=True)
class SectorCard:
    """A sector with its headline indicators, those with the newest figures first; `release`: where these are from.

    `is_newest`: that is the newest release of all. No release: nothing of the sector is in force.
    """

    sector: Sector
    indicators: list[Indicator]
    release: Release | None
    is_newest: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = request.moment.at
    newest = Release.objects.known_at(at).for_list().first()
    states = Commitment.objects.known_at(at).with_state(at).state_counts()
    context = {
        "at": at,
        "newest": newest,
        "cards": newest_first(Sector.objects.all(), headlines(at), newest),
        "releases": Release.objects.released(at).for_list()[:LATEST],
        "states": states,
        "blocks": filled("HOME_BLOCKS", request.moment),
    }
    return render(request, "home.html", context)


def headlines(at: dt.datetime) -> list[Indicator]:
    """The headline indicators of all sectors, each with its newest figure and the change of it."""
    indicators = attach_latest(Indicator.objects.released(at).headlines().with_latest(at).for_list(), at)
    attach_changes(indicators, at)
    attach_charts(indicators, at)
    return indicators


def newest_first(
    sectors: Iterable[Sector], indicators: Iterable[Indicator], newest: Release | None
) -> list[SectorCard]:
    """A card for each sector, in the order of their newest figures; those without any come last."""
    indicators = list(indicators)
    cards = [
        card_of(sector, [i for i in indicators if i.sector_id == sector.pk], newest) for sector in sectors
    ]
    return sorted(cards, key=lambda card: age_of_latest(card.indicators[0]) if card.indicators else 0.0)


def card_of(sector: Sector, indicators: list[Indicator], newest: Release | None) -> SectorCard:
    indicators = sorted(indicators, key=age_of_latest)
    release = indicators[0].latest.release if indicators and indicators[0].latest else None
    return SectorCard(sector, indicators, release, release is not None and release == newest)
