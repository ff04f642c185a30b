"""The core's models, one subject a file."""

from portal.areas.models import Area
from portal.models.announcement import Announcement, CalendarState
from portal.models.attachment import Attachment
from portal.models.check import Check, CheckKind, CheckOperand, CheckResult, CheckTerm
from portal.models.comment import Comment
from portal.models.commitment import Commitment, CommitmentArea, CommitmentState, CommitmentUpdate
from portal.models.contribution import Contribution
from portal.models.facility import Facility
from portal.models.glossary import GlossaryTerm
from portal.models.indicator import Indicator, Series
from portal.models.observation import Observation
from portal.models.preview import PreviewLink, PreviewOpening
from portal.models.question import Question
from portal.models.release import Release
from portal.models.release_editor import ReleaseEditor
from portal.models.released import ReleasedQuerySet, ReleasedRecord
from portal.models.section import Section
from portal.models.subscription import Digest, Occasion, Subscriber, Subscription, SubscriptionRequest
from portal.models.workbook_job import WorkbookJob
from portal.staff.models.departments import Department, Sector
from portal.staff.models.sign_in import SecondFactor, SignInFailure
from portal.staff.models.users import (
    ADMINISTRATOR,
    DEMO,
    EDITOR,
    GROUP_NAMES,
    HEAD,
    REVIEWER,
    ROLES,
    Membership,
    User,
)
from portal.statistics.models.codelists import Code, Dimension, Unit

__all__ = [
    "ADMINISTRATOR",
    "DEMO",
    "EDITOR",
    "GROUP_NAMES",
    "HEAD",
    "REVIEWER",
    "ROLES",
    "Announcement",
    "Area",
    "Attachment",
    "CalendarState",
    "Check",
    "CheckKind",
    "CheckOperand",
    "CheckResult",
    "CheckTerm",
    "Code",
    "Comment",
    "Commitment",
    "CommitmentArea",
    "CommitmentState",
    "CommitmentUpdate",
    "Contribution",
    "Department",
    "Digest",
    "Dimension",
    "Facility",
    "GlossaryTerm",
    "Indicator",
    "Membership",
    "Observation",
    "Occasion",
    "PreviewLink",
    "PreviewOpening",
    "Question",
    "Release",
    "ReleaseEditor",
    "ReleasedQuerySet",
    "ReleasedRecord",
    "SecondFactor",
    "Section",
    "Sector",
    "Series",
    "SignInFailure",
    "Subscriber",
    "Subscription",
    "SubscriptionRequest",
    "Unit",
    "User",
    "WorkbookJob",
]
