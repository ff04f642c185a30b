"""The OpenAPI schema, generated from views, filtersets, keysets and serializers."""

import functools
import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from portal.web.api.empty import EmptySerializer

EXTENSION = re.compile(r"^/api/v1/[^./]+\.(json|csv|xlsx)$")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LANGUAGE = OpenApiParameter(
    "lang", OpenApiTypes.STR, enum=["zh-hans", "en"], description=_("Language of names and texts.")
)
AS_OF = OpenApiParameter(
    "as_of",
    {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
    description=_(
        "A date (meaning its end) or a time: shows everything as it stood then. Not in the future."
    ),
)
PAGING = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
        description=_("Rows a page."),
    ),
    OpenApiParameter(
        "cursor", OpenApiTypes.STR, description=_("Cursor of another page, taken from `next` or `previous`.")
    ),
    OpenApiParameter(
        "format",
        OpenApiTypes.STR,
        enum=["json", "csv", "xlsx"],
        description=_("csv and xlsx return all rows at once unless limit or cursor is given."),
    ),
]


class ErrorSerializer(serializers.Serializer):
    """An error."""

    code = serializers.CharField()
    message = serializers.CharField()
    parameter = serializers.CharField(allow_null=True)
    allowed = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The allowed values, their format, or the address that lists them."),
    )


class ErrorAnswerSerializer(serializers.Serializer):
    """The answer to an invalid request."""

    error = ErrorSerializer()


class ApiSchema(AutoSchema):
    """Reads the description of an endpoint from its view, filterset, keyset and serializer."""

    @property
    def is_list(self) -> bool:
        return hasattr(self.view, "keyset")

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if not self.is_list:
            own = getattr(self.view, "schema_parameters", []) if self.method == "GET" else []
            return [*self.key_parameter(), *own, AS_OF, LANGUAGE]
        return [*filter_parameters(self.view.filterset_class), AS_OF, LANGUAGE, *PAGING]

    def key_parameter(self) -> list[OpenApiParameter]:
        key = getattr(self.view, "key", None)
        if key is None:
            return []
        kind = OpenApiTypes.INT64 if key == "id" else OpenApiTypes.STR
        return [OpenApiParameter(key, kind, OpenApiParameter.PATH)]

    def get_operation_id(self) -> str:
        noun = self.path.removeprefix("/api/v1/").split("/")[0] or "index"
        if self.method == "POST":
            return f"{noun}_calculate"
        return f"{noun}_{'list' if self.is_list else 'one'}"

    def get_request_serializer(self):
        """What is posted; only calculations take anything."""
        return getattr(self.view, "request_serializer_class", None)

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "index"]

    def get_response_serializers(self):
        error = ErrorAnswerSerializer
        if not self.is_list:
            return {(200, "application/json"): self.view.get_serializer_class(), 400: error, 404: error}
        return {
            (200, "application/json"): page_of(self.view.get_serializer_class()),
            (200, "text/csv"): OpenApiTypes.STR,
            (200, XLSX): OpenApiTypes.BINARY,
            400: error,
        }


@functools.cache
def page_of(row: type[serializers.Serializer]) -> serializers.Serializer:
    """The envelope of a list."""
    return inline_serializer(
        f"{row.__name__.removesuffix('Serializer')}Page",
        {
            "as_of": serializers.CharField(
                allow_null=True, help_text=_("The moment requested; null for now.")
            ),
            "data_version": serializers.CharField(help_text=_("Equal versions mean equal answers.")),
            "unchanged_since": serializers.CharField(
                help_text=_(
                    "Instant of the last public change: with it as `as_of` the address gives this answer for ever."
                )
            ),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
            "empty": EmptySerializer(
                allow_null=True, help_text=_("Why there are no results; null where there are.")
            ),
        },
    )


def filter_parameters(filterset_class) -> list[OpenApiParameter]:
    return [
        OpenApiParameter(
            name,
            one.schema,
            description=" ".join(filter(None, [str(one.label or ""), str(one.extra.get("help_text", ""))])),
        )
        for name, one in filterset_class.base_filters.items()
    ]


def in_language(result: dict, **_hook: object) -> dict:
    """Translates the docstrings of views and serializers; `tools/messages.py` collects them."""
    operations = [one for path in result["paths"].values() for one in path.values()]
    for described in [*operations, *result["components"]["schemas"].values()]:
        if text := described.get("description"):
            described["description"] = gettext(text)
    return result


def canonical_only(endpoints: list[tuple]) -> list[tuple]:
    """Leaves out the alternative spellings of an address: with a trailing slash, with a format extension."""
    return [
        one
        for one in endpoints
        if one[0] == "/api/v1/"
        or (one[0].startswith("/api/v1/") and not one[0].endswith("/") and not EXTENSION.search(one[0]))
    ]
