"""Schemes as records, and as search results."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.publishing.permissions import own_departments, theirs
from portal.records.access import Access, released_rows
from portal.records.columns import NAMES, Choice, Code, texts
from portal.records.described import changes
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department, User
from welfare.models import Scheme


def schemes_of(user: User) -> QuerySet:
    return theirs(Scheme.objects.all(), user)


def scheme_hits(schemes: list[Scheme], at: dt.datetime) -> list[Hit]:
    return [
        Hit(one.name, reverse("welfare:scheme", args=[one.code]), [one.about], one.department.name)
        for one in schemes
    ]


SCHEMES = RecordType(
    model=Scheme,
    access=Access(
        ("department_id",),
        appears_in=("disbursements__release", "versions__release", "rules__release"),
        public=released_rows(Scheme),
    ),
    sheet=Sheet(
        "Schemes",
        _("Schemes"),
        Group.REFERENCE,
        210,
        Scheme,
        (
            Code("code", required=True),
            *texts(*NAMES, required=True),
            Reference("department", Target(Department), required=True),
            Choice("tier"),
            *texts("about_zh", "about_en"),
            *changes(),
        ),
        key=("code",),
    ),
    source=Source(
        "schemes",
        _("Schemes and benefits"),
        Scheme,
        lambda at: Scheme.objects.released(at).select_related("department").order_by("code"),
        scheme_hits,
        suggested=True,
        order=7,
    ),
    choices={"department": own_departments},
    admin=AdminOptions(
        fields=("code", ("name_zh", "name_en"), "department", "tier", ("about_zh", "about_en")),
        search=("code", *NAMES),
        filters=("tier",),
    ),
)
