"""Pages of indicators with long series: the newest figures, and the others page by page."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from portal.publishing.models import Release
from portal.statistics.figures import MOST_DRAWN, OF_FIRST, newest_figures
from portal.statistics.models import Indicator, Series
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

MONTHS = 45
pytestmark = pytest.mark.usefixtures("db", "in_english")


def month(number: int) -> dict[str, dt.date]:
    first = dt.date(2018 + number // 12, 1 + number % 12, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return {"period_start": first, "period_end": last}


@pytest.fixture(scope="module")
def long(django_db_blocker, django_db_setup):
    """A series of 45 months, of which a correction has replaced one, and an indicator in eight areas."""
    with kept(django_db_blocker):
        indicator = make_indicator("monthly", basis="period")
        release = make_release("returns")
        series = make_series(indicator)
        for number in range(MONTHS):
            make_figure(release, indicator, 1000 + number, series=series, **month(number))
        broad = make_indicator("broad", basis="period")
        areas = [make_area(f"village-{number}") for number in range(MOST_DRAWN + 2)]
        for area in areas:
            for number in range(12):
                make_figure(release, broad, 500 + number, area=area, **month(number))
        publish(release, "2022-06-17")
        why = {"corrects": Release.objects.get(slug="returns"), "reason_zh": "误", "reason_en": "A slip"}
        correction = make_release("fix", kind="correction", **why)
        # the last row of the first page is the new version, the first row of the second the old one
        make_figure(correction, indicator, 7777, series=series, **month(MONTHS - OF_FIRST))
        publish(correction)
        commit()
        yield series


def shown(page: str) -> list[str]:
    """The numbers in the revision history."""
    history = page[page.index('id="history"') :]
    return [text.replace(",", "") for text in re.findall(r'<data value="[0-9.]+">([0-9,]+) persons', history)]


def test_page_shows_the_newest_figures_and_leads_to_all(client, long):
    page = client.get("/indicators/monthly/").content.decode()

    assert len(shown(page)) == OF_FIRST
    assert shown(page)[0] == str(1000 + MONTHS - 1)
    assert f"All {MONTHS + 1} versions of its figures" in page
    assert f'href="/indicators/monthly/?series={long.pk}#figures"' in page


def test_series_has_pages_with_every_version_once(client, long):
    address, found = f"/indicators/monthly/?series={long.pk}&page=", []
    for number in (1, 2, 3):
        found += shown(client.get(f"{address}{number}").content.decode())

    assert len(found) == MONTHS + 1
    assert sorted(map(int, found)) == sorted([*range(1000, 1000 + MONTHS), 7777])


def test_version_replaced_by_the_last_of_the_page_before_says_by_what(client, long):
    pages = [
        client.get(f"/indicators/monthly/?series={long.pk}&page={number}").content.decode()
        for number in (1, 2)
    ]

    assert shown(pages[0])[-1] == "7777"
    second = pages[1][pages[1].index('id="history"') :]
    first_row = re.sub(r"\s+", " ", re.search(r"<tbody>(.*?)</tr>", second, re.DOTALL)[1])
    assert "replaced on" in first_row
    assert "A slip" in first_row


@pytest.mark.parametrize("series", ["0", "x", "99999999999999999999"])
def test_series_of_nothing_is_refused(client, long, series):
    answer = client.get(f"/indicators/monthly/?series={series}")

    assert answer.status_code == 400
    assert "/api/v1/series" in answer.content.decode()


def test_many_series_have_one_chart_of_their_own(client, long):
    page = client.get("/indicators/broad/").content.decode()

    drawn = set(re.findall(r'id="series-(\d+)-wide-title"', page))
    assert drawn == {
        str(Series.objects.filter(indicator=Indicator.objects.get(code="broad")).order_by("area__code")[0].pk)
    }
    assert len(page) < 150_000


def test_correction_of_many_rows_shows_the_first_and_says_how_many(client, long, monkeypatch):
    monkeypatch.setattr("portal.publishing.row_changes.MOST_CHANGES", 3)
    monkeypatch.setattr("portal.publishing.row_changes.MOST_ON_PAGE", 2)
    release = make_release(
        "big-fix",
        kind="correction",
        corrects=Release.objects.get(slug="returns"),
        reason_zh="误",
        reason_en="A slip",
    )
    for number in range(5):
        make_figure(release, long.indicator, 9000 + number, series=long, **month(number))
    publish(release)

    answer = client.get("/api/v1/releases/big-fix").json()
    listed = client.get("/api/v1/changes").json()["results"][0]
    page = client.get("/releases/big-fix/").content.decode()

    assert [one["after"] for one in answer["changes"]] == ["9,000 persons", "9,001 persons", "9,002 persons"]
    assert (answer["change_count"], listed["change_count"], len(listed["changes"])) == (5, 5, 3)
    assert "… and 3 more rows" in re.sub(r"\s+", " ", page)


def test_newest_figures_are_those_of_the_last_releases_wherever_they_are_looked_for(long, monkeypatch):
    at, series = timezone.now(), Series.objects.all()
    by_release = newest_figures(series, at, 2)
    monkeypatch.setattr("portal.statistics.figures.MOST_RELEASES", 0)

    assert newest_figures(series, at, 2) == by_release
    assert len(newest_figures(series, at, 50)) == series.count()
