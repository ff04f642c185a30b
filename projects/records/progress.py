"""Work items and progress reports as records, and the rows of a department's template for progress."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.records import locator
from portal.records.columns import NAMES, Choice, Code, Date, DecimalNumber, Text, texts
from portal.records.sheets import Reference, Target, TemplateRow, TemplateRows
from portal.staff.models import Department
from portal.statistics.models import Unit
from portal.web.keyset import Keyset
from portal.web.numbers import exact, with_unit
from projects import validation
from projects.api import records as api
from projects.models import ProgressReport, Undertaking, UndertakingState, WorkItem, absorbed
from projects.progress_form import MEASURES, WHOLE, dated, last_values
from projects.records.released import (
    endpoint,
    joined,
    printed_and_notes,
    qualified,
    record,
    release_sheet,
    undertaking_column,
)


def work_item_summary(item: WorkItem) -> str:
    planned = qualified(item, item.planned_quantity)
    unit = item.unit.symbol if item.unit else ""
    weight = _("weight %(weight)s") % {"weight": exact(item.weight)} if item.weight is not None else ""
    return joined([item.name, planned and with_unit(planned, unit), weight])


def progress_summary(report: ProgressReport) -> str:
    return joined([report.as_at.isoformat(), progress_text(report)])


def progress_text(report: ProgressReport) -> str:
    """Stage, per cent and quantity, as far as the report gives them; the unit is that of the work item."""
    percent = qualified(report, report.percent)
    is_normal = report.status == report._meta.get_field("status").default
    return joined(
        [
            report.get_stage_display() if report.stage else "",
            percent and f"{percent}%",
            qualified(report, report.quantity),
            "" if is_normal else report.get_status_display(),
        ]
    )


def template_rows(department: Department) -> Iterator[TemplateRow]:
    """The unfinished projects of a department and their work items, each with its last values; three queries.

    Projects never reported on are listed too, those that others continue are not.
    """
    now = timezone.now()
    finished = UndertakingState.objects.known_at(now).filter(is_finished=True, undertaking=OuterRef("pk"))
    own = Undertaking.objects.filter(department=department).exclude(pk__in=absorbed(now))
    undertakings = list(own.exclude(Exists(finished)))
    about = {"undertaking__in": [one.pk for one in undertakings]}
    items: dict[int, list[WorkItem]] = defaultdict(list)
    for item in WorkItem.objects.known_at(now).filter(**about).select_related("unit").order_by("pk"):
        items[item.undertaking_id].append(item)
    reports: dict[int, list[ProgressReport]] = defaultdict(list)
    for report in ProgressReport.objects.known_at(now).filter(**about).select_related("release"):
        reports[report.undertaking_id].append(report)
    for undertaking in undertakings:
        last = last_values(reports[undertaking.pk])
        for item in (None, *items[undertaking.pk]):
            yield template_row(undertaking, item, last.get(item.code if item else WHOLE, {}))


def template_row(undertaking: Undertaking, item: WorkItem | None, last: dict) -> TemplateRow:
    """A value older than the newest of its row comes with its own day."""
    newest = max((value.as_at for value in last.values()), default=None)
    values = []
    for measure in MEASURES:
        if value := last.get(measure):
            unit = "%" if measure == "percent" else item.unit.symbol if item and item.unit else ""
            text = value.text(unit)
            values.append(text if value.as_at == newest else dated(text, value.as_at))
    return TemplateRow(
        {"undertaking": undertaking.code, "work_item": item.code if item else WHOLE},
        joined([undertaking.name, item and item.name]),
        joined(values),
        newest.isoformat() if newest else "",
    )


WORK_ITEMS = record(
    WorkItem,
    validate=validation.validate_work_item,
    context=validation.released_units,
    summary=work_item_summary,
    related=("unit",),
    refusals={
        "unit_never_changes": gettext_lazy(
            "Quantities of this work item have been released in another unit, which cannot change."
        ),
    },
    sheet=release_sheet(
        "WorkItems",
        gettext_lazy("Work items"),
        100,
        WorkItem,
        columns=(
            undertaking_column(),
            Code("code", required=True),
            *locator(),
            *texts(*NAMES, required=True),
            Reference("unit", Target(Unit)),
            DecimalNumber("planned_quantity", measured=True),
            Choice("qualifier"),
            DecimalNumber("weight"),
            *printed_and_notes(),
        ),
        key=("undertaking", "code"),
    ),
    endpoint=endpoint(
        "work-items",
        WorkItem,
        api.WorkItemFields,
        filters=api.WorkItemFilter,
        title=gettext_lazy("Work items"),
        about=gettext_lazy("The parts of each project, planned and done."),
        prepare=api.with_progress,
    ),
)
PROGRESS = record(
    ProgressReport,
    validate=validation.validate_progress,
    context=validation.work_items,
    summary=progress_summary,
    refusals={
        "fits_its_undertaking": gettext_lazy(
            "The project has no such work item, or its kind of project has no such stage."
        ),
    },
    sheet=release_sheet(
        "Progress",
        gettext_lazy("Progress"),
        110,
        ProgressReport,
        columns=(
            undertaking_column(),
            Text("work_item"),
            *locator(),
            Date("as_at", required=True),
            Choice("stage", former={"construction": "implementation", "施工": "implementation"}),
            DecimalNumber("percent", percent=True),
            DecimalNumber("quantity", measured=True),
            Choice("qualifier"),
            Choice("status", required=True),
            *printed_and_notes(),
        ),
        key=("undertaking", "work_item", "as_at"),
        template=TemplateRows(template_rows, frozenset({"undertaking", "work_item"})),
    ),
    endpoint=endpoint(
        "progress",
        ProgressReport,
        api.ProgressFields,
        filters=api.ProgressFilter,
        title=gettext_lazy("Progress"),
        about=gettext_lazy("Every report of a stage, a percentage or a quantity."),
        keyset=Keyset("undertaking_id", "as_at", "id"),
        prepare=api.with_items,
    ),
)
