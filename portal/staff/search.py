"""Search source of departments."""

import datetime as dt

from django.urls import reverse

from portal.records.types import Hit
from portal.staff.models import Department


def department_hits(departments: list[Department], at: dt.datetime) -> list[Hit]:
    page = reverse("indicator-list")
    return [Hit(d.name, f"{page}?department={d.code}", [d.note]) for d in departments]
