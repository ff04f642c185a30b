"""Names are found in full and half width, and with compatibility characters or without."""

import json

import pytest
from django.utils.html import escape

from portal.web.templatetags.portal_search import marked
from tests.world import make_area, make_facility, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def wide(shared):
    """The names of the field case, and a release whose title has a full-width colon."""
    town = make_area("gushan", "town")
    estate = make_area("jhw2", "estate", town, name_zh="金海湾Ⅱ期", aliases=["锦绣（二期）"])
    release = make_release("june", title_zh="民生新闻发布会：居住（第２场）")
    make_figure(release, make_indicator("area", name_zh="绿化面积（㎡）", basis="point"), 5, area=estate)
    publish(release, at="2022-06-17")
    make_facility("lab", name_zh="PCR实验楼（Ｂ座）", address_zh="海滨路１２号", area=town)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("金海湾Ⅱ期", "areas"),
        ("金海湾II期", "areas"),
        ("锦绣（二期）", "areas"),
        ("锦绣(二期)", "areas"),
        ("PCR实验楼（Ｂ座）", "facilities"),
        ("pcr实验楼(b座)", "facilities"),
        ("海滨路12号", "facilities"),
        ("海滨路１２号", "facilities"),
        ("绿化面积（㎡）", "indicators"),
        ("绿化面积(m2)", "indicators"),
        ("民生新闻发布会：居住（第２场）", "releases"),
        ("民生新闻发布会:居住(第2场)", "releases"),
    ],
)
def test_name_is_found_in_any_width(client, wide, query, kind):
    found = client.get("/search/", {"q": query}).context["found"]

    assert kind in [group.source.kind for group in found.groups]
    assert found.corrected is None


@pytest.mark.parametrize("query", ["金海湾Ⅱ", "金海湾II", "海湾ii"])
def test_name_is_suggested_in_any_width(client, wide, query):
    assert "金海湾Ⅱ期" in [
        one["title"] for one in json.loads(client.get("/search/suggest", {"q": query}).content)["suggestions"]
    ]


@pytest.mark.parametrize("query", ["PCR实验楼（Ｂ座）", "PCR实验楼(B座)"])
def test_list_and_json_find_the_name_in_any_width(client, wide, query):
    rows = client.get("/api/v1/facilities", {"q": query}).json()["results"]

    assert [row["code"] for row in rows] == ["lab"]
    assert "lab" in client.get("/facilities/", {"q": query}).content.decode()


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("金海湾Ⅱ期", ["II"], "金海湾<mark>Ⅱ</mark>期"),
        ("实验楼（Ｂ座）", ["(b座)"], "实验楼<mark>（Ｂ座）</mark>"),
        ("<b>㎡", ["m2"], f"{escape('<b>')}<mark>㎡</mark>"),
        ("一二一", ["一"], "<mark>一</mark>二<mark>一</mark>"),
        ("一二", [], "一二"),
    ],
)
def test_words_are_marked_in_any_width(text, words, shown):
    assert marked(text, words) == shown
