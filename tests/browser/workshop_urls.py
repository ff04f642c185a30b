"""The portal's addresses, and one for each page that says what went wrong."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.defaults import permission_denied

from portal.urls import *  # noqa: F403 - the handlers of errors too
from portal.urls import urlpatterns as portal
from portal.views import errors


def forbidden(request: HttpRequest) -> HttpResponse:
    return permission_denied(request, PermissionDenied())


urlpatterns = [
    path("workshop/403/", forbidden),
    path("admin/workshop/expired/", errors.csrf_failure),  # only officials send forms
    path("workshop/500/", errors.server_error),
    *portal,
]
