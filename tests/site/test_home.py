"""`/`"""

import datetime as dt

import pytest
from django.utils import translation

from portal.commitments.models import Tally
from portal.records import registry
from portal.services.models import Guide
from portal.site.blocks import Block
from portal.site.home import age
from tests.services.world import make_guide, make_node
from tests.world import (
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    publish,
)


def test_home_shows_the_headline_figures_of_each_sector(client, db):
    release = make_release()
    make_figure(release, make_indicator("estates", name_zh="改造小区数", headline=True), 20790000)
    make_figure(release, make_indicator("small", name_zh="次要指标"), 1)
    publish(release)

    page = client.get("/")

    cards = {
        card.sector.code: [row.indicator.code for row in card.indicators] for card in page.context["cards"]
    }
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
    make_commitment(june, kind="direction")
    make_update(december, kept, "kept")
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")

    before, today = (client.get(address).context["tally"] for address in ("/?as_of=2022-07-01", "/"))

    assert (counted(before), before.directions) == ({"not_heard": 1, "pending": 1, "no_date": 1}, 1)
    assert (counted(today), today.directions) == ({"silent": 1, "no_date": 1, "kept": 1}, 1)


def counted(tally: Tally) -> dict[str, int]:
    return {str(state): count for state, count in tally.states.items() if count}


def test_home_shows_the_latest_release(client, db):
    for number in range(6):
        publish(make_release(f"r{number}"), at=f"2022-06-0{number + 1}")

    releases = client.get("/").context["releases"]

    assert [release.slug for release in releases] == ["r5"]


def test_home_of_an_empty_portal_says_that_there_is_nothing(client, db):
    assert client.get("/").status_code == 200


def test_home_puts_what_the_newest_release_covers_first_and_names_the_release_of_the_rest(client, db):
    june, december = make_release("june"), make_release("december")
    make_figure(june, make_indicator("places", sector="projects", headline=True), 100)
    make_figure(december, make_indicator("cases", sector="safety", headline=True), 531)
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")

    page = client.get("/?lang=en")

    cards = [(c.sector.code, c.release and c.release.slug, c.is_newest) for c in page.context["cards"]]
    assert cards[:3] == [("safety", "december", True), ("projects", "june", False), ("health", None, False)]
    assert page.content.decode().count("Not in the newest release.") == 1


def test_home_shows_a_change_only_against_a_comparable_period(client, db):
    compared, alone = (
        make_indicator(code, headline=True, sector=sector)
        for code, sector in (("a", "projects"), ("b", "safety"))
    )
    before, now = make_release(), make_release()
    make_figure(before, compared, 12, period_start=dt.date(2021, 1, 1), period_end=dt.date(2021, 12, 23))
    make_figure(before, alone, 12, period_end=dt.date(2022, 5, 31))
    for indicator in (compared, alone):
        make_figure(now, indicator, 15)
    publish(before, at="2022-06-01")
    publish(now, at="2022-12-23")

    text = client.get("/?lang=en").content.decode()

    assert text.count('class="change') == 1
    assert "3 persons more than 1 January to 23 December 2021" in text
    assert "(+25.0%)" in text


def test_home_shows_blocks_of_apps_that_have_something_to_show(client, db, monkeypatch):
    shown, empty = ({"title": "first"}, {})
    blocks = [Block("components/state.html", lambda _moment, it=it: it) for it in (shown, empty)]
    monkeypatch.setitem(registry._declared, "HOME_BLOCKS", blocks)

    assert [content for _template, content in client.get("/").context["blocks"]] == [shown]


def test_home_in_care_mode_shows_one_figure_of_a_sector(client, db):
    release = make_release()
    for code in ("one", "two"):
        make_figure(release, make_indicator(code, headline=True), 5)
    publish(release)

    texts = [client.get(f"/?care={care}").content.decode() for care in ("off", "on")]

    assert [("/indicators/one/" in text, "/indicators/two/" in text) for text in texts] == [
        (True, True),
        (True, False),
    ]


def test_sector_without_headlines_yet_shows_the_first_in_its_order(client, db):
    june, december = make_release("june"), make_release("december")
    for number in range(5):
        make_figure(june, make_indicator(f"beds-{number}", sector="health", order=9 - number), 5)
    make_figure(december, make_indicator("doctors", sector="health", headline=True, order=20), 5)
    publish(june, at="2022-06-17")
    publish(december, at="2022-12-23")

    def shown(address: str) -> set[str]:
        cards = client.get(address).context["cards"]
        return {row.indicator.code for card in cards for row in card.indicators}

    assert shown("/?as_of=2022-07-01") == {"beds-2", "beds-3", "beds-4"}
    assert shown("/") == {"doctors"}


def test_home_leads_each_sector_to_what_residents_come_for(client, db):
    tasks = client.get("/").context["tasks"]

    assert [tile.address for tile in tasks][:3] == ["/areas/", "/safety/", "/health/"]
    assert len(tasks) == 6


def test_home_leads_to_the_guide_of_a_task_where_it_is_public(client, db):
    guide = make_guide("medical-dispute")
    make_node(guide, "start", "end")
    Guide.objects.filter(pk=guide.pk).update(is_public=True)

    assert client.get("/").context["tasks"][2].address == "/guides/medical-dispute/"


def test_home_says_the_number_of_a_hotline_once(client, db):
    make_facility(
        "fraud", kind="hotline", phone="96110", name_zh="反诈专线96110", name_en="Anti-fraud line 96110"
    )
    make_facility("police", kind="hotline", phone="110", name_zh="110", name_en="Police")

    text = client.get("/").content.decode()

    assert "96110</a> <span>反诈专线</span>" in text
    assert "110</a> <span>110</span>" in text


def test_home_lists_hotlines_by_length_of_their_numbers(client, db):
    for code, phone in (("office", "5980090"), ("mayor", "12345"), ("police", "110"), ("none", "")):
        make_facility(code, kind="hotline", phone=phone)
    make_facility("window", phone="119")

    page = client.get("/")

    assert [line.phone for line in page.context["hotlines"]] == ["110", "12345", "5980090"]
    assert 'href="tel:12345"' in page.content.decode()


def test_home_shows_hours_now_and_never_those_of_the_past(client, db):
    make_facility("hall", opening_hours="24/7")

    now, past = client.get("/"), client.get("/?as_of=2022-07-01")

    assert [place.open_state.is_open for place in now.context["places"]] == [True]
    assert [place.open_state for place in past.context["places"]] == [None]


@pytest.mark.parametrize(
    ("day", "today", "text"),
    [
        ((2022, 12, 23), (2026, 11, 30), "3 years 11 months ago"),
        ((2022, 12, 23), (2023, 12, 22), "11 months ago"),
        ((2022, 12, 23), (2023, 12, 23), "1 year ago"),
        ((2022, 12, 23), (2022, 12, 24), "1 day ago"),
        ((2022, 12, 31), (2023, 2, 28), "1 month ago"),
        ((2022, 12, 23), (2022, 12, 23), "today"),
    ],
)
def test_age_counts_whole_months_and_years(day, today, text):
    with translation.override("en"):
        assert age(dt.date(*day), dt.date(*today)) == text


def test_home_says_how_old_the_newest_release_is_at_the_moment_shown(client, db):
    publish(make_release("june"), at="2022-06-17")

    assert client.get("/?as_of=2022-07-20&lang=en").context["age"] == "1 month ago"
