"""An OC4IDS project. What no release states is left out, never filled in."""

import datetime as dt
import mimetypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from portal.statistics.models import Unit
from projects.detail.project import ProjectDetail
from projects.detail.records import Deadline, FundingSummary
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectDocument,
    Stage,
    Undertaking,
    WorkItem,
)

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
DOCUMENT_TYPES = {
    ProjectDocument.Kind.PHOTO: "illustration",
    ProjectDocument.Kind.PLAN: "projectPlan",
    ProjectDocument.Kind.DRAWING: "designReport",
    ProjectDocument.Kind.REPORT: "physicalProgressReport",
    ProjectDocument.Kind.CONTRACT: "contractSigned",
}


def project_of(detail: ProjectDetail, address: Callable[[str], str], day: dt.date) -> dict[str, Any]:
    """The project as it stood on that day; `address` makes a path of the portal a whole address."""
    undertaking, state = detail.undertaking, detail.status.state
    category, authority = undertaking.category, authority_of(undertaking)
    return without_nothing(
        {
            "id": identifier(undertaking),
            "updated": timezone.localtime(state.reported_at).isoformat(),
            "language": (translation.get_language() or "zh")[:2],
            "identifiers": [{"id": undertaking.code}],
            "publicAuthority": authority,
            "title": undertaking.name,
            "description": undertaking.summary,
            "budget": budget(detail.funding),
            "period": period(detail.deadlines),
            "locations": [{"id": area.code, "description": area.name} for area in undertaking.areas.all()],
            "status": Stage(state.stage).oc4ids if state.stage else None,
            "type": category.oc4ids_type if category.oc4ids_type in TYPES else None,
            "sector": [category.oc4ids_sector],
            "additionalClassifications": classifications(undertaking),
            "parties": [{**authority, "roles": ["publicAuthority"]}, *payers(detail.funding)],
            "forecasts": forecasts(detail),
            "metrics": metrics(detail),
            "milestones": [milestone(one, day) for one in detail.deadlines],
            "completion": completion(detail),
            "documents": documents(detail, address),
            "relatedProjects": related(detail, address),
        }
    )


def identifier(undertaking: Undertaking) -> str:
    """The prefix that the installation was given, and the code of the project."""
    return f"{settings.OC4IDS_PREFIX}-{undertaking.code}"


def authority_of(undertaking: Undertaking) -> dict[str, str]:
    return {"id": undertaking.department.code, "name": undertaking.department.name}


def classifications(undertaking: Undertaking) -> list[dict[str, str]]:
    """Category and programme, in a scheme of the portal's own."""
    found = {"category": undertaking.category, "programme": undertaking.programme}
    return [
        {"scheme": "portal", "id": f"{kind}/{row.code}", "description": row.name}
        for kind, row in found.items()
        if row
    ]


def period(deadlines: Sequence[Deadline]) -> dict[str, str | None]:
    """As first planned, from the start of works to the end; the milestones say what actually happened."""
    first = {one.record.kind: one.first_due for one in deadlines}
    start = first.get(Milestone.Kind.START)
    end = max((first[kind] for kind in Milestone.ENDS if first.get(kind)), default=None)
    if start and end and start > end:
        start = None
    return {"startDate": start and begins(start), "endDate": end and ends(end)}


def milestone(deadline: Deadline, day: dt.date) -> dict[str, Any]:
    one = deadline.record
    overdue = one.due is not None and one.due < day
    return {
        "id": one.code,
        "title": one.name,
        "type": MILESTONE_TYPES.get(one.kind),
        "description": "; ".join(filter(None, (one.due_printed, one.note))),
        "dueDate": one.due and ends(one.due),
        "dateMet": one.met_on and ends(one.met_on),
        "dateModified": timezone.localtime(one.released_at).isoformat(),
        "status": "met" if one.is_met else "notMet" if overdue else "scheduled",
    }


def completion(detail: ProjectDetail) -> dict[str, Any]:
    """When it was finished and what was paid, as far as that was stated."""
    if detail.status.state.stage not in ENDED:
        return {}
    ends_of_it = (one.record for one in detail.deadlines if one.record.kind in Milestone.ENDS)
    met = [one.met_on for one in ends_of_it if one.met_on]
    return {"endDate": ends(max(met)) if met else None, "finalValue": final_value(detail.funding)}


def documents(detail: ProjectDetail, address: Callable[[str], str]) -> list[dict[str, Any]]:
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


def related(detail: ProjectDetail, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """The project that it continues."""
    before = detail.predecessor
    if before is None or before.is_programme:
        return []
    kind = before.category.oc4ids_type
    return [
        {
            "id": "predecessor",
            "scheme": "oc4ids",
            "identifier": identifier(before),
            "relationship": kind if kind in TYPES[:-1] else None,
            "title": before.name,
            "uri": address(reverse("api:projects-one", args=[before.code])),
        }
    ]


def without_nothing(value: Any) -> Any:
    """Objects and lists without what is unknown or empty, which the standard wants left out."""
    if isinstance(value, dict):
        kept = {key: without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
    if isinstance(value, list):
        kept = [without_nothing(one) for one in value]
        return [one for one in kept if one not in (None, "", [], {})]
    return value


Source, Kind = Funding.Source, Funding.Kind


def budget(funding: FundingSummary) -> dict[str, Any]:
    """The planned total, and the planned shares by source."""
    planned = [one for one in funding.amounts if one.kind == Kind.PLANNED]
    total = next((one for one in planned if one.source == Source.TOTAL), None)
    shares = [share(one) for one in planned if one.source != Source.TOTAL]
    return {
        "description": total and described(total),
        "amount": total and value(total.amount),
        "budgetBreakdowns": [{"id": "source", "description": "source", "budgetBreakdown": shares}]
        if shares
        else [],
    }


def share(one: Funding) -> dict[str, Any]:
    return {
        "id": one.source,
        "description": described(one) or one.get_source_display(),
        "amount": value(one.amount),
        "sourceParty": {"id": party(one.source), "name": one.get_source_display()},
    }


def payers(funding: FundingSummary) -> list[dict[str, Any]]:
    """Whoever bears a share of the cost, as parties."""
    sources = dict.fromkeys(one.source for one in funding.amounts if one.source != Source.TOTAL)
    return [
        {"id": party(source), "name": str(Source(source).label), "roles": ["funder"]} for source in sources
    ]


def party(source: str) -> str:
    return f"source-{source}"


def final_value(funding: FundingSummary) -> dict[str, Any] | None:
    """What was paid altogether, where a release states it."""
    paid = (one for one in funding.amounts if one.kind == Kind.PAID and one.source == Source.TOTAL)
    return next((value(one.amount) for one in paid), None)


def described(one: Funding) -> str:
    """What the bare number does not say: its qualifier, and the note."""
    return "; ".join(filter(None, (one.get_qualifier_display() if one.qualifier else "", one.note)))


def value(amount: Decimal) -> dict[str, Any]:
    """An amount in yuan."""
    return {"amount": plain(amount), "currency": "CNY"}


def plain(number: Decimal) -> Decimal:
    """The number without zeros at its end."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else number


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


def begins(day: dt.date) -> str:
    """The first second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)).isoformat()


def ends(day: dt.date) -> str:
    """The last second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59))).isoformat()
