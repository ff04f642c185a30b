"""Every model of the core, for Django's registry. Import models from their subject, such as `portal.staff.models`."""

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentArea, CommitmentState, CommitmentUpdate
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models.announcement import Announcement, CalendarState
from portal.publishing.models.parts import Attachment, Question, Section
from portal.publishing.models.preview import PreviewLink, PreviewOpening
from portal.publishing.models.release import Release
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord
from portal.publishing.models.workflow import Comment, Contribution, ReleaseEditor
from portal.spreadsheets.models import WorkbookJob
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
from portal.statistics.models.check import Check, CheckOperand, CheckResult, CheckTerm
from portal.statistics.models.codelists import Code, Dimension, Unit
from portal.statistics.models.indicator import Indicator, Series
from portal.statistics.models.observation import Observation
from portal.subscriptions.models import Digest, Occasion, Subscriber, Subscription, SubscriptionRequest
from portal.web.data_version import PublicChange

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
    "PublicChange",
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
