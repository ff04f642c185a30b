"""Ordinary content and what describes the record, as they were."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.actions.opening import open_portal
from portal.records.description_changes import described_models
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.as_of import state_at
from portal.web.past import FormerRow, moment_read, reading, remembered
from tests.world import (
    commit,
    make_area,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    publish,
)


def now() -> str:
    """The instant of the last public change, as `as_of` takes it."""
    commit()
    return state_at().changed_at.isoformat()


@pytest.fixture(scope="module")
def world(shared) -> str:
    """One of everything, public, and the moment of it."""
    publish(make_everything("seen"), "2022-06-17")
    make_release("term")
    GlossaryTerm.objects.create(
        code="seen-term",
        name_zh="词",
        name_en="Term",
        explanation_zh="释",
        explanation_en="Old meaning",
        sector_id="projects",
        department=Department.objects.get(code="construction"),
        is_public=True,
    )
    return shared(now())


CHANGES = [
    ("areas", "UPDATE portal_area SET name_en = 'Anew', aliases = '{x}' WHERE code = 'seen-street'"),
    ("areas/seen-street", "UPDATE portal_area SET name_en = 'Anew' WHERE code = 'seen-street'"),
    ("areas", "UPDATE portal_area SET kind = 'town' WHERE code = 'seen-street'"),
    ("departments", "UPDATE portal_department SET name_en = 'Anew', note_en = 'New'"),
    ("indicators", "UPDATE portal_indicator SET name_en = 'Anew' WHERE code = 'seen-rate'"),
    ("indicators/seen-rate", "UPDATE portal_indicator SET definition_en = 'Anew' WHERE code = 'seen-rate'"),
    ("indicators.csv", "UPDATE portal_indicator SET definition_en = 'Anew' WHERE code = 'seen-rate'"),
    ("indicators.xlsx", "UPDATE portal_indicator SET definition_en = 'Anew' WHERE code = 'seen-rate'"),
    ("indicators", "UPDATE portal_indicator SET headline = true, \"order\" = 9 WHERE code = 'seen-rate'"),
    ("series", "UPDATE portal_area SET name_en = 'Anew' WHERE code = 'seen-street'"),
    ("observations", "UPDATE portal_indicator SET name_en = 'Anew' WHERE code = 'seen-rate'"),
    ("observations.csv", "UPDATE portal_area SET name_en = 'Anew' WHERE code = 'seen-street'"),
    ("checks", "UPDATE portal_check SET name_en = 'Anew', note_en = 'Anew' WHERE code = 'seen-check'"),
    ("checks", "UPDATE portal_area SET name_en = 'Anew' WHERE code = 'seen-street'"),
    ("commitments", "UPDATE portal_department SET code = 'anew' WHERE code = 'construction'"),
    ("facilities", "UPDATE portal_facility SET phone = '1' WHERE code = 'seen-place'"),
    ("facilities", "DELETE FROM portal_facility WHERE code = 'seen-place'"),
    ("facilities", "UPDATE portal_facility SET is_public = false WHERE code = 'seen-place'"),
    ("facilities.csv", "UPDATE portal_area SET name_en = 'Anew' WHERE code = 'seen-street'"),
    ("glossary", "UPDATE portal_glossaryterm SET explanation_en = 'Anew' WHERE code = 'seen-term'"),
    ("sectors", "UPDATE portal_sector SET name_en = 'Anew' WHERE code = 'projects'"),
]


@pytest.mark.parametrize(("address", "sql"), CHANGES)
def test_answer_of_the_past_stays_the_same_to_the_byte(client, world, address, sql):
    then, present = f"/api/v1/{address}?lang=en&as_of={world}", f"/api/v1/{address}?lang=en"
    before, was = b"".join(client.get(then)), b"".join(client.get(present))

    with connection.cursor() as cursor:
        cursor.execute(sql)
    commit()

    assert b"".join(client.get(then)) == before
    if not address.endswith("xlsx"):
        assert b"".join(client.get(present)) != was


@pytest.mark.parametrize(
    "address", ["/", "/indicators/seen-rate/", "/areas/seen-street/", "/facilities/", "/glossary/", "/areas/"]
)
def test_page_of_the_past_shows_the_names_of_then(client, world, address):
    before = client.get(address, {"as_of": world, "lang": "en"}).content

    Area.objects.filter(code="seen-street").update(name_en="New Town", name_zh="新镇")
    Indicator.objects.filter(code="seen-rate").update(name_en="New rate", definition_en="New")
    Facility.objects.update(name_en="New hall", phone="777")
    GlossaryTerm.objects.update(explanation_en="New meaning")
    Department.objects.update(name_en="New office")
    commit()

    assert client.get(address, {"as_of": world, "lang": "en"}).content == before
    assert client.get(address, {"lang": "en"}).content != before
    assert b"New hall" not in before


def test_search_of_the_past_finds_by_the_names_of_then(client, world):
    Area.objects.filter(code="seen-street").update(name_en="Harbour", name_zh="滨海新街道")
    commit()

    def found(word: str, **when: str) -> bool:
        return (
            "/areas/seen-street/"
            in client.get("/search/", {"q": word, "kind": "areas", **when}).content.decode()
        )

    assert (found("Harbour"), found("Seen-Street", as_of=world)) == (True, True)
    assert not found("Harbour", as_of=world)


def test_area_that_moves_takes_no_past_figure_along(client, world):
    other = make_area("other", "subdistrict")
    estate = make_area("estate", "estate", Area.objects.get(code="seen-street"))
    release = make_release("estates")
    make_figure(release, make_indicator("beds", basis="point"), 5, area=estate)
    publish(release)
    then = now()

    Area.objects.filter(pk=estate.pk).update(parent=other)
    commit()

    def figures(area: str, **when: str) -> list[str]:
        rows = client.get("/api/v1/observations", {"area": area, **when}).json()["results"]
        return [row["indicator"] for row in rows if row["indicator"] == "beds"]

    assert (figures("seen-street"), figures("other")) == ([], ["beds"])
    assert (figures("seen-street", as_of=then), figures("other", as_of=then)) == (["beds"], [])


def test_every_version_is_shown_in_its_time(client, world):
    moments = [world]
    for number in range(3):
        Facility.objects.filter(code="seen-place").update(phone=str(number))
        moments.append(now())

    phones = [
        client.get("/api/v1/facilities/seen-place", {"as_of": moment}).json()["phone"] for moment in moments
    ]

    assert phones == ["", "0", "1", "2"]


def test_changes_of_one_transaction_are_one_change(world):
    Area.objects.filter(code="seen-street").update(name_en="First")
    Area.objects.filter(code="seen-street").update(name_en="Second")
    now()

    with reading(state_at().changed_at):
        assert Area.objects.get(code="seen-street").name_en == "Second"
    with reading(FormerRow.objects.last().until.replace(year=2022)):
        assert Area.objects.get(code="seen-street").name_en == "Seen-Street"


def test_name_of_a_draft_is_kept_nowhere(db):
    release = make_release()
    indicator = make_indicator("draft")
    make_figure(release, indicator, 1)
    Indicator.objects.update(name_en="Rather this")
    hidden = make_facility("hidden", is_public=False)
    Facility.objects.filter(pk=hidden.pk).update(name_en="Never seen", is_public=True)
    commit()

    assert not FormerRow.objects.filter(table="portal_indicator").exists()
    (shown,) = FormerRow.objects.filter(table="portal_facility")
    assert (shown.before, shown.after["name_en"], shown.is_change) == (None, "Never seen", False)
    assert Indicator.objects.get().former_names == []


def test_place_that_was_hidden_for_a_while_is_missing_just_then(client, world):
    Facility.objects.filter(code="seen-place").update(is_public=False)
    hidden = now()
    Facility.objects.filter(code="seen-place").update(is_public=True)
    shown = now()

    answers = [
        client.get("/api/v1/facilities/seen-place", {"as_of": moment}).status_code
        for moment in (world, hidden, shown)
    ]

    assert answers == [200, 404, 200]


@pytest.mark.parametrize("is_open", [True, False])
def test_what_is_made_once_the_portal_is_open_did_not_exist_before(client, world, administrator, is_open):
    if is_open:
        open_portal(by=administrator)
    before = now()
    make_area("late-street", "subdistrict")
    make_facility("late-hall", area=make_area("late-street", "subdistrict"))
    commit()

    asked = [client.get(f"/api/v1/{kind}", {"as_of": before}).json() for kind in ("areas", "facilities")]

    found = {row["code"] for answer in asked for row in answer["results"]}
    assert {"late-street", "late-hall"} & found == (set() if is_open else {"late-street", "late-hall"})


def test_present_costs_nothing_and_the_past_two_queries(client, world):
    def queries(**when: str) -> list[str]:
        client.get("/api/v1/areas", when)  # names of areas are told apart once a version
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/areas", when)
        return [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]

    present, past = queries(), queries(as_of=world)

    assert not any("portal_past" in sql or "search_path" in sql for sql in present)
    assert len(past) == len(present) + 2


def test_setting_ends_with_the_request_and_with_the_stream(client, world):
    answer = client.get("/api/v1/areas.csv", {"as_of": world})
    before = moment_read.get()
    list(answer.streaming_content)

    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert "portal_past" not in cursor.fetchone()[0]
    assert before is moment_read.get() is None


def test_every_table_of_content_has_its_view(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'portal_past'")
        views = {name for (name,) in cursor.fetchall()}

    assert views == set(remembered())
    assert {"portal_area", "portal_unit", "portal_indicator", "projects_undertaking_areas"} <= views


def test_links_of_everything_described_are_remembered():
    """Whatever many-to-many fields it has: their links are read as they were, too."""
    links = {
        field.remote_field.through._meta.db_table
        for model in described_models().values()
        for field in model._meta.many_to_many
    }

    assert links - set(remembered()) == set()
    assert {"portal_area_successors", "projects_undertaking_predecessors"} <= links


def test_former_rows_are_never_rewritten(world):
    Area.objects.update(name_en="Anew")
    commit()

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        FormerRow.objects.update(before=None)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        FormerRow.objects.all().delete()
