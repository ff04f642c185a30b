"""Addresses of welfare."""

from django.urls import path

from welfare.views import WelfarePage

app_name = "welfare"
urlpatterns = [path("", WelfarePage.as_view(), name="sector")]
