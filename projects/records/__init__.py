"""The records of projects: programmes and projects, and what releases state about them."""

from django.utils.translation import gettext_lazy as _

from portal.statistics.named_things import NamedThings
from portal.web.api.endpoints import Endpoint
from projects import status_history
from projects.api import projects as api
from projects.models import Programme
from projects.records.naming import projects_named
from projects.records.progress import PROGRESS, WORK_ITEMS
from projects.records.released import (
    BENEFICIARIES,
    COMMITMENT_SUBJECTS,
    COMMITMENTS,
    DOCUMENTS,
    FUNDING,
    MILESTONES,
)
from projects.records.undertakings import CATEGORIES, LINKS, PROGRAMMES, PROJECTS, UNDERTAKINGS

RECORDS = [
    PROJECTS,
    PROGRAMMES,
    UNDERTAKINGS,
    WORK_ITEMS,
    PROGRESS,
    FUNDING,
    MILESTONES,
    BENEFICIARIES,
    COMMITMENTS,
    DOCUMENTS,
    CATEGORIES,
    *LINKS,
]
NAMED_THINGS = [NamedThings("programme", Programme, projects_named)]
ENDPOINTS = [
    Endpoint(
        "microprojects",
        api.MicroProjectList,
        api.MicroProjectDetail,
        _("Micro-projects"),
        _("Small works proposed by residents."),
    ),
]
DERIVATIONS = [status_history.rebuild_after]

__all__ = ["COMMITMENT_SUBJECTS", "DERIVATIONS", "ENDPOINTS", "RECORDS"]
