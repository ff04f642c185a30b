"""Demo data: an invented district with any number of projects, to try the portal at scale. Deterministic by number.

Every release, area and project says that it is generated, and is never mixed with published data. For speed, rows are
written with triggers off; they satisfy the triggers by construction. The first thousand projects are generated one by
one, the others are copies of them under other numbers.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from random import Random

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from portal.areas.models import Area
from portal.publishing.models import Release, Section
from portal.records.fields import pinyin_key
from portal.staff.models import Department, User
from portal.statistics.models import Unit
from projects import status_history
from projects.models import (
    Benefit,
    Category,
    Funding,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    Undertaking,
    UndertakingArea,
    UndertakingState,
    WorkItem,
)
from projects.models.state import PROJECT_STEPS

#: The records that are copied with a project.
COPIED = (WorkItem, ProgressReport, Funding, Milestone, Benefit, UndertakingState)

#: Models whose recorded changes are read with every request.
AUDITED = (Undertaking, UndertakingArea)

#: The prefix of all generated codes.
PREFIX = "generated-"
MARK_ZH, MARK_EN = "（生成数据）", " (generated)"

RELEASE_DAYS = (dt.date(2022, 6, 1), dt.date(2022, 12, 23), dt.date(2023, 6, 1), dt.date(2023, 12, 22))
CATEGORIES = (
    ("老旧小区改造", "Renovation of old estates", "socialHousing", "rehabilitation"),
    ("道路修复", "Road repair", "transport.road", "rehabilitation"),
    ("雨污管道", "Drainage and sewers", "waterAndWaste", "replacement"),
    ("公园绿地", "Parks and greens", "cultureSportsAndRecreation", "construction"),
    ("学校建设", "Schools", "education", "construction"),
    ("社区微项目", "Small works", "governance", "rehabilitation"),
)
ITEMS = (
    ("road", "路面", "Road surface", "m"),
    ("pipe", "管道", "Pipes", "m"),
    ("trees", "绿化", "Trees", "m2"),
)
DEPARTMENTS, SUBDISTRICTS, COMMUNITIES, ESTATES, PROGRAMMES = 8, 8, 5, 10, 60
ORIGINALS, BATCH = 1000, 5000


def make_demo_data(projects: int) -> None:
    """Fill an empty database with that many projects. Raises ValueError if it holds a release."""
    if Release.objects.exists() or Undertaking.objects.exists():
        raise ValueError("generated data is never mixed with other data: the database holds releases already")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers until the end
        _make_projects(Ground(), range(1, min(projects, ORIGINALS) + 1))
        if projects > ORIGINALS:
            _copy_projects(cursor, projects)
        for model in AUDITED:
            _record(cursor, model)
        cursor.execute("SET LOCAL session_replication_role = origin")
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Ground:
    """What all projects share: areas, departments, categories, programmes and releases."""

    def __init__(self) -> None:
        self.departments = _save(
            Department(
                code=f"{PREFIX}department-{n}", name_zh=f"{n}局{MARK_ZH}", name_en=f"Department {n}{MARK_EN}"
            )
            for n in range(1, DEPARTMENTS + 1)
        )
        self.categories = _save(
            Category(
                code=f"{PREFIX}category-{n}",
                name_zh=zh + MARK_ZH,
                name_en=en + MARK_EN,
                oc4ids_sector=sector,
                oc4ids_type=kind,
                order=n,
            )
            for n, (zh, en, sector, kind) in enumerate(CATEGORIES, start=1)
        )
        self.units = {
            code: Unit.objects.get_or_create(
                code=code, defaults={"name_zh": zh, "name_en": en, "symbol_zh": zh, "symbol_en": en}
            )[0]
            for code, zh, en in (("m", "米", "m"), ("m2", "平方米", "m²"), ("household", "户", "households"))
        }
        self.estates = self._places()
        self.releases = self._releases()
        self.programmes = _save(
            Programme(
                kind="programme",
                code=f"{PREFIX}programme-{n}",
                **_named(f"计划{n}号", f"Programme {n}"),
                plan_year=2015 + n % 10,
                **self.owned(n),
            )
            for n in range(1, PROGRAMMES + 1)
        )

    def owned(self, number: int) -> dict[str, object]:
        """Sector, department and category of the project with that number."""
        return {
            "sector_id": "projects",
            "department": self.departments[number * 7 % DEPARTMENTS],
            "category": self.categories[number * 11 % len(CATEGORIES)],
        }

    def _places(self) -> list[Area]:
        (district,) = _save([_area("district", "district", "示例区", "Sample District", None)])
        streets = _save(
            _area(f"street-{n}", "subdistrict", f"{n}号街道", f"Subdistrict {n}", district)
            for n in range(1, SUBDISTRICTS + 1)
        )
        communities = _save(
            _area(
                f"{s.code.removeprefix(PREFIX)}-{n}",
                "community",
                f"{s.name_zh[:4]}{n}社区",
                f"Community {n}",
                s,
            )
            for s in streets
            for n in range(1, COMMUNITIES + 1)
        )
        return _save(
            _area(f"{c.code.removeprefix(PREFIX)}-{n}", "estate", f"{c.name_zh[:7]}{n}小区", f"Estate {n}", c)
            for c in communities
            for n in range(1, ESTATES + 1)
        )

    def _releases(self) -> list[Release]:
        author, reviewer = (
            User.objects.create(username=f"{PREFIX}{role}", is_active=False)
            for role in ("author", "reviewer")
        )
        releases = _save(_release(day, self.departments[0], author, reviewer) for day in RELEASE_DAYS)
        _save(
            Section(
                release=release,
                number=str(n),
                order=n,
                paragraphs=99,
                department=department,
                title_zh=department.name_zh,
                title_en=department.name_en,
            )
            for release in releases
            for n, department in enumerate(self.departments, start=1)
        )
        return releases


def _make_projects(ground: Ground, numbers: range) -> None:
    projects = _save(
        Project(
            kind="project",
            code=f"{PREFIX}project-{number}",
            **_named(f"示例项目{number}号", f"Sample project {number}"),
            programme=ground.programmes[number % PROGRAMMES],
            plan_year=2015 + number % 10,
            **ground.owned(number),
        )
        for number in numbers
    )
    _save(
        UndertakingArea(
            undertaking_id=project.pk, area_id=ground.estates[number * 13 % len(ground.estates)].pk
        )
        for number, project in zip(numbers, projects, strict=True)
    )
    rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for number, project in zip(numbers, projects, strict=True):
        for record in _records(ground, project, Random(number)):  # noqa: S311 - no secret, but repeatable
            rows[type(record)].append(record)
    for records in rows.values():
        _save(records)
    status_history.rebuild([project.pk for project in projects])


def _copy_projects(cursor: CursorWrapper, projects: int) -> None:
    """Copy the originals with all their records up to the number wanted, one statement a table."""
    # ruff: noqa: S608 - names of our own tables and columns, no values
    number = f"substring(code FROM {len(PREFIX + 'project-') + 1})::int"
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE twin AS
        SELECT id AS original, {number} AS old, {number} + n * {ORIGINALS} AS new, nextval(%s) AS id
        FROM projects_undertaking, generate_series(1, {projects // ORIGINALS}) n
        WHERE kind = 'project' AND {number} + n * {ORIGINALS} <= {projects} ORDER BY new
        """,
        ["projects_undertaking_id_seq"],
    )
    renamed = {
        name: f"replace(row.{name}, twin.old::text, twin.new::text)"
        for name in ("code", "name_zh", "name_en", "summary_zh", "summary_en")
    }
    renamed["pinyin"] = (
        "replace(row.pinyin, ' ' || twin.old || ' ', ' ' || twin.new || ' ')"  # tones are numbers too
    )
    _copy(cursor, Undertaking, "id", {"id": "twin.id", **renamed})
    for model in (UndertakingArea, *COPIED):
        _copy(cursor, model, "undertaking_id", {"undertaking_id": "twin.id"})
    cursor.execute("DROP TABLE twin")


