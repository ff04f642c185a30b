"""Schemes and disbursements to try things on."""

from portal.publishing.models import Release
from tests.world import make_department
from welfare.models import Condition, Disbursement, EligibilityCase, Rule, Scheme, SchemeVersion


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


def make_condition(code: str, department: str = "streets", **fields: object) -> Condition:
    given = {"kind": "group", "name_zh": f"{code}人员", "name_en": code.title(), **fields}
    return Condition.objects.get_or_create(
        code=code, defaults={"department": make_department(department), **given}
    )[0]


def make_version(
    release: Release, scheme: Scheme | None = None, code: str = "one", **fields: object
) -> SchemeVersion:
    given = {
        "name_zh": code,
        "name_en": code.title(),
        "as_printed": "自2022年5月1日起",
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return SchemeVersion.objects.create(release=release, scheme=scheme or make_scheme(), code=code, **given)


def make_rule(
    release: Release, version: str, group: str, scheme: Scheme | None = None, **fields: object
) -> Rule:
    """A rule of the version for the group; both by code."""
    scheme = scheme or make_scheme()
    given = {
        "benefit": "aid",
        "benefit_zh": "资助",
        "benefit_en": "Aid",
        "clause_zh": f"{group}条款",
        "clause_en": f"Clause of {group}",
        "as_printed": group,
        "section": release.sections.first(),
        "paragraph": 1,
        "code": group,
        "group": make_condition(group, scheme.department.code),
        **fields,
    }
    return Rule.objects.create(release=release, scheme=scheme, version=version, **given)


def make_case(code: str, scheme: Scheme | None = None, **fields: object) -> EligibilityCase:
    scheme = scheme or make_scheme()
    given = {
        "name_zh": code,
        "name_en": code,
        "benefit": "aid",
        "day": "2022-05-01",
        "expected": "yes",
        "department": scheme.department,
        **fields,
    }
    return EligibilityCase.objects.create(code=code, scheme=scheme, **given)


def make_two_versions(release: Release, scheme: Scheme | None = None) -> None:
    """As in the article: the poor until the end of April 2022, the old too from May, with 2022 in transition."""
    make_version(release, scheme, "before", known_from="2022-01-01", valid_to="2022-04-30")
    make_version(
        release,
        scheme,
        "since-may",
        valid_from="2022-05-01",
        earlier="before",
        transition_from="2022-01-01",
        transition_to="2022-12-31",
    )
    make_rule(release, "before", "poor", scheme)
    for group in ("poor", "old"):
        make_rule(release, "since-may", group, scheme)
