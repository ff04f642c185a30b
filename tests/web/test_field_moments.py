"""Two cases from the field: an embargo that ends by the clock, and paging while a release comes out."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.models import Release
from portal.statistics.models import Observation
from portal.web.as_of import Moment
from tests.world import commit, make_area, make_everything, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db

RARE = "Zanzibarrow"
#: Where a scheduled release would show first: lists, addresses of its own, feeds, search, sitemap, JSON.
PLACES = (
    "/",
    "/releases/",
    "/releases/scheduled/",
    "/releases/feed/",
    "/calendar/",
    "/commitments/",
    "/checks/",
    "/indicators/",
    "/indicators/scheduled-rate/",
    "/indicators/scheduled-rate/feed/",
    "/projects/",
    "/projects/feed/",
    "/areas/scheduled-street/",
    "/areas/scheduled-street/feed/",
    f"/search/?q={RARE}",
    f"/search/suggest?q={RARE[:5]}",
    "/sitemap.xml",
    "/api/v1/releases",
    "/api/v1/releases/scheduled",
    "/api/v1/observations?versions=all",
    "/api/v1/indicators?q=scheduled",
    "/api/v1/checks?versions=all",
    "/api/v1/commitments",
    "/api/v1/gaps",
)


def shown() -> dict[str, tuple[int, bytes]]:
    answers = {address: Client().get(address) for address in PLACES}
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}


def test_embargo_ends_by_the_clock_and_shows_nothing_before(monkeypatch):
    publish(make_everything("seen"), "2022-06-17")
    draft = make_everything("scheduled")
    Release.objects.filter(pk=draft.pk).update(title_en=f"{RARE} report", title_zh=f"{RARE}报告")
    draft.refresh_from_db()
    commit()
    before, version = shown(), Moment.read(None).state.version
    soon = timezone.now() + dt.timedelta(seconds=30)

    publish(draft, soon)
    commit()
    scheduled, version_then = shown(), Moment.read(None).state.version
    monkeypatch.setattr(timezone, "now", lambda: soon)
    after = shown()

    assert (scheduled, version_then) == (before, version)
    assert not any(
        RARE.encode() in content for address, (_s, content) in before.items() if RARE not in address
    )
    own = [
        address
        for address in PLACES
        if "scheduled" in address and "areas" not in address and "?" not in address
    ]
    assert {before[address][0] for address in own} == {404}
    assert {after[address][0] for address in own} == {200}
    assert Moment.read(None).state.version != version
    there = ("/releases/", "/releases/feed/", f"/search/?q={RARE}", "/sitemap.xml", "/api/v1/releases")
    assert [address for address in there if b"scheduled" not in after[address][1]] == []


def pages(address: str) -> Iterator[dict]:
    while address:
        answer = Client().get(address).json()
        yield answer
        address = answer["next"]


def test_paging_skips_and_doubles_nothing_while_a_release_comes_out():
    cases = make_indicator("cases")
    streets = [make_area(f"street-{number}", "subdistrict") for number in range(9)]
    first = make_release()
    figures = [make_figure(first, cases, number, area=street) for number, street in enumerate(streets)]
    publish(first, "2022-06-17")
    commit()
    walk = pages("/api/v1/observations?indicator=cases&limit=3")
    read = [next(walk)]

    second = make_release()
    for restated in (figures[4], figures[7]):
        make_figure(second, cases, 99, series=restated.series)
    make_figure(second, cases, 7, area=make_area("street-0", "subdistrict"), period_end=dt.date(2022, 6, 30))
    publish(second)
    commit()
    read += walk

    rows = [row for page in read for row in page["results"]]
    series = [row["area"] for row in rows]
    assert series == [f"street-{number}" for number in range(9)]
    assert [row["value"] for row in rows] == [0, 1, 2, 3, 99, 5, 6, 99, 8]
    versions = [page["data_version"] for page in read]
    assert versions[0] != versions[1] == versions[-1]
    again = "/api/v1/observations?indicator=cases&limit=3&as_of="
    steady = list(pages(again + read[0]["unchanged_since"].replace("+", "%2B")))
    assert [row["value"] for page in steady for row in page["results"]] == list(range(9))
    assert len({page["data_version"] for page in steady}) == 1
    assert Observation.objects.count() == 12
