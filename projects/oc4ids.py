"""A project in OC4IDS. What no release states is left out, never filled in."""

import datetime as dt
import mimetypes
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from portal.statistics.charts.chart import with_note
from portal.statistics.models import Unit
from projects.detail.project import ProjectDetail
from projects.detail.records import Deadline, FundingSummary, WorkItemProgress
from projects.models import FundingKind, FundingSource, Milestone, ProjectDocument, Stage, Undertaking
from projects.steps import StepStatus

#: The closed codelist projectType; relatedProject has all but the last.
TYPES = ("construction", "rehabilitation", "replacement", "expansion", "decommissioning")
ENDED = (Stage.COMPLETION, Stage.HANDOVER, Stage.BUILT)
MILESTONE_TYPES = {
    Milestone.Kind.APPROVAL: "approval",
    Milestone.Kind.DESIGN: "preProcurement",
    Milestone.Kind.START: "delivery",
    Milestone.Kind.COMPLETION: "delivery",
    Milestone.Kind.HANDOVER: "delivery",
}
MILESTONE_STATUSES = {"met": "met", "late": "notMet", "unreported": "scheduled", "pending": "scheduled"}
DOCUMENT_TYPES = {
    ProjectDocument.Kind.PHOTO: "illustration",
    ProjectDocument.Kind.PLAN: "projectPlan",
    ProjectDocument.Kind.DRAWING: "designReport",
    ProjectDocument.Kind.REPORT: "physicalProgressReport",
    ProjectDocument.Kind.CONTRACT: "contractSigned",
}
#: Metrics of money by kind. What is planned is the budget, what is estimated a forecast.
MONEY = {
    FundingKind.COST: "statedCost",
    FundingKind.INVESTED: "invested",
    FundingKind.SUBSIDISED: "subsidised",
    FundingKind.PAID: "financialProgress",
}
PER_CENT = {"scheme": "UNCEFACT", "id": "P1", "name": "%"}

Address = Callable[[str], str]
Json = dict[str, Any]


def project_of(detail: ProjectDetail, address: Address, day: dt.date) -> Json:
    """The project as it stood on that day; `address` makes an absolute address of a path of the portal."""
    undertaking, state = detail.undertaking, detail.status.state
    department, category, programme = undertaking.department, undertaking.category, undertaking.programme
    authority = {"id": department.code, "name": department.name}
    classes = {f"category/{category.code}": category, f"programme/{programme and programme.code}": programme}
    return without_empty(
        {
            "id": identifier(undertaking),
            "updated": timezone.localtime(state.reported_at).isoformat(),
            "language": (translation.get_language() or "zh")[:2],
            "identifiers": [{"id": undertaking.code}],
            "publicAuthority": authority,
            "title": undertaking.name,
            "description": undertaking.summary,
            "budget": budget(detail.funding),
            "period": planned_period(detail.deadlines),
            "locations": [{"id": area.code, "description": area.label} for area in undertaking.areas.all()],
            "status": Stage(state.stage).oc4ids if state.stage else None,
            "type": category.oc4ids_type if category.oc4ids_type in TYPES else None,
            "sector": [category.oc4ids_sector],
            "additionalClassifications": [
                {"scheme": "portal", "id": code, "description": row.name}
                for code, row in classes.items()
                if row
            ]
            + stage_class(detail),
            "parties": [{**authority, "roles": ["publicAuthority"]}, *funders(detail.funding)],
            "forecasts": forecasts(detail),
            "metrics": metrics(detail),
            "milestones": [milestone(one) for one in detail.deadlines],
            "completion": completion(detail),
            "documents": documents(detail, address),
            "relatedProjects": related_projects(detail, address),
        }
    )


def stage_class(detail: ProjectDetail) -> list[Json]:
    """The stage in the portal's own words, which tell plans from approvals, and whether a rule computed it.

    The standard has one status for a project that is only planned and for one that is approved.
    """
    stage, basis = detail.status.state.stage, detail.status.stage_basis
    if not stage:
        return []
    words = with_note(str(Stage(stage).label), str(StepStatus(basis).label))
    return [{"scheme": "portal", "id": f"stage/{stage}", "description": words}]


def without_empty(value: Any) -> Any:
    """Objects and lists without unknown and empty members, which the standard requires to be left out."""
    if isinstance(value, dict):
        members = ((key, without_empty(one)) for key, one in value.items())
        return {key: one for key, one in members if one or isinstance(one, (int, Decimal))}
    if isinstance(value, list):
        members = map(without_empty, value)
        return [one for one in members if one or isinstance(one, (int, Decimal))]
    return value


def identifier(undertaking: Undertaking) -> str:
    """The prefix of the installation and the code of the project."""
    return f"{settings.OC4IDS_PREFIX}-{undertaking.code}"


