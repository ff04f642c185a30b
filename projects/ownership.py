"""Whose the rows of the app are, as the rights of the portal ask."""

import datetime as dt

from django.db.models import Q

from portal.rights import ADMINISTRATORS, NOBODY, Rule, register
from projects.models import (
    Benefit,
    Category,
    Funding,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    UndertakingState,
    WorkItem,
)


def _public(at: dt.datetime) -> Q:
    return Q(pk__in=Undertaking.objects.released(at).values("pk"))


def register_rights() -> None:
    """An undertaking and what is reported of it belong to its department."""
    register(Category, Rule(edited=ADMINISTRATORS))
    for model in (Undertaking, Programme, Project):
        register(model, Rule(("department_id",), appears_in="progressreports__release", public=_public))
    for model in (WorkItem, ProgressReport, Funding, Milestone, Benefit, ProjectCommitment, ProjectDocument):
        register(model, Rule(("undertaking__department_id",), "release"))
    register(
        UndertakingState,
        Rule(
            ("undertaking__department_id",),
            public=lambda at: Q(undertaking__in=Undertaking.objects.released(at)),
            edited=NOBODY,
        ),
    )
