"""Search over everything public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.filters import BadParameter, refuse_unknown
from portal.filters.strict import EVERY_PAGE, EVERYWHERE
from portal.search import search, sources

EACH_OF_ALL, EACH_OF_ONE = 5, 50


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["q", "kind", *EVERY_PAGE, *EVERYWHERE])
    query, kind, at = request.GET.get("q", "").strip(), request.GET.get("kind", ""), request.moment.at
    if kind and kind not in sources:
        raise BadParameter.value("kind", kind, sorted(sources))
    found = search(query, at, kind=kind, each=EACH_OF_ONE if kind else EACH_OF_ALL)
    context = {"at": at, "query": query, "kind": kind, "found": found, "each": EACH_OF_ONE}
    return render(request, "search.html", context)