def planned_period(deadlines: Sequence[Deadline]) -> Json:
    """As first planned, from the start of works to the end; the milestones say what actually happened."""
    first = {one.record.kind: one.first_due for one in deadlines}
    start = first.get(Milestone.Kind.START)
    end = max((first[kind] for kind in Milestone.ENDS if first.get(kind)), default=None)
    if start and end and start > end:
        start = None
    return {"startDate": start and start_of(start), "endDate": end and end_of(end)}


def milestone(deadline: Deadline) -> Json:
    """A milestone; not met only where a release after the due day says so, and without a status once continued."""
    one = deadline.record
    return {
        "id": one.code,
        "title": one.name,
        "type": MILESTONE_TYPES.get(one.kind),
        "description": "; ".join(filter(None, (one.due_printed, one.note))),
        "dueDate": one.due and end_of(one.due),
        "dateMet": one.met_on and end_of(one.met_on),
        "dateModified": timezone.localtime(one.released_at).isoformat(),
        "status": MILESTONE_STATUSES.get(deadline.outcome),
    }


def completion(detail: ProjectDetail) -> Json:
    """When it was finished and what it cost, or what was paid for it, as far as stated."""
    if detail.status.state.stage not in ENDED:
        return {}
    ends = (one.record for one in detail.deadlines if one.record.kind in Milestone.ENDS)
    met = [one.met_on for one in ends if one.met_on]
    final = detail.funding.total("cost") or detail.funding.total("paid")
    return {
        "endDate": end_of(max(met)) if met else None,
        "finalValue": final and yuan(final.amount),
        "finalValueDetails": final and words_of(final),
    }


def documents(detail: ProjectDetail, address: Address) -> list[Json]:
    """Its own documents, and the releases that report on it."""
    own = [
        {
            "id": f"document-{one.attachment_id}",
            "documentType": DOCUMENT_TYPES.get(one.kind),
            "title": one.attachment.title,
            "url": address(reverse("attachment", args=[one.release.slug, one.attachment_id])),
            "datePublished": timezone.localtime(one.released_at).isoformat(),
            "format": mimetypes.guess_type(one.attachment.file.name)[0],
        }
        for one in detail.documents
    ]
    return own + [
        {
            "id": f"release-{release.slug}",
            "documentType": "physicalProgressReport",
            "title": release.title,
            "url": address(reverse("release-detail", args=[release.slug])),
            "datePublished": timezone.localtime(release.released_at).isoformat(),
        }
        for release in detail.releases
    ]


def related_projects(detail: ProjectDetail, address: Address) -> list[Json]:
    """The projects that it continues, and those that continue it."""
    return [
        *related("predecessor", detail.predecessors, address),
        *related("successor", detail.successors, address),
    ]


def related(name: str, undertakings: Sequence[Undertaking], address: Address) -> list[Json]:
    """References to these projects, numbered from the second; programmes are no projects of the standard."""
    found = []
    for number, one in enumerate((one for one in undertakings if not one.is_programme), start=1):
        kind = one.category.oc4ids_type
        found.append(
            {
                "id": name if number == 1 else f"{name}-{number}",
                "scheme": "oc4ids",
                "identifier": identifier(one),
                "relationship": kind if kind in TYPES[:-1] else None,
                "title": one.name,
                "uri": address(reverse("api:projects-one", args=[one.code])),
            }
        )
    return found


def budget(funding: FundingSummary) -> Json:
    """The planned total, and the planned shares by source. An estimate is a forecast, and no budget yet."""
    planned = funding.account("planned")
    shares = []
    for one in planned.shares:
        name = source_name(one)
        party = {"id": f"source-{one.source}", "name": name}
        shares.append(
            {
                "id": one.source,
                "description": notes(one) or name,
                "amount": yuan(one.amount),
                "sourceParty": party,
            }
        )
    breakdown = {"id": "source", "description": "source", "budgetBreakdown": shares}
    return {
        "description": planned.total and notes(planned.total),
        "amount": planned.total and yuan(planned.total.amount),
        "budgetBreakdowns": [breakdown] if shares else [],
    }


def funders(funding: FundingSummary) -> list[Json]:
    """The sources that bear a share of the cost, as parties."""
    names = {one.source: source_name(one) for one in funding.amounts if one.source != FundingSource.TOTAL}
    return [{"id": f"source-{code}", "name": name, "roles": ["funder"]} for code, name in names.items()]


def source_name(amount: Any) -> str:
    """As `get_source_display`, which is slow for tens of thousands of amounts."""
    return str(FundingSource(amount.source).label)


