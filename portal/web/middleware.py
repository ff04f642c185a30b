"""What every request for a page or an answer goes through: its language, its care mode and its moment."""

import time
import uuid
from collections.abc import Callable
from functools import cache

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.request import split_domain_port
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from portal.web.api.responses import bad_parameter, error_answer
from portal.web.as_of import BadMoment, Moment
from portal.web.filters import EVERYWHERE, BadParameter
from portal.web.page_cache import is_api, is_private, is_uncached

#: The parameter that distinguishes the language switch from other addresses with `lang`.
REMEMBER = "remember"
#: The parameter of care mode, and its values.
CARE, ON, OFF = "care", "on", "off"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class LanguageMiddleware:
    """Chinese, unless `?lang=` or the reader's saved choice says otherwise; Accept-Language is ignored.

    So an address shows everyone the same page. Only the language switch saves a choice: its link adds `remember=lang`
    and redirects to the address without it, setting a cookie. Links from elsewhere set none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            asked = None if is_private(request) else request.GET.get("lang")
        except SuspiciousOperation:  # more parameters than Django reads, and no page could be rendered either
            if is_api(request):
                return error_answer(400, "too_many_parameters", _("The address has too many parameters."))
            return HttpResponseBadRequest("Too many parameters.", content_type="text/plain")
        if known_language(asked) and request.GET.get(REMEMBER) == "lang" and not is_api(request):
            return self.remember(request, asked)
        language = known_language(asked) or remembered(request) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    def remember(self, request: HttpRequest, language: str) -> HttpResponse:
        query = request.GET.copy()
        del query[REMEMBER]
        path = escape_leading_slashes(escape_uri_path(request.path))
        response = HttpResponseRedirect(f"{path}?{query.urlencode()}")
        remember(response, language)
        return response


def known_language(code: str | None) -> str | None:
    return code if code in LANGUAGES else None


def remembered(request: HttpRequest) -> str | None:
    return known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


def remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class CareMiddleware:
    """Care mode (关怀版): larger type, more contrast, fewer choices on a page; for whoever asks for it.

    What the State Council's plan on older people and digital services (2020) and GB/T 37668 ask of a government site:
    one switch on every page, kept until it is switched off, and the same content at the same address.

    Sets `request.care`: what `?care=` says, else the cookie. Switching on leaves the cookie, switching off takes it.

    Programs and officials know no care mode. `Vary: Cookie` stands on every answer already, for the language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.care = False
        if is_private(request) or is_api(request):
            return self.get_response(request)
        asked, kept = request.GET.get(CARE), request.COOKIES.get(settings.CARE_COOKIE_NAME) == ON
        request.care = asked == ON or (kept and asked != OFF)
        refuse_bad_care(request)
        response = self.get_response(request)
        if request.care and not kept:
            remember_care(response)
        elif asked == OFF and settings.CARE_COOKIE_NAME in request.COOKIES:
            forget_care(response)
        return response


def refuse_bad_care(request: HttpRequest) -> None:
    """Raise BadParameter where the address asks for neither on nor off, or for both."""
    asked = request.GET.getlist(CARE)
    if len(asked) > 1:
        raise BadParameter.repeated(CARE)
    if asked and asked[0] not in {ON, OFF, ""}:
        raise BadParameter.value(CARE, asked[0], (ON, OFF))


def remember_care(response: HttpResponse) -> None:
    response.set_cookie(
        settings.CARE_COOKIE_NAME,
        ON,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_care(response: HttpResponse) -> None:
    response.delete_cookie(settings.CARE_COOKIE_NAME, samesite="Lax")


class MomentMiddleware:
    """Sets `request.moment`, always now for officials; a bad `as_of` or `lang` is a 400 that says what is allowed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_private(request):
            request.moment = Moment(timezone.now())
            return self.get_response(request)
        try:
            request.moment = asked_moment(request)
        except BadParameter as error:
            if is_api(request):
                return bad_parameter(error)
            raise  # to the page for 400
        return self.get_response(request)


def asked_moment(request: HttpRequest) -> Moment:
    """The moment in the address. Raises BadParameter if it or the language is invalid."""
    for name in EVERYWHERE:
        if len(request.GET.getlist(name)) > 1:
            raise BadParameter.repeated(name)
    language = request.GET.get("lang")
    if language and language not in LANGUAGES:
        raise BadParameter.value("lang", language, LANGUAGES)
    as_of, state = request.GET.get("as_of"), getattr(request, "public_state", None)
    if not as_of and is_uncached(request):
        return Moment(timezone.now())
    if not as_of:  # some pages need no database
        return SimpleLazyObject(lambda: Moment.read(None, state))
    try:
        return Moment.read(as_of, state)
    except BadMoment as error:
        raise BadParameter("as_of", str(error), ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ss+08:00"]) from None


DATABASE_DOWN = "database does not answer"
MIGRATIONS_MISSING = "migrations are not applied"


class HealthMiddleware:
    """Answers the two paths itself and passes on all other requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return answer(None)
        if request.path_info == "/readyz":
            return answer(hindrance())
        return self.get_response(request)


def answer(reason: str | None) -> JsonResponse:
    body = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
    return JsonResponse(body, status=503 if reason else 200, headers={"Cache-Control": "no-store"})


def hindrance() -> str | None:
    """Why the portal is not ready, without details of the database; None if it is ready."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return DATABASE_DOWN
    return None if shipped_migrations() <= applied else MIGRATIONS_MISSING


@cache
def shipped_migrations() -> set[tuple[str, str]]:
    """(app, name) of each migration in the code, which cannot change while the process lives."""
    loader = MigrationLoader(None)
    replaced = {old for migration in loader.replacements.values() for old in migration.replaces}
    return set(loader.disk_migrations) - replaced


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


log = structlog.get_logger("portal.request")


class RequestLogMiddleware:
    """Logs one line a request, with an id that the response repeats for error reports."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        start = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                route=route(request),
                status=response.status_code,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
        response.headers["X-Request-ID"] = request_id
        return response


def route(request: HttpRequest) -> str | None:
    """The name of the matched URL pattern, or the pattern itself; None without a match."""
    match = request.resolver_match
    return match and (match.view_name or match.route)
