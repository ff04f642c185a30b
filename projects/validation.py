"""Validation of projects and of their released records, and the warnings of a release's checklist about projects.

The progress grid asks for a note before it saves a fall or a step back. Workbooks and forms do not, so the checklist
names the reports that lack one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import numbers_are_the_printed_ones, place, printed
from portal.records.findings import (
    Beside,
    Finding,
    Rule,
    constraint_message,
    entered_links,
    every,
    readable,
)
from portal.statistics.codes import ObservationStatus
from portal.statistics.measures import in_yuan, measure_fits
from portal.statistics.models import Unit
from portal.statistics.validation import uncertainty_is_explained
from portal.web.numbers import exact
from projects.models import (
    Funding,
    FundingKind,
    FundingSource,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectDocument,
    Undertaking,
    UndertakingPredecessor,
    UndertakingState,
    WorkItem,
    absorbed,
    stages_of,
)
from projects.reported import ALL, reported_progress

#: By project, the codes of its work items, each with its unit.
Items = Mapping[str, Mapping[str, Unit | None]]


def in_range(field: str, constraint: str, allowed: Callable[[Decimal], bool]) -> Rule:
    """A rule: the number, where it is given, meets the constraint of that name."""

    def check(record: Model, context: object) -> Iterator[Finding]:
        value = getattr(record, field)
        if value is not None and not allowed(value):
            yield Finding(field, constraint_message(type(record), constraint))

    return check


@dataclass(frozen=True)
class Stored:
    """What rules ask of other undertakings: kinds of the stored ones by key, and the codes that each code continues."""

    kinds: Mapping[int, str]
    predecessors: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, undertakings: list[Undertaking], beside: Beside) -> "Stored":
        keys = [undertaking.pk for undertaking in undertakings if undertaking.pk]
        kinds = dict(Undertaking.objects.filter(pk__in=keys).values_list("pk", "kind"))
        links = UndertakingPredecessor.objects.order_by()
        predecessors: dict[str, Collection[str]] = defaultdict(list)
        for later, earlier in links.values_list("from_undertaking__code", "to_undertaking__code"):
            predecessors[later].append(earlier)
        for model in (Programme, Project):
            brought = readable(beside(model), lambda row: (row.code, entered_links(row, "predecessors")))
            predecessors |= {code: codes for code, codes in brought if codes is not None}
        return cls(kinds, predecessors)


def predecessors_form_no_circle(undertaking: Undertaking, stored: Stored) -> Iterator[Finding]:
    """Nothing continues itself, or what continues it, at however many removes."""
    before = entered_links(undertaking, "predecessors") or ()
    if undertaking.code in before:
        yield Finding("predecessors", _("A project does not continue itself."))
        return
    ahead, seen = list(before), set()
    while ahead:
        code = ahead.pop()
        if code == undertaking.code:
            yield Finding("predecessors", _("A project does not continue one that continues it."))
            return
        if code not in seen:
            seen.add(code)
            ahead += stored.predecessors.get(code, ())


def kind_is_kept(project: Project, stored: Stored) -> Iterator[Finding]:
    """The kind never changes, and programmes are records of their own."""
    if project.kind == Undertaking.Kind.PROGRAMME:
        yield Finding("kind", _("A programme is entered among the programmes."))
    elif stored.kinds.get(project.pk, project.kind) != project.kind:
        yield Finding("kind", _("The kind cannot change; create a new one instead."))


def planned_quantity_has_unit(item: WorkItem, context: object) -> Iterator[Finding]:
    if item.planned_quantity is not None and item.unit is None:
        yield Finding("unit", constraint_message(WorkItem, "work_item_quantity_has_unit"))


def unit_is_kept(item: WorkItem, units: Mapping[tuple[str, str], Unit]) -> Iterator[Finding]:
    """A released work item keeps its unit, so that its quantities can be compared."""
    unit = units.get((item.undertaking.code, item.code))
    if unit and item.unit is not None and item.unit.code != unit.code:
        words = _("Released quantities of this work item are in %(unit)s.")
        yield Finding("unit", words % {"unit": unit.name})


def released_units(items: list[WorkItem], beside: Beside) -> dict[tuple[str, str], Unit]:
    """By project and work item, the unit of released quantities."""
    codes = set(readable(items, lambda item: item.undertaking.code))
    rows = WorkItem.objects.approved().filter(undertaking__code__in=codes, unit__isnull=False)
    return {(row.undertaking.code, row.code): row.unit for row in rows.select_related("undertaking", "unit")}


def reports_something(report: ProgressReport, context: object) -> Iterator[Finding]:
    measures = (report.percent, report.quantity)
    if not (report.stage or report.note_zh) and measures == (None, None):
        yield Finding("stage", constraint_message(ProgressReport, "progress_says_something"))


def quantity_is_of_work_item(report: ProgressReport, context: object) -> Iterator[Finding]:
    if report.quantity is not None and not report.work_item:
        yield Finding("quantity", constraint_message(ProgressReport, "progress_quantity_of_work_item"))


def progress_is_not_suppressed(report: ProgressReport, context: object) -> Iterator[Finding]:
    """Progress reveals nothing about any person, so there is no reason to suppress it."""
    if report.status == ObservationStatus.SUPPRESSED:
        yield Finding("status", _("Progress is never suppressed."))


def report_is_of_the_past(report: ProgressReport, context: object) -> Iterator[Finding]:
    if report.as_at and report.as_at > timezone.localdate():
        yield Finding("as_at", _("Progress cannot be reported as at a day to come."))


def work_item_exists(report: ProgressReport, items: Items) -> Iterator[Finding]:
    """The work item is one of the project's, declared in this release or already released."""
    known = items.get(report.undertaking.code, {})
    if report.work_item and report.work_item not in known:
        words = _("The project has no work item of this code: declare it first. It has: %(allowed)s.")
        yield Finding("work_item", words % {"allowed": ", ".join(sorted(known)) or _("none")})


