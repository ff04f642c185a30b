"""Desk pages of programmes and projects."""

from django.urls import path

from projects.admin.bulk import bulk, bulk_download
from projects.admin.progress import open_draft, progress
from projects.models import Programme, Project

DESK_URLS = [
    path("projects/project/workbook/", bulk, name="projects_project_workbook"),
    path("projects/project/workbook/<str:form>/", bulk_download, name="projects_project_download"),
]
for model in (Programme, Project):
    name = model._meta.model_name
    page, about = f"projects/{name}/<int:pk>/progress/", {"model": model}
    DESK_URLS += [
        path(page, progress, about, name=f"projects_{name}_progress"),
        path(f"{page}draft/", open_draft, about, name=f"projects_{name}_draft"),
    ]
