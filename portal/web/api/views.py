"""Base views of the JSON interface: read-only and strict, with moment and data version in every answer."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from portal.web.addresses import absolute
from portal.web.api import exports
from portal.web.api.empty import Empty, before_everything, no_match, nothing_published
from portal.web.api.responses import METHODS, ExactRenderer, answer_exception, open_to_all
from portal.web.api.schema import ApiSchema
from portal.web.filters import EVERYWHERE, BadParameter, StrictFilterSet, refuse_unknown
from portal.web.keyset import Keyset, Slice, limit_of
from portal.web.page_cache import etag

FORMATS = ("json", "csv", "xlsx")
#: Why a table has no rows: `reason` as in the JSON of the same list.
EMPTY_HEADER = "Empty-Reason"


class JsonAlways(DefaultContentNegotiation):
    """The address decides on the format, not the Accept header."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ApiView(GenericAPIView):
    """Base view of the interface. There are no users, so scripts of any site may read it."""

    http_method_names = [method.lower() for method in METHODS]
    authentication_classes = []
    permission_classes = []
    renderer_classes = [ExactRenderer]
    content_negotiation_class = JsonAlways
    filter_backends = []
    pagination_class = None
    schema = ApiSchema()

    def get_serializer_context(self) -> dict[str, Any]:
        return {"request": self.request, "moment": self.request.moment}

    def get_exception_handler(self) -> Callable:
        return answer_exception

    def options(self, request: Request, *args, **kwargs) -> HttpResponse:
        """CORS preflight for cross-origin requests that send headers such as If-None-Match."""
        answer = HttpResponse(status=204)
        methods = ", ".join(name.upper() for name in self.http_method_names)
        answer.headers["Allow"] = answer.headers["Access-Control-Allow-Methods"] = methods
        answer.headers["Access-Control-Allow-Headers"] = "*"
        answer.headers["Access-Control-Max-Age"] = str(24 * 3600)
        return answer

    def finalize_response(self, request, response, *args, **kwargs):
        return open_to_all(super().finalize_response(request, response, *args, **kwargs))


class ListView(ApiView):
    """A list. A subclass sets filterset, keyset and serializer, and returns the rows public at a moment."""

    filterset_class: type[StrictFilterSet]
    keyset: Keyset
    own_parameters = ("limit", "cursor", "format")

    def rows(self, at: dt.datetime) -> QuerySet:
        """Everything public at that time, ready to render."""
        raise NotImplementedError

    def prepare(self, rows: list) -> list:
        """Load data for a whole page of rows that the queryset cannot select."""
        return rows

    def results(self, rows: list) -> list:
        """The rows of a page as JSON."""
        return self.get_serializer(self.prepare(rows), many=True).data

    def get(self, request: Request, format: str | None = None) -> HttpResponse:  # noqa: A002 - REST framework's name
        filterset = self.filterset_class(
            request.GET,
            self.rows(request.moment.at),
            request=request,
            also=self.own_parameters,
            only_given=True,
        )
        rows, kind = filterset.qs, asked_format(request, format)
        limit, cursor = request.GET.get("limit"), request.GET.get("cursor")
        if kind == "json":
            return self.page(filterset, cursor, limit_of(limit))
        if limit or cursor:
            part = self.keyset.slice(rows, cursor, limit_of(limit))
            answer = self.linked(self.table(filterset, part.rows, kind), part)
            return answer if part.rows or cursor else self.said_empty(answer, filterset)
        rows = self.keyset.ordered(rows)
        if kind == "xlsx" and rows[exports.EXCEL_ROWS :].exists():
            raise BadParameter("format", _("format: too many rows for an Excel sheet."), ["json", "csv"])
        answer = self.table(filterset, rows.iterator(chunk_size=exports.CHUNK), kind)
        return answer if rows.exists() else self.said_empty(answer, filterset)

    def page(self, filterset: StrictFilterSet, cursor: str | None, limit: int) -> Response:
        part = self.keyset.slice(filterset.qs, cursor, limit)
        moment = self.request.moment
        answer = {
            "as_of": moment.as_of,
            "data_version": moment.state.version,
            "unchanged_since": moment.unchanged_since,
            "next": self.address(part.next),
            "previous": self.address(part.previous),
            "results": self.results(part.rows),
            "empty": None if part.rows or cursor else self.why_empty(filterset).json,
        }
        return Response(answer)

    def why_empty(self, filterset: StrictFilterSet) -> Empty:
        """Why there are no results, by what was known at the moment of the request."""
        moment = self.request.moment
        if before := before_everything(moment):
            return before
        return no_match() if self.rows(moment.at).exists() else nothing_published()

    def said_empty(self, answer: HttpResponse, filterset: StrictFilterSet) -> HttpResponse:
        """A table has no room for why it has no rows: the reason, as a code, goes into a header of its own."""
        answer.headers[EMPTY_HEADER] = self.why_empty(filterset).reason
        return answer

    def table(self, filterset: StrictFilterSet, rows, kind: str) -> HttpResponse:
        """The rows as a file. The ETag is computed without reading any row, so a 304 costs nothing."""
        serializer = self.get_serializer()
        version = [
            self.request.get_full_path(),
            self.request.LANGUAGE_CODE,
            self.request.moment.state.key,
            kind,
        ]
        name = etag(*(part.encode() for part in [*version, *exports.columns(serializer)]))
        return exports.download(
            lambda: exports.table(serializer, rows, self.results),
            kind,
            self.filename(kind),
            name,
            why_empty=lambda: self.why_empty(filterset).message,
        )

    def filename(self, kind: str) -> str:
        """File name without extension: the noun, and the moment if the address names one."""
        noun = self.request.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(f".{kind}")
        as_of = self.request.moment.as_of
        return f"{noun}-as-of-{as_of.replace(':', '')}" if as_of else noun

    def linked(self, answer: HttpResponse, part: Slice) -> HttpResponse:
        """A file has no room for `next` and `previous`; they go into the Link header (RFC 8288)."""
        neighbours = {"next": self.address(part.next), "prev": self.address(part.previous)}
        if links := [f'<{address}>; rel="{rel}"' for rel, address in neighbours.items() if address]:
            answer.headers["Link"] = ", ".join(links)
        return answer

    def address(self, cursor: str | None) -> str | None:
        """The address of another page of the same list."""
        if cursor is None:
            return None
        query = self.request.GET.copy()
        query["cursor"] = cursor
        return absolute(f"{self.request.path}?{query.urlencode()}")


def asked_format(request: Request, ending: str | None) -> str:
    """The requested format. Raises BadParameter if the extension contradicts `format`."""
    allowed = (ending,) if ending else FORMATS
    kind = request.GET.get("format") or allowed[0]
    if kind not in allowed:
        raise BadParameter.value("format", kind, allowed)
    return kind


class DetailView(ApiView):
    """One row, named by its `key`. A row not public at the moment gives the same 404 as one that does not exist."""

    key = "code"

    def rows(self, at: dt.datetime) -> QuerySet:
        """Everything public at that time, superseded versions included."""
        raise NotImplementedError

    def row(self, at: dt.datetime, **key: str) -> Any:
        """The one that the key names, with what the answer shows besides. Raises Http404 if it was not public."""
        return get_object_or_404(self.rows(at), **key)

    def get(self, request: Request, **key: str) -> Response:
        refuse_unknown(request.GET, EVERYWHERE)
        return Response(self.get_serializer(self.row(request.moment.at, **key)).data)


class NowhereView(ApiView):
    """Any other address under the interface: a 404."""

    schema = None

    def initial(self, request: Request, *args, **kwargs) -> None:
        raise Http404
