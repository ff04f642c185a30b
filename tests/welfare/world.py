"""Schemes and disbursements to try things on."""

from portal.publishing.models import Release
from tests.world import make_department
from welfare.models import Disbursement, Scheme


def make_scheme(code: str = "illness-aid", department: str = "streets") -> Scheme:
    names = {"name_zh": "大病救助", "name_en": "Aid for serious illness"}
    return Scheme.objects.get_or_create(
        code=code, defaults={**names, "department": make_department(department)}
    )[0]


def make_disbursement(release: Release, scheme: Scheme | None = None, **fields: object) -> Disbursement:
    given = {
        "group_zh": "困难大病患者",
        "group_en": "Patients in need",
        "period_start": "2022-04-01",
        "period_end": "2022-04-30",
        "persons": 78,
        "amount": 250000,
        "as_printed": "78名、25万元",
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return Disbursement.objects.create(release=release, scheme=scheme or make_scheme(), **given)
