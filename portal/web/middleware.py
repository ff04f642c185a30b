"""Middleware of every request: health checks, request log, HTTPS, language, care mode and moment."""

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

from portal.web import past as past_rows
from portal.web.api.responses import bad_parameter, error_answer
from portal.web.as_of import BadMoment, Clock, Moment
from portal.web.filters import EVERYWHERE, BadParameter
from portal.web.memo import this_turn_reads
from portal.web.page_cache import is_api, is_private, is_uncached

DATABASE_DOWN = "database does not answer"
MIGRATIONS_MISSING = "migrations are not applied"
#: Prefix of the sign-in cookies over TLS: browsers accept such cookies only from this exact host and only with Secure,
#: so no other host of the domain can plant one.
HOST_PREFIX = "__Host-"
#: Names of this machine, which no other machine can serve.
LOCALHOST = {"127.0.0.1", "localhost", "[::1]"}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: The parameter that distinguishes the language switch from other addresses with `lang`.
REMEMBER = "remember"
#: The parameter of care mode, and its values.
CARE, ON, OFF = "care", "on", "off"
COOKIE_AGE = 365 * 24 * 3600

log = structlog.get_logger("portal.request")


class Middleware:
    """The base class; Django calls an instance with each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response


class HealthMiddleware(Middleware):
    """Answers `/healthz` and `/readyz` before any other middleware.

    A 503 tells whether the database or a migration is missing, and nothing else about the database.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in {"/healthz", "/readyz"}:
            return self.get_response(request)
        reason = None
        if request.path_info == "/readyz":
            try:
                applied = set(MigrationRecorder(connection).applied_migrations())
            except Error:
                reason = DATABASE_DOWN
            else:
                reason = None if shipped_migrations() <= applied else MIGRATIONS_MISSING
        body = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
        return JsonResponse(body, status=503 if reason else 200, headers={"Cache-Control": "no-store"})


@cache
def shipped_migrations() -> set[tuple[str, str]]:
    """(app, name) of each migration in the code, which cannot change while the process lives."""
    loader = MigrationLoader(None)
    replaced = {old for migration in loader.replacements.values() for old in migration.replaces}
    return set(loader.disk_migrations) - replaced


class RequestLogMiddleware(Middleware):
    """Logs one line a request, with an id that the response repeats for error reports."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        start = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match and (match.view_name or match.route),
                status=response.status_code,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
        response.headers["X-Request-ID"] = request_id
        return response


class TransportMiddleware(Middleware):
    """Redirects plain HTTP to HTTPS except from localhost, which alone gets cookies without Secure.

    A proxy terminates TLS and sets X-Forwarded-Proto. Django's own redirect has no exception for localhost, and some
    browsers do not keep Secure cookies from http://127.0.0.1, where nothing crosses a network.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.is_secure():
            return self.with_prefixed_cookies(request)
        if split_domain_port(request.get_host())[0] in LOCALHOST:
            response = self.get_response(request)
            for cookie in response.cookies.values():
                cookie["secure"] = ""
            return response
        if settings.REDIRECT_TO_TLS:
            return HttpResponsePermanentRedirect(f"https://{request.get_host()}{request.get_full_path()}")
        return self.get_response(request)

    def with_prefixed_cookies(self, request: HttpRequest) -> HttpResponse:
        """The answer with the sign-in cookies renamed to their `__Host-` names; views see the plain names."""
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        for name in names:
            sent = request.COOKIES.pop(HOST_PREFIX + name, None)
            request.COOKIES.pop(name, None)
            if sent is not None:
                request.COOKIES[name] = sent
        response = self.get_response(request)
        for name in names:
            if cookie := response.cookies.pop(name, None):
                cookie.set(HOST_PREFIX + name, cookie.value, cookie.coded_value)
                cookie["secure"], cookie["path"], cookie["domain"] = True, "/", ""
                response.cookies[HOST_PREFIX + name] = cookie
        return response


