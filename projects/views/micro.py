"""`/projects/micro/`: how what residents proposed becomes built, and who pays for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from projects.detail.micro import funding_of_programmes, programmes_of_micro, steps_of_micro


@require_safe
def micro_page(request: HttpRequest) -> HttpResponse:
    at = request.moment.at
    programmes = programmes_of_micro(at)
    context = {
        "at": at,
        "programmes": programmes,
        "steps": steps_of_micro(programmes, at),
        "funding": funding_of_programmes(programmes, at),
        "cite": citation(request, ""),
    }
    return render(request, "projects/micro.html", context)
