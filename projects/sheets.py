"""Programmes, projects and what releases state of them, as sheets of the workbook."""

from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.commitments.records import promised_by_now
from portal.publishing.records import in_document, locator
from portal.records.columns import (
    NAMES,
    NOTES,
    Boolean,
    Choice,
    Code,
    Column,
    Date,
    DecimalNumber,
    Integer,
    Text,
    Texts,
    texts,
)
from portal.records.fields import pinyin_key
from portal.records.sheets import Group, Reference, References, Sheet, Target, TemplateRows
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator, Unit
from projects.models import (
    Benefit,
    Category,
    Funding,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectCommitment,
    Undertaking,
    WorkItem,
)
from projects.template_rows import NAMING, progress_of

PLACE_IN_RELEASE = ("section__order", "paragraph", "pk")


def about() -> Reference:
    """The column that names the programme or project of a row."""
    return Reference("undertaking", Target(Undertaking), required=True)


def printed() -> Text:
    """The column that keeps the token of the document."""
    return Text("as_printed", required=in_document)


def sort_by_reading(undertaking: Undertaking) -> None:
    """Lists follow the reading of Chinese names."""
    undertaking.pinyin = pinyin_key(undertaking.name_zh)


def prepare_programme(programme: Undertaking) -> None:
    """Every row of the sheet is a programme."""
    programme.kind = Undertaking.Kind.PROGRAMME
    sort_by_reading(programme)


def described() -> tuple[Column, ...]:
    """The columns that programmes and projects share, from the name on."""
    return (
        *texts(*NAMES, required=True),
        Texts("aliases"),
        *texts("summary_zh", "summary_en", required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        Reference("category", Target(Category), required=True),
        References("areas", Target(Area)),
        Integer("plan_year"),
        Reference("predecessor", Target(Undertaking)),
        References("indicators", Target(Indicator)),
    )


CATEGORIES = Sheet(
    "ProjectCategories",
    gettext_lazy("Categories of projects"),
    Group.REFERENCE,
    100,
    Category,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        Text("oc4ids_sector", required=True),
        Text("oc4ids_type"),
        Integer("order"),
    ),
    key=("code",),
    export_order=("order", "code"),
)
PROGRAMMES = Sheet(
    "Programmes",
    gettext_lazy("Programmes"),
    Group.REFERENCE,
    110,
    Programme,
    (Code("code", required=True), *described()),
    key=("code",),
    prepare=prepare_programme,
)
PROJECTS = Sheet(
    "Projects",
    gettext_lazy("Projects"),
    Group.REFERENCE,
    120,
    Project,
    (
        Code("code", required=True),
        Choice("kind", required=True),
        Reference("programme", Target(Programme)),
        *described(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)
WORK_ITEMS = Sheet(
    "WorkItems",
    gettext_lazy("Work items"),
    Group.RELEASE,
    100,
    WorkItem,
    (
        about(),
        Code("code", required=True),
        *locator(),
        *texts(*NAMES, required=True),
        Reference("unit", Target(Unit)),
        DecimalNumber("planned_quantity"),
        Choice("qualifier"),
        DecimalNumber("weight"),
        printed(),
        *texts(*NOTES),
    ),
    key=("undertaking", "code"),
    export_order=PLACE_IN_RELEASE,
)
PROGRESS = Sheet(
    "Progress",
    gettext_lazy("Progress"),
    Group.RELEASE,
    110,
    ProgressReport,
    (
        about(),
        Text("work_item"),
        *locator(),
        Date("as_at", required=True),
        Choice("stage"),
        DecimalNumber("percent"),
        DecimalNumber("quantity"),
        Choice("qualifier"),
        Choice("status", required=True),
        printed(),
        *texts(*NOTES),
    ),
    key=("undertaking", "work_item", "as_at"),
    template=TemplateRows(progress_of, frozenset(NAMING)),
    export_order=PLACE_IN_RELEASE,
)
FUNDING = Sheet(
    "Funding",
    gettext_lazy("Funding"),
    Group.RELEASE,
    120,
    Funding,
    (
        about(),
        Choice("source", required=True),
        Choice("kind", required=True),
        *locator(),
        DecimalNumber("amount", required=True),
        Choice("qualifier"),
        printed(),
        *texts(*NOTES),
    ),
    key=("undertaking", "source", "kind"),
    export_order=PLACE_IN_RELEASE,
)
MILESTONES = Sheet(
    "Milestones",
    gettext_lazy("Milestones"),
    Group.RELEASE,
    130,
    Milestone,
    (
        about(),
        Code("code", required=True),
        *locator(),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        Date("due"),
        *texts("due_printed_zh", "due_printed_en"),
        Boolean("is_met"),
        Date("met_on"),
        printed(),
        *texts(*NOTES),
    ),
    key=("undertaking", "code"),
    export_order=PLACE_IN_RELEASE,
)
BENEFICIARIES = Sheet(
    "Beneficiaries",
    gettext_lazy("Beneficiaries"),
    Group.RELEASE,
    140,
    Benefit,
    (
        about(),
        Reference("unit", Target(Unit), required=True),
        Choice("kind", required=True),
        *locator(),
        DecimalNumber("value", required=True),
        Choice("qualifier"),
        printed(),
        *texts(*NOTES),
    ),
    key=("undertaking", "unit", "kind"),
    export_order=PLACE_IN_RELEASE,
)
COMMITMENTS = Sheet(
    "ProjectCommitments",
    gettext_lazy("Commitments of projects"),
    Group.RELEASE,
    150,
    ProjectCommitment,
    (about(), Reference("commitment", Target(Commitment, known=promised_by_now), required=True), *locator()),
    key=("undertaking", "commitment"),
    export_order=PLACE_IN_RELEASE,
)
