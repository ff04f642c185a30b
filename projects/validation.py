"""Validation of projects and of what releases state of them; and what a reviewer looks at twice in those of a release.

What is looked at twice stands in the publishing checklist as a warning; nothing that is refused is repeated there. The
grid of progress asks for a note before it saves a fall or a step back; workbooks and forms do not, and here they are
told apart from what a note explains.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import place, printed
from portal.records.findings import Beside, Finding, Rule, constraint_message, every, readable
from portal.statistics.codes import ObservationStatus
from portal.statistics.models import Unit
from portal.statistics.validation import uncertainty_is_explained
from portal.web.numbers import exact
from projects.models import (
    FINISHED,
    Milestone,
    ProgressReport,
    Project,
    ProjectDocument,
    Stage,
    Undertaking,
    UndertakingState,
    WorkItem,
    stages_of,
)
from projects.models.state import GIVEN_UP
from projects.progress_form import MEASURES, WHOLE, Last, Row, doubts, last_values, newest_first, told
from projects.status_history import completion_of

#: Stages that say that all of it is done.
DONE = frozenset(FINISHED) - frozenset(GIVEN_UP)
ALL = Decimal(100)
#: By undertaking, the codes of its work items.
Items = Mapping[str, AbstractSet[str]]


def continues_another(undertaking: Undertaking, context: object) -> Iterator[Finding]:
    if undertaking.predecessor is not None and undertaking.predecessor.code == undertaking.code:
        yield Finding("predecessor", _("A project does not continue itself."))


def kind_is_kept(project: Project, kinds: Mapping[int, str]) -> Iterator[Finding]:
    """Nothing becomes another kind, and programmes are records of their own."""
    if project.kind == Undertaking.Kind.PROGRAMME:
        yield Finding("kind", _("A programme is entered among the programmes."))
    elif kinds.get(project.pk, project.kind) != project.kind:
        yield Finding("kind", _("What kind it is never changes; make a new one instead."))


def stored_kinds(projects: list[Project], beside: Beside) -> dict[int, str]:
    stored = Project.objects.filter(pk__in=[project.pk for project in projects if project.pk])
    return dict(stored.values_list("pk", "kind"))


def quantity_is_planned(item: WorkItem, context: object) -> Iterator[Finding]:
    """A planned quantity is more than nothing, and has its unit."""
    if item.planned_quantity is not None and item.planned_quantity <= 0:
        yield Finding("planned_quantity", constraint_message(WorkItem, "work_item_quantity_positive"))
    if item.planned_quantity is not None and item.unit is None:
        yield Finding("unit", constraint_message(WorkItem, "work_item_quantity_has_unit"))


def weight_is_positive(item: WorkItem, context: object) -> Iterator[Finding]:
    if item.weight is not None and item.weight <= 0:
        yield Finding("weight", constraint_message(WorkItem, "work_item_weight_positive"))


def unit_is_kept(item: WorkItem, units: Mapping[tuple[str, str], Unit]) -> Iterator[Finding]:
    """A work item that was released keeps its unit, so that its quantities can be compared."""
    unit = units.get((item.undertaking.code, item.code))
    if unit and item.unit is not None and item.unit.code != unit.code:
        words = _("Released quantities of this work item are in %(unit)s.")
        yield Finding("unit", words % {"unit": unit.name})


def released_units(items: list[WorkItem], beside: Beside) -> dict[tuple[str, str], Unit]:
    """By undertaking and work item, the unit of released quantities."""
    codes = set(readable(items, lambda item: item.undertaking.code))
    rows = WorkItem.objects.approved().filter(undertaking__code__in=codes, unit__isnull=False)
    return {(row.undertaking.code, row.code): row.unit for row in rows.select_related("undertaking", "unit")}


def says_something(report: ProgressReport, context: object) -> Iterator[Finding]:
    measures = (report.percent, report.quantity)
    if not (report.stage or report.note_zh) and measures == (None, None):
        yield Finding("stage", constraint_message(ProgressReport, "progress_says_something"))


def percent_is_possible(report: ProgressReport, context: object) -> Iterator[Finding]:
    if report.percent is not None and not 0 <= report.percent <= ALL:
        yield Finding("percent", constraint_message(ProgressReport, "progress_percent_in_range"))


def quantity_is_of_work_item(report: ProgressReport, context: object) -> Iterator[Finding]:
    if report.quantity is not None and report.quantity < 0:
        yield Finding("quantity", constraint_message(ProgressReport, "progress_quantity_not_negative"))
    if report.quantity is not None and not report.work_item:
        yield Finding("quantity", constraint_message(ProgressReport, "progress_quantity_of_work_item"))


def status_is_of_progress(report: ProgressReport, context: object) -> Iterator[Finding]:
    """How far something has come shows nobody's particulars."""
    if report.status == ObservationStatus.SUPPRESSED:
        yield Finding("status", _("Progress is never suppressed."))