def work_items(reports: list[ProgressReport], beside: Beside) -> Items:
    """By project, the codes of the work items that may be reported on, each with its unit."""
    codes = set(readable(reports, lambda report: report.work_item and report.undertaking.code)) - {""}
    released = WorkItem.objects.approved().filter(undertaking__code__in=codes)
    found = list(released.select_related("undertaking", "unit").order_by("pk"))
    found += readable(beside(WorkItem) if codes else (), lambda item: item.undertaking.code and item)
    items: dict[str, dict[str, Unit | None]] = defaultdict(dict)
    for item in found:
        items[item.undertaking.code][item.code] = item.unit
    return items


def unit_of_report(report: ProgressReport, items: Items) -> Unit | None:
    """The unit of the work item reported on."""
    return items.get(report.undertaking.code, {}).get(report.work_item)


def stage_fits_kind(report: ProgressReport, context: object) -> Iterator[Finding]:
    """Micro-projects have stages of their own."""
    stages = stages_of(report.undertaking.kind)
    if report.stage and report.stage not in stages:
        words = _("The stages of this kind of project are: %(stages)s.")
        yield Finding("stage", words % {"stages": ", ".join(str(stage.label) for stage in stages)})


def subsidy_has_source(funding: Funding, context: object) -> Iterator[Finding]:
    if funding.kind == FundingKind.SUBSIDISED and funding.source == FundingSource.TOTAL:
        yield Finding("source", constraint_message(Funding, "funding_subsidy_has_source"))


def met_on_only_if_met(milestone: Milestone, context: object) -> Iterator[Finding]:
    if milestone.met_on and not milestone.is_met:
        yield Finding("met_on", constraint_message(Milestone, "milestone_met_on_when_met"))


def attachment_of_release(document: ProjectDocument, context: object) -> Iterator[Finding]:
    if document.attachment.release_id != document.release.pk:
        yield Finding("attachment", _("This attachment belongs to another release."))


#: Shared by all printed records: where the document states it, and in which words.
printed_in_document = every(
    place,
    printed(gettext_lazy("Copy the words or the figure as the document prints it.")),
    numbers_are_the_printed_ones,
)

