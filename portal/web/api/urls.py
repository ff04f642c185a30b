"""Addresses under /api/v1/, from the endpoints that the records declare."""

from django.urls import path, re_path

from portal.web.api.about import DocsView, IndexView, OpenApiView
from portal.web.api.endpoints import endpoints, further_routes
from portal.web.api.views import NowhereView

app_name = "api"

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    *[route for endpoint in endpoints.values() for route in endpoint.routes()],
    *further_routes,
    re_path(r"", NowhereView.as_view()),
]
