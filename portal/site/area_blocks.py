"""Area-page blocks of the core: figures, commitments and facilities of an area and its parts, and recent changes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from portal.areas.models import Area
from portal.commitments.feeds import state_title
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.publishing.feeds import author
from portal.statistics.feeds import figure_title, released_last
from portal.statistics.figures import newest_figures
from portal.statistics.models import Series
from portal.web.as_of import Moment
from portal.web.feeds import NEWEST, FeedEntry, page

#: Rows of one kind on the page of an area; the whole lists are a link away.
FIGURES, COMMITMENTS, FACILITIES = 15, 8, 12


def within(area: Area) -> QuerySet:
    """The area and everything below it."""
    return Area.objects.within(area.code).values("pk")


def commitments_in(area: Area, moment: Moment) -> dict[str, Any]:
    """Promises that name the area or a part of it, the most pressing first."""
    commitments = Commitment.objects.known_at(moment.at).filter(
        pk__in=Commitment.areas.through.objects.filter(area__in=within(area)).values("commitment")
    )
    rows = list(commitments.with_state(moment.at).for_list().most_pressing_first()[:COMMITMENTS])
    return {"area": area, "commitments": rows, "count": commitments.count()} if rows else {}


def figures_in(area: Area, moment: Moment) -> dict[str, Any]:
    """The newest figure of each series of the area or a part of it, those released last first."""
    series = Series.objects.released(moment.at).filter(area__in=within(area))
    figures = newest_figures(series, moment.at, FIGURES)
    return {"area": area, "figures": figures, "count": series.count()} if figures else {}


def places_in(area: Area, moment: Moment) -> dict[str, Any]:
    """Places in it, those that can be rung up first."""
    places = Facility.objects.public(moment.at).filter(area__in=within(area))
    rows = list(places.for_list().reachable_first()[:FACILITIES])
    return {"area": area, "facilities": rows, "count": places.count(), "moment": moment} if rows else {}


def news_in(area: Area, at: dt.datetime) -> Iterable[FeedEntry]:
    """Figures of the area or a part of it, and what was reported of commitments about it."""
    for figure in released_last(at, series__area__in=within(area)):
        indicator = figure.series.indicator
        address = page("indicator-detail", indicator.code, fragment=f"figure-{figure.pk}")
        title = f"{indicator.name} · {figure_title(figure)}"
        yield FeedEntry(figure.released_at, title, figure.note, address, author(figure.release))
    known = Commitment.objects.known_at(at).filter(areas__in=within(area))
    reports = CommitmentUpdate.objects.known_at(at).filter(commitment__in=known.values("pk"))
    for report in reports.select_related("commitment", "release__department").order_by("-released_at", "-pk")[
        :NEWEST
    ]:
        address = page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}")
        title = state_title(report.commitment, report.get_outcome_display())
        yield FeedEntry(report.released_at, title, report.note, address, author(report.release))
