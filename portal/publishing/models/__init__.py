"""Releases, their parts, and the base of released records."""

from portal.publishing.models.announcement import Announcement, CalendarState
from portal.publishing.models.attachment import Attachment
from portal.publishing.models.comment import Comment
from portal.publishing.models.contribution import Contribution
from portal.publishing.models.preview import PreviewLink, PreviewOpening
from portal.publishing.models.question import Question
from portal.publishing.models.release import Release
from portal.publishing.models.release_editor import ReleaseEditor
from portal.publishing.models.released import PrintedRecord, ReleasedQuerySet, ReleasedRecord
from portal.publishing.models.section import Section

__all__ = [
    "Announcement",
    "Attachment",
    "CalendarState",
    "Comment",
    "Contribution",
    "PreviewLink",
    "PreviewOpening",
    "PrintedRecord",
    "Question",
    "Release",
    "ReleaseEditor",
    "ReleasedQuerySet",
    "ReleasedRecord",
    "Section",
]
