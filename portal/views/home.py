"""The front page: each sector's newest figures, what was released last, what was promised."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.figures import attach_latest
from portal.models import Commitment, Indicator, Release, Sector

LATEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = request.moment.at
    context = {
        "at": at,
        "cards": sector_cards(at),
        "releases": Release.objects.released(at).for_list()[:LATEST],
        "states": Commitment.objects.known_at(at).with_state(at).state_counts(),
    }
    return render(request, "home.html", context)


def sector_cards(at: dt.datetime) -> list[tuple[Sector, list[Indicator]]]:
    """Each sector with its headline indicators, each with its latest figure."""
    headlines = attach_latest(Indicator.objects.released(at).headlines().with_latest(at).for_list(), at)
    return [(sector, [i for i in headlines if i.sector_id == sector.pk]) for sector in Sector.objects.all()]
