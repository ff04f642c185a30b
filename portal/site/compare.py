"""`/indicators/<code>/compare/`: the figures of an indicator side by side, over time, by area and by type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.statistics.comparisons import comparisons_of
from portal.statistics.models import Indicator, Observation
from portal.web.filters import EVERY_PAGE, EVERYWHERE, BadParameter, refuse_unknown

#: Figures that are looked at, the newest first, and comparisons shown; the data have all of them.
MOST_FIGURES = 1000
MOST = 20


@require_safe
def compare_page(request: HttpRequest, code: str) -> HttpResponse:
    refuse_unknown(request.GET, ("base", *EVERYWHERE, *EVERY_PAGE))
    at, base = request.moment.at, request.GET.get("base", "")
    indicator = get_object_or_404(Indicator.objects.released(at).for_list(), code=code)
    figures = Observation.objects.known_at(at).filter(series__indicator=indicator).for_list().with_checks(at)
    figures = list(figures.order_by("-period_end", "pk")[:MOST_FIGURES])
    if base and base not in {str(one.pk) for one in figures}:
        raise BadParameter.value("base", base, ["id"])
    comparisons = comparisons_of(figures, int(base) if base else None)
    context = {
        "at": at,
        "indicator": indicator,
        "comparisons": comparisons[:MOST],
        "more": len(comparisons) > MOST,
        "cite": citation(request, indicator.name),
    }
    return render(request, "indicators/compare.html", context)