validate_programme = every(predecessors_form_no_circle)
validate_project = every(predecessors_form_no_circle, kind_is_kept)
validate_work_item = every(
    printed_in_document,
    in_range("planned_quantity", "work_item_quantity_positive", lambda value: value > 0),
    planned_quantity_has_unit,
    measure_fits("planned_quantity", lambda item, _context: item.unit),
    in_range("weight", "work_item_weight_positive", lambda value: value > 0),
    unit_is_kept,
)
validate_progress = every(
    printed_in_document,
    reports_something,
    in_range("percent", "progress_percent_in_range", lambda value: 0 <= value <= ALL),
    in_range("quantity", "progress_quantity_not_negative", lambda value: value >= 0),
    quantity_is_of_work_item,
    measure_fits("quantity", unit_of_report),
    report_is_of_the_past,
    progress_is_not_suppressed,
    work_item_exists,
    stage_fits_kind,
    uncertainty_is_explained,
)
validate_funding = every(
    printed_in_document,
    in_range("amount", "funding_not_negative", lambda value: value >= 0),
    in_yuan("amount"),
    subsidy_has_source,
)
validate_milestone = every(printed_in_document, met_on_only_if_met)
validate_benefit = every(
    printed_in_document,
    in_range("value", "benefit_not_negative", lambda value: value >= 0),
    measure_fits("value", lambda benefit, _context: benefit.unit),
)
validate_document = every(place, attachment_of_release)


def unexplained_progress(release: Release) -> Iterator[ChecklistEntry]:
    """Falls, jumps and steps back without a note, by the rules of the progress grid."""
    stages, falls, jumps = [], [], []
    for one in reported_progress(release):
        for report, column, last in one.unexplained():
            value = getattr(report, column)
            fell = column != "stage" and last is not None and value < last.value
            rows = stages if column == "stage" else falls if fell else jumps
            name = one.name_of(report.work_item)
            now = report.get_stage_display() if column == "stage" else exact(value)
            words = _("%(name)s: %(now)s, before %(last)s") if last else _("%(name)s: %(now)s")
            rows.append(words % {"name": name, "now": now, "last": last})
    yield from about(stages, _("Stages that step back or end without a note that says why: %(rows)s."))
    yield from about(falls, _("Progress below the last report without a note that says why: %(rows)s."))
    yield from about(
        jumps, _("Progress that jumps, or exceeds the plan, without a note that says how: %(rows)s.")
    )


def unfinished_parts(release: Release) -> Iterator[ChecklistEntry]:
    """Projects reported as finished although a work item, a project of the programme or the percentage is not."""
    finished = [one for one in reported_progress(release) if one.finish]
    rows = [f"{name} {exact(percent)}%" for one in finished for name, percent in one.incomplete_parts()]
    programmes = [one.undertaking.pk for one in finished if one.undertaking.is_programme]
    now = timezone.now()
    open_projects = UndertakingState.objects.known_at(now).filter(
        undertaking__programme__in=programmes, is_finished=False
    )
    open_projects = open_projects.exclude(undertaking__in=absorbed(now))
    others = open_projects.exclude(undertaking__in=[one.undertaking.pk for one in finished])
    rows += [state.undertaking.name for state in others.select_related("undertaking").order_by("undertaking")]
    yield from about(rows, _("Reported as finished, though these parts are not: %(rows)s."))


def dates_after_release(release: Release) -> Iterator[ChecklistEntry]:
    """Progress as at a day, or milestones met on a day, after the release."""
    day = release.published_on or timezone.localdate(release.released_at)
    reports = ProgressReport.objects.filter(release=release, as_at__gt=day).select_related("undertaking")
    milestones = Milestone.objects.filter(release=release, met_on__gt=day).select_related("undertaking")
    dates: list[tuple[str, dt.date]] = [(one.undertaking.name, one.as_at) for one in reports.order_by("pk")]
    dates += [(str(one), one.met_on) for one in milestones.order_by("pk")]
    yield from about(
        [_("%(name)s: %(now)s") % {"name": name, "now": date.isoformat()} for name, date in dates],
        _("Dated after the release: %(rows)s."),
    )


RELEASE_WARNINGS = [unexplained_progress, unfinished_parts, dates_after_release]
