"""Models of programmes and projects, and of the records that releases state about them. Import them from here."""

from projects.models.links import UndertakingArea, UndertakingIndicator, UndertakingPredecessor
from projects.models.progress import ProgressReport, WorkItem, newest_first
from projects.models.records import (
    BORNE,
    Benefit,
    Funding,
    FundingKind,
    FundingSource,
    Milestone,
    ProjectCommitment,
    ProjectDocument,
)
from projects.models.state import FINISHED, Stage, UndertakingState, absorbed, stages_of
from projects.models.undertaking import (
    Category,
    Programme,
    Project,
    ProjectRecord,
    Undertaking,
)

#: The released records about programmes and projects; any of them makes its project public.
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
    "BORNE",
    "FINISHED",
    "Benefit",
    "Category",
    "Funding",
    "FundingKind",
    "FundingSource",
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
    "UndertakingPredecessor",
    "UndertakingState",
    "WorkItem",
    "absorbed",
    "newest_first",
    "stages_of",
]