class LanguageMiddleware(Middleware):
    """Chinese, unless `?lang=` or the reader's saved choice says otherwise; Accept-Language is ignored.

    So an address shows everyone the same page. Only the language switch saves a choice: its link adds `remember=lang`
    and redirects to the address without it, setting a cookie. Links from elsewhere set none.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            asked = None if is_private(request) else request.GET.get("lang")
        except SuspiciousOperation:  # more parameters than Django reads, and no page could be rendered either
            if is_api(request):
                return error_answer(400, "too_many_parameters", _("The address has too many parameters."))
            return HttpResponseBadRequest("Too many parameters.", content_type="text/plain")
        if asked in LANGUAGES and request.GET.get(REMEMBER) == "lang" and not is_api(request):
            return switch_language(request, asked)
        chosen = (asked, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), settings.LANGUAGE_CODE)
        language = next(code for code in chosen if code in LANGUAGES)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


def switch_language(request: HttpRequest, language: str) -> HttpResponse:
    """Redirect to the same address without `remember`, with a cookie that saves the language."""
    query = request.GET.copy()
    del query[REMEMBER]
    path = escape_leading_slashes(escape_uri_path(request.path))
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


class CareMiddleware(Middleware):
    """Care mode (关怀版): larger type, more contrast, fewer choices on a page.

    The State Council's plan on older people and digital services (2020) and GB/T 37668 ask a government site for one
    switch on every page, kept until it is switched off, and the same content at the same address.

    Sets `request.care` from `?care=`, else from the cookie. Switching on sets the cookie, switching off deletes it.
    Officials' pages and the JSON interface have no care mode.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.care = False
        if is_private(request) or is_api(request):
            return self.get_response(request)
        asked, saved = request.GET.getlist(CARE), request.COOKIES.get(settings.CARE_COOKIE_NAME)
        if len(asked) > 1:
            raise BadParameter.repeated(CARE)
        if asked and asked[0] not in {ON, OFF, ""}:
            raise BadParameter.value(CARE, asked[0], (ON, OFF))
        request.care = asked == [ON] or (saved == ON and asked != [OFF])
        response = self.get_response(request)
        if request.care and saved != ON:
            response.set_cookie(
                settings.CARE_COOKIE_NAME,
                ON,
                max_age=COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif asked == [OFF] and saved is not None:
            response.delete_cookie(settings.CARE_COOKIE_NAME, samesite="Lax")
        return response


class MomentMiddleware(Middleware):
    """Sets `request.moment`, always now for officials; a bad `as_of` or `lang` is a 400 that says what is allowed."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.clock = Clock(timezone.now())
        try:
            request.moment = Moment(timezone.now()) if is_private(request) else requested_moment(request)
        except BadParameter as error:
            if is_api(request):
                return bad_parameter(error)
            raise  # to the page for 400
        past = request.moment.at if request.GET.get("as_of") and request.moment.is_past else None
        with past_rows.reading(past):
            if past:
                this_turn_reads(request.moment.state.key)
            response = self.get_response(request)
        if response.streaming and past:
            response.streaming_content = past_rows.read_then(past, response.streaming_content)
        return response


def requested_moment(request: HttpRequest) -> Moment:
    """The moment in the address. Raises BadParameter if it or the language is invalid."""
    for name in EVERYWHERE:
        if len(request.GET.getlist(name)) > 1:
            raise BadParameter.repeated(name)
    language = request.GET.get("lang")
    if language and language not in LANGUAGES:
        raise BadParameter.value("lang", language, LANGUAGES)
    as_of, state = request.GET.get("as_of"), getattr(request, "public_state", None)
    if not as_of and is_uncached(request):
        return Moment(timezone.now(), clock=request.clock)
    if not as_of:  # some pages need no database
        return SimpleLazyObject(lambda: Moment.read(None, state, request.clock))
    try:
        return Moment.read(as_of, state)
    except BadMoment as error:
        raise BadParameter("as_of", str(error), ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ss+08:00"]) from None
