"""How the portal is reached: through TLS from everywhere, in plain HTTP from the machine it runs on.

TLS ends at a proxy, which says so in X-Forwarded-Proto. Django's own redirect knows no exception for this
machine, and some browsers keep no Secure cookie from http://127.0.0.1, where nothing crosses a network.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port

THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}


class TransportMiddleware:
    """Sends plain HTTP to TLS, unless it came from this machine; that alone gets cookies without Secure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.is_secure():
            return self.get_response(request)
        if is_local(request):
            return without_secure_cookies(self.get_response(request))
        if settings.REDIRECT_TO_TLS:
            return HttpResponsePermanentRedirect(f"https://{request.get_host()}{request.get_full_path()}")
        return self.get_response(request)


def is_local(request: HttpRequest) -> bool:
    """Whether the address asked for is this machine's own: another machine cannot be behind it."""
    return split_domain_port(request.get_host())[0] in THIS_MACHINE


def without_secure_cookies(response: HttpResponse) -> HttpResponse:
    for cookie in response.cookies.values():
        cookie["secure"] = ""
    return response
