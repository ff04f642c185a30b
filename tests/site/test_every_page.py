"""What holds of every kind of page."""

import datetime as dt
import time

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.pages import FIXED, LISTS, Reader, details_of, faults_of, pages_about, queries_of
from tests.world import commit, make_everything, make_figure, make_indicator, make_release, publish


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """One of everything, public, and one more under embargo; taken back after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        publish(make_everything("seen"), at="2022-12-23")
        yield publish(make_everything("hidden"), at=timezone.now() + dt.timedelta(days=1))
        transaction.set_rollback(True)


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
@pytest.mark.parametrize("address", [*FIXED, *details_of("seen"), "/search/?q=seen"])
def test_page_is_sound_html_in_the_language_asked_for_and_without_what_is_under_embargo(
    client, published, address, language, tag
):
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")

    text = response.content.decode()
    assert (response.status_code, faults_of(text), Reader(text).lang) == (200, [], tag)
    assert "hidden-rate" not in text
    assert "/hidden/" not in text


def test_page_is_chinese_by_default_whatever_the_browser_prefers(client, published):
    response = client.get("/", headers={"accept-language": "en"})

    assert Reader(response.content.decode()).lang == "zh-Hans"


def test_page_links_keep_moment_and_language(client, published):
    text = client.get("/indicators/?as_of=2022-12-24&lang=en").content.decode()

    assert 'href="/indicators/seen-rate/?as_of=2022-12-24&amp;lang=en"' in text
    assert 'href="/api/v1/indicators.csv?as_of=2022-12-24&amp;lang=en"' in text


def test_page_says_that_it_speaks_of_a_past_moment_and_leads_back(client, published):
    now, past = (
        client.get(f"/indicators/?sector=projects{query}").content.decode()
        for query in ("", "&as_of=2022-12-24")
    )

    assert 'class="moment-banner"' not in now
    assert 'class="moment-banner"' in past
    assert '<a href="/indicators/?sector=projects">' in past


def test_page_as_of_a_day_before_shows_nothing_of_it(client, published):
    texts = {address: client.get(address, {"as_of": "2022-12-22"}) for address in FIXED}

    assert [address for address, page in texts.items() if b"seen-rate" in page.content] == []
    assert {client.get(a, {"as_of": "2022-12-22"}).status_code for a in details_of("seen")} == {404}


def test_feed_sitemap_and_search_show_nothing_under_embargo(client, published):
    texts = {address: client.get(address).content for address in ("/releases/feed/", "/sitemap.xml")}
    found = client.get("/search/?q=hidden").context["found"]

    assert [address for address, text in texts.items() if b"hidden-rate" in text or b"/hidden/" in text] == []
    assert [group.source.kind for group in found.groups] == ["areas"]
    assert {client.get(address).status_code for address in details_of("hidden")} == {404}


def test_page_is_byte_for_byte_the_same_when_something_is_approved_for_tomorrow(client, published):
    draft = make_everything("draft")
    commit()
    before = {address: client.get(address).content for address in pages_about("draft")}

    publish(draft, at=timezone.now() + dt.timedelta(days=1))

    assert {address: client.get(address).content for address in pages_about("draft")} == before


@pytest.mark.django_db(transaction=True)
def test_page_shows_a_release_when_its_time_has_come_with_nothing_run(client):
    draft, hour = make_everything("soon"), timezone.now() + dt.timedelta(seconds=4)
    publish(draft, at=hour)
    early = {client.get(address).status_code for address in details_of("soon")}

    time.sleep(max(0, (hour - timezone.now()).total_seconds()))

    assert early == {404}
    assert {client.get(address).status_code for address in details_of("soon")} == {200}


@pytest.mark.slow("7.8 s: counts the queries of several large pages")
def test_page_takes_as_many_queries_for_three_rows_as_for_one(client, published):
    addresses = [*FIXED, "/search/?q=seen&kind=projects", "/releases/feed/", "/sitemap.xml"]
    more = make_release(
        "more"
    )  # a sector without headlines shows three indicators first, and then the others
    make_figure(more, make_indicator("more", basis="point"), 1)
    publish(more, at="2022-12-23")
    with_one = {address: queries_of(client, address) for address in addresses}

    for slug in ("seen-too", "seen-again"):
        publish(make_everything(slug), at="2022-12-23")

    assert {address: queries_of(client, address) for address in addresses} == with_one


@pytest.mark.slow("1.5 s: publishes three releases of everything")
def test_search_takes_no_query_for_a_row(client, published):
    """Only the kinds of the three best answers make a difference."""
    with_one = queries_of(client, "/search/?q=seen")

    for slug in ("seen-here", "seen-there"):
        publish(make_everything(slug), at="2022-12-23")
    with_three = queries_of(client, "/search/?q=seen")
    publish(make_everything("seen-more"), at="2022-12-23")

    assert queries_of(client, "/search/?q=seen") <= max(with_one, with_three)


def test_detail_takes_as_many_queries_for_three_rows_as_for_two(client, db):
    few, many = make_release("few"), make_release("many")
    for release, number in ((few, 2), (many, 3)):
        indicator = make_indicator(f"of-{release.slug}", dimensions={"type": ["a", "b", "c"]})
        for kind in "abc"[:number]:
            make_figure(release, indicator, 5, dimensions={"type": kind})
        publish(release, at="2022-12-23")

    assert queries_of(client, "/indicators/of-many/") == queries_of(client, "/indicators/of-few/")
    assert queries_of(client, "/releases/many/") == queries_of(client, "/releases/few/")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("sector=weather", "sector"),
        ("page=0", "page"),
        ("page=99", "page"),
        ("page=7e36", "page"),
        ("page=1&page=2", "page"),
        ("area=%00", "area"),
        ("as_of=yesterday", "as_of"),
        ("lang=fr", "lang"),
    ],
)
def test_list_refuses_a_bad_parameter_and_names_it(client, published, query, named):
    response = client.get(f"/indicators/?{query}")

    assert response.status_code == 400
    assert named in response.context["message"]
    assert faults_of(response.content.decode()) == []


@pytest.mark.parametrize("address", LISTS)
def test_list_refuses_what_it_does_not_know(client, published, address):
    assert [client.get(address + bad).status_code for bad in ("?colour=red", "?page=99")] == [400, 400]


@pytest.mark.parametrize("address", LISTS)
def test_list_links_its_twins_with_its_filters(client, published, address):
    noun = address.strip("/")

    text = client.get(f"{address}?sector=projects&page=1").content.decode()

    for twin in (f"/api/v1/{noun}", f"/api/v1/{noun}.csv", f"/api/v1/{noun}.xlsx"):
        assert f'href="{twin}?sector=projects"' in text


@pytest.mark.parametrize("address", [*FIXED, "/search/?q=seen", *details_of("seen")])
def test_page_is_for_reading_only(published, address):
    answer = Client(enforce_csrf_checks=True).post(address)

    assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)


@pytest.mark.parametrize(
    "address", ["/indicators/nothing/", "/releases/nothing/", "/commitments/nothing/", "/nothing/"]
)
def test_page_that_is_not_there_leads_on(client, db, address):
    response = client.get(address)

    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()
