"""A page that fails, for the test of what is said about it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def failing(request: HttpRequest) -> HttpResponse:
    raise ValueError("Key (name)=(张三) exists")


urlpatterns = [path("failing/", failing)]


def handler500(request: HttpRequest) -> HttpResponse:
    return HttpResponse("failed", status=500)
