"""Addresses of health."""

from django.urls import path

from health.views import HealthPage

app_name = "health"
urlpatterns = [path("", HealthPage.as_view(), name="sector")]