def _copy(cursor: CursorWrapper, model: type[models.Model], original: str, changed: dict[str, str]) -> None:
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if not f.primary_key or f.column in changed]
    values = ", ".join(changed.get(column, f"row.{column}") for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {values} FROM {table} row JOIN twin ON row.{original} = twin.original ORDER BY twin.new, row.id"
    )


def _record(cursor: CursorWrapper, model: type[models.Model]) -> None:
    """Record the insertion of each row, as its trigger would have."""
    event = apps.get_model(f"{model._meta.label}Event")
    columns = {field.column for field in event._meta.concrete_fields}
    values = {field.column: f"row.{field.column}" for field in model._meta.concrete_fields}
    values = {column: value for column, value in values.items() if column in columns}
    values |= {"pgh_created_at": "now()", "pgh_label": "'insert'"}
    values |= {"pgh_obj_id": "row.id"} if "pgh_obj_id" in columns else {}
    cursor.execute(
        f"INSERT INTO {event._meta.db_table} ({', '.join(values)})"
        f" SELECT {', '.join(values.values())} FROM {model._meta.db_table} row ORDER BY row.id"
    )


def _records(ground: Ground, project: Project, random: Random) -> Iterable[models.Model]:
    """The records about one project: work items, funding and dates in its first release, progress in each."""
    releases = ground.releases[random.randrange(len(ground.releases)) :]
    stated = {"undertaking": project, "release": releases[0], "released_at": releases[0].released_at}
    weighted = random.random() < 0.5  # noqa: PLR2004 - half of them
    items = ITEMS[: random.randrange(3)]
    for code, zh, en, unit in items:
        yield WorkItem(
            code=code,
            name_zh=zh,
            name_en=en,
            unit=ground.units[unit],
            planned_quantity=random.randrange(100, 5000),
            weight=random.randrange(1, 5) if weighted else None,
            **stated,
        )
    yield Milestone(
        code="completion",
        kind="completion",
        name_zh="完工",
        name_en="Completion",
        due=dt.date(2022, 6, 30) + dt.timedelta(days=30 * random.randrange(40)),
        **stated,
    )
    total = Decimal(random.randrange(10, 900) * 10_000)
    for source, amount in (("total", total), ("government", total * 6 / 10), ("society", total * 4 / 10)):
        yield Funding(source=source, kind="planned", amount=amount, **stated)
    yield Benefit(unit=ground.units["household"], kind="planned", value=random.randrange(20, 900), **stated)
    stage, percent = random.randrange(4), 0
    for release in releases:
        if release is not releases[0] and random.random() < 0.4:  # noqa: PLR2004 - silence
            continue
        percent = min(100, percent + random.randrange(10, 60))
        stage = len(PROJECT_STEPS) - 2 if percent == 100 else max(stage, 3 if percent > 20 else stage)  # noqa: PLR2004
        stated = {"undertaking": project, "release": release, "released_at": release.released_at}
        stated["as_at"] = timezone.localdate(release.released_at) - dt.timedelta(days=1)
        yield ProgressReport(stage=PROJECT_STEPS[stage], percent=None if items else percent, **stated)
        for code, *_names in items:
            yield ProgressReport(work_item=code, percent=percent, **stated)


