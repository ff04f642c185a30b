"""Error responses of the interface: {"error": {code, message, parameter, allowed}}."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed

from portal.web.api.exact_json import dumps
from portal.web.filters.strict import BadParameter

METHODS = ("GET", "HEAD", "OPTIONS")
#: Response headers exposed to scripts of other sites: ETag, file name, and the address of the next page.
EXPOSED = ("Content-Disposition", "ETag", "Link")


def open_to_all(answer: HttpResponse) -> HttpResponse:
    """Allow cross-origin reads. The interface has no users, so nothing private can leak."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
    return answer


def error_answer(
    status: int, code: str, message: str, parameter: str | None = None, allowed: Sequence[str] = ()
) -> HttpResponse:
    error = {"code": code, "message": message, "parameter": parameter, "allowed": list(allowed)}
    return open_to_all(HttpResponse(dumps({"error": error}), status=status, content_type="application/json"))


def bad_parameter(error: BadParameter) -> HttpResponse:
    return error_answer(400, "bad_parameter", error.message, error.parameter, error.allowed)


def answer_exception(exception: Exception, context: dict) -> HttpResponse | None:
    """REST framework's exception hook. A row under embargo gets the same 404 as one that does not exist."""
    if isinstance(exception, BadParameter):
        return bad_parameter(exception)
    if isinstance(exception, Http404 | PermissionDenied):
        return error_answer(404, "not_found", _("Nothing is published at this address."))
    if isinstance(exception, MethodNotAllowed):
        answer = error_answer(405, "method_not_allowed", _("The data is read-only."), allowed=METHODS)
        answer.headers["Allow"] = ", ".join(METHODS)
        return answer
    if isinstance(exception, APIException):
        return error_answer(exception.status_code, exception.default_code, str(exception.detail))
    return None
