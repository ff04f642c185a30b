"""What reading figures costs, as ratios in one run: against the ordinary way, and against fewer figures.

Time of the processor, Python's and the database's together; every bound leaves room, since machines are noisy.
"""

import os
import time
from collections.abc import Callable, Iterator
from json import loads
from pathlib import Path
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.statistics.api.figures import ObservationVersionSerializer
from portal.statistics.models import Observation, Series
from portal.web.api.responses import dumps
from tests.world import (
    commit,
    kept,
    make_area,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = pytest.mark.slow("20 s: reads 40,000 generated figures, many times")

MONTHS, AREAS = 120, 6
MANY, FEW = 55, 3  # indicators: 39,600 and 2,160 figures
LIST = "/api/v1/observations"
TICK = 1 / os.sysconf("SC_CLK_TCK")

COPIES = """
INSERT INTO portal_observation ({columns}) SELECT {values}
FROM portal_observation o, portal_series s, generate_series(0, {months} - 1) month
WHERE o.id = %s AND s.id = ANY(%s) ORDER BY s.id, month
"""
OWN = {
    "series_id": "s.id",
    "period_start": "(date '2013-01-01' + month * interval '1 month')::date",
    "period_end": "(date '2013-02-01' + month * interval '1 month')::date - 1",
    "value": "s.id * 1000 + month",
}


@pytest.fixture(scope="module")
def figures(django_db_blocker, django_db_setup) -> Iterator[None]:
    """Monthly figures in six areas of 55 indicators; generated, past the triggers."""
    with kept(django_db_blocker):
        release = make_release("returns")
        pattern = make_figure(release, make_indicator("pattern", basis="period"), 1)
        publish(release, "2022-06-17")
        areas = [make_area(f"village-{number}") for number in range(AREAS)]
        made = [
            make_series(indicator, area)
            for indicator in (make_indicator(f"bench-{number}", basis="period") for number in range(MANY))
            for area in areas
        ]
        names = [field.column for field in Observation._meta.concrete_fields if not field.primary_key]
        values = [OWN.get(name, f"o.{name}") for name in names]
        copies = COPIES.format(columns=", ".join(names), values=", ".join(values), months=MONTHS)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(copies, [pattern.pk, [one.pk for one in made]])
            cursor.execute("SET session_replication_role = origin; ANALYZE portal_observation, portal_series")
        commit()
        yield


def cost(act: Callable[[], object], rounds: int = 9) -> float:
    """Seconds of the processor that it takes, the median of some rounds; the database's are counted in whole ticks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def database() -> float:
        words = Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) * TICK

    act()
    spent, before = [], database()
    for _round in range(rounds):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return median(spent) + (database() - before) / rounds


def read(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def by_serializer(code: str, most: int) -> str:
    """The same rows by model instances and a serializer."""
    at = timezone.now()
    rows = Observation.objects.known_at(at).filter(series__indicator__code=code)
    rows = rows.with_neighbours().for_list().with_checks(at).order_by("series", "period_end", "id")[:most]
    moment = type("Moment", (), {"at": at})
    return dumps(ObservationVersionSerializer(rows, many=True, context={"moment": moment}).data)


def test_long_list_costs_a_fraction_of_the_ordinary_way(figures):
    own = cost(lambda: read(f"{LIST}?indicator=bench-7&limit=720"))
    ordinary = cost(lambda: by_serializer("bench-7", 720), rounds=3)

    assert ordinary / own > 3


def test_file_costs_a_fraction_of_the_ordinary_way(figures):
    own = cost(lambda: read(f"{LIST}.csv?indicator=bench-7"), rounds=3)
    ordinary = cost(lambda: by_serializer("bench-7", 720), rounds=3)

    assert ordinary / own > 2


@pytest.mark.parametrize(
    "query",
    ["limit=50", "indicator=bench-2&limit=50", "indicator=bench-2&area=village-3&limit=50"],
)
def test_list_costs_no_more_among_many_figures(figures, query):
    among_many = cost(lambda: read(f"{LIST}?{query}"), rounds=15)
    few = Series.objects.filter(indicator__code__in=[f"bench-{number}" for number in range(FEW)])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SAVEPOINT many")
        cursor.execute(
            "DELETE FROM portal_observation WHERE NOT series_id = ANY(%s)",
            [list(few.values_list("pk", flat=True))],
        )
        cursor.execute("SET session_replication_role = origin; ANALYZE portal_observation")
    among_few = cost(lambda: read(f"{LIST}?{query}"), rounds=15)
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT many")

    assert among_many / among_few < 2


def test_last_pages_cost_no_more_than_the_first(figures):
    first = read(f"{LIST}?limit=1000")
    address = f"{LIST}?limit=50"
    deep = first
    for _page in range(35):
        deep = read(path_of(deep))
    last = path_of(deep).replace("limit=1000", "limit=50")

    assert cost(lambda: read(last), rounds=15) / cost(lambda: read(address), rounds=15) < 2


def path_of(page: bytes) -> str:
    """The address of the next page, without the host."""
    return "/" + loads(page)["next"].split("/", 3)[3]
