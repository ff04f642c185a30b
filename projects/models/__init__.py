"""Programmes, projects and what releases report of them. One subject a file; everything is imported from here."""

from projects.models.benefit import Benefit
from projects.models.category import Category
from projects.models.funding import Funding
from projects.models.links import ProjectCommitment, ProjectDocument
from projects.models.milestone import Milestone
from projects.models.progress import ProgressReport
from projects.models.record import ProjectRecord
from projects.models.stages import FINISHED, Stage, stages_of
from projects.models.state import UndertakingState
from projects.models.undertaking import Programme, Project, Undertaking, UndertakingArea, UndertakingIndicator
from projects.models.work_item import WorkItem

#: Every kind of released record that makes an undertaking known.
ABOUT_UNDERTAKINGS = (
    WorkItem,
    ProgressReport,
    Funding,
    Milestone,
    Benefit,
    ProjectCommitment,
    ProjectDocument,
)

__all__ = [
    "ABOUT_UNDERTAKINGS",
    "FINISHED",
    "Benefit",
    "Category",
    "Funding",
    "Milestone",
    "Programme",
    "ProgressReport",
    "Project",
    "ProjectCommitment",
    "ProjectDocument",
    "ProjectRecord",
    "Stage",
    "Undertaking",
    "UndertakingArea",
    "UndertakingIndicator",
    "UndertakingState",
    "WorkItem",
    "stages_of",
]
