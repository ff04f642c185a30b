"""Two areas of one name are told apart by an area around them, in the language of the reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.areas.models import Area
from tests.world import make_area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def estate(code: str, parent: Area, **names: str) -> Area:
    return make_area(code, "estate", parent, **({"name_zh": "阳光小区", "name_en": "Sunshine"} | names))


def test_area_with_a_name_of_its_own_is_called_by_it():
    assert estate("sunshine", make_area("town", "town")).label == "阳光小区"


def test_two_areas_of_one_name_are_told_with_their_towns():
    towns = [
        make_area(code, "town", name_zh=f"{name}镇") for code, name in (("gushan", "崮山"), ("boyu", "泊于"))
    ]

    found = [estate(f"sunshine-{town.code}", town) for town in towns]

    assert [str(one) for one in found] == ["阳光小区（崮山镇）", "阳光小区（泊于镇）"]
    with translation.override("en"):
        assert [one.label for one in found] == ["Sunshine (Gushan)", "Sunshine (Boyu)"]


def test_names_that_differ_in_one_language_are_told_apart_only_in_the_other():
    towns = [make_area(code, "town") for code in ("gushan", "boyu")]
    found = [estate(f"sunshine-{town.code}", town, name_zh=f"{town.code}阳光") for town in towns]

    assert [one.label for one in found] == ["gushan阳光", "boyu阳光"]
    with translation.override("en"):
        assert [one.label for one in found] == ["Sunshine (Gushan)", "Sunshine (Boyu)"]


def test_wider_area_tells_apart_what_the_parents_do_not():
    villages = [
        make_area(f"east-{town}", "village", make_area(town, "town", name_zh=f"{town}镇"), name_zh="东村")
        for town in ("gushan", "boyu")
    ]

    assert [estate(f"sunshine-{one.code}", one).label for one in villages][1] == "阳光小区（boyu镇）"
    assert [one.label for one in villages] == ["东村（gushan镇）", "东村（boyu镇）"]


def test_code_tells_apart_what_no_area_around_does():
    town = make_area("town", "town")

    found = [estate(code, town) for code in ("sunshine-1", "sunshine-2")]

    assert [one.label for one in found] == ["阳光小区（sunshine-1）", "阳光小区（sunshine-2）"]


def test_any_number_of_labels_takes_one_query():
    towns = [make_area(code, "town") for code in ("gushan", "boyu", "qiaotou")]
    found = [estate(f"sunshine-{town.code}", town) for town in towns]

    with CaptureQueriesContext(connection) as queries:
        labels = {one.label for one in found}

    assert len(labels) == 3
    assert len(queries) == 1
