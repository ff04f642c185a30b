"""Search source of projects and programmes: names, other names, summaries, pinyin."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.records.types import Hit, Source
from projects.models import Programme, Project, Undertaking, UndertakingState


def project_hits(projects: list[Project], at: dt.datetime) -> list[Hit]:
    """Each with its stage, or the programme that it is part of."""
    states = UndertakingState.objects.known_at(at).filter(undertaking__in=projects)
    stages = {state.undertaking_id: state.get_stage_display() for state in states}
    return [
        Hit(one.name, reverse("projects:project", args=[one.code]), texts_of(one), stages.get(one.pk, ""))
        for one in projects
    ]


def programme_hits(programmes: list[Programme], at: dt.datetime) -> list[Hit]:
    return [
        Hit(one.name, reverse("projects:programme", args=[one.code]), texts_of(one), one.category.name)
        for one in programmes
    ]


def texts_of(undertaking: Undertaking) -> list[str]:
    return [undertaking.summary, "、".join(undertaking.aliases)]


def projects(at: dt.datetime) -> QuerySet:
    return Project.objects.known_at(at)


def programmes(at: dt.datetime) -> QuerySet:
    return Programme.objects.known_at(at).select_related("category")


PROJECTS = Source("projects", _("Projects"), Project, projects, project_hits, suggested=True, order=12)
PROGRAMMES = Source(
    "programmes", _("Programmes"), Programme, programmes, programme_hits, suggested=True, order=14
)
