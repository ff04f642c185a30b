"""An OC4IDS project. What no release states is left out, never filled in."""

import datetime as dt
import mimetypes
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from projects.detail.project import ProjectDetail
from projects.detail.records import Deadline
from projects.models import Milestone, ProjectDocument, Stage, Undertaking
from projects.oc4ids.days import begins, ends
from projects.oc4ids.measures import forecasts, metrics
from projects.oc4ids.money import budget, final_value, payers

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
