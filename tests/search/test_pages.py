"""`/search/`"""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from tests.pages import faults_of
from tests.world import (
    make_area,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_question,
    make_release,
    make_section,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """A release with something of every kind that can be found; taken back after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_district()
        transaction.set_rollback(True)


def build_district():
    estate = make_area("garden", "estate", name_zh="锦绣游园", name_en="Jinxiu Garden", aliases=["锦绣乐园"])
    release = make_release(
        "june", title_zh="上半年民生工作", summary_en="Half a year of work", index_number="1137/2022-1"
    )
    make_section(release, "2", title_zh="老旧小区改造", summary_zh="计划改造十四个<b>小区</b>。")
    renovated = make_indicator(
        "estates",
        name_zh="老旧小区改造数",
        name_en="Old estates renovated",
        definition_zh="本年改造的小区个数",
    )
    make_figure(release, renovated, 13, as_printed="13个老旧小区", note_zh="含智慧小区")
    make_commitment(release, "lights", title_zh="春节亮化", title_en="Lights for the Spring Festival")
    make_question(release, outlet_zh="威海日报", question_zh="物业服务怎样提升？")
    make_facility(
        "hotline", name_zh="卫健办电话", phone="5980090", area=estate, note_en="Rings in office hours"
    )
    return publish(release, at="2022-06-17")


def kinds(client, query: str, **parameters: str) -> list[str]:
    page = client.get("/search/", {"q": query, **parameters})
    return [group.source.kind for group in page.context["found"].groups]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("改造数", ["indicators", "figures"]),
        ("old estates", ["indicators", "figures"]),
        ("ESTATES", ["indicators", "figures"]),
        ("本年 小区", ["indicators"]),
        ("智慧小区", ["figures"]),
        ("13个", ["figures"]),
        ("1137/2022-1", ["releases"]),
        ("half year", ["releases"]),
        ("十四个", ["sections"]),
        ("威海日报", ["questions"]),
        ("亮化", ["commitments"]),
        ("spring festival", ["commitments"]),
        ("5980090", ["facilities"]),
        ("５９８００９０", ["facilities"]),
        ("office", ["facilities"]),
        ("锦绣乐园", ["areas"]),
        ("construction", ["departments"]),
        ("小区，游园", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_search_finds_what_holds_all_words(client, district, query, expected):
    assert kinds(client, query) == expected


@pytest.mark.parametrize("query", ["改造老旧小区", "改造小区"])
def test_search_finds_chinese_without_spaces_by_most_of_its_pairs(client, district, query):
    page = client.get("/search/", {"q": query})

    assert page.context["found"].loosely
    assert "老旧小区改造数" in [hit.title for group in page.context["found"].groups for hit in group.hits]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("老就小区", "老旧小区"),
        ("老舊小區", "老旧小区"),
        ("laojiuxiaoqu", "老旧小区"),
        ("laojiu xiaoqu", "老旧小区"),
        ("ljxq", "老旧小区"),
        ("老旧小区该遭", "老旧小区改造"),
        ("老小旧区改造", "老旧小区改造"),
        ("estaets", "estates"),
        ("old renovatad", "old renovated"),
        ("老旧小区怎么样了", "老旧小区"),
        ("how many estates", "estates"),
    ],
)
def test_search_says_what_was_probably_meant(client, district, query, meant):
    page = client.get("/search/", {"q": query})

    assert page.context["found"].corrected.query == meant
    assert "indicators" in [group.source.kind for group in page.context["found"].groups]
    assert f"<strong>{meant}</strong>" in page.content.decode()


def test_search_offers_other_things_that_sound_so(client, db):
    make_area("school", "site", name_zh="新校区")
    make_area("estate", "site", name_zh="一小区")
    make_area("estate-2", "site", name_zh="二小区")

    found = client.get("/search/", {"q": "xiaoqu"})

    assert found.context["found"].corrected.query == "小区"
    assert '<a href="/search/?q=%E6%A0%A1%E5%8C%BA">校区</a>' in found.content.decode()


def test_search_guesses_nothing_from_what_is_under_embargo(client, db):
    release = make_release("hidden")
    make_figure(release, make_indicator(name_zh="机密指标", name_en="A secret"), 1, note_zh="机密说明")
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    for query in ("机秘指标", "jimi zhibiao", "机密的指标呢", "secrte", "说明机密"):
        found = client.get("/search/", {"q": query}).context["found"]
        assert (query, found.groups, found.corrected, found.others) == (query, [], None, ())


def test_search_marks_the_words_and_escapes_everything_else(client, district):
    text = client.get("/search/", {"q": "十四个<b>"}).content.decode()

    assert "计划改造<mark>十四个&lt;b&gt;</mark>小区&lt;/b&gt;。" in text


def test_search_escapes_the_query(client, district):
    text = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in text
    assert faults_of(text) == []


def test_search_shows_the_figure_in_place(client, district):
    text = client.get("/search/", {"q": "改造数"}).content.decode()

    assert '<p class="hit-figure"><span class="figure"><data value="13">13人</data>' in text


def test_search_leads_to_the_place_itself(client, district):
    text = client.get("/search/", {"q": "5980090"}).content.decode()

    assert 'href="/facilities/hotline/"' in text
    assert client.get("/facilities/hotline/").status_code == 200


def test_search_speaks_of_the_moment(client, district):
    assert kinds(client, "改造数", as_of="2022-06-16") == []
    assert kinds(client, "改造数", as_of="2022-06-17") == ["indicators", "figures"]


def test_search_finds_nothing_under_embargo(client, db):
    release = make_release("secret", title_zh="机密发布")
    make_figure(release, make_indicator(name_zh="机密指标"), 1, note_zh="机密说明")
    make_commitment(release, title_zh="机密承诺")
    make_question(release, question_zh="机密问题")
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    assert kinds(client, "机密") == []


def test_search_shows_one_kind_at_length(client, db):
    release = make_release("many")
    for number in range(7):
        make_commitment(release, title_zh=f"第{number}项承诺")
    publish(release)

    every = client.get("/search/", {"q": "项承诺"}).context["found"].groups[0]
    one = client.get("/search/", {"q": "项承诺", "kind": "commitments"}).context["found"].groups[0]

    assert (every.count, len(every.hits), every.more) == (7, 3, True)
    assert (one.count, len(one.hits), one.more) == (7, 7, False)


def test_short_words_are_found_wherever_they_stand_and_sounds_are_not_taken_for_them(client, db):
    make_figure(
        release := make_release(), make_indicator("road", name_zh="道路修复", name_en="Roads in No77"), 5
    )
    publish(release)

    found = {
        word: bool(client.get("/search/", {"q": word}).context["found"].groups)
        for word in ("路", "复", "道路", "路修", "77", "N", "no", "~d", "~dao")
    }

    assert found == {word: not word.startswith("~") for word in found}


@pytest.mark.parametrize(
    "query", [{"q": "长" * 101}, {"q": " ".join("abcdefghijk")}, {"q": "a", "kind": "x"}, {"x": "1"}]
)
def test_search_refuses_what_is_too_long_or_unknown(client, db, query):
    assert client.get("/search/", query).status_code == 400


@pytest.mark.parametrize("query", ["\0", "  ", "，。", "\\", "'", "%", "\u200b", "a\0b"])
def test_search_bears_odd_characters(client, district, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_search_without_results_leads_on(client, district):
    make_facility("mayor", kind="hotline", phone="12345", name_zh="市长热线")
    page = client.get("/search/", {"q": "锦缎绸缪 花瓶"})
    text = page.content.decode()

    assert page.context["found"].is_empty
    assert [tile.address for tile in page.context["tiles"]] == [
        tile.address for tile in client.get("/").context["tasks"]
    ]
    assert 'href="tel:12345"' in text
    assert faults_of(text) == []


def test_search_without_results_offers_parts_of_the_query_that_are_found(client, district):
    found = client.get("/search/", {"q": "烟花亮化灯会"}).context["found"]

    assert found.is_empty
    assert found.parts == ("亮化",)
    assert [hit.title for hit in found.nearest] == ["春节亮化"]


def test_search_with_answers_alone_says_nothing_of_no_results(client, district):
    page = client.get("/search/", {"q": "锦绣游园怎么走"})

    assert page.context["found"].answers != []
    assert "tiles" not in page.context
