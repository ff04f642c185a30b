"""Builders of programmes and projects, and of what releases report of them."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile

from portal.commitments.models import Commitment
from portal.publishing.models import Attachment, Release
from portal.statistics.models import Unit
from projects.models import (
    Benefit,
    Category,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    WorkItem,
)
from tests.world import make_area, make_commitment, make_department, make_indicator, make_release

_numbers = count(1)
MAY = dt.date(2022, 5, 31)
NOVEMBER = dt.date(2022, 11, 30)
YEAR_END = dt.date(2022, 12, 31)


def make_category(code: str = "streets", **fields: object) -> Category:
    names = {"name_zh": f"{code}类", "name_en": code.title(), "oc4ids_sector": "transport.road", **fields}
    return Category.objects.get_or_create(code=code, defaults=names)[0]


def make_length(code: str = "metre") -> Unit:
    """A unit of length; `make_unit` of the core counts persons."""
    names = {"name_zh": "米", "name_en": "metres", "symbol_zh": "米", "symbol_en": "m"}
    return Unit.objects.get_or_create(code=code, defaults=names)[0]


def make_undertaking(code: str | None = None, kind: str = "project", **fields: object) -> Undertaking:
    """Something undertaken, of which nothing is released yet; links to other rows are given as lists."""
    code = code or f"{kind}-{next(_numbers)}"
    areas, indicators = fields.pop("areas", []), fields.pop("indicators", [])
    predecessors = fields.pop("predecessors", [])
    undertaking = Undertaking.objects.create(
        code=code,
        kind=kind,
        department=make_department(fields.pop("department", "construction")),
        category=make_category(fields.pop("category", "streets")),
        **{
            "sector_id": "projects",
            "name_zh": f"工程{code}",
            "name_en": f"Project {code}",
            "summary_zh": "简介",
            "summary_en": "Summary",
            **fields,
        },
    )
    undertaking.areas.set(areas)
    undertaking.indicators.set(indicators)
    undertaking.predecessors.set(predecessors)
    return undertaking


def make_programme(code: str | None = None, **fields: object) -> Undertaking:
    return make_undertaking(code, "programme", **fields)


def make_project(code: str | None = None, **fields: object) -> Undertaking:
    return make_undertaking(code, "project", **fields)


def make_micro(code: str | None = None, **fields: object) -> Undertaking:
    return make_undertaking(code, "micro", **fields)


def _place(release: Release) -> dict[str, object]:
    return {"release": release, "section": release.sections.first(), "paragraph": 1}


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def make_report(
    release: Release, undertaking: Undertaking, stage: str = "", **fields: object
) -> ProgressReport:
    """What the release says of how far it has come; without anything else a stage of its kind."""
    numbers = {name: _number(fields.pop(name, None)) for name in ("percent", "quantity")}
    if not stage and not fields.get("note_zh") and not any(n is not None for n in numbers.values()):
        stage = "drawings" if undertaking.is_micro else "implementation"
    return ProgressReport.objects.create(
        undertaking=undertaking, stage=stage, **_place(release), **numbers, **{"as_at": MAY, **fields}
    )


def make_item(release: Release, undertaking: Undertaking, code: str = "road", **fields: object) -> WorkItem:
    """A work item; a planned quantity is in metres unless a unit is given."""
    numbers = {name: _number(fields.pop(name, None)) for name in ("planned_quantity", "weight")}
    return WorkItem.objects.create(
        undertaking=undertaking,
        code=code,
        **_place(release),
        **numbers,
        **{"name_zh": f"{code}项", "name_en": code.title(), "unit": make_length(), **fields},
    )


def make_funding(
    release: Release, undertaking: Undertaking, amount: object, source: str = "total", **fields: object
) -> Funding:
    """An amount in yuan."""
    return Funding.objects.create(
        undertaking=undertaking,
        source=source,
        amount=_number(amount),
        **{**_place(release), "kind": "planned", **fields},
    )


def make_milestone(
    release: Release, undertaking: Undertaking, code: str = "completion", **fields: object
) -> Milestone:
    """A completion due at the end of the year, unless told otherwise."""
    names = {"kind": "completion", "name_zh": "完工", "name_en": "Completion", "due": YEAR_END}
    return Milestone.objects.create(
        undertaking=undertaking, code=code, **_place(release), **{**names, **fields}
    )


def make_benefit(
    release: Release, undertaking: Undertaking, value: object, unit: Unit | None = None, **fields: object
) -> Benefit:
    """How many benefit; in households unless a unit is given."""
    names = {"name_zh": "户", "name_en": "households", "symbol_zh": "户", "symbol_en": "households"}
    unit = unit or Unit.objects.get_or_create(code="household", defaults=names)[0]
    return Benefit.objects.create(
        undertaking=undertaking,
        unit=unit,
        value=_number(value),
        **_place(release),
        **{"kind": "planned", **fields},
    )


def link_commitment(
    release: Release, undertaking: Undertaking, commitment: Commitment | None = None
) -> ProjectCommitment:
    """A commitment about the undertaking; made by the same release unless one is given."""
    commitment = commitment or make_commitment(release)
    return ProjectCommitment.objects.create(undertaking=undertaking, commitment=commitment, **_place(release))


def make_document(
    release: Release, undertaking: Undertaking, kind: str = "photo", **fields: object
) -> ProjectDocument:
    """An attachment of the release about the undertaking; set MEDIA_ROOT to a folder of the test's own first."""
    name = f"document-{next(_numbers)}.txt"
    attachment = Attachment.objects.create(
        release=release,
        file=ContentFile(b"seen", name),
        **{"title_zh": "照片", "title_en": "Photo", **fields},
    )
    return ProjectDocument.objects.create(
        undertaking=undertaking, attachment=attachment, kind=kind, **_place(release)
    )


def make_undertakings(slug: str) -> Release:
    """A draft that brings one of everything the app has, all of it named after the slug.

    A programme `<slug>-programme`, of it a project `<slug>-project` with work items, money, milestones,
    beneficiaries and a commitment, a micro-project `<slug>-micro`, and the street `<slug>-street` in which they are.
    """
    street, release = make_area(f"{slug}-street", "subdistrict"), make_release(slug)
    programme = make_programme(f"{slug}-programme", plan_year=2022)
    project = make_project(
        f"{slug}-project",
        programme=programme,
        plan_year=2022,
        areas=[street],
        aliases=[f"{slug} alias"],
        indicators=[make_indicator(f"{slug}-statistics")],
    )
    micro = make_micro(f"{slug}-micro", areas=[street])
    make_report(release, programme, "implementation", percent=50)
    make_item(release, project, planned_quantity=987)
    make_report(release, project, "implementation")
    make_report(release, project, work_item="road", quantity=500)
    for source, amount in (("total", 6_760_000), ("government", 2_920_000), ("society", 3_800_000)):
        make_funding(release, project, amount, source)
    make_milestone(release, project)
    make_benefit(release, project, 120)
    link_commitment(release, project, make_commitment(release, f"{slug}-promise"))
    make_report(release, micro, "screened")
    return release
