"""The search page, and its autocomplete."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.facilities.models import Facility
from portal.search import search, sources, suggest
from portal.services.tasks import tasks
from portal.web.filters import EVERY_PAGE, EVERYWHERE, BadParameter, refuse_unknown
from portal.web.templatetags.portal_site import keep

EACH_OF_ALL, EACH_OF_ONE = 3, 50


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["q", "kind", *EVERY_PAGE, *EVERYWHERE])
    query, kind, at = request.GET.get("q", "").strip(), request.GET.get("kind", ""), request.moment.at
    if kind and kind not in sources:
        raise BadParameter.value("kind", kind, sorted(sources))
    found = search(query, at, kind=kind, each=EACH_OF_ONE if kind else EACH_OF_ALL)
    context = {"at": at, "query": query, "kind": kind, "found": found, "each": EACH_OF_ONE}
    if query and found.is_empty:
        context |= {"tiles": tasks(at), "hotline": Facility.objects.public(at).general_line().first()}
    return render(request, "search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"title", "kind", "address"}, …]}` for the search box, at most a handful."""
    refuse_unknown(request.GET, ["q", *EVERY_PAGE, *EVERYWHERE])
    offers = [
        {"title": one.title, "kind": str(one.kind), "address": keep({"request": request}, one.address)}
        for one in suggest(request.GET.get("q", ""), request.moment.at)
    ]
    return JsonResponse({"suggestions": offers}, json_dumps_params={"ensure_ascii": False})
