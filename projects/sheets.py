"""Programmes, projects and what releases state of them, as sheets of the workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.commitments.records import promised_by_now
from portal.publishing.records import in_document, locator, place_exists
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
from portal.records.pinyin import pinyin_key
from portal.records.references import Reference, References, Target
from portal.records.sheets import Finding, Group, Row, Rule, Sheet, TemplateRows
from portal.spreadsheets.references import Lookup
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator, Unit
from portal.statistics.records.observations import damage_is_explained
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
    stages_of,
)
from projects.template_rows import NAMING, progress_of

#: Per cent of what is done altogether.
WHOLE = 100
PLACE_IN_RELEASE = ("section__order", "paragraph", "pk")


def about() -> Reference:
    """The column that names the programme or project of a row."""
    return Reference("undertaking", Target(Undertaking), required=True)


def printed() -> Text:
    """The column that keeps the token of the document."""
    return Text("as_printed", required=in_document)


def kind_of(code: str, lookup: Lookup) -> str:
    """Programme, project or micro; empty for an unknown code."""
    if lookup.cell("Programmes", "code", code) is not None:
        return Undertaking.Kind.PROGRAMME
    return lookup.cell("Projects", "kind", code) or ""


def kind_is_of_a_project(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Programmes have a sheet of their own, and nothing becomes another kind."""
    if row.values["kind"] == Undertaking.Kind.PROGRAMME:
        yield "kind", _("A programme stands in the sheet Programmes.")
    elif row.before and row.before["kind"] != row.values["kind"]:
        yield "kind", _("is fixed; a project of another kind is another project.")


def is_own_predecessor(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A project continues another, not itself."""
    if row.values["predecessor"] == row.values["code"]:
        yield "predecessor", _("A project does not continue itself.")


def quantity_is_whole(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A planned quantity is more than nothing, and has its unit."""
    quantity = row.values["planned_quantity"]
    if quantity is not None and quantity <= 0:
        yield "planned_quantity", _("A planned quantity is more than 0.")
    if quantity is not None and not row.values["unit"]:
        yield "unit", _("A planned quantity needs its unit.")
    if row.values["weight"] is not None and row.values["weight"] <= 0:
        yield "weight", _("A weight is more than 0.")


def unit_is_kept(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A work item that was released keeps its unit, so that its quantities can be compared."""
    units = lookup.recall("units of released work items", _released_units)
    unit = units.get((row.values["undertaking"], row.values["code"]))
    if unit and row.values["unit"] and unit != row.values["unit"]:
        yield "unit", _("Released quantities of this work item are in %(unit)s.") % {"unit": unit}


def _released_units() -> dict[tuple[str, str], str]:
    released = WorkItem.objects.approved().filter(unit__isnull=False)
    rows = released.values_list("undertaking__code", "code", "unit").distinct()
    return {(undertaking, code): unit for undertaking, code, unit in rows}


def says_something(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A report gives a stage, per cent, a quantity or a note."""
    values = row.values
    if (
        not (values["stage"] or values["note_zh"])
        and values["percent"] is None
        and values["quantity"] is None
    ):
        yield "stage", _("A report gives a stage, per cent, a quantity or a note.")


def progress_is_possible(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Per cent is 0 to 100, a quantity is not negative and belongs to a work item."""
    percent, quantity = row.values["percent"], row.values["quantity"]
    if percent is not None and not 0 <= percent <= WHOLE:
        yield "percent", _("Per cent done is between 0 and 100.")
    if quantity is not None and quantity < 0:
        yield "quantity", _("A quantity done is not negative.")
    if quantity is not None and not row.values["work_item"]:
        yield "quantity", _("A quantity belongs to a work item, which gives its unit.")


def work_item_exists(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The work item is one of the undertaking's, in this workbook or an earlier release."""
    item, undertaking = row.values["work_item"], row.values["undertaking"]
    if not item or lookup.row("WorkItems", undertaking, item) is not None:
        return
    known = lookup.recall("work items of other releases", _released_items).get(undertaking, set())
    if item not in known:
        here = {code for name, code in lookup.rows("WorkItems") if name == undertaking}
        allowed = ", ".join(sorted(known | here)) or _("none")
        yield (
            "work_item",
            _("%(undertaking)s has no such work item; it has: %(allowed)s.")
            % {"undertaking": undertaking, "allowed": allowed},
        )


def _released_items() -> dict[str, set[str]]:
    items: dict[str, set[str]] = {}
    released = WorkItem.objects.approved()
    for undertaking, code in released.values_list("undertaking__code", "code"):
        items.setdefault(undertaking, set()).add(code)
    return items


def stage_fits_kind(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Micro-projects have stages of their own."""
    stage, kind = row.values["stage"], kind_of(row.values["undertaking"], lookup)
    if stage and kind and stage not in stages_of(kind):
        yield (
            "stage",
            _("The stages of this kind of project are: %(stages)s.") % {"stages": ", ".join(stages_of(kind))},
        )


def not_negative(column: str) -> Rule:
    """A rule: the number in the column is 0 or more."""

    def at_least_nothing(row: Row, lookup: Lookup) -> Iterator[Finding]:
        if row.values[column] is not None and row.values[column] < 0:
            yield column, _("is negative; 0 is the least.")

    return at_least_nothing


def met_when_met(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Only a milestone that was met has the day of it."""
    if row.values["met_on"] and not row.values["is_met"]:
        yield "met_on", _("Only a milestone that was met has the day of it.")


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
    rules=(is_own_predecessor,),
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
    rules=(kind_is_of_a_project, is_own_predecessor),
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
    rules=(place_exists, quantity_is_whole, unit_is_kept),
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
    rules=(
        place_exists,
        says_something,
        progress_is_possible,
        work_item_exists,
        stage_fits_kind,
        damage_is_explained,
    ),
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
    rules=(place_exists, not_negative("amount")),
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
    rules=(place_exists, met_when_met),
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
    rules=(place_exists, not_negative("value")),
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
    rules=(place_exists,),
    export_order=PLACE_IN_RELEASE,
)
