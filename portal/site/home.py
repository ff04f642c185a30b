"""The home page: what residents come for, whom to call, what the newest release changed, outcomes of commitments."""

import datetime as dt
from dataclasses import dataclass

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.commitments.models import commitments_at
from portal.facilities.detail import attach_open_states
from portal.facilities.models import Facility
from portal.publishing.models import Release
from portal.services.tasks import tasks
from portal.site.blocks import filled
from portal.staff.models import Sector
from portal.statistics.figures import IndicatorRow, indicator_rows
from portal.statistics.models import Indicator

LATEST = 1
#: Telephone numbers at the top, the shortest first: those that everybody knows by heart.
HOTLINES = 6
#: Facilities with opening hours.
OPEN = 3


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
        "tasks": tasks(at),
        "hotlines": hotlines(at),
        "places": attach_open_states(places(at), request.moment),
        "newest": newest,
        "age": age(timezone.localdate(newest.released_at), request.moment.day) if newest else "",
        "cards": cards(at, newest),
        "releases": Release.objects.released(at).for_list()[:LATEST],
        "tally": commitments_at(at).with_state(at).tally(),
        "blocks": filled("HOME_BLOCKS", request.moment),
    }
    return render(request, "home.html", context)


def hotlines(at: dt.datetime) -> list[Facility]:
    """The public hotlines with a number."""
    lines = Facility.objects.public(at).filter(kind=Facility.Kind.HOTLINE).exclude(phone="").for_list()
    return list(lines.order_by(Length("phone"), "phone")[:HOTLINES])


def places(at: dt.datetime) -> list[Facility]:
    """Facilities that one can go to, with opening hours."""
    to_go_to = Facility.objects.public(at).exclude(kind=Facility.Kind.HOTLINE)
    return list(to_go_to.exclude(opening_hours="").for_list()[:OPEN])


def age(day: dt.date, today: dt.date) -> str:
    """How long ago a day was: in whole months and years, under a month in days."""
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months <= 0:
        days = (today - day).days
        return (
            ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}
            if days
            else _("today")
        )
    years, rest = divmod(months, 12)
    if not years:
        return ngettext("%(number)d month ago", "%(number)d months ago", rest) % {"number": rest}
    if not rest:
        return ngettext("%(number)d year ago", "%(number)d years ago", years) % {"number": years}
    return ngettext(
        "%(years)d year %(months)d months ago", "%(years)d years %(months)d months ago", years
    ) % {
        "years": years,
        "months": rest,
    }


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
