"""What every request of an official passes: the password backend, session limits, password change, second factor."""

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
from portal.staff.sign_in import attempts, second_factor
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


STARTED = "signed_in_at"
SEEN = "seen_at"
EXACT_TO_SECONDS = 60
"""So often at most is written down that somebody is still there."""


def start(request: HttpRequest, **_: object) -> None:
    """Start the clock after a sign-in of any kind."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def has_run_out(request: HttpRequest) -> bool:
    now = time.time()
    started, seen = (request.session.get(name, now) for name in (STARTED, SEEN))
    return now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE


def tick(request: HttpRequest) -> None:
    """Record activity."""
    if STARTED not in request.session:
        start(request)
    elif time.time() - request.session.get(SEEN, 0) >= EXACT_TO_SECONDS:
        request.session[SEEN] = int(time.time())


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
            if has_run_out(request):
                return sign_in_again(request)
            tick(request)
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
