"""`/`"""

import datetime as dt

from tests.world import make_commitment, make_figure, make_indicator, make_release, make_update, publish


def test_home_shows_the_headline_figures_of_each_sector(client, db):
    release = make_release()
    make_figure(release, make_indicator("estates", name_zh="改造小区数", headline=True), 20790000)
    make_figure(release, make_indicator("small", name_zh="次要指标"), 1)
    publish(release)

    page = client.get("/")

    cards = {sector.code: [one.code for one in headlines] for sector, headlines in page.context["cards"]}
    assert cards == {
        "projects": ["estates"],
        "safety": [],
        "health": [],
        "welfare": [],
        "culture": [],
        "education": [],
    }
    assert '<data value="20790000">2079万人</data>' in page.content.decode()
    assert '<p class="headline-exact">20,790,000人</p>' in page.content.decode()


def test_home_gives_the_exact_value_first_where_the_short_one_is_rounded(client, db):
    release = make_release()
    make_figure(release, make_indicator(headline=True), 772390)
    publish(release)

    text = client.get("/").content.decode()

    assert '<data value="772390">772,390人</data>' in text
    assert '<p class="headline-exact">≈77.24万人</p>' in text


def test_home_gives_exact_values_only_in_english(client, db):
    release = make_release()
    make_figure(release, make_indicator(headline=True), 772390)
    publish(release)

    text = client.get("/?lang=en").content.decode()

    assert '<data value="772390">772,390 persons</data>' in text
    assert "headline-exact" not in text


def test_home_counts_commitments_by_state(client, db):
    june, december = make_release(), make_release()
    kept = make_commitment(june, due=dt.date(2022, 12, 31))
    make_commitment(june, due=dt.date(2022, 6, 30))
    make_commitment(june)
    make_update(december, kept, "kept")
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")

    states = client.get("/").context["states"]

    assert {str(state): count for state, count in states.items() if count} == {
        "silent": 1,
        "pending": 1,
        "kept": 1,
    }


def test_home_lists_the_latest_releases_first(client, db):
    for number in range(6):
        publish(make_release(f"r{number}"), at=f"2022-06-0{number + 1}")

    releases = client.get("/").context["releases"]

    assert [release.slug for release in releases] == ["r5", "r4", "r3", "r2", "r1"]


def test_home_of_an_empty_portal_says_that_there_is_nothing(client, db):
    assert client.get("/").status_code == 200