def forecasts(detail: ProjectDetail) -> list[Json]:
    """Planned quantities of work items, planned beneficiaries, and what the project is estimated to cost."""
    items = [
        metric(
            one.code, one.name, [observation("planned", one.planned_quantity, unit_of(one.unit), notes(one))]
        )
        for one in (row.record for row in detail.work_items)
        if one.planned_quantity is not None
    ]
    estimated = amounts(detail.funding, "estimated", "estimatedCost")
    return [*items, *beneficiaries(detail, "planned"), *([estimated] if estimated["observations"] else [])]


def metrics(detail: ProjectDetail) -> list[Json]:
    """Percentage of the whole, progress of each work item, actual beneficiaries, and money; by day."""
    reports = detail.status.reports[::-1]
    items = {row.record.code: row for row in detail.work_items}
    reported = dict.fromkeys(report.work_item for report in reports if report.work_item in items)
    found = [
        physical_progress(detail),
        *(item_progress(items[code], [one for one in reports if one.work_item == code]) for code in reported),
        *beneficiaries(detail, "actual"),
        *(amounts(detail.funding, kind, code) for kind, code in MONEY.items()),
    ]
    return [one for one in found if one["observations"]]


def physical_progress(detail: ProjectDetail) -> Json:
    """Per cent of the whole: as reported, or as computed from the declared weights of work items."""
    state = detail.status.state
    if state.is_computed and state.percent is not None:
        words = filter(None, (state.get_qualifier_display(), "computed from the weights of work items"))
        computed = observation("computed", state.percent, PER_CENT, "; ".join(map(str, words)))
        observations = [{**computed, "period": {"endDate": end_of(state.as_at)}}]
    else:
        whole = (one for one in detail.status.reports_on_whole[::-1] if one.percent is not None)
        observations = [report_observation(one, one.percent, PER_CENT) for one in whole]
    return metric("physicalProgress", "", observations)


def item_progress(item: WorkItemProgress, reports: Sequence) -> Json:
    """Quantities and percentages of one work item, by day."""
    observations = []
    for one in reports:
        if one.quantity is not None:
            observations.append(report_observation(one, one.quantity, unit_of(item.record.unit)))
        if one.percent is not None:
            observations.append(report_observation(one, one.percent, PER_CENT, "-percent"))
    return metric(item.record.code, item.record.name, observations)


def report_observation(report: Any, number: Decimal, unit: Json | None, suffix: str = "") -> Json:
    found = observation(f"{report.as_at.isoformat()}{suffix}", number, unit, notes(report))
    return {**found, "period": {"endDate": end_of(report.as_at)}}


def beneficiaries(detail: ProjectDetail, kind: str) -> list[Json]:
    """One metric for each unit: numbers of different units are never added."""
    return [
        metric(
            f"beneficiaries-{one.unit_id}",
            one.unit.name,
            [observation(one.kind, one.value, unit_of(one.unit), notes(one))],
        )
        for one in detail.benefits
        if one.kind == kind
    ]


def amounts(funding: FundingSummary, kind: str, code: str) -> Json:
    """The amounts of one kind as a metric, in total and by source. Only what was paid is financial progress."""
    observations = [
        {"id": one.source, "value": yuan(one.amount), "notes": f"{source_name(one)}; {words_of(one)}"}
        for one in funding.amounts
        if one.kind == kind
    ]
    return metric(code, "" if kind == FundingKind.PAID else str(FundingKind(kind).label), observations)


def words_of(amount: Any) -> str:
    """What the document calls the amount, its qualifier and its note."""
    return "; ".join(filter(None, (str(FundingKind(amount.kind).label), notes(amount))))


def metric(code: str, title: str, observations: list[Json]) -> Json:
    return {"id": code, "title": title, "observations": observations}


def observation(code: str, number: Decimal, unit: Json | None, notes: str) -> Json:
    return {"id": code, "measure": plain(number), "unit": unit, "notes": notes}


def unit_of(unit: Unit | None) -> Json | None:
    return unit and {"name": unit.name}


def notes(record: Any) -> str:
    """What the bare number does not say: its qualifier, its status if that is not normal, and the note."""
    qualifier = str(record.get_qualifier_display()) if record.qualifier else ""
    has_status = getattr(record, "status", "normal") != "normal"
    return "; ".join(
        filter(None, (qualifier, str(record.get_status_display()) if has_status else "", record.note))
    )


def yuan(amount: Decimal) -> Json:
    return {"amount": plain(amount), "currency": "CNY"}


def plain(number: Decimal) -> Decimal:
    """The number without trailing zeros."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else number


def start_of(day: dt.date) -> str:
    """The first second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)).isoformat()


def end_of(day: dt.date) -> str:
    """The last second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59))).isoformat()
