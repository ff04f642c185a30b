"""The home page: what the newest release changed in each sector, outcomes of commitments, latest releases."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.commitments.models import commitments_at
from portal.publishing.models import Release
from portal.site.blocks import filled
from portal.staff.models import Sector
from portal.statistics.figures import IndicatorRow, indicator_rows
from portal.statistics.models import Indicator

LATEST = 3


@dataclass(frozen=True)
class SectorCard:
    """A sector with its headline indicators, newest figures first.

    `release`: the source of the newest figure; None if no figure of the sector is in force. `is_newest`: whether that
    is the newest release of all.
    """

    sector: Sector
    indicators: list[IndicatorRow]
    release: Release | None
    is_newest: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = request.moment.at
    newest = Release.objects.known_at(at).for_list().first()
    context = {
        "at": at,
        "newest": newest,
        "cards": cards(at, newest),
        "releases": Release.objects.released(at).for_list()[:LATEST],
        "tally": commitments_at(at).with_state(at).tally(),
        "blocks": filled("HOME_BLOCKS", request.moment),
    }
    return render(request, "home.html", context)


def cards(at: dt.datetime, newest: Release | None) -> list[SectorCard]:
    """A card for each sector, in the order of their newest figures; those without any come last."""
    indicators = Indicator.objects.released(at).headlines().with_latest(at).for_list()
    rows = indicator_rows(indicators, at, changes=True, charts=True)
    found = []
    for sector in Sector.objects.all():
        own = sorted((row for row in rows if row.indicator.sector_id == sector.pk), key=lambda row: row.age)
        release = own[0].latest.release if own and own[0].latest else None
        found.append(SectorCard(sector, own, release, release is not None and release == newest))
    return sorted(found, key=lambda card: card.indicators[0].age if card.indicators else 0.0)
