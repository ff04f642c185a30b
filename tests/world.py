"""A small district to test in: its officials, its codelists, and builders of releases and figures.

Rows are built as an official's work: through the actions, under the name of somebody.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import count

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.models import Question, Release, Section
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Check, CheckTerm, Code, Dimension, Indicator, Observation, Series, Unit

_numbers = count(1)
YEAR = dt.date(2022, 1, 1)
JUNE = dt.date(2022, 5, 31)
DECEMBER = dt.date(2022, 12, 23)


def moment(day: str) -> dt.datetime:
    """The start of that local day."""
    return timezone.make_aware(dt.datetime.fromisoformat(day))


def make_department(code: str) -> Department:
    return Department.objects.get_or_create(code=code, defaults={"name_zh": f"{code}局", "name_en": code})[0]


def make_user(name: str, department: str | None, *roles: str) -> User:
    user = User.objects.create_user(
        name,
        password="correct horse battery",
        is_staff=True,
        department=make_department(department) if department else None,
    )
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


def make_area(
    code: str = "district", kind: str = "district", parent: Area | None = None, **fields: object
) -> Area:
    if kind != "district":
        parent = parent or make_area()
    names = {"name_zh": f"{code}区", "name_en": code.title(), "kind": kind, "parent": parent, **fields}
    return Area.objects.get_or_create(code=code, defaults=names)[0]


def make_unit(code: str = "person") -> Unit:
    names = {"name_zh": "人", "name_en": "persons", "symbol_zh": "人", "symbol_en": "persons"}
    if code == "percent":
        names = {
            "name_zh": "百分比",
            "name_en": "per cent",
            "symbol_zh": "%",
            "symbol_en": "%",
            "below_zero": True,
        }
    return Unit.objects.get_or_create(code=code, defaults=names)[0]


def make_indicator(
    code: str | None = None, *, sector: str = "projects", department: str = "construction", **fields
) -> Indicator:
    """An indicator; pass `dimensions={"type": ["a", "b"]}` to make its codelists too."""
    code = code or f"indicator-{next(_numbers)}"
    dimensions = fields.pop("dimensions", {})
    for dimension, codes in dimensions.items():
        owner = Dimension.objects.get_or_create(
            code=dimension, defaults={"name_zh": dimension, "name_en": dimension}
        )[0]
        for value in codes:
            Code.objects.get_or_create(
                dimension=owner, code=value, defaults={"name_zh": value, "name_en": value}
            )
    unit = make_unit(fields.pop("unit", "person"))
    return Indicator.objects.create(
        code=code,
        sector_id=sector,
        department=make_department(department),
        unit=unit,
        dimensions=sorted(dimensions),
        **{
            "name_zh": f"指标{code}",
            "name_en": f"Indicator {code}",
            "definition_zh": "定义",
            "definition_en": "Definition",
            "basis": "ytd",
            **fields,
        },
    )


def make_release(
    slug: str | None = None, *, by: User | None = None, department: str = "construction", **fields
) -> Release:
    """A draft with one section, written by `by` (by default an editor of its own)."""
    slug = slug or f"release-{next(_numbers)}"
    by = by or make_user(f"editor-of-{slug}", department, "editor")
    with acting(by, action="test"):
        release = Release.objects.create(
            slug=slug,
            department=make_department(department),
            **{
                "kind": "article",
                "title_zh": f"发布{slug}",
                "title_en": f"Release {slug}",
                **in_both(fields),
            },
        )
        make_section(release)
    return release


def in_both(fields: dict[str, object]) -> dict[str, object]:
    """A text given in one language stands for the other too: a release is approved only with both."""
    other = {"_zh": "_en", "_en": "_zh"}
    given = {
        name: value for name, value in fields.items() if name[-3:] in other and not name.startswith("title")
    }
    return {name[:-3] + other[name[-3:]]: value for name, value in given.items()} | fields


def make_section(release: Release, number: str = "1", **fields) -> Section:
    titles = {
        "title_zh": f"第{number}节",
        "title_en": f"Section {number}",
        "paragraphs": 9,
        "order": int(number[0]),
    }
    return Section.objects.create(
        release=release, number=number, **{"department": release.department, **titles, **in_both(fields)}
    )


def make_series(indicator: Indicator, area: Area | None = None, **dimensions: str) -> Series:
    return Series.objects.get_or_create(indicator=indicator, area=area or make_area(), dimensions=dimensions)[
        0
    ]


def make_figure(release: Release, indicator: Indicator, value: object, **fields) -> Observation:
    """A figure in the first section of the release; the period is the one that fits the indicator's basis."""
    series = fields.pop("series", None) or make_series(
        indicator, fields.pop("area", None), **fields.pop("dimensions", {})
    )
    start = None if indicator.basis in {"point", "since_start"} else YEAR
    return Observation.objects.create(
        release=release,
        series=series,
        value=None if value is None else Decimal(str(value)),
        **{
            "section": release.sections.first(),
            "paragraph": 1,
            "period_start": start,
            "period_end": DECEMBER,
            "as_printed": str(value),
            **fields,
        },
    )


