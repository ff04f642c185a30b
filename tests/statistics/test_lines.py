"""Figures in lists are rendered from values: to the byte what the serializer that describes them answers."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from portal.publishing.actions import releases
from portal.publishing.models import RowWithdrawal
from portal.statistics.api.figures import ObservationVersionSerializer
from portal.statistics.api.lines import COLUMNS, Lines
from portal.statistics.models import Observation
from portal.web.api.responses import dumps
from portal.web.as_of import Moment
from portal.web.past import reading
from tests.world import (
    commit,
    kept,
    make_area,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

LANGUAGES = ("zh-hans", "en")


def assert_same(at: dt.datetime) -> int:
    """That both say the same of every version released by that time; how many there are."""
    versions = Observation.objects.released(at).with_neighbours().order_by("pk")
    context = {"moment": SimpleNamespace(at=at)}
    with reading(at if at < timezone.now() - dt.timedelta(seconds=1) else None):
        for language in LANGUAGES:
            with translation.override(language):
                rows = ObservationVersionSerializer(
                    versions.for_list().with_checks(at), many=True, context=context
                )
                lines = Lines(Moment(at)).of(list(versions.values_list(*COLUMNS)))
                assert lines == [dumps(row) for row in rows.data]
    return len(lines)


@pytest.fixture
def versions(db) -> dict[str, Observation]:
    """Figures of every kind: superseded, withdrawn alone or with the release, suppressed, without a place, checked."""
    rate = make_indicator("rate", unit="percent", decimals=2)
    cases = make_indicator("cases", basis="point")
    first = make_release("first")
    made = {
        "superseded": make_figure(first, cases, 12, note_zh="说明 “引号”\\", qualifier="over"),
        "withdrawn alone": make_figure(first, rate, "91.60", as_printed="91.6%"),
        "without a place": make_figure(
            first, rate, "3", area=make_area("tail"), section=None, paragraph=None
        ),
        "inferred": make_figure(
            first, rate, "4.5", area=make_area("east"), period_inferred=True, note_zh="推定"
        ),
        "suppressed": make_figure(first, rate, None, area=make_area("west"), status="suppressed"),
    }
    publish(first, "2022-06-17")
    correction = make_release("second", kind="correction", corrects=first, reason_zh="误", reason_en="Wrong")
    make_figure(correction, cases, 13)
    figure = made["withdrawn alone"]
    RowWithdrawal.objects.create(release=correction, record="portal_observation", row_id=figure.pk)
    publish(correction)
    third = make_release("third")
    make_figure(third, cases, 14, period_end=dt.date(2023, 12, 31), note_zh="注", note_en="Note")
    publish(third)
    judge = make_user("judge", "construction", "reviewer")
    releases.withdraw(release=third, by=judge, reason_zh="误报", reason_en="Reported in error")
    commit()
    return made


@pytest.mark.parametrize("day", ["2022-06-20", ""])
def test_line_is_what_the_serializer_answers(versions, day):
    at = timezone.make_aware(dt.datetime.fromisoformat(day)) if day else timezone.now()

    assert assert_same(at) == (len(versions) if day else len(versions) + 2)


def test_table_has_the_numbers_of_the_json(client, versions):
    rows = client.get("/api/v1/observations?versions=all").json()["results"]

    table = b"".join(client.get("/api/v1/observations.csv?versions=all").streaming_content).decode(
        "utf-8-sig"
    )

    head, *lines = [line.split(",") for line in table.splitlines()]
    at = head.index("value")
    assert [Decimal(line[at]) if line[at] else None for line in lines] == [
        None if row["value"] is None else Decimal(str(row["value"])) for row in rows
    ]


def test_list_costs_the_same_queries_however_long(client, versions):
    asked = []
    client.get("/api/v1/observations?limit=3")  # names of areas are told apart once a version
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(f"/api/v1/observations?limit={limit}").json()["results"]
        asked.append((len(rows), len(queries)))

    assert asked == [(1, asked[0][1]), (3, asked[0][1])]


@pytest.fixture(scope="module")
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


@pytest.mark.slow("6 s: loads the shipped data")
@pytest.mark.parametrize("day", ["2022-07-01", ""])
def test_line_is_what_the_serializer_answers_of_everything_shipped(seeds, day):
    at = timezone.make_aware(dt.datetime.fromisoformat(day)) if day else timezone.now()

    assert assert_same(at) > (70 if day else 150)
