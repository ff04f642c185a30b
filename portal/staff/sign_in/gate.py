"""Middleware that enforces session expiry, password change and second-factor enrolment."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from portal.staff.sign_in import clock, second_factor
from portal.web.middleware import is_private

PASSWORD = frozenset({"admin:password_change"})
SECOND_FACTOR = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "admin:password_change_done"}
)
ALWAYS = frozenset({"admin:logout", "admin:jsi18n"})


class GateMiddleware:
    """Runs after the session, authentication and language middleware. Public pages pass through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_private(request) and request.user.is_authenticated:
            if clock.has_run_out(request):
                return sign_in_again(request)
            clock.tick(request)
            if owed := what_is_owed(request):
                return HttpResponseRedirect(reverse(owed))
        return self.get_response(request)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("Your session has expired. Please sign in again."))
    asked = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': asked})}")


def what_is_owed(request: HttpRequest) -> str:
    """The name of the page with an overdue task, such as a password change; empty if there is none."""
    page = name_of(request)
    if page in ALWAYS | PASSWORD:
        return ""
    if request.user.password_is_temporary:
        return "admin:password_change"
    owes = page not in SECOND_FACTOR and second_factor.is_required(request.user)
    return "mfa_activate_totp" if owes and not second_factor.has(request.user) else ""


def name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
