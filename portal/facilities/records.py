"""Facilities as records."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.facilities.api import FacilityDetail, FacilityList
from portal.facilities.models import Facility
from portal.facilities.validation import validate_facility
from portal.publishing.permissions import own_departments
from portal.publishing.records import source_columns
from portal.publishing.validation import paragraphs_of_sources
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, NOTES, Choice, Code, DecimalNumber, Text, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.web.api.endpoints import Endpoint


def facility_hits(facilities: list[Facility], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            f.name,
            reverse("facility-detail", args=[f.code]),
            [f.address, f.phone, f.hours, f.note, "、".join(f.aliases)],
            f.kind_label,
            answer=" · ".join(
                filter(None, (f.hours or f.opening_hours, f.charge and f.get_charge_display(), f.phone))
            ),
        )
        for f in facilities
    ]


FACILITIES = Sheet(
    "Facilities",
    gettext_lazy("Facilities"),
    Group.CONTENT,
    10,
    Facility,
    (
        Code("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        Reference("department", Target(Department), required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("area", Target(Area), required=True),
        *texts("address_zh", "address_en", "phone", "hours_zh", "hours_en", *NOTES),
        Text("opening_hours"),
        Choice("charge"),
        *texts("charge_note_zh", "charge_note_en", "access_zh", "access_en", "website"),
        DecimalNumber("latitude"),
        DecimalNumber("longitude"),
        Texts("aliases"),
        *source_columns(),
        *changes(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)

RECORDS = [
    RecordType(
        model=Facility,
        access=Access(("department_id",), public=public_rows(Facility)),
        sheet=FACILITIES,
        validate=validate_facility,
        context=paragraphs_of_sources,
        endpoint=Endpoint(
            "facilities",
            FacilityList,
            FacilityDetail,
            gettext_lazy("Facilities"),
            gettext_lazy("Addresses, telephone numbers and opening hours."),
            "facility-list",
        ),
        source=Source(
            "facilities",
            gettext_lazy("Facilities"),
            Facility,
            lambda at: Facility.objects.public(at).for_list(),
            facility_hits,
            suggested=True,
            order=5,
        ),
        choices={"department": own_departments},
    ),
]
