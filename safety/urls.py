"""Addresses of public safety."""

from django.urls import path

from safety.views import SafetyPage

app_name = "safety"
urlpatterns = [path("", SafetyPage.as_view(), name="sector")]
