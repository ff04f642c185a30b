"""Releases, their parts, and the base of released records."""

from portal.publishing.models.announcement import Announcement, CalendarState
from portal.publishing.models.opening import Opening
from portal.publishing.models.parts import Attachment, Question, Section
from portal.publishing.models.preview import PreviewLink, PreviewOpening
from portal.publishing.models.release import Release
from portal.publishing.models.released import PrintedRecord, ReleasedQuerySet, ReleasedRecord
from portal.publishing.models.row_withdrawal import RowWithdrawal
from portal.publishing.models.workflow import Comment, Contribution, ReleaseEditor

__all__ = [
    "Announcement",
    "Attachment",
    "CalendarState",
    "Comment",
    "Contribution",
    "Opening",
    "PreviewLink",
    "PreviewOpening",
    "PrintedRecord",
    "Question",
    "Release",
    "ReleaseEditor",
    "ReleasedQuerySet",
    "ReleasedRecord",
    "RowWithdrawal",
    "Section",
]