def make_commitment(release: Release, code: str | None = None, **fields) -> Commitment:
    code = code or f"commitment-{next(_numbers)}"
    return Commitment.objects.create(
        release=release,
        code=code,
        **{
            "title_zh": f"承诺{code}",
            "title_en": f"Commitment {code}",
            "sector_id": "projects",
            "department": release.department,
            "section": release.sections.first(),
            "paragraph": 1,
            **fields,
        },
    )


def make_update(release: Release, commitment: Commitment, outcome: str, **fields) -> CommitmentUpdate:
    return CommitmentUpdate.objects.create(
        release=release,
        commitment=commitment,
        outcome=outcome,
        **{"note_zh": "说明", "note_en": "Note", **fields},
    )


def make_facility(code: str | None = None, **fields) -> Facility:
    code = code or f"facility-{next(_numbers)}"
    return Facility.objects.create(
        code=code,
        **{
            "name_zh": f"场所{code}",
            "name_en": f"Facility {code}",
            "kind": "venue",
            "department": make_department("construction"),
            "sector_id": "culture",
            "area": make_area(),
            "is_public": True,
            **fields,
        },
    )


def make_check(
    kind: str,
    code: str | None = None,
    *,
    scale: int = 1,
    complete: bool = True,
    fields: dict[str, object] | None = None,
    **terms,
) -> Check:
    """A declared check; each term is a series or a list of them, by role (`part=[…]`). `fields`: its others."""
    code = code or f"check-{next(_numbers)}"
    check = Check.objects.create(
        code=code,
        kind=kind,
        name_zh=f"核对{code}",
        name_en=f"Check {code}",
        scale=scale,
        complete=complete,
        **in_both(fields or {}),
    )
    for role, series in terms.items():
        for order, one in enumerate(series if isinstance(series, list) else [series]):
            CheckTerm.objects.create(check_rule=check, role=role, series=one, order=order)
    return check


def publish(release: Release, at: dt.datetime | str | None = None) -> Release:
    """Submit and approve: now, at a later time, or as of a past day on which it was first published elsewhere."""
    department = release.department.code
    if isinstance(at, str):
        at = moment(at)
    if at and at < timezone.now():
        Release.objects.filter(pk=release.pk).update(published_on=timezone.localdate(at))
        release.refresh_from_db()
    number = next(_numbers)
    author = release.editors.order_by("pk").first() or make_user(f"submitter-{number}", department, "editor")
    hand_over(release, author)
    return releases.approve(
        release=release,
        by=make_user(f"reviewer-{number}", department, "reviewer"),
        at=at,
        reasons=AsPrinted(),
    )


def hand_over(release: Release, by: User) -> None:
    """Submit without the checklist and the checks: approving runs both again."""
    with acting(by, action="submit", release=release):
        Release.objects.filter(pk=release.pk).update(
            state=Release.State.SUBMITTED,
            submitted_by=by,
            submitted_at=timezone.now(),
            decision="",
            decision_reason="",
            decided_by=None,
            decided_at=None,
        )


def commit() -> None:
    """Do inside the transaction of a test what the triggers leave until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class AsPrinted(dict):
    """The same reason for every check that fails."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> tuple[str, str]:
        return "原文如此", "As printed"


def make_question(release: Release, number: int = 1, **fields) -> Question:
    texts = {
        f"{name}_{language}": name
        for name in ("outlet", "question", "speaker", "answer")
        for language in ("zh", "en")
    }
    return Question.objects.create(
        release=release, section=release.sections.first(), number=number, **{**texts, **fields}
    )


def make_everything(slug: str) -> Release:
    """A draft with one of everything that a release can bring, all of it named after the slug; its check fails."""
    street, release = make_area(f"{slug}-street", "subdistrict"), make_release(slug)
    counts = [make_indicator(f"{slug}-{name}", basis="point") for name in ("solved", "cases")]
    rate = make_indicator(f"{slug}-rate", basis="point", unit="percent", decimals=1)
    solved, cases = (
        make_figure(release, one, n, area=street).series for one, n in zip(counts, (638, 698), strict=True)
    )
    stated = make_figure(release, rate, "91.6", area=street).series
    make_check("ratio", f"{slug}-check", scale=100, result=stated, numerator=solved, denominator=cases)
    make_commitment(release, f"{slug}-promise", series=stated, due=dt.date(2022, 12, 31)).areas.add(street)
    make_facility(f"{slug}-place", release=release, area=street)
    make_question(release)
    return release


@contextmanager
def kept(blocker) -> Iterator[None]:
    """For a fixture of a module: what is built inside stays for all its tests and is taken back after the last."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def editor(db) -> User:
    return make_user("editor", "construction", "editor")


@pytest.fixture
def reviewer(db) -> User:
    return make_user("reviewer", "construction", "reviewer")


@pytest.fixture
def outsider(db) -> User:
    return make_user("outsider", "health", "editor")


@pytest.fixture
def administrator(db) -> User:
    return make_user("administrator", None, "administrator")
