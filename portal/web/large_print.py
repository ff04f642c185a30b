"""Care mode (关怀版): larger type, more contrast, fewer choices on a page; for whoever asks for it.

What the State Council's plan on older people and digital services (2020) and GB/T 37668 ask of a government site: one
switch on every page, kept until it is switched off, and the same content at the same address.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.web.api.errors import is_api
from portal.web.filters.strict import BadParameter
from portal.web.page_cache import is_private

PARAMETER = "care"
COOKIE = settings.CARE_COOKIE_NAME
ON, OFF = "on", "off"


class CareMiddleware:
    """Sets `request.care`: what `?care=` says, else the cookie. Switching on leaves the cookie, switching off takes it.

    Programs and officials know no care mode. `Vary: Cookie` stands on every answer already, for the language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.care = False
        if is_private(request) or is_api(request):
            return self.get_response(request)
        asked, kept = request.GET.get(PARAMETER), request.COOKIES.get(COOKIE) == ON
        request.care = asked == ON or (kept and asked != OFF)
        refuse_bad(request)
        response = self.get_response(request)
        if request.care and not kept:
            remember(response)
        elif asked == OFF and COOKIE in request.COOKIES:
            forget(response)
        return response


def refuse_bad(request: HttpRequest) -> None:
    """Raise BadParameter where the address asks for neither on nor off, or for both."""
    asked = request.GET.getlist(PARAMETER)
    if len(asked) > 1:
        raise BadParameter.repeated(PARAMETER)
    if asked and asked[0] not in {ON, OFF, ""}:
        raise BadParameter.value(PARAMETER, asked[0], (ON, OFF))


def remember(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        ON,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