def work_item_exists(report: ProgressReport, items: Items) -> Iterator[Finding]:
    """The work item is one of the undertaking's, declared in this release or released."""
    known = items.get(report.undertaking.code, frozenset())
    if report.work_item and report.work_item not in known:
        words = _("The project has no work item of this code: declare it first. It has: %(allowed)s.")
        yield Finding("work_item", words % {"allowed": ", ".join(sorted(known)) or _("none")})


def work_items(reports: list[ProgressReport], beside: Beside) -> Items:
    """By undertaking, the codes of the work items that may be reported on."""
    codes = set(readable(reports, lambda report: report.work_item and report.undertaking.code)) - {""}
    released = WorkItem.objects.approved().filter(undertaking__code__in=codes)
    found = list(released.values_list("undertaking__code", "code"))
    found += readable(beside(WorkItem) if codes else (), lambda item: (item.undertaking.code, item.code))
    items: dict[str, set[str]] = defaultdict(set)
    for undertaking, code in found:
        items[undertaking].add(code)
    return items


def stage_fits_kind(report: ProgressReport, context: object) -> Iterator[Finding]:
    """Micro-projects have stages of their own."""
    stages = stages_of(report.undertaking.kind)
    if report.stage and report.stage not in stages:
        words = _("The stages of this kind of project are: %(stages)s.")
        yield Finding("stage", words % {"stages": ", ".join(str(stage.label) for stage in stages)})


def not_negative(field: str, constraint: str) -> Rule:
    """A rule: the number is 0 or more."""

    def at_least_nothing(record: Model, context: object) -> Iterator[Finding]:
        if getattr(record, field) is not None and getattr(record, field) < 0:
            yield Finding(field, constraint_message(type(record), constraint))

    return at_least_nothing


def met_when_met(milestone: Milestone, context: object) -> Iterator[Finding]:
    if milestone.met_on and not milestone.is_met:
        yield Finding("met_on", constraint_message(Milestone, "milestone_met_on_when_met"))


def attachment_of_release(document: ProjectDocument, context: object) -> Iterator[Finding]:
    if document.attachment.release_id != document.release.pk:
        yield Finding("attachment", _("This attachment is one of another release."))


#: Where in the document, and how it is printed there.
stated = every(place, printed(gettext_lazy("Copy the words or the figure as the document prints it.")))

validate_programme = every(continues_another)
validate_project = every(continues_another, kind_is_kept)
validate_work_item = every(stated, quantity_is_planned, weight_is_positive, unit_is_kept)
validate_progress = every(
    stated,
    says_something,
    percent_is_possible,
    quantity_is_of_work_item,
    status_is_of_progress,
    work_item_exists,
    stage_fits_kind,
    uncertainty_is_explained,
)
validate_funding = every(stated, not_negative("amount", "funding_not_negative"))
validate_milestone = every(stated, met_when_met)
validate_benefit = every(stated, not_negative("value", "benefit_not_negative"))
validate_document = every(place, attachment_of_release)


@dataclass(frozen=True)
class ReportedProgress:
    """All that is known of one undertaking once the release is out: its reports here and before, its work items."""

    undertaking: Undertaking
    here: list[ProgressReport]
    before: list[ProgressReport]
    items: dict[str, WorkItem]

    def name_of(self, work_item: str) -> str:
        item = self.items.get(work_item)
        return " · ".join(filter(None, (self.undertaking.name, item.name if item else work_item)))

    def row_before(self, report: ProgressReport) -> Row:
        """What was last reported of the same part before the day of the report, in the release or earlier."""
        last = last_values(
            other
            for other in (*self.before, *self.here)
            if other.work_item == report.work_item and other.as_at < report.as_at
        )
        item = self.items.get(report.work_item)
        return Row(report.work_item, item, report, last.get(report.work_item, {}))

    @property
    def finish(self) -> ProgressReport | None:
        """The newest report of the release on the whole, if that says that it is done."""
        staged = (one for one in newest_first(self.here) if one.work_item == WHOLE and one.stage)
        newest = next(staged, None)
        return newest if newest is not None and newest.stage in DONE else None


