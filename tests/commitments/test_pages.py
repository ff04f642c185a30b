"""`/commitments/` and `/commitments/<code>/`"""

import datetime as dt

import pytest
from django.utils import timezone

from tests.world import (
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    publish,
)


@pytest.fixture(scope="module")
def commitments(shared) -> None:
    """Four commitments of June: kept in December, moved, silent, without a date."""
    june, december = make_release("june"), make_release("december")
    due = {"due": dt.date(2022, 6, 30)}
    kept, moved = (
        make_commitment(june, "kept", **due),
        make_commitment(june, "moved", sector_id="safety", **due),
    )
    make_commitment(june, "forgotten", due_printed_zh="预计6月", **due)
    make_commitment(june, "undated")
    make_update(december, kept, "kept_late", completed_on=dt.date(2022, 8, 1), note_zh="八月完工")
    make_update(december, moved, "changed", new_due=dt.date(2099, 6, 30))
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")


def codes(client, query: str = "") -> list[str]:
    return [one.code for one in client.get(f"/commitments/{query}").context["page"]]


def test_commitments_put_the_pressing_first(client, commitments):
    assert codes(client) == ["forgotten", "moved", "kept", "undated"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=silent", ["forgotten"]),
        ("?sector=safety", ["moved"]),
        ("?due_from=2023-01-01", ["moved"]),
        ("?due_to=2022-12-31", ["forgotten", "kept"]),
        ("?as_of=2022-06-15", ["forgotten", "kept", "moved", "undated"]),
        ("?as_of=2022-07-15&state=silent", ["forgotten", "kept", "moved"]),
        ("?as_of=2022-05-31", []),
    ],
)
def test_commitments_are_filtered_as_in_json(client, commitments, query, expected):
    data = client.get(f"/api/v1/commitments{query}").json()

    assert codes(client, query) == expected
    assert sorted(one["code"] for one in data["results"]) == sorted(expected)


def test_commitments_are_counted_by_state_under_the_other_filters(client, commitments):
    counts = client.get("/commitments/?state=silent&due_to=2022-12-31").context["states"]

    assert {str(state): count for state, count in counts.items() if count} == {"silent": 1, "kept_late": 1}


def test_commitment_in_several_areas_is_counted_once(client, db):
    release = make_release()
    town = make_area("town", "town")
    commitment = make_commitment(release, "both")
    commitment.areas.add(make_area("east", "village", town), make_area("west", "village", town))
    publish(release)

    page = client.get("/commitments/?area=town")

    assert [one.code for one in page.context["page"]] == ["both"]
    assert page.context["states"]["pending"] == 1


def test_commitment_shows_what_was_commitmentd_and_reported(client, commitments):
    text = client.get("/commitments/kept/?lang=en").content.decode()
    silent = client.get("/commitments/forgotten/").content.decode()

    assert "kept late" in text
    assert '<time datetime="2022-08-01">' in text
    assert 'href="/releases/june/?lang=en#section-1"' in text
    assert 'href="/releases/december/?lang=en"' in text
    assert "预计6月" in silent


def test_commitment_as_of_a_day_knows_no_later_report(client, commitments):
    page = client.get("/commitments/kept/?as_of=2022-07-15")

    assert (page.context["commitment"].state, page.context["detail"].updates) == ("silent", [])


def test_commitment_shows_the_figures_of_its_series(client, db):
    release, indicator = make_release(), make_indicator("estates")
    target = make_figure(release, indicator, 14, kind="target")
    make_commitment(release, "fourteen", series=target.series)
    publish(release)

    assert client.get("/commitments/fourteen/").context["detail"].figures == [target]


@pytest.mark.slow("0.2 s")
def test_commitment_does_not_name_an_indicator_without_public_figures(client, db):
    release, future = make_release(), make_release()
    series = make_figure(future, make_indicator("secret", name_zh="机密指标"), 14).series
    make_commitment(release, "promise", series=series)
    publish(release)
    publish(future, at=timezone.now() + dt.timedelta(days=1))

    texts = [client.get(address).content.decode() for address in ("/commitments/promise/", "/commitments/")]

    assert ["机密指标" in text for text in texts] == [False, False]
