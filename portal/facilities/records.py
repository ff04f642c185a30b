"""Facilities as records."""

from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.models import Release
from portal.publishing.records import source_exists
from portal.records.columns import NAMES, NOTES, Boolean, Choice, Code, Integer, Text, Texts, texts
from portal.records.lookups import Target
from portal.records.pinyin import sort_by_reading
from portal.records.references import Reference
from portal.records.sheets import Group, Sheet
from portal.staff.models import Department, Sector

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
        Texts("aliases"),
        Reference("release", Target(Release, by="slug")),
        Text("section"),
        Integer("paragraph"),
        Boolean("public", field="is_public"),
    ),
    key=("code",),
    rules=(source_exists,),
    prepare=sort_by_reading,
)
