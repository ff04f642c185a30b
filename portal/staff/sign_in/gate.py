"""Checks on every request of an official: password backend, session limits, password change, second factor."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from portal.staff.models import User
from portal.staff.sign_in import attempts
from portal.web.middleware import is_private


class OfficialsBackend(ModelBackend):
    """Django's backend with counting of wrong passwords; only staff can sign in.

    Calls without a request, in commands and tests, are not counted.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs
    ) -> User | None:
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password)
        try:
            attempt = attempts.begin(request, username, attempts.Step.PASSWORD)
        except attempts.Locked as locked:
            request.locked = locked
            raise PermissionDenied from None
        user = super().authenticate(request, username, password)
        if user is None:
            request.locked = attempts.wrong(attempt)
        else:
            attempts.right(attempt)
        return user

    def user_can_authenticate(self, user: User) -> bool:
        return super().user_can_authenticate(user) and user.is_staff


#: Session keys, in seconds since the epoch.
SIGNED_IN, SEEN = "signed_in_at", "seen_at"
#: Activity is recorded at most this often.
SEEN_EVERY = 60


def seconds_left(request: HttpRequest) -> int:
    """Seconds until the session ends if nothing is done in it; below zero if it has ended."""
    now = time.time()
    started, seen = (request.session.get(name, now) for name in (SIGNED_IN, SEEN))
    return int(min(seen + settings.SESSION_IDLE_SECONDS, started + settings.SESSION_COOKIE_AGE) - now)


#: Pages open to officials who still have to change their password.
PASSWORD = frozenset({"admin:password_change"})
#: Pages open to officials who still have to enrol a second factor.
SECOND_FACTOR = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "admin:password_change_done"}
)
ALWAYS = frozenset({"admin:logout", "admin:jsi18n"})


def start_clock(request: HttpRequest, **_: object) -> None:
    """Start the session's clock after a sign-in of any kind."""
    request.session[SIGNED_IN] = request.session[SEEN] = int(time.time())


class GateMiddleware:
    """Enforces session limits, password change and second-factor enrolment. Public pages pass through.

    Runs after the session, authentication and language middleware. A session ends when idle, and after a working day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_private(request) and request.user.is_authenticated:
            if seconds_left(request) < 0:
                return sign_in_again(request)
            if SIGNED_IN not in request.session:
                start_clock(request)
            elif time.time() - request.session.get(SEEN, 0) >= SEEN_EVERY:
                request.session[SEEN] = int(time.time())
            if page := required_page(request):
                return HttpResponseRedirect(reverse(page))
        return self.get_response(request)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("Your session has expired. Please sign in again."))
    asked = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': asked})}")


def required_page(request: HttpRequest) -> str:
    """The page that the official must visit first, such as a password change; empty if there is none."""
    try:
        page = resolve(request.path_info).view_name
    except Resolver404:
        page = ""
    user = request.user
    if page in ALWAYS | PASSWORD:
        return ""
    if user.password_is_temporary:
        return "admin:password_change"
    if page not in SECOND_FACTOR and user.needs_second_factor and not user.has_second_factor:
        return "mfa_activate_totp"
    return ""
