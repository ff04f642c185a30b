"""Figures of several areas together, and of the city: the area is what is printed."""

import pytest
from django.db import IntegrityError, transaction

from portal.areas.models import Area, AreaTree
from portal.records.registry import verdicts
from portal.records.topics import Subject
from portal.web.as_of import state_at
from tests.world import commit, make_area, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def towns(shared) -> Area:
    """Two towns together, and a third; a figure of the two."""
    for code in ("east", "west", "south"):
        make_area(code, "town")
    together = make_area("both", "group", members=["east", "west"], name_en="East and West")
    release = make_release("june")
    make_figure(release, make_indicator("heating"), 33, area=together)
    publish(release, at="2022-12-23")
    return shared(together)


def committed(area: Area) -> None:
    with transaction.atomic():
        area.save()
        commit()


def committed_members(group: Area, members: list[str]) -> None:
    Area.objects.filter(pk=group.pk).update(members=members)
    commit()


@pytest.mark.parametrize(
    ("code", "count"), [("both", 1), ("east", 1), ("west", 1), ("south", 0), ("district", 1)]
)
def test_figure_of_two_towns_is_found_in_each_of_them(client, towns, code, count):
    rows = client.get(f"/api/v1/observations?area={code}").json()["results"]
    page = client.get(f"/areas/{code}/?lang=en").content.decode()

    assert [row["area"] for row in rows] == ["both"] * count
    assert ("East and West" in page and "heating" in page) == bool(count)


def test_group_shows_its_members_on_page_and_in_json(client, towns):
    answer = client.get("/api/v1/areas/both").json()

    assert answer["members"] == ["east", "west"]
    assert [one["code"] for one in answer["children"]] == ["east", "west"]
    assert 'href="/areas/west/"' in client.get("/areas/both/").content.decode()


def test_followers_of_a_member_hear_of_the_group(towns):
    assert AreaTree().around(towns.pk) == {
        Subject("area", code) for code in ("both", "east", "west", "district")
    }


def test_city_is_wider_than_the_district(client, towns):
    city = make_area("city", "district")
    Area.objects.filter(pk=city.pk).update(kind="city")
    Area.objects.filter(code="district").update(parent=city)

    rows = client.get("/api/v1/observations?area=city").json()["results"]

    assert [row["area"] for row in rows] == ["both"]
    assert client.get("/areas/district/").context["detail"].codes_above == ["city"]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "group", "members": []}, "area_members_if_group"),
        ({"kind": "group", "members": ["east"]}, "area_members_if_group"),
        ({"kind": "town", "members": ["east", "west"]}, "area_members_if_group"),
        ({"kind": "group", "members": ["east", "nowhere"]}, "its members must be areas"),
        ({"kind": "group", "members": ["east", "both"]}, "its members must be areas"),
        ({"kind": "group", "members": ["east", "east"]}, "its members must be areas"),
        ({"kind": "city"}, "a parent must be of a wider kind"),
        ({"kind": "town", "parent": None}, "area_parent_unless_widest"),
    ],
)
def test_group_and_city_that_make_no_sense_are_refused_by_the_database(towns, fields, constraint):
    parent = fields.pop("parent", Area.objects.get(code="district"))

    with pytest.raises(IntegrityError, match=constraint):
        committed(Area(code="odd", name_zh="怪", name_en="Odd", parent=parent, **fields))


@pytest.mark.parametrize(
    ("kind", "members", "field"),
    [
        ("group", ["east", "west"], None),
        ("group", ["east"], "members"),
        ("town", ["east", "west"], "members"),
        ("group", ["odd", "west"], "members"),
        ("city", [], "parent"),
    ],
)
def test_group_and_city_are_judged_alike_by_every_door(towns, kind, members, field):
    area = Area(
        code="odd",
        kind=kind,
        name_zh="怪",
        name_en="Odd",
        parent=Area.objects.get(code="district"),
        members=members,
    )

    (findings,) = verdicts(Area, [area])

    assert [one.field for one in findings] == ([field] if field else [])


@pytest.mark.parametrize("change", [{"code": "renamed"}, {"kind": "group", "members": ["south", "west"]}])
def test_member_of_a_group_stays_an_area(towns, change):
    east = Area.objects.get(code="east")
    for name, value in change.items():
        setattr(east, name, value)

    with pytest.raises(IntegrityError, match="a member of a group stays an area"):
        committed(east)


def test_group_of_the_past_has_the_members_of_then(client, towns):
    commit()
    then = state_at().changed_at.isoformat()
    asked = ("/api/v1/areas/both", "/api/v1/observations?area=west", "/api/v1/observations?area=south")
    before = [client.get(address, {"as_of": then}).content for address in asked]

    committed_members(towns, ["east", "south"])

    def found(area: str, **when: str) -> list[str]:
        rows = client.get("/api/v1/observations", {"area": area, **when}).json()["results"]
        return [row["area"] for row in rows]

    assert [client.get(address, {"as_of": then}).content for address in asked] == before
    assert client.get("/api/v1/areas/both").json()["members"] == ["east", "south"]
    assert (found("west"), found("south")) == ([], ["both"])
    assert (found("west", as_of=then), found("south", as_of=then)) == (["both"], [])


def test_change_of_members_is_public_and_names_them(client, towns):
    committed_members(towns, ["east", "south"])

    (change,) = client.get("/api/v1/areas/both?lang=en").json()["description_changes"]

    assert (change["before"], change["after"]) == ({"members": "East, West"}, {"members": "East, South"})


def test_new_members_need_a_reason(towns):
    towns.members = ["east", "south"]

    (findings,) = verdicts(Area, [towns])

    assert [one.field for one in findings] == ["change_reason_zh"]
