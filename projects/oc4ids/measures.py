"""OC4IDS metrics, planned and done: work items, beneficiaries, money, the whole."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from portal.statistics.models import Unit
from projects.detail.project import ProjectDetail
from projects.models import Benefit, Funding, ProgressReport, WorkItem
from projects.oc4ids.days import ends
from projects.oc4ids.money import described, plain, value

PER_CENT = {"scheme": "UNCEFACT", "id": "P1", "name": "%"}
Metric = dict[str, Any]


def forecasts(detail: ProjectDetail) -> list[Metric]:
    """Planned quantities of work items, and whom it is to benefit."""
    items = [
        metric(one.code, one.name, [observation("planned", one.planned_quantity, of(one.unit), notes(one))])
        for one in (row.record for row in detail.work_items)
        if one.planned_quantity is not None
    ]
    return [*items, *beneficiaries(detail, Benefit.Kind.PLANNED)]


def metrics(detail: ProjectDetail) -> list[Metric]:
    """Per cent of the whole, what is done of each work item, whom it benefits, and what was paid."""
    items = {one.record.code: one.record for one in detail.work_items}
    by_item: dict[str, list[ProgressReport]] = defaultdict(list)
    for report in reversed(detail.status.reports):
        by_item[report.work_item].append(report)
    of_items = (
        metric(code, items[code].name, done(reports, items[code].unit))
        for code, reports in by_item.items()
        if code in items
    )
    found = [
        whole(detail, by_item.get("", [])),
        *of_items,
        *beneficiaries(detail, Benefit.Kind.ACTUAL),
        paid(detail),
    ]
    return [one for one in found if one["observations"]]


def whole(detail: ProjectDetail, reports: list[ProgressReport]) -> Metric:
    """Physical progress in per cent: as reported, or as computed from the declared weights of work items."""
    state, stated = detail.status.state, [one for one in reports if one.percent is not None]
    observations = [reported(one, one.percent, PER_CENT, "") for one in stated]
    if state.is_computed and state.percent is not None:
        computed = observation("computed", state.percent, PER_CENT, "computed from the weights of work items")
        observations = [{**computed, "period": {"endDate": ends(state.as_at)}}]
    return metric("physicalProgress", "", observations)


def done(reports: Iterable[ProgressReport], unit: Unit | None) -> list[dict[str, Any]]:
    """Quantities and percentages of one work item, by day."""
    found = []
    for one in reports:
        if one.quantity is not None:
            found.append(reported(one, one.quantity, of(unit), ""))
        if one.percent is not None:
            found.append(reported(one, one.percent, PER_CENT, "-percent"))
    return found


def reported(one: ProgressReport, number: object, unit: dict | None, ending: str) -> dict[str, Any]:
    told = observation(f"{one.as_at.isoformat()}{ending}", number, unit, notes(one))
    return {**told, "period": {"endDate": ends(one.as_at)}}


def beneficiaries(detail: ProjectDetail, kind: str) -> list[Metric]:
    """One metric for each unit: numbers of different units are never added."""
    return [
        metric(
            f"beneficiaries-{one.unit_id}",
            one.unit.name,
            [observation(one.kind, one.value, of(one.unit), notes(one))],
        )
        for one in detail.benefits
        if one.kind == kind
    ]


def paid(detail: ProjectDetail) -> Metric:
    """Financial progress: what was paid, altogether and by source."""
    observations = [
        {
            "id": one.source,
            "value": value(one.amount),
            "notes": "; ".join(filter(None, (str(one.get_source_display()), described(one)))),
        }
        for one in detail.funding.amounts
        if one.kind == Funding.Kind.PAID
    ]
    return metric("financialProgress", "", observations)


def metric(code: str, title: str, observations: list[dict[str, Any]]) -> Metric:
    return {"id": code, "title": title, "observations": observations}


def observation(code: str, number: object, unit: dict | None, said: str) -> dict[str, Any]:
    return {"id": code, "measure": plain(number), "unit": unit, "notes": said}


def of(unit: Unit | None) -> dict[str, str] | None:
    return unit and {"name": unit.name}


def notes(one: WorkItem | ProgressReport | Benefit) -> str:
    """What the bare number does not say: its qualifier, its status if that is not normal, and the note."""
    status = getattr(one, "status", "normal")
    said = [one.get_qualifier_display() if one.qualifier else ""]
    said += [one.get_status_display()] if status != "normal" else []
    return "; ".join(filter(None, (*map(str, said), one.note)))
