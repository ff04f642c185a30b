"""`/search/suggest`"""

import datetime as dt

import pytest
from django.utils import timezone

from tests.world import (
    kept,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    publish,
)


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """Something of several kinds named alike, released in June and never; shared by the tests of this module."""
    with kept(django_db_blocker):
        release = make_release("june", title_zh="上半年民生工作")
        make_figure(
            release, make_indicator("estates", name_zh="改造老旧小区数", name_en="Old estates renovated"), 13
        )
        make_commitment(release, "promise", title_zh="老旧小区不再漏雨", title_en="Roofs of old estates")
        make_facility("office", name_zh="老旧小区办公室", name_en="Office for estates")
        publish(release, at="2022-06-17")
        secret = make_release("secret", title_zh="老旧小区机密")
        make_commitment(secret, "hidden", title_zh="绝密承诺")
        publish(secret, at=timezone.now() + dt.timedelta(days=1))
        yield


def offered(client, query: str, **parameters: str) -> list[str]:
    answer = client.get("/search/suggest", {"q": query, **parameters}).json()
    return [suggestion["title"] for suggestion in answer["suggestions"]]


@pytest.mark.parametrize(
    "query", ["老旧小区", "laojiu", "laojiuxiaoq", "lao jiu xiaoqu", "ljxq", "LJX", "牢旧小区", "老舊小區"]
)
def test_suggest_offers_names_that_begin_so_first(client, district, query):
    assert offered(client, query) == ["老旧小区办公室", "老旧小区不再漏雨", "改造老旧小区数"]


@pytest.mark.parametrize("query", ["old est", "estaets"])
def test_suggest_offers_english_names(client, district, query):
    titles = offered(client, query, lang="en")

    assert {"Old estates renovated", "Roofs of old estates"} <= set(titles)


def test_suggest_says_what_it_offers_and_where_it_is(client, district):
    answer = client.get("/search/suggest?q=漏雨&as_of=2022-07-01").json()

    assert answer == {
        "suggestions": [
            {"title": "老旧小区不再漏雨", "kind": "承诺", "address": "/commitments/promise/?as_of=2022-07-01"}
        ]
    }


def test_suggest_speaks_of_the_moment(client, district):
    assert offered(client, "漏雨", as_of="2022-06-16") == []
    assert offered(client, "漏雨", as_of="2022-06-17") == ["老旧小区不再漏雨"]


@pytest.mark.parametrize("query", ["绝密", "绝密承诺", "绝秘承诺", "juemi", "juemichengnuo", "机密"])
def test_suggest_knows_nothing_under_embargo(client, district, query):
    assert offered(client, query) == []


@pytest.mark.parametrize("query", ["", "老", " ", "乌有之乡", "'", "\\", "%%", "\0\0"])
def test_suggest_offers_nothing_for_too_little_or_nothing(client, district, query):
    assert offered(client, query) == []


@pytest.mark.parametrize("query", [{"q": "长" * 101}, {"x": "1"}, {"q": "a", "as_of": "x"}])
def test_suggest_refuses_what_is_too_long_or_unknown(client, db, query):
    assert client.get("/search/suggest", query).status_code == 400