def reported_progress(release: Release) -> list[ReportedProgress]:
    """Of each undertaking of which the release reports; three queries, however many there are."""
    now = timezone.now()
    here, before = defaultdict(list), defaultdict(list)
    reports = ProgressReport.objects.select_related("undertaking", "release").order_by("pk")
    for report in reports.filter(release=release):
        here[report.undertaking].append(report)
    of = Q(undertaking__in=[undertaking.pk for undertaking in here])
    for report in reports.known_at(now).filter(of).exclude(release=release):
        before[report.undertaking_id].append(report)
    items: dict[int, dict[str, WorkItem]] = defaultdict(dict)
    rows = WorkItem.objects.filter(of)
    known = rows.filter(release=release) | rows.known_at(now)
    for item in known.order_by("pk"):
        if item.code not in items[item.undertaking_id] or item.release_id == release.pk:
            items[item.undertaking_id][item.code] = item
    return [ReportedProgress(one, some, before[one.pk], items[one.pk]) for one, some in here.items()]


def unexplained_progress(release: Release) -> Iterator[ChecklistEntry]:
    """Falls, jumps and steps back that no note explains, by the rules of the grid of progress."""
    stages, falls, jumps = [], [], []
    for one in reported_progress(release):
        for report in one.here:
            row = one.row_before(report)
            for column in _unexplained(one, report, row):
                value, last = getattr(report, column), row.last.get(column)
                fell = column != "stage" and last is not None and value < last.value
                rows = stages if column == "stage" else falls if fell else jumps
                rows.append(_beside(one.name_of(report.work_item), value, last))
    yield from about(stages, _("Stages that step back or end without a note that says why: %(rows)s."))
    yield from about(falls, _("Progress below the last report without a note that says why: %(rows)s."))
    yield from about(
        jumps, _("Progress that jumps, or exceeds the plan, without a note that says how: %(rows)s.")
    )


def _unexplained(one: ReportedProgress, report: ProgressReport, row: Row) -> list[str]:
    if report.note_zh and report.note_en:
        return []
    values = {measure: getattr(report, measure) for measure in MEASURES}
    return [column for column, _words in doubts(row, one.undertaking.kind, **values)]


def _beside(name: str, value: str | Decimal, last: Last | None) -> str:
    """What is reported now and what was before: “Ring road: 40, before 60 (2022-05-31)”."""
    now = exact(value) if isinstance(value, Decimal) else str(Stage(value).label)
    if last is None:
        return _("%(name)s: %(now)s") % {"name": name, "now": now}
    return _("%(name)s: %(now)s, before %(last)s") % {"name": name, "now": now, "last": told(last)}


def unfinished_parts(release: Release) -> Iterator[ChecklistEntry]:
    """Reported as done, though work items, projects of the programme or its own percentage say otherwise."""
    finished = [one for one in reported_progress(release) if one.finish]
    rows = [f"{name} {exact(part)}%" for one in finished for name, part in _less(one)]
    programmes = [one.undertaking.pk for one in finished if one.undertaking.is_programme]
    open_parts = UndertakingState.objects.known_at(timezone.now()).filter(
        undertaking__programme__in=programmes, is_finished=False
    )
    rest = open_parts.exclude(undertaking__in=[one.undertaking.pk for one in finished])
    rows += [state.undertaking.name for state in rest.select_related("undertaking").order_by("undertaking")]
    yield from about(rows, _("Reported as finished, though these parts are not: %(rows)s."))


def _less(one: ReportedProgress) -> Iterator[tuple[str, Decimal]]:
    """The parts that are not wholly done by their newest report, by name; the whole by what is said with its end."""
    newest = newest_first([*one.here, *one.before])
    if one.finish.percent is not None and one.finish.percent < ALL:
        yield one.name_of(WHOLE), one.finish.percent
    for code, item in one.items.items():
        done = completion_of(item, newest)
        if done is not None and done < ALL:
            yield one.name_of(code), done.quantize(Decimal("0.1"))


def days_to_come(release: Release) -> Iterator[ChecklistEntry]:
    """Progress as at a day, or a milestone met on one, that is after the release."""
    day = release.published_on or timezone.localdate(release.released_at)
    reports = ProgressReport.objects.filter(release=release, as_at__gt=day).select_related("undertaking")
    met = Milestone.objects.filter(release=release, met_on__gt=day).select_related("undertaking")
    yield from about(
        [*_dated(reports.order_by("pk"), "as_at"), *_dated(met.order_by("pk"), "met_on")],
        _("Dated after the release: %(rows)s."),
    )


def _dated(rows: Iterable[ProgressReport | Milestone], column: str) -> Iterator[str]:
    for row in rows:
        day: dt.date = getattr(row, column)
        name = row.undertaking.name if column == "as_at" else str(row)
        yield _("%(name)s: %(now)s") % {"name": name, "now": day.isoformat()}


RELEASE_WARNINGS = [unexplained_progress, unfinished_parts, days_to_come]
