"""The portal's addresses, and one for each page that says what went wrong."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.defaults import permission_denied

from portal.urls import *  # noqa: F403 - the handlers of errors too
from portal.urls import urlpatterns as portal
from portal.web import error_pages


def forbidden(request: HttpRequest) -> HttpResponse:
    return permission_denied(request, PermissionDenied())


urlpatterns = [
    path("workshop/403/", forbidden),
    path("admin/workshop/expired/", error_pages.csrf_failure),  # only officials send forms
    path("workshop/500/", error_pages.server_error),
    *portal,
]
