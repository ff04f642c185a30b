"""Addresses of culture."""

from django.urls import path

from culture.views import CulturePage

app_name = "culture"
urlpatterns = [path("", CulturePage.as_view(), name="sector")]
