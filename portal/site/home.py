"""The home page: what the newest release changed in each sector, outcomes of commitments, latest releases."""

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
from portal.statistics.figures import IndicatorRow, indicator_rows
from portal.statistics.models import Indicator

LATEST = 3


@dataclass(frozen=True)
class SectorCard:
    """A sector with its headline indicators, those with the newest figures first; `release`: where these are from.

    `is_newest`: that is the newest release of all. No release: nothing of the sector is in force.
    """

    sector: Sector
    indicators: list[IndicatorRow]
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


def headlines(at: dt.datetime) -> list[IndicatorRow]:
    """The headline indicators of all sectors, each with its newest figure, the change of it, and its charts."""
    indicators = Indicator.objects.released(at).headlines().with_latest(at).for_list()
    return indicator_rows(indicators, at, changes=True, charts=True)


def newest_first(
    sectors: Iterable[Sector], rows: Iterable[IndicatorRow], newest: Release | None
) -> list[SectorCard]:
    """A card for each sector, in the order of their newest figures; those without any come last."""
    rows = list(rows)
    cards = [
        card_of(sector, [row for row in rows if row.indicator.sector_id == sector.pk], newest)
        for sector in sectors
    ]
    return sorted(cards, key=lambda card: card.indicators[0].age if card.indicators else 0.0)


def card_of(sector: Sector, rows: list[IndicatorRow], newest: Release | None) -> SectorCard:
    rows = sorted(rows, key=lambda row: row.age)
    release = rows[0].latest.release if rows and rows[0].latest else None
    return SectorCard(sector, rows, release, release is not None and release == newest)
