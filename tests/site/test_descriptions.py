"""The public list of changes of names, definitions and other descriptions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.staff.audit import acting
from portal.staff.models import Department
from portal.statistics.models import Check, Code, Dimension, Indicator, Unit
from portal.web.as_of import state_at
from projects.models import Category, Undertaking
from tests.projects.world import make_project, make_report
from tests.world import (
    commit,
    make_area,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_unit,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/description-changes"
WHY = {"change_reason_zh": "更名", "change_reason_en": "Renamed", "change_day": "2023-04-01"}


def make_term(code: str) -> GlossaryTerm:
    Department.objects.get_or_create(code="construction", defaults={"name_zh": "住建局", "name_en": "Works"})
    return GlossaryTerm.objects.create(
        code=code,
        name_zh="词",
        name_en="Term",
        explanation_zh="释",
        explanation_en="Meaning",
        sector_id="projects",
        department=Department.objects.get(code="construction"),
        is_public=True,
    )


def rename(code: str, name: str, **fields: object) -> None:
    Area.objects.filter(code=code).update(name_zh=name, name_en=name.title(), **{**WHY, **fields})
    commit()


@pytest.fixture(scope="module")
def renamed(shared) -> str:
    """An area and an indicator that were renamed; the moment before."""
    publish(make_everything("seen"), "2022-06-17")
    commit()
    before = state_at().changed_at.isoformat()
    with acting(make_user("renamer", None, "administrator"), action="test"):
        rename("seen-street", "harbour")
        Indicator.objects.filter(code="seen-rate").update(definition_en="Anew", **WHY)
        commit()
    return before


def test_change_has_what_was_and_what_is_with_day_and_reason(client, renamed):
    indicator, area = client.get(ADDRESS, {"lang": "en"}).json()["results"]

    assert {name: value for name, value in area.items() if name not in {"id", "changed_at"}} == {
        "day": "2023-04-01",
        "kind": "area",
        "code": "seen-street",
        "name": "Harbour",
        "before": {"name_zh": "seen-street区", "name_en": "Seen-Street"},
        "after": {"name_zh": "harbour", "name_en": "Harbour"},
        "reason": "Renamed",
    }
    assert (indicator["kind"], indicator["before"]) == ("indicator", {"definition_en": "Definition"})


def test_page_json_and_csv_show_the_same_changes(client, renamed):
    ids = [row["id"] for row in client.get(ADDRESS).json()["results"]]
    page = client.get("/description-changes/")
    lines = b"".join(client.get(f"{ADDRESS}.csv")).decode().splitlines()

    assert [change.id for change in page.context["changes"]] == ids
    assert [int(line.split(",")[0]) for line in lines[1:]] == ids
    assert [change.address for change in page.context["changes"]] == [
        "/indicators/seen-rate/",
        "/areas/seen-street/",
    ]


def test_changes_are_filtered_alike(client, renamed):
    for query, codes in (
        ({"kind": "area"}, ["seen-street"]),
        ({"code": "seen-rate"}, ["seen-rate"]),
        ({"to": "2020-01-01"}, []),
    ):
        page = client.get("/description-changes/", query)
        assert [row["code"] for row in client.get(ADDRESS, query).json()["results"]] == codes
        assert [change.code for change in page.context["changes"]] == codes


def test_page_of_the_thing_and_its_json_tell_its_changes(client, renamed):
    for noun, code in (("areas", "seen-street"), ("indicators", "seen-rate")):
        (change,) = client.get(f"/api/v1/{noun}/{code}").json()["description_changes"]
        page = client.get(f"/{noun}/{code}/").content.decode()
        past = client.get(f"/{noun}/{code}/", {"as_of": renamed}).content.decode()

        assert change["reason"] == "更名"
        assert 'id="description-changes"' in page
        assert 'id="description-changes"' not in past


def test_nobody_is_named(client, renamed):
    assert "renamer" not in client.get(ADDRESS).content.decode()
    assert "renamer" not in client.get("/description-changes/").content.decode()


def test_past_knows_no_later_change(client, renamed):
    assert client.get(ADDRESS, {"as_of": renamed}).json()["results"] == []


def test_area_that_moves_is_listed_with_both_parents(client, renamed):
    Area.objects.filter(code="seen-street").update(
        kind="estate", parent=make_area("town", "town", name_en="Town"), **WHY
    )
    commit()

    change = client.get(ADDRESS, {"kind": "area", "lang": "en"}).json()["results"][0]

    assert (change["before"]["kind"], change["after"]["kind"]) == ("subdistrict", "housing estate")
    assert (change["before"]["parent"], change["after"]["parent"]) == ("District", "Town")


def test_what_was_never_public_and_what_is_no_description_is_not_listed(client, renamed):
    make_facility("hidden", is_public=False)
    commit()
    count = len(client.get(ADDRESS).json()["results"])

    make_facility("new")
    Area.objects.filter(code="seen-street").update(aliases=["别名"])
    commit()

    assert len(client.get(ADDRESS).json()["results"]) == count


def test_list_takes_as_many_queries_for_three_as_for_one(client):
    codes = [make_area(f"town-{number}", "town").code for number in range(3)]
    commit()
    counts = []
    for some in (codes[:1], codes[1:]):
        for code in some:
            rename(code, f"new {code}")
        client.get("/description-changes/")
        for address in (ADDRESS, "/description-changes/"):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))

    assert counts[:2] == counts[2:]


@pytest.fixture
def things() -> dict[str, str]:
    """By kind the code of a project, a facility and a term, each renamed."""
    release = make_everything("seen")
    project = make_project("drains", name_en="Drains")
    make_report(release, project, "planned")
    publish(release, "2022-06-17")
    make_term("term")
    commit()
    for model, code in ((Undertaking, "drains"), (Facility, "seen-place"), (GlossaryTerm, "term")):
        model.objects.filter(code=code).update(name_zh="新名", name_en="New name", **WHY)
    commit()
    return {"projects": "drains", "facilities": "seen-place", "glossary": "term"}


@pytest.mark.parametrize(
    ("noun", "page"),
    [("projects", "/projects/drains/"), ("facilities", "/facilities/"), ("glossary", "/glossary/")],
)
def test_every_page_of_a_described_thing_tells_its_changes(client, things, noun, page):
    (change,) = client.get(f"/api/v1/{noun}/{things[noun]}?lang=en").json()["description_changes"]
    text = client.get(page, {"lang": "en"}).content.decode()
    listed = client.get(ADDRESS, {"code": things[noun], "lang": "en"}).json()["results"]

    assert [change] == listed
    assert change["after"]["name_en"] == "New name"
    assert text.count(f'id="description-{change["id"]}"') == 1
    assert "Formerly called or defined" in text


@pytest.mark.parametrize("page", ["/facilities/", "/glossary/"])
def test_lists_ask_as_many_queries_for_three_changes_as_for_one(client, page):
    counts = []
    for number in range(3):
        make_facility(f"hall-{number}")
        make_term(f"term-{number}")
        commit()
        for model in (Facility, GlossaryTerm):
            model.objects.filter(code__endswith=f"-{number}").update(name_en="New", **WHY)
        commit()
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))

    assert counts[0] == counts[2]


def test_what_a_project_continues_is_a_public_change_of_it(client):
    release = make_release()
    earlier, later = make_project("old", name_en="Old"), make_project("new", name_en="New")
    for project in (earlier, later):
        make_report(release, project, "planned")
    publish(release, "2022-06-17")
    commit()

    later.predecessors.add(earlier)
    commit()

    (change,) = client.get("/api/v1/projects/new?lang=en").json()["description_changes"]
    assert (change["before"], change["after"]) == ({"continued": ""}, {"continued": "Old"})


@pytest.fixture
def described() -> dict[str, str]:
    """What figures and projects are described by, each renamed; by page what it tells of."""
    release, project = make_everything("seen"), make_project("drains")
    make_report(release, project, "planned")
    cases = make_indicator("cases", dimensions={"type": ["fraud"]})
    make_figure(release, cases, 9, dimensions={"type": "fraud"})
    make_unit("metre")
    publish(release, "2022-06-17")
    commit()
    new = {"name_zh": "新名", "name_en": "New name", **WHY}
    for model, code in (
        (Department, "construction"),
        (Category, "streets"),
        (Code, "fraud"),
        (Dimension, "type"),
        (Check, "seen-check"),
        (Unit, "metre"),
    ):
        model.objects.filter(code=code).update(**new)
    commit()
    return {
        "/indicators/cases/": {"department", "code", "dimension"},
        "/projects/drains/": {"department", "category"},
        "/checks/": {"check"},
    }


def test_pages_tell_the_changes_of_what_describes_their_figures(client, described):
    for page, kinds in described.items():
        told = {one["kind"]: one["id"] for one in client.get(ADDRESS).json()["results"]}
        text = client.get(page, {"lang": "en"}).content.decode()
        for kind in kinds:
            assert text.count(f'id="description-{told[kind]}"') == 1, (page, kind)
        assert text.count('<li class="item" id="description-') == len(kinds), page
        assert "<strong>New name</strong>" in text
        assert "Renamed" in text
        assert (
            "Formerly called" not in client.get(page, {"as_of": "2022-06-30", "lang": "en"}).content.decode()
        )


@pytest.mark.parametrize(
    "address", ["units/metre", "dimensions/type", "departments/construction", "project-categories/streets"]
)
def test_json_of_what_describes_figures_tells_its_changes(client, described, address):
    changes = client.get(f"/api/v1/{address}?lang=en").json()["description_changes"]

    assert {(one["after"]["name_en"], one["reason"], one["day"]) for one in changes} == {
        ("New name", "Renamed", "2023-04-01")
    }
    assert len(changes) == 1 + (address == "dimensions/type")
