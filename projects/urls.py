"""Addresses of housing and other projects."""

from django.urls import path

from projects.views.sector import ProjectsPage
from projects.views.undertakings import programme_page, project_page

app_name = "projects"
urlpatterns = [
    path("", ProjectsPage.as_view(), name="sector"),
    path("programmes/<slug:code>/", programme_page, name="programme"),
    path("<slug:code>/", project_page, name="project"),
]
