"""Departments and officials as records."""

from django.utils.translation import gettext_lazy

from portal.records.columns import NAMES, NOTES, texts
from portal.records.columns import Code as CodeColumn
from portal.records.sheets import Group, Sheet
from portal.staff.models import Department

DEPARTMENTS = Sheet(
    "Departments",
    gettext_lazy("Departments"),
    Group.REFERENCE,
    20,
    Department,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True), *texts(*NOTES)),
    key=("code",),
)
