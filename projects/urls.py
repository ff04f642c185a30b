"""Addresses of housing and other projects."""

from django.urls import path

from projects.views import ProjectsPage

app_name = "projects"
urlpatterns = [path("", ProjectsPage.as_view(), name="sector")]
