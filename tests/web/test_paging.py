"""Cursor paging: every row once, in order, forwards and backwards, with nulls and ties."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from portal.commitments.models import Commitment
from portal.statistics.models import Observation
from portal.web.keyset import Keyset, after
from tests.world import kept, make_commitment, make_figure, make_indicator, make_release, make_unit, publish

pytestmark = pytest.mark.django_db

NOUNS = [
    "releases",
    "indicators",
    "series",
    "observations",
    "commitments",
    "areas",
    "departments",
    "sectors",
    "units",
]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        for number, day in enumerate(["2022-06-17", "2022-06-17", "2022-12-23"]):
            release = make_release()
            for due in (None, dt.date(2022, 9, 30), dt.date(2022, 9, 30), dt.date(2022, number + 1, 1), None):
                make_commitment(release, due=due)
            indicator = make_indicator(unit="percent" if number else "person")
            for month in (3, 4, 5):
                make_figure(release, indicator, month, period_end=dt.date(2022, month, 30))
            publish(release, day)
        make_unit()
        yield


@pytest.fixture
def api(district) -> Client:
    return Client()


def pages(api: Client, first: str, way: str) -> list[list[dict]]:
    """The results of each page from the first on, following that link."""
    found, address = [], first
    while address:
        answer = api.get(address).json()
        found.append(answer["results"])
        address = answer[way]
    return found


def flat(lists: list[list[dict]]) -> list[dict]:
    return [row for rows in lists for row in rows]


@pytest.mark.parametrize("limit", [2, 1000])
@pytest.mark.parametrize("noun", NOUNS)
def test_pages_hold_every_row_once_and_in_order(api, noun, limit):
    everything = api.get(f"/api/v1/{noun}").json()["results"]

    found = pages(api, f"/api/v1/{noun}?limit={limit}", "next")

    assert flat(found) == everything
    assert all(len(rows) == limit for rows in found[:-1])


@pytest.mark.parametrize("noun", NOUNS)
def test_pages_lead_back_to_the_first(api, noun):
    address, last = f"/api/v1/{noun}?limit=2", None
    while address:
        last, address = address, api.get(address).json()["next"]

    back = pages(api, last, "previous")

    assert flat(list(reversed(back))) == api.get(f"/api/v1/{noun}").json()["results"]


def test_the_first_page_has_no_previous_and_the_last_no_next(api):
    first = api.get("/api/v1/observations?limit=5").json()
    last = api.get(first["next"]).json()

    assert (first["previous"], last["next"]) == (None, None)
    assert api.get(last["previous"]).json()["results"] == first["results"]


def test_links_keep_the_other_parameters(api):
    following = api.get("/api/v1/observations?limit=2&as_of=2022-07-01&lang=en").json()["next"]

    answer = api.get(following).json()

    assert answer["as_of"] == "2022-07-01"
    assert len(answer["results"]) == 2
    assert following.startswith(
        "http://testserver/api/v1/observations?limit=2&as_of=2022-07-01&lang=en&cursor="
    )


def test_a_row_that_comes_in_between_shifts_no_page(api, db):
    first = api.get("/api/v1/commitments?limit=3").json()
    release = make_release()
    make_commitment(release, "a-new-one", due=dt.date(2021, 1, 1))
    publish(release, "2022-06-17")

    second = api.get(first["next"]).json()

    assert not {row["code"] for row in second["results"]} & {row["code"] for row in first["results"]}


def test_rows_without_a_date_come_last(api):
    dues = [row["due_now"] for row in api.get("/api/v1/commitments").json()["results"]]

    known = [due for due in dues if due]
    assert dues == [*sorted(known), *[None] * 6]


@pytest.mark.parametrize("order", [("due", "code"), ("-due", "-code"), ("-due", "code")])
def test_a_keyset_pages_over_nulls_in_either_direction(district, order):
    keyset, rows = Keyset(*order, nullable=("due",)), Commitment.objects.all()

    part, found = keyset.slice(rows, None, 4), []
    while True:
        found += part.rows
        if part.next is None:
            break
        part = keyset.slice(rows, part.next, 4)

    assert found == list(rows.order_by(*order))


@pytest.mark.parametrize("order", [("series_id", "period_end"), ("-series_id", "-period_end")])
def test_a_deep_page_begins_in_the_index(district, order):
    keyset, rows = Keyset(*order), Observation.objects.all()
    first = keyset.slice(rows, None, 4)

    _backwards, values = keyset.read(rows, first.next)
    following = keyset.ordered(rows.filter(after(keyset.keys, values)))
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):  # which pay for few rows
            cursor.execute(f"SET LOCAL enable_{way} = off")

    assert "Index Cond: (ROW(series_id, period_end)" in following.explain()


@pytest.mark.parametrize(
    "limit", ["0", "-1", "1001", "7e36", "abc", "1.5", "%00", "１０", "9" * 400, "+1", " 1"]
)
def test_a_bad_limit_is_refused(api, limit):
    answer = api.get(f"/api/v1/observations?limit={limit}")

    assert answer.status_code == 400
    assert (answer.json()["error"]["parameter"], answer.json()["error"]["allowed"]) == ("limit", ["1–1000"])


def test_a_cursor_that_was_tampered_with_is_refused(api):
    following = api.get("/api/v1/observations?limit=2").json()["next"]
    cursor = following.split("cursor=")[1]

    answers = [
        api.get(f"/api/v1/observations?limit=2&cursor={bad}")
        for bad in (cursor[1:], cursor[:-1], f"A{cursor}", "x", "x:y", "%00", "%E2%82", ":", "é:é")
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert {answer.json()["error"]["parameter"] for answer in answers} == {"cursor"}


def test_a_cursor_of_another_list_is_refused(api):
    cursor = api.get("/api/v1/observations?limit=2").json()["next"].split("cursor=")[1]

    assert api.get(f"/api/v1/series?cursor={cursor}").status_code == 400
