"""The interface's own description: its index, its OpenAPI document, and the page to try it out."""

from functools import cache

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.web.addresses import absolute
from portal.web.api.endpoints import endpoints
from portal.web.api.fields import Answer
from portal.web.api.responses import dumps
from portal.web.api.views import FORMATS, ApiView
from portal.web.filters import EVERYWHERE, refuse_unknown


class IndexAnswer(Answer):
    """Addresses of all endpoints."""

    lists = serializers.DictField(child=serializers.URLField(), help_text=_("Noun → address of its list."))
    formats = serializers.ListField(child=serializers.CharField())
    openapi = serializers.URLField()
    docs = serializers.URLField()


class IndexView(ApiView):
    """Addresses of all lists, of the OpenAPI description, and of the page to try them out."""

    serializer_class = IndexAnswer

    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, EVERYWHERE)
        index = {
            "lists": {noun: absolute(reverse(f"api:{noun}")) for noun in endpoints},
            "formats": FORMATS,
            "openapi": absolute(reverse("api:openapi")),
            "docs": absolute(reverse("api:docs")),
        }
        return Response(self.get_serializer(index).data)


class OpenApiView(ApiView):
    """The OpenAPI description; it has no history."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, EVERYWHERE)
        return HttpResponse(description(request.LANGUAGE_CODE), content_type="application/json")


@cache
def description(language: str) -> str:
    """The OpenAPI document, cached by language."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    schema["info"]["title"] = settings.SITE_NAME[language]
    return dumps(schema)


@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The page for trying out the interface. Its scripts and icons are served from this site."""

    url_name = "api:openapi"
    template_name = "api/docs.html"
    authentication_classes = []
    permission_classes = []
