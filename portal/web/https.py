"""HTTPS: TLS for everyone, plain HTTP only from the local machine.

A proxy terminates TLS and sets X-Forwarded-Proto. Django's own redirect has no exception for localhost, and some
browsers do not keep Secure cookies from http://127.0.0.1, where nothing crosses a network.

Over TLS, the sign-in cookies carry the `__Host-` prefix: browsers accept such cookies only from this exact host and
only with Secure, so no other host of the domain can plant one.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port

GUARDED = "__Host-"
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}


class TransportMiddleware:
    """Redirects plain HTTP to HTTPS except from localhost, which alone gets cookies without Secure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.is_secure():
            return prefixed(request, self.get_response)
        if is_local(request):
            return without_secure_cookies(self.get_response(request))
        if settings.REDIRECT_TO_TLS:
            return HttpResponsePermanentRedirect(f"https://{request.get_host()}{request.get_full_path()}")
        return self.get_response(request)


def prefixed(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Answer with the sign-in cookies renamed to their `__Host-` names; views see the plain names."""
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    for name in names:
        sent = request.COOKIES.pop(GUARDED + name, None)
        request.COOKIES.pop(name, None)
        if sent is not None:
            request.COOKIES[name] = sent
    response = get_response(request)
    for name in names:
        if cookie := response.cookies.pop(name, None):
            cookie.set(GUARDED + name, cookie.value, cookie.coded_value)
            cookie["secure"], cookie["path"], cookie["domain"] = True, "/", ""
            response.cookies[GUARDED + name] = cookie
    return response


def is_local(request: HttpRequest) -> bool:
    """Whether the host is this machine's own, which no other machine can serve."""
    return split_domain_port(request.get_host())[0] in THIS_MACHINE


def without_secure_cookies(response: HttpResponse) -> HttpResponse:
    for cookie in response.cookies.values():
        cookie["secure"] = ""
    return response
