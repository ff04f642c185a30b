"""Addresses of education."""

from django.urls import path

from education.views import EducationPage

app_name = "education"
urlpatterns = [path("", EducationPage.as_view(), name="sector")]
