"""What releases state about projects besides progress: funding, milestones, beneficiaries, commitments, documents.

Each record is declared once: its sheet, its endpoint and its summary. Access, columns and endpoints that all released
records of projects share come first.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.commitments.models import Commitment
from portal.commitments.records import made_by_now
from portal.commitments.states import CommitmentSubjects, Subject
from portal.publishing.api import record_endpoint
from portal.publishing.models import Attachment, ReleasedRecord
from portal.publishing.permissions import IN_OPEN_RELEASE, open_releases, theirs
from portal.publishing.records import in_document, locator
from portal.publishing.validation import place
from portal.records.access import Access
from portal.records.columns import (
    NAMES,
    NOTES,
    Boolean,
    Choice,
    Code,
    Column,
    Date,
    DecimalNumber,
    Text,
    texts,
)
from portal.records.sheets import Group, Reference, Sheet, Target
from portal.records.types import RecordType
from portal.staff.models import User
from portal.statistics.models import Unit
from portal.web.api.endpoints import Endpoint
from portal.web.keyset import Keyset
from portal.web.numbers import exact, with_unit
from projects import validation
from projects.api import records as api
from projects.feeds import address_of
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
)

#: The owner of a row is the department of its project, whoever publishes the release.
ACCESS = Access(("undertaking__department_id",), "release", contributes=True)
CHOICES = IN_OPEN_RELEASE | {"undertaking": lambda user: theirs(Undertaking.objects.all(), user)}


def record(model: type[ReleasedRecord], *, related: tuple[str, ...] = (), **options) -> RecordType:
    """The type of a record about a programme or project."""
    options = {"access": ACCESS, "choices": CHOICES, **options}
    return RecordType(model=model, related=("undertaking", *related), **options)


def release_sheet(code: str, label: object, order: int, model: type[ReleasedRecord], **options) -> Sheet:
    """The sheet of such a record, in the order of the document."""
    return Sheet(
        code,
        label,
        Group.RELEASE,
        order,
        model,
        export_order=("section__order", "paragraph", "pk"),
        **options,
    )


def endpoint(noun: str, model: type[ReleasedRecord], fields: type, **options) -> Endpoint:
    """The endpoint of such a record, by default in the order of projects."""
    related = ("undertaking__programme", *options.pop("related", ()))
    options.setdefault("keyset", Keyset("undertaking_id", "id"))
    return record_endpoint(noun, model, api.About, fields, related=related, **options)


def undertaking_column() -> Column:
    return Reference("undertaking", Target(Undertaking), required=True)


def printed_and_notes() -> tuple[Column, ...]:
    """The last columns of a sheet: the token of the document, and notes."""
    return Text("as_printed", required=in_document), *texts(*NOTES)


def joined(parts: Iterable[object]) -> str:
    """The parts of a summary that are not empty."""
    return " · ".join(str(part) for part in parts if part)


def number(value: Decimal | None, qualifier: object = "") -> str:
    """The number with all its digits, after its qualifier; empty if there is none."""
    return "" if value is None else " ".join(filter(None, (str(qualifier), exact(value))))


def qualified(record: object, value: Decimal | None) -> str:
    return number(value, record.get_qualifier_display() if record.qualifier else "")


def funding_summary(funding: Funding) -> str:
    amount = qualified(funding, funding.amount)
    return joined([funding.get_source_display(), funding.get_kind_display(), f"¥ {amount}"])


def milestone_summary(milestone: Milestone) -> str:
    due = milestone.due.isoformat() if milestone.due else milestone.due_printed
    met = _("met on %(day)s") % {"day": milestone.met_on.isoformat()} if milestone.met_on else _("met")
    return joined([milestone.name, due and _("due %(day)s") % {"day": due}, milestone.is_met and met])


def benefit_summary(benefit: Benefit) -> str:
    value = qualified(benefit, benefit.value)
    return joined([benefit.get_kind_display(), with_unit(value, benefit.unit.symbol)])


def document_summary(document: ProjectDocument) -> str:
    return joined([document.get_kind_display(), document.attachment.title])


def open_attachments(user: User) -> QuerySet:
    return Attachment.objects.filter(release__in=open_releases(user)).select_related("release")


FUNDING = record(
    Funding,
    validate=validation.validate_funding,
    summary=funding_summary,
    sheet=release_sheet(
        "Funding",
        gettext_lazy("Funding"),
        120,
        Funding,
        columns=(
            undertaking_column(),
            Choice("source", required=True),
            Choice("kind", required=True),
            *locator(),
            DecimalNumber("amount", required=True, measured=True),
            Choice("qualifier"),
            *printed_and_notes(),
        ),
        key=("undertaking", "source", "kind"),
    ),
    endpoint=endpoint(
        "funding",
        Funding,
        api.FundingFields,
        filters=api.FundingFilter,
        title=gettext_lazy("Funding"),
        about=gettext_lazy(
            "What projects cost, by source, under the word that was printed: estimated, planned, invested, paid …"
        ),
    ),
)
MILESTONES = record(
    Milestone,
    validate=validation.validate_milestone,
    summary=milestone_summary,
    sheet=release_sheet(
        "Milestones",
        gettext_lazy("Milestones"),
        130,
        Milestone,
        columns=(
            undertaking_column(),
            Code("code", required=True),
            *locator(),
            Choice("kind", required=True),
            *texts(*NAMES, required=True),
            Date("due"),
            *texts("due_printed_zh", "due_printed_en"),
            Boolean("is_met"),
            Date("met_on"),
            *printed_and_notes(),
        ),
        key=("undertaking", "code"),
    ),
    endpoint=endpoint(
        "milestones",
        Milestone,
        api.MilestoneFields,
        filters=api.MilestoneFilter,
        title=gettext_lazy("Milestones"),
        about=gettext_lazy("When each was due and met, and by how much it slipped."),
        prepare=api.with_first_due,
    ),
)
BENEFICIARIES = record(
    Benefit,
    validate=validation.validate_benefit,
    summary=benefit_summary,
    related=("unit",),
    sheet=release_sheet(
        "Beneficiaries",
        gettext_lazy("Beneficiaries"),
        140,
        Benefit,
        columns=(
            undertaking_column(),
            Reference("unit", Target(Unit), required=True),
            Choice("kind", required=True),
            *locator(),
            DecimalNumber("value", required=True, measured=True),
            Choice("qualifier"),
            *printed_and_notes(),
        ),
        key=("undertaking", "unit", "kind"),
    ),
    endpoint=endpoint(
        "beneficiaries",
        Benefit,
        api.BeneficiaryFields,
        filters=api.BeneficiaryFilter,
        title=gettext_lazy("Beneficiaries"),
        about=gettext_lazy("Households, people and buildings, planned and reached."),
        related=("unit",),
    ),
)


def subjects_of(commitment: int, at: dt.datetime) -> list[Subject]:
    """The projects and programmes that a commitment is about."""
    links = ProjectCommitment.objects.known_at(at).filter(commitment=commitment)
    found = Undertaking.objects.known_at(at).filter(pk__in=links.values("undertaking")).order_by("code")
    return [Subject(one.noun, one.code, one.name, address_of(one)) for one in found]


def progress_of_subjects(at: dt.datetime) -> list[QuerySet]:
    """Reports of progress and milestones of what the commitment of an outer query is about."""
    links = ProjectCommitment.objects.known_at(at).filter(commitment=OuterRef(OuterRef("pk")))
    about = links.values("undertaking")
    return [model.objects.known_at(at).filter(undertaking__in=about) for model in (ProgressReport, Milestone)]


COMMITMENT_SUBJECTS = [CommitmentSubjects(subjects_of, progress_of_subjects)]
COMMITMENTS = record(
    ProjectCommitment,
    validate=place,
    summary=lambda link: link.commitment.title,
    related=("commitment",),
    sheet=release_sheet(
        "ProjectCommitments",
        gettext_lazy("Commitments of projects"),
        150,
        ProjectCommitment,
        columns=(
            undertaking_column(),
            Reference("commitment", Target(Commitment, known=made_by_now), required=True),
            *locator(),
        ),
        key=("undertaking", "commitment"),
    ),
)
DOCUMENTS = record(
    ProjectDocument,
    choices=CHOICES | {"attachment": open_attachments},
    validate=validation.validate_document,
    summary=document_summary,
    related=("attachment",),
    refusals={"of_the_same_release": gettext_lazy("The attachment belongs to another release.")},
)
