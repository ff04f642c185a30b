"""Releases and their parts as records."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.publishing.api import CalendarList
from portal.publishing.models import (
    Announcement,
    Attachment,
    Comment,
    Contribution,
    Opening,
    PreviewLink,
    PreviewOpening,
    Question,
    Release,
    ReleaseEditor,
    RowWithdrawal,
    Section,
)
from portal.publishing.permissions import (
    IN_OPEN_RELEASE,
    correctable_releases,
    open_own_releases,
    open_releases,
    own_departments,
)
from portal.publishing.row_changes import withdrawn_row
from portal.publishing.validation import validate_question, validate_release
from portal.records.access import NOBODY, Access, nothing_public, released_rows
from portal.records.columns import NOTES, Boolean, Choice, Code, Column, Date, Integer, Text, texts
from portal.records.lookups import CodeLookup, Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.topics import Topic
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.web.api.endpoints import Endpoint
from portal.web.feeds import page


def part_address(part: Section | Question) -> str:
    section = part if isinstance(part, Section) else part.section
    return f"{reverse('release-detail', args=[part.release.slug])}#{section.anchor}"


SECTION = Target(Section, by="number", within_release=True)


def in_document(lookup: CodeLookup) -> bool:
    """Whether the release reproduces a document, so that rows need a locator."""
    return lookup.release_kind in Release.DOCUMENTS


def public_by_now(releases: QuerySet, lookup: CodeLookup) -> QuerySet:
    """Only public releases can be corrected."""
    return releases.released(timezone.now())


def locator() -> tuple[Reference, Integer]:
    """The columns of the locator."""
    return Reference("section", SECTION, required=in_document), Integer("paragraph", required=in_document)


def source_columns() -> tuple[Column, ...]:
    """The columns of ordinary content that give its source, and whether it is public."""
    return (
        Reference("release", Target(Release, by="slug")),
        Text("section"),
        Integer("paragraph"),
        Boolean("public", field="is_public"),
    )


RELEASE = Sheet(
    "Release",
    gettext_lazy("Release"),
    Group.RELEASE,
    10,
    Release,
    (
        Code("slug", required=True),
        Choice("kind", required=True),
        Reference("department", Target(Department), required=True),
        *texts("title_zh", "title_en", required=True),
        *texts("summary_zh", "summary_en"),
        Text("index_number"),
        Choice("disclosure"),
        *texts("issuing_body_zh", "issuing_body_en", "category_zh", "category_en"),
        Date("document_date"),
        Choice("validity"),
        Date("expires_on"),
        Date("published_on"),
        Boolean("published_on_estimated"),
        *texts(
            "source_document", "source_url", "printed_title", "first_editor", "responsible_editor", *NOTES
        ),
        Reference("corrects", Target(Release, by="slug", known=public_by_now)),
        *texts("reason_zh", "reason_en"),
    ),
    key=("slug",),
)


SECTIONS = Sheet(
    "Sections",
    gettext_lazy("Sections"),
    Group.RELEASE,
    20,
    Section,
    (
        Text("number", required=True),
        *texts("title_zh", "title_en", required=True),
        Reference("sector", Target(Sector)),
        Reference("department", Target(Department), required=True),
        *texts("speaker_zh", "speaker_en"),
        *texts("summary_zh", "summary_en"),
        Integer("paragraphs", required=True),
    ),
    key=("number",),
    position="order",
    export_order=("order", "pk"),
)


QUESTIONS = Sheet(
    "Questions",
    gettext_lazy("Questions"),
    Group.RELEASE,
    30,
    Question,
    (
        Integer("number", required=True),
        Reference("section", SECTION, required=True),
        *texts("outlet_zh", "outlet_en", "question_zh", "question_en", required=True),
        *texts("speaker_zh", "speaker_en", "answer_zh", "answer_en", required=True),
    ),
    key=("number",),
    export_order=("number",),
)


RECORDS = [
    RecordType(
        model=Release,
        access=Access(("department_id",), public=released_rows(Release)),
        sheet=RELEASE,
        validate=validate_release,
        source=Source(
            "releases",
            gettext_lazy("Releases"),
            Release,
            lambda at: Release.objects.released(at).for_list(),
            lambda releases, _at: [
                Hit(
                    r.title,
                    reverse("release-detail", args=[r.slug]),
                    [r.summary, r.index_number, r.printed_title, r.first_editor, r.responsible_editor],
                )
                for r in releases
            ],
            suggested=True,
            order=50,
        ),
        topic=Topic(
            "release",
            gettext_lazy("corrections and withdrawal of the release"),
            Release.objects.released,
            "slug",
            lambda release: page("release-detail", release.slug),
            order=30,
        ),
        choices={"department": own_departments, "corrects": correctable_releases},
    ),
    RecordType(
        model=Section,
        access=Access(("department_id",), "release", contributes=True),
        sheet=SECTIONS,
        source=Source(
            "sections",
            gettext_lazy("Sections of releases"),
            Section,
            lambda at: Section.objects.known_at(at).for_list(),
            lambda sections, _at: [
                Hit(s.title, part_address(s), [s.summary, s.speaker], s.release.title) for s in sections
            ],
            order=60,
        ),
        choices={"release": open_releases},
    ),
    RecordType(
        model=Question,
        access=Access(("section__department_id",), "release"),
        sheet=QUESTIONS,
        validate=validate_question,
        source=Source(
            "questions",
            gettext_lazy("Questions and answers"),
            Question,
            lambda at: Question.objects.known_at(at).for_list().select_related("section"),
            lambda questions, _at: [
                Hit(q.question, part_address(q), [q.answer, q.outlet, q.speaker], q.release.title)
                for q in questions
            ],
            order=70,
        ),
        choices=IN_OPEN_RELEASE,
    ),
    RecordType(
        model=Attachment,
        access=Access(("release__department_id",), "release"),
        choices={"release": open_own_releases},
    ),
    RecordType(
        model=RowWithdrawal,
        access=Access(("department_id", "release__department_id"), "release", contributes=True),
        choices=IN_OPEN_RELEASE,
        summary=lambda withdrawal: withdrawn_row(withdrawal).text,
        refusals={
            "withdraws_from_what_it_corrects": gettext_lazy(
                "A correction withdraws only rows of the release that it corrects."
            )
        },
    ),
    RecordType(
        model=Announcement,
        access=Access(release="release", edited=NOBODY),
        endpoint=Endpoint(
            "calendar",
            CalendarList,
            title=gettext_lazy("Release calendar"),
            about=gettext_lazy("Upcoming releases, their times, and any changes."),
            page="calendar",
        ),
    ),
    RecordType(
        model=Contribution,
        access=Access(("department_id",), "release", contributes=True, public=nothing_public, edited=NOBODY),
    ),
    RecordType(model=Opening, access=Access(edited=NOBODY)),
    RecordType(model=Comment, access=Access(release="release", public=nothing_public, edited=NOBODY)),
    RecordType(model=ReleaseEditor, access=Access(release="release", edited=NOBODY)),
    RecordType(model=PreviewLink, access=Access(release="release", public=nothing_public, edited=NOBODY)),
    RecordType(
        model=PreviewOpening,
        access=Access(release="link__release", public=nothing_public, edited=NOBODY),
    ),
]