def _named(zh: str, en: str) -> dict[str, str]:
    return {
        "name_zh": zh + MARK_ZH,
        "name_en": en + MARK_EN,
        "pinyin": pinyin_key(zh),
        "summary_zh": f"{zh}，程序生成，并无其事。",
        "summary_en": f"{en}, made by a program; there is no such thing.",
    }


def _area(code: str, kind: str, zh: str, en: str, parent: Area | None) -> Area:
    return Area(code=PREFIX + code, kind=kind, name_zh=zh + MARK_ZH, name_en=en + MARK_EN, parent=parent)


def _release(day: dt.date, department: Department, author: User, reviewer: User) -> Release:
    time = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return Release(
        slug=f"{PREFIX}{day.isoformat()}",
        kind=Release.Kind.STATISTICAL_RETURN,
        department=department,
        title_zh=f"{day.isoformat()} 项目进展{MARK_ZH}",
        title_en=f"Progress of projects, {day.isoformat()}{MARK_EN}",
        state=Release.State.APPROVED,
        submitted_by=author,
        submitted_at=time,
        decision=Release.Decision.APPROVE,
        decided_by=reviewer,
        decided_at=time,
        released_at=time,
    )


def _save(rows: Iterable[models.Model]) -> list[models.Model]:
    rows = list(rows)
    return type(rows[0])._base_manager.bulk_create(rows, BATCH) if rows else []
