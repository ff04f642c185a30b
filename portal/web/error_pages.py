"""Error pages in both languages with a way out, and their JSON versions below the interface.

The pages for 429, 500 and 503 work without the database and without a valid request.
"""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.web.api.responses import error_answer
from portal.web.filters import BadParameter
from portal.web.page_cache import is_api, is_private

#: Retry-After of an unavailable portal, in seconds.
PATIENCE = 60
#: Retry-After where the worker only has too much to do.
BUSY_PATIENCE = 2


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: names an unknown or invalid parameter and the allowed values. Other causes are not explained."""
    known = exception if isinstance(exception, BadParameter) else None
    if is_api(request):
        return error_answer(400, "bad_request", _("The request is invalid."))
    context = {"message": known.message if known else "", "allowed": known.allowed if known else []}
    return render(request, "400.html", context, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid CSRF token: left open too long, or sent from another site. Readers need no reason.

    Public pages have no forms with tokens, so a POST to them is told that they are read-only.
    """
    if not is_private(request):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return render(request, "403.html", {"expired": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 if the database does not respond.

    One that is stopped in the middle of a statement is a DatabaseError of no closer kind.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
        return unavailable(request)
    if is_api(request):
        return error_answer(500, "server_error", _("An error occurred on our side. It has been recorded."))
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 while the database does not respond."""
    if is_api(request):
        answer = error_answer(
            503, "unavailable", _("The data is temporarily unavailable. Please try again later.")
        )
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    return to_be_tried_again(answer)


def busy(request: HttpRequest) -> HttpResponse:
    """503 while the worker has too much expensive work already: it takes seconds."""
    if is_api(request):
        answer = error_answer(
            503, "busy", _("Too many large requests at once. Please try again in a moment.")
        )
    else:
        answer = HttpResponse(render_to_string("503.html", {"busy": True}), status=503)
    return to_be_tried_again(answer, BUSY_PATIENCE)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, for a proxy that limits requests; the portal itself has no rate limit."""
    return to_be_tried_again(HttpResponse(render_to_string("429.html"), status=429))


def to_be_tried_again(answer: HttpResponse, seconds: int = PATIENCE) -> HttpResponse:
    answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer
