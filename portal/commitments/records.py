"""Commitments and reports on them as records."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.commitments.api import CommitmentDetailView, CommitmentList
from portal.commitments.models import Commitment, CommitmentArea, CommitmentUpdate
from portal.commitments.validation import validate_commitment, validate_report
from portal.publishing.permissions import IN_OPEN_RELEASE
from portal.publishing.records import locator
from portal.records.access import NOBODY, Access
from portal.records.columns import NOTES, Choice, Code, Date, texts
from portal.records.findings import Finding
from portal.records.lookups import CodeLookup, Target
from portal.records.sheets import Group, Reference, References, Row, Sheet
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics.series_columns import series_columns
from portal.web.api.endpoints import Endpoint


def made_by_now(commitments: QuerySet, lookup: CodeLookup) -> QuerySet:
    """Made in this release or in an approved one."""
    return commitments.approved() | commitments.filter(release=lookup.release)


def series_is_named(row: Row, lookup: CodeLookup) -> Iterator[Finding]:
    """A series needs indicator and area. Forms choose a series as a whole."""
    indicator, area = row.values["indicator"], row.values["area"]
    if indicator and not area:
        yield Finding("area", _("The series of an indicator needs its area."))
    elif not indicator and (area or row.values["dimensions"]):
        yield Finding("indicator", _("A series needs its indicator."))


def code_is_unused(row: Row, lookup: CodeLookup) -> Iterator[Finding]:
    """The code is not in use in another release. In forms Django validates every unique field."""
    others = Commitment.objects.exclude(release=lookup.release).values_list("code", flat=True)
    elsewhere = lookup.recall("commitments of other releases", lambda: set(others))
    if row.before is None and row.values["code"] in elsewhere:
        yield Finding("code", _("Another release has a commitment with this code."))


COMMITMENTS = Sheet(
    "Commitments",
    gettext_lazy("Commitments"),
    Group.RELEASE,
    50,
    Commitment,
    (
        Code("code", required=True),
        *locator(),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        *texts("title_zh", "title_en", required=True),
        *texts("detail_zh", "detail_en"),
        Choice("kind"),
        References("areas", Target(Area), label=gettext_lazy("areas concerned")),
        *series_columns(required=False),
        Date("due"),
        *texts("due_printed_zh", "due_printed_en"),
        *texts("due_reason_zh", "due_reason_en"),
    ),
    key=("code",),
    rules=(series_is_named, code_is_unused),
    export_order=("section__order", "paragraph", "pk"),
)


COMMITMENT_UPDATES = Sheet(
    "CommitmentUpdates",
    gettext_lazy("Reports on commitments"),
    Group.RELEASE,
    60,
    CommitmentUpdate,
    (
        Reference("commitment", Target(Commitment, known=made_by_now), required=True),
        *locator(),
        Choice("outcome", required=True),
        Date("completed_on"),
        Date("new_due"),
        *texts(*NOTES, required=True),
    ),
    key=("commitment",),
    export_order=("section__order", "paragraph", "pk"),
)

RECORDS = [
    RecordType(
        model=Commitment,
        access=Access(("section__department_id", "release__department_id"), "release"),
        sheet=COMMITMENTS,
        validate=validate_commitment,
        endpoint=Endpoint(
            "commitments",
            CommitmentList,
            CommitmentDetailView,
            gettext_lazy("Commitments"),
            gettext_lazy("Commitments, their due dates, and what became of them."),
            "commitment-list",
        ),
        source=Source(
            "commitments",
            gettext_lazy("Commitments"),
            Commitment,
            lambda at: Commitment.objects.known_at(at).for_list(),
            lambda commitments, _at: [
                Hit(
                    c.title,
                    reverse("commitment-detail", args=[c.code]),
                    [c.detail, c.due_printed],
                    c.release.title,
                )
                for c in commitments
            ],
            suggested=True,
            order=20,
        ),
        choices=IN_OPEN_RELEASE,
    ),
    RecordType(
        model=CommitmentArea,
        access=Access(
            ("commitment__section__department_id", "commitment__release__department_id"),
            "commitment__release",
            edited=NOBODY,
        ),
    ),
    RecordType(
        model=CommitmentUpdate,
        access=Access(("section__department_id", "release__department_id"), "release"),
        sheet=COMMITMENT_UPDATES,
        validate=validate_report,
        choices=IN_OPEN_RELEASE,
    ),
]
