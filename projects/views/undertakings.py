"""The page of a project, and the page of a programme with its projects."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from projects.detail.gathering import dossier_of
from projects.detail.programme_summary import roll_up
from projects.detail.status import attach_standings
from projects.models import Project, Undertaking

#: Projects on the page of their programme; the list has all of them.
PROJECTS = 12


@require_safe
def project_page(request: HttpRequest, code: str) -> HttpResponse:
    project = found(Undertaking.objects.exclude(kind=Undertaking.Kind.PROGRAMME), code, request.moment.at)
    return render(request, "projects/project.html", context_of(request, project))


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    programme = found(Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME), code, at)
    projects = Project.objects.filter(programme=programme).released(at).for_list()[:PROJECTS]
    together = {"roll_up": roll_up(programme, at), "projects": attach_standings(projects, at)}
    return render(request, "projects/programme.html", context_of(request, programme) | together)


def found(undertakings: QuerySet, code: str, at: dt.datetime) -> Undertaking:
    """The one of that code. Raises Http404 before anything about it was released."""
    return get_object_or_404(undertakings.released(at).for_list(), code=code)


def context_of(request: HttpRequest, undertaking: Undertaking) -> dict[str, Any]:
    """What the pages of projects and of programmes share."""
    at = request.moment.at
    public = Undertaking.objects.released(at)
    return {
        "at": at,
        "undertaking": undertaking,
        "predecessor": public.filter(pk=undertaking.predecessor_id).first(),
        "successors": public.filter(predecessor=undertaking),
        "cite": citation(request, undertaking.name),
        **dossier_of(undertaking, at),
    }
