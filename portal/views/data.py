"""The page for journalists and developers: what there is, where, and how to cite it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.citations import citation
from portal.pages import data_sets


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    context = {
        "at": request.moment.at,
        "data_sets": list(data_sets.values()),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "cite": citation(request, ""),
    }
    return render(request, "data.html", context)
