"""Why a list of figures is empty: nothing asked rightly, nothing reported for those days, or all of it withdrawn."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.publishing.filters import versions_asked_for
from portal.statistics.extents import extent_of
from portal.statistics.filters import ObservationFilter, SeriesFilter
from portal.statistics.models import Observation, Series
from portal.web.api.empty import Empty, no_match, not_in_force, nothing_published
from portal.web.filters import StrictFilterSet

DAYS = ("from", "to")


def why_no_figures(request: HttpRequest) -> Empty:
    """By the series that the filters choose, and the days that their figures are about at the moment of the request."""
    public = Series.objects.released(request.moment.at)
    series = narrowed(SeriesFilter, public, request, SeriesFilter.get_filters())
    if number := request.GET.get("series"):
        series = series.filter(pk=number)
    if not series.exists():
        return no_such_series() if public.exists() else nothing_published()
    figures = versions_asked_for(Observation.objects, request).filter(series__in=series)
    extent = extent_of(figures)
    if extent.first is None or extent.last is None:
        return Empty("withdrawn", _("All figures of this kind have been withdrawn; versions=all shows them."))
    ever = Observation.objects.released(request.moment.at)
    if narrowed(ObservationFilter, ever, request, ObservationFilter.get_filters()).exists():
        return not_in_force()
    if narrowed(ObservationFilter, figures, request, DAYS).exists():
        return no_match()
    words = _("Not reported for these days: the figures of this kind are about %(first)s to %(last)s.") % {
        "first": date_format(extent.first, "DATE_FORMAT"),
        "last": date_format(extent.last, "DATE_FORMAT"),
    }
    return Empty("not_reported_for_period", words, extent.first, extent.last)


def narrowed(
    filterset: type[StrictFilterSet], rows: QuerySet, request: HttpRequest, names: Collection[str]
) -> QuerySet:
    """The rows that only these of the request's parameters choose."""
    query = QueryDict(mutable=True)
    for name in set(names) & set(request.GET):
        query.setlist(name, request.GET.getlist(name))
    return filterset(query, rows, request=request, only_given=True).qs


def no_such_series() -> Empty:
    return Empty(
        "no_such_series", _("Never reported so: no figure of this indicator, area and breakdown is public.")
    )
