"""Error responses of the interface: {"error": {code, message, parameter, allowed}}."""

from collections.abc import Sequence
from decimal import Decimal
from json import dumps as plain
from json.encoder import encode_basestring as quoted

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed
from rest_framework.renderers import BaseRenderer

from portal.web.filters import BadParameter


class Rendered(str):
    """A text that is JSON already."""

    __slots__ = ()


def dumps(value: object) -> str:
    """JSON of dicts, lists, texts, numbers, booleans and None. A Decimal keeps all its digits.

    Python's own encoder only accepts Decimals as floats, which lose digits.
    """
    if isinstance(value, str):
        return value if isinstance(value, Rendered) else quoted(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ",".join([f"{quoted(str(key))}:{dumps(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([dumps(one) for one in value]) + "]"
    if value is None or isinstance(value, bool | int | float):
        return plain(value, allow_nan=False)
    return quoted(str(value))  # a lazy translation


class ExactRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 by definition

    def render(self, data: object, accepted_media_type: str | None = None, renderer_context=None) -> bytes:
        return dumps(data).encode()


METHODS = ("GET", "HEAD", "OPTIONS")
#: Response headers exposed to scripts of other sites: ETag, file name, why there are no rows, address of the next page.
EXPOSED = ("Content-Disposition", "ETag", "Empty-Reason", "Link")


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
        allowed = [name.upper() for name in context["view"].http_method_names]
        answer = error_answer(405, "method_not_allowed", _("The data is read-only."), allowed=allowed)
        answer.headers["Allow"] = ", ".join(allowed)
        return answer
    if isinstance(exception, APIException):
        return error_answer(exception.status_code, exception.default_code, str(exception.detail))
    return None
