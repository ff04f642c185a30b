"""The page of a project, and the page of a programme with its projects."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.statistics.figures import indicator_rows
from projects.detail.charts import history_charts
from projects.detail.project import ProgrammeDetail, ProjectDetail
from projects.detail.status import statuses_at
from projects.models import Project

#: Projects on the page of their programme; the list has all of them.
PROJECTS = 12


@require_safe
def project_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = ProjectDetail.at(code, request.moment.at)
    return render(request, "projects/project.html", context_of(request, detail))


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ProgrammeDetail.at(code, at)
    projects = Project.objects.filter(programme=detail.undertaking).released(at).for_list()[:PROJECTS]
    context = context_of(request, detail) | {"projects": statuses_at(projects, at)}
    return render(request, "projects/programme.html", context)


def context_of(request: HttpRequest, detail: ProjectDetail) -> dict[str, Any]:
    """What the pages of projects and of programmes share: the detail, with its charts and figures."""
    at = request.moment.at
    return {
        "at": at,
        "detail": detail,
        "undertaking": detail.undertaking,
        "charts": history_charts(detail.undertaking, detail.report_versions),
        "indicators": indicator_rows(detail.indicators, at, changes=True, charts=True),
        "cite": citation(request, detail.undertaking.name),
    }
