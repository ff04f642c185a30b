"""Services in the Human Services Data Specification 3 of Open Referral: `/api/v1/hsds/services`.

What is not published is left out: no address without a postal code, no hours that are not said.
"""

import uuid
from typing import Any

from django.urls import reverse

from portal.facilities.models import Facility
from portal.services.detail import ServiceDetail
from portal.services.models import Service
from portal.staff.models import Department
from portal.web.addresses import absolute

#: Ids are computed from codes within it, so that they stay whatever the database numbers.
NAMESPACE = uuid.UUID("6f1d1c62-6f0b-5a6e-9d0c-3a6f8a1e7b54")


def id_of(kind: str, *codes: object) -> str:
    """The UUID of a thing, the same on every day and in every answer."""
    return str(uuid.uuid5(NAMESPACE, ":".join([kind, *map(str, codes)])))


def given(members: dict[str, Any]) -> dict[str, Any]:
    """The members without those of which nothing is known."""
    return {name: value for name, value in members.items() if value not in ("", None, [], {})}


def organization_of(department: Department) -> dict[str, Any]:
    return {
        "id": id_of("organization", department.code),
        "name": department.name,
        "description": department.note or department.name,
    }


def in_brief(service: Service) -> dict[str, Any]:
    """A service as lists have it: the members that it has once, and its organization."""
    return given(
        {
            "id": id_of("service", service.code),
            "organization_id": id_of("organization", service.department.code),
            "name": service.name,
            "alternate_name": "; ".join(service.aliases),
            "description": service.summary,
            "url": absolute(reverse("service-detail", args=[service.code])),
            "status": "active",
            "application_process": service.application,
            "fees_description": service.fee,
            "wait_time": service.promise,
            "eligibility_description": service.audience,
            "assured_date": service.reviewed_on.isoformat(),
            "organization": organization_of(service.department),
        }
    )


def in_full(detail: ServiceDetail) -> dict[str, Any]:
    """A service with where it is to be had, whom to ring up, what to bring and for which areas it is."""
    service = detail.service
    own = id_of("service", service.code)
    numbers = [(number, facility.name) for facility in detail.phones for number in facility.phones]
    numbers = [(service.phone, ""), *numbers] if service.phone else numbers
    return in_brief(service) | given(
        {
            "phones": [
                given(
                    {
                        "id": id_of("phone", service.code, number),
                        "service_id": own,
                        "number": number,
                        "type": "voice",
                        "description": name,
                    }
                )
                for number, name in dict(numbers).items()
            ],
            "schedules": [
                {"id": id_of("schedule", service.code), "service_id": own, "description": service.hours}
            ]
            if service.hours
            else [],
            "service_areas": [
                {
                    "id": id_of("area", service.code, area.code),
                    "service_id": own,
                    "name": area.label,
                    "uri": absolute(reverse("area-detail", args=[area.code])),
                }
                for area in service.areas.all()
            ],
            "service_at_locations": [at_location(service, facility) for facility in detail.places],
            "required_documents": [
                {"id": id_of("document", service.code, number), "service_id": own, "document": text}
                for number, text in enumerate(detail.documents)
            ],
        }
    )


def at_location(service: Service, facility: Facility) -> dict[str, Any]:
    """That a service is to be had at a facility."""
    place = id_of("location", facility.code)
    return {
        "id": id_of("at", service.code, facility.code),
        "service_id": id_of("service", service.code),
        "location_id": place,
        "location": given(
            {
                "id": place,
                "location_type": "physical",
                "url": absolute(reverse("facility-detail", args=[facility.code])),
                "name": facility.name,
                "description": facility.address,
                "latitude": facility.latitude,
                "longitude": facility.longitude,
            }
        ),
    }
