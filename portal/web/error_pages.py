"""The pages that say what went wrong, in both languages and with a way on; the same as JSON below the interface.

The pages for 429, 500 and 503 need no database and no request that could be read.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.web.api.errors import error_answer
from portal.web.filters.strict import BadParameter
from portal.web.page_cache import is_api, is_private

#: How long whoever meets a portal that is not ready should wait, in seconds.
PATIENCE = 60


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A parameter that is unknown or has a bad value: names it and what is allowed. Other causes are not spelt out."""
    known = exception if isinstance(exception, BadParameter) else None
    if is_api(request):
        return error_answer(400, "bad_request", _("The request cannot be understood."))
    context = {"message": known.message if known else "", "allowed": known.allowed if known else []}
    return render(request, "400.html", context, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: kept open too long, or sent from elsewhere. The reason is not for readers.

    Public pages have no such form: whoever sends them something is told that they are for reading.
    """
    if not is_private(request):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return render(request, "403.html", {"expired": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; a database that does not answer is said to be just that, as 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    if is_api(request):
        return error_answer(500, "server_error", _("The fault is ours and has been recorded."))
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """For as long as the database does not answer."""
    if is_api(request):
        answer = error_answer(
            503, "unavailable", _("The data cannot be read just now. Please try again later.")
        )
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    return to_be_tried_again(answer)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What a proxy that counts requests shows whoever it refuses; the portal itself counts nobody's."""
    return to_be_tried_again(HttpResponse(render_to_string("429.html"), status=429))


def to_be_tried_again(answer: HttpResponse) -> HttpResponse:
    answer.headers["Retry-After"] = str(PATIENCE)
    answer.headers["Cache-Control"] = "no-store"
    return answer
