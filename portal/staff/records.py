"""Departments and officials as records."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.records.access import ADMINISTRATORS, HEADS, NOBODY, Access, nothing_public
from portal.records.columns import NAMES, NOTES, texts
from portal.records.columns import Code as CodeColumn
from portal.records.described import changes
from portal.records.sheets import Group, Sheet
from portal.records.topics import Topic
from portal.records.types import Hit, RecordType, Source
from portal.staff.api import DepartmentDetail, DepartmentList, SectorDetail, SectorList
from portal.staff.models import Department, Membership, SecondFactor, Sector, SignInFailure, User
from portal.web.api.endpoints import Endpoint
from portal.web.feeds import page

DEPARTMENTS = Sheet(
    "Departments",
    gettext_lazy("Departments"),
    Group.REFERENCE,
    20,
    Department,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True), *texts(*NOTES), *changes()),
    key=("code",),
)

RECORDS = [
    RecordType(
        model=Department,
        access=Access(edited=ADMINISTRATORS),
        sheet=DEPARTMENTS,
        endpoint=Endpoint(
            "departments",
            DepartmentList,
            DepartmentDetail,
            gettext_lazy("Departments"),
            gettext_lazy("Who is responsible for what."),
        ),
        source=Source(
            "departments",
            gettext_lazy("Departments"),
            Department,
            lambda _at: Department.objects.all(),
            lambda departments, _at: [
                Hit(d.name, f"{reverse('indicator-list')}?department={d.code}", [d.note]) for d in departments
            ],
            order=90,
        ),
    ),
    RecordType(
        model=Sector,
        access=Access(edited=NOBODY),
        endpoint=Endpoint(
            "sectors", SectorList, SectorDetail, gettext_lazy("Sectors"), gettext_lazy("The six themes.")
        ),
        topic=Topic(
            "sector",
            gettext_lazy("sector"),
            lambda _at: Sector.objects.all(),
            "code",
            lambda sector: page(f"{sector.code}:sector"),
            order=60,
        ),
    ),
    RecordType(
        model=User,
        access=Access(("department_id",), edited=ADMINISTRATORS, seen=HEADS, public=nothing_public),
    ),
    RecordType(
        model=Membership,
        access=Access(("user__department_id",), edited=NOBODY, seen=HEADS, public=nothing_public),
    ),
    RecordType(
        model=SecondFactor,
        access=Access(("user__department_id",), edited=NOBODY, seen=HEADS, public=nothing_public),
    ),
    RecordType(
        model=SignInFailure,
        access=Access(edited=NOBODY, seen=ADMINISTRATORS, public=nothing_public),
    ),
]
