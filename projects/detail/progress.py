"""The progress of a project: its status at a moment with the reports behind it, and charts of its reports."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.commitments.states import CommitmentState
from portal.statistics.charts.chart import Chart, ChartRow, ChartSubject, Datum
from portal.statistics.charts.drawing import Days, Frame, Label, Line, Mark, Scene, Symbol, day_ticks, width
from portal.statistics.charts.figures import series_chart
from portal.statistics.charts.timeline import GAP, day_marks
from portal.statistics.codes import ObservationStatus
from portal.statistics.periods import Period
from portal.web.numbers import exact, is_english, with_unit
from projects.detail.records import ReportVersion
from projects.models import (
    Milestone,
    Stage,
    Undertaking,
    UndertakingState,
    WorkItem,
)
from projects.models.state import DUE_STATES, GIVEN_UP, absorbed, steps_of
from projects.steps import NAMED_ONLY, Step


@dataclass(frozen=True)
class Status:
    """The status of a project at a moment.

    `state` is None if every release about it has been withdrawn, or only projects of a programme were reported on.
    `reports` are those in force, newest first; like `milestones`, they are empty in lists. `due_state` and
    `published_since`: see `StateQuerySet.judged`. `is_absorbed`: another project continues it; no more is expected of
    it.
    """

    undertaking: Undertaking
    at: dt.datetime
    state: UndertakingState | None
    due_state: str = ""
    published_since: dt.date | None = None
    is_absorbed: bool = False
    reports: Sequence = ()
    milestones: Sequence[Milestone] = ()

    @property
    def is_late(self) -> bool:
        return self.state is not None and self.state.is_late and not self.is_absorbed

    @property
    def silent_since(self) -> dt.date | None:
        """The day of the last report, if its department has published since without a word of it."""
        is_silent = self.due_state == CommitmentState.SILENT
        return timezone.localdate(self.state.reported_at) if is_silent else None

    @property
    def is_passed_over(self) -> bool:
        """Whether it had a due day and its department has published since without a word of it: a cause for alarm."""
        return self.silent_since is not None and self.state.due is not None

    @property
    def unanswered(self) -> str:
        """`silent`, `not_heard` or `mentioned`; empty before the due day, and where a release decides."""
        return self.due_state if self.due_state in DUE_STATES else ""

    @property
    def stage_basis(self) -> str | None:
        """reported, computed, or None if no stage is known."""
        stage = self.state.stage if self.state else ""
        return next((step.status for step in self.steps if step.stage == stage), None)

    @property
    def percent_basis(self) -> str | None:
        """reported, computed, or None if the percentage is unknown."""
        if self.state is None or self.state.percent is None:
            return None
        return "computed" if self.state.is_computed else "reported"

    @property
    def reports_on_whole(self) -> list:
        """Reports on the whole rather than on a work item, newest first."""
        return [one for one in self.reports if not one.work_item]

    @property
    def stage_report(self) -> Model | None:
        """The report that decides the stage; None if a milestone does."""
        newest = next((one for one in self.reports_on_whole if one.stage), None)
        return newest if newest is not None and newest.stage == self.state.stage else None

    @property
    def percent_report(self) -> Model | None:
        """The report that states the percentage; None if it is computed or unknown."""
        if self.percent_basis != "reported":
            return None
        return next((one for one in self.reports_on_whole if one.percent is not None), None)

    @property
    def is_given_up(self) -> bool:
        """Whether it was cancelled, or not chosen among the proposals."""
        return self.state is not None and self.state.stage in GIVEN_UP

    @property
    def steps(self) -> list[Step]:
        """The stages as steps: reported, computed or not reported. Empty if no release speaks of any."""
        return [] if self.state is None else [Step.from_json(step) for step in self.state.steps]


def statuses_of(states: Iterable[UndertakingState], at: dt.datetime) -> list[Status]:
    """The projects of these states, as lists show them; three queries besides the states."""
    return _statuses([(one.undertaking, one) for one in states], at)


def statuses_at(undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Status]:
    """Projects and programmes as lists show them; four queries for any number."""
    undertakings = list(undertakings)
    states = UndertakingState.objects.known_at(at).filter(undertaking__in=undertakings)
    by_undertaking = {state.undertaking_id: state for state in states}
    return _statuses([(one, by_undertaking.get(one.pk)) for one in undertakings], at)


def _statuses(rows: Sequence[tuple[Undertaking, UndertakingState | None]], at: dt.datetime) -> list[Status]:
    states = UndertakingState.objects.filter(pk__in=[state.pk for _one, state in rows if state])
    judged = states.judged(at).order_by().values_list("pk", "due_state", "published_since")
    known = {pk: judgement for pk, *judgement in judged}
    continued = set(absorbed(at).filter(to_undertaking__in=[one.pk for one, _state in rows]))
    return [
        Status(one, at, state, *known.get(state and state.pk, ("", None)), is_absorbed=one.pk in continued)
        for one, state in rows
    ]


#: A chart needs reports of two days.
FEWEST = 2
#: Charts of work items on one page; the table has all of them.
MOST_ITEMS = 4
NARROW = 500


class StageDrawing:
    """Draws the days on which stages were reported, the first stage lowest."""

    def __init__(self, stages: Sequence[Stage], points: Sequence[tuple[dt.date, Stage]]) -> None:
        self.stages, self.points = stages, points

    def __call__(self, frame: Frame) -> Scene:
        text, row = frame.text, frame.text * 2.2
        bottom = row * (len(self.stages) - 1) + text * 2.1  # the lowest stage clears the days under the axis
        left = max(width(str(stage.label), text) for stage in self.stages) + GAP
        first, last = self.points[0][0], self.points[-1][0]
        ticks, months = day_ticks(first, last, most=4 if frame.width < NARROW else 8)
        x = Days(ticks, months, left, frame.width - 12)
        height = {stage: bottom - text * 0.6 - row * n for n, stage in enumerate(self.stages)}
        marks: list[Mark] = [Line("chart-axis", left, bottom, frame.width, bottom)]
        for stage, y in height.items():
            marks.append(Line("chart-grid", left, y, frame.width, y))
            marks.append(Label("chart-tick", left - GAP, y + text * 0.35, str(stage.label), text, "end"))
        marks += day_marks(frame, x, bottom)
        places = [(x.finish(day), height[stage]) for day, stage in self.points]
        marks += [Line("chart-join", *one, *later) for one, later in pairwise(places)]
        marks += [Symbol("chart-actual", "circle", *place) for place in places]
        return Scene(frame, round(bottom + text * 2), tuple(marks))


def history_charts(undertaking: Undertaking, versions: Sequence[ReportVersion]) -> list[Chart]:
    """The charts with reports of two days at least: stages, percentage, and the first work items."""
    known = [one for one in versions if one.ended_at is None]
    revised = {(one.record.work_item, one.record.as_at) for one in versions if one.ended_at is not None}
    whole = [one.record for one in known if not one.record.work_item]
    label = str(_("Per cent done"))
    charts = [
        stage_chart(undertaking, whole),
        percent_chart(f"percent-{undertaking.pk}", label, whole, revised),
    ]
    items = {one.item.pk: one.item for one in known if one.item}
    of_items = (
        item_chart(item, [one.record for one in known if one.item == item], revised)
        for item in items.values()
    )
    charts += [chart for chart in of_items if chart][:MOST_ITEMS]
    return [chart for chart in charts if chart]


def stage_chart(undertaking: Undertaking, reports: Sequence) -> Chart | None:
    """Stages over time, an end that was resumed from among them; None for fewer than two days."""
    points = sorted({one.as_at: Stage(one.stage) for one in reports if one.stage}.items())
    if len(points) < FEWEST:
        return None
    named = {stage for _day, stage in points}
    steps = [stage for stage in steps_of(undertaking.kind) if stage in named or stage not in NAMED_ONLY]
    steps = [*(stage for stage in GIVEN_UP if stage in named), *steps]
    records = {one.as_at: one for one in reports if one.stage}
    rows = [
        ChartRow("", day_label(day), "", str(stage.label), "", records[day])
        for day, stage in reversed(points)
    ]
    return Chart(
        kind="time",
        key=f"stages-{undertaking.pk}",
        title=_("Stages over time"),
        sentence=_("; ").join(f"{row.period}{_(': ')}{row.value}" for row in reversed(rows)),
        draw=StageDrawing(steps, points),
        rows=rows,
    )


def percent_chart(key: str, label: str, reports: Sequence, revised: set[tuple]) -> Chart | None:
    data = []
    for one in reports:
        if one.percent is not None:
            text = f"{exact(one.percent)}%"
            data.append(_datum(one, one.percent, text, text, revised))
    return series_chart(key, ChartSubject(label, "%", is_whole=False), data)


def item_chart(item: WorkItem, reports: Sequence, revised: set[tuple]) -> Chart | None:
    """A work item: its quantities if any report gives one, otherwise its percentages."""
    quantities = [one for one in reports if one.quantity is not None]
    if not (quantities and item.unit):
        return percent_chart(f"item-{item.pk}", item.name, reports, revised)
    data = []
    for one in quantities:
        number = exact(one.quantity)
        data.append(_datum(one, one.quantity, with_unit(number, item.unit.symbol), number, revised))
    return series_chart(f"item-{item.pk}", ChartSubject(item.name, item.unit.symbol, is_whole=False), data)


def day_label(day: dt.date) -> str:
    return Period(None, day, "point").label


def _datum(report: Model, value: Decimal, text: str, bare: str, revised: set[tuple]) -> Datum:
    sure = report.status == ObservationStatus.NORMAL
    qualifier = report.get_qualifier_display() + " " * is_english() if report.qualifier else ""
    return Datum(
        start=None,
        end=report.as_at,
        value=value,
        is_target=False,
        is_sure=sure,
        is_revised=(report.work_item, report.as_at) in revised,
        label=qualifier + text,
        bare=qualifier + bare,
        text=qualifier + text,
        period=day_label(report.as_at),
        status="" if sure else report.get_status_display(),
        note=report.note,
        record=report,
    )
