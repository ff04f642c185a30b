"""Charts of the history of reports: stages as steps over time, percentages and quantities as series."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from portal.statistics.charts.chart import Chart, ChartRow, ChartSubject, Datum
from portal.statistics.charts.drawing import Days, Frame, Label, Line, Mark, Scene, Symbol, day_ticks, width
from portal.statistics.charts.figures import series_chart
from portal.statistics.charts.timeline import GAP, day_marks
from portal.statistics.codes import ObservationStatus
from portal.statistics.periods import Period
from portal.web.numbers import exact, is_english, with_unit
from projects.detail.records import ReportVersion
from projects.models import ProgressReport, Stage, Undertaking, WorkItem
from projects.models.state import steps_of

FEWEST = 2
#: Charts of work items on one page; the table has all of them.
MOST_ITEMS = 4
NARROW = 500


class Ladder:
    """Draws the days at which stages were reported, the first stage lowest."""

    def __init__(self, stages: Sequence[Stage], points: Sequence[tuple[dt.date, Stage]]) -> None:
        self.stages, self.points = stages, points

    def __call__(self, frame: Frame) -> Scene:
        text, row = frame.text, frame.text * 2.2
        bottom = row * (len(self.stages) - 1) + text * 2.1  # the lowest rung clears the days under the axis
        left = max(width(str(stage.label), text) for stage in self.stages) + GAP
        first, last = self.points[0][0], self.points[-1][0]
        ticks, months = day_ticks(first, last, most=4 if frame.width < NARROW else 8)
        x = Days(ticks, months, left, frame.width - 12)
        rungs = {stage: bottom - text * 0.6 - row * n for n, stage in enumerate(self.stages)}
        axis = Line("chart-axis", left, bottom, frame.width, bottom)
        grid = self._grid(frame, rungs, left)
        marks = (axis, *grid, *day_marks(frame, x, bottom), *self._climb(x, rungs))
        return Scene(frame, round(bottom + text * 2), tuple(marks))

    def _grid(self, frame: Frame, rungs: dict[Stage, float], left: float) -> Iterator[Mark]:
        for stage, y in rungs.items():
            yield Line("chart-grid", left, y, frame.width, y)
            label = Label(
                "chart-tick", left - GAP, y + frame.text * 0.35, str(stage.label), frame.text, "end"
            )
            yield label

    def _climb(self, x: Days, rungs: dict[Stage, float]) -> Iterator[Mark]:
        places = [(x.finish(day), rungs[stage]) for day, stage in self.points]
        for one, later in pairwise(places):
            yield Line("chart-join", *one, *later)
        for place in places:
            yield Symbol("chart-actual", "circle", *place)


def history_charts(undertaking: Undertaking, versions: Sequence[ReportVersion]) -> list[Chart]:
    """Those that say anything: two reports of different days at least."""
    known = [one for one in versions if one.ended_at is None]
    revised = {_key(one.record) for one in versions if one.ended_at is not None}
    whole = [one.record for one in known if not one.record.work_item]
    charts = [stage_chart(undertaking, whole), percent_chart(undertaking, whole, revised)]
    items = list({one.item.pk: one.item for one in known if one.item}.values())
    of_items = [
        item_chart(item, [one.record for one in known if one.item == item], revised) for item in items
    ]
    return [chart for chart in (*charts, *[one for one in of_items if one][:MOST_ITEMS]) if chart]


def stage_chart(undertaking: Undertaking, reports: Sequence[ProgressReport]) -> Chart | None:
    """Stages over time; None for fewer than two days."""
    steps = steps_of(undertaking.kind)
    points = sorted({one.as_at: Stage(one.stage) for one in reports if one.stage in steps}.items())
    if len(points) < FEWEST:
        return None
    highest = max(*(steps.index(stage) for _day, stage in points), len(steps) - 2)
    rows = [ChartRow("", _as_at(day), "", str(stage.label)) for day, stage in reversed(points)]
    return Chart(
        kind="time",
        key=f"stages-{undertaking.pk}",
        title=_("Stages over time"),
        sentence=_("; ").join(f"{row.period}{_(': ')}{row.value}" for row in reversed(rows)),
        draw=Ladder(steps[: highest + 1], points),
        rows=rows,
    )


def percent_chart(
    undertaking: Undertaking, reports: Sequence[ProgressReport], revised: set[tuple]
) -> Chart | None:
    data = [_percent(one, revised) for one in reports if one.percent is not None]
    subject = ChartSubject(str(_("Per cent done")), "%", is_whole=False)
    return series_chart(f"percent-{undertaking.pk}", subject, data)


def item_chart(item: WorkItem, reports: Sequence[ProgressReport], revised: set[tuple]) -> Chart | None:
    """Of a work item: quantities where all reports that count give them, else percentages."""
    quantities = [one for one in reports if one.quantity is not None]
    if quantities and item.unit:
        data = [_quantity(one, item, revised) for one in quantities]
        subject = ChartSubject(item.name, item.unit.symbol, is_whole=False)
    else:
        data = [_percent(one, revised) for one in reports if one.percent is not None]
        subject = ChartSubject(item.name, "%", is_whole=False)
    return series_chart(f"item-{item.pk}", subject, data)


def _key(report: ProgressReport) -> tuple[str, dt.date]:
    return report.work_item, report.as_at


def _as_at(day: dt.date) -> str:
    return Period(None, day, "point").label


def _percent(report: ProgressReport, revised: set[tuple]) -> Datum:
    text = f"{exact(report.percent)}%"
    return _datum(report, report.percent, text, text, revised)


def _quantity(report: ProgressReport, item: WorkItem, revised: set[tuple]) -> Datum:
    number = exact(report.quantity)
    return _datum(report, report.quantity, with_unit(number, item.unit.symbol), number, revised)


def _datum(report: ProgressReport, value: object, text: str, bare: str, revised: set[tuple]) -> Datum:
    sure = report.status == ObservationStatus.NORMAL
    qualifier = report.get_qualifier_display() + " " * is_english() if report.qualifier else ""
    return Datum(
        start=None,
        end=report.as_at,
        value=value,
        is_target=False,
        is_sure=sure,
        is_revised=_key(report) in revised,
        label=qualifier + text,
        bare=qualifier + bare,
        text=qualifier + text,
        period=_as_at(report.as_at),
        status="" if sure else report.get_status_display(),
        note=report.note,
    )
