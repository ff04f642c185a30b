"""What every request for a page or an answer goes through: its language, its care mode and its moment."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from portal.web.api.errors import bad_parameter, error_answer
from portal.web.as_of import BadMoment, Moment
from portal.web.filters.strict import EVERYWHERE, BadParameter
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
