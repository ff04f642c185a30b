"""The audit trail searched by whatever is known, and taken away as a file."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.desk.audit.entries import event_models
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.staff.audit import acting
from portal.statistics.models import Observation
from tests.world import make_department, make_facility, make_figure, make_indicator, make_release, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TRAIL = reverse("admin:index") + "trail/"


def found(client, **query: str) -> list[tuple[str, str]]:
    return [(entry.kind_code, entry.row) for entry in client.get(TRAIL, query).context["entries"]]


@pytest.fixture
def place(editor, administrator, client) -> Facility:
    """A place made in a form by an editor, then renamed through a workbook by somebody of another department."""
    other = make_user("nurse", "health", "editor")
    with acting(editor, action="add", door="form"):
        place = make_facility("clinic", name_en="Old clinic", phone="0631-1")
    with acting(other, action="load", door="workbook"):
        Facility.objects.filter(pk=place.pk).update(name_en="New clinic")
    client.force_login(administrator)
    return place


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({}, ["update", "insert"]),
        ({"door": "form"}, ["insert"]),
        ({"door": "workbook"}, ["update"]),
        ({"door": "command"}, []),
        ({"words": "old"}, ["update", "insert"]),
        ({"words": "new clinic"}, ["update"]),
        ({"words": "0631-1"}, ["update", "insert"]),
        ({"words": "nothing"}, []),
        ({"row": "clini"}, ["update", "insert"]),
        ({"row": "school"}, []),
    ],
)
def test_trail_is_searched_by_door_words_and_row(client, place, query, kinds):
    rows = found(client, subject="portal.facility", **query)

    assert [kind for kind, _row in rows] == kinds


def test_trail_is_searched_by_the_department_of_who_did_it(client, place):
    health = make_department("health")

    rows = found(client, subject="portal.facility", department=str(health.pk))

    assert [kind for kind, _row in rows] == ["update"]


def test_trail_is_searched_by_the_number_of_a_row_and_by_its_indicator(client, administrator, editor):
    release = make_release("draft", by=editor)
    figure = make_figure(release, make_indicator("cases", name_en="Criminal cases"), 5)
    make_figure(release, make_indicator("other", name_en="Something else"), 6)
    client.force_login(administrator)

    by_number = found(client, subject="portal.observation", row=str(figure.pk))
    by_name = found(client, subject="portal.observation", row="criminal")

    assert by_number == by_name == [("insert", str(figure))]


def test_trail_finds_numbers_before_and_after_a_change(client, administrator, editor):
    figure = make_figure(make_release("draft", by=editor), make_indicator("cases"), 12345)
    with acting(editor, action="change", door="grid"):
        Observation.objects.filter(pk=figure.pk).update(value=67890)
    client.force_login(administrator)

    entries = client.get(TRAIL, {"subject": "portal.observation", "words": "12345"}).context["entries"]

    assert [(entry.kind_code, entry.door) for entry in entries] == [("update", "grid"), ("insert", "—")]


def test_trail_finds_a_release_by_its_title_and_what_was_in_one_deleted(client, administrator, editor):
    release = make_release("gone", by=editor, title_en="Quarterly figures")
    by_title = {client_entry[0] for client_entry in _entries(client, administrator, release="quarterly")}
    releases.delete_draft(release=release, by=editor)

    rows = _entries(client, administrator, release="gone", subject="portal.section")

    assert by_title == {"insert"}
    assert [kind for kind, _row in rows] == ["delete"]


def _entries(client, administrator, **query: str) -> list[tuple[str, str]]:
    client.force_login(administrator)
    return found(client, **query)


def test_trail_search_asks_as_often_for_many_changes_as_for_few(client, administrator, place):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(TRAIL, {"subject": "portal.facility", "words": "clinic", "row": "c", "door": "form"})
        return len(captured)

    queries()
    before = queries()
    with acting(administrator, action="add", door="form"):
        for number in range(3):
            make_facility(f"clinic-{number}")

    assert queries() == before


def lines_of(client, **query: str) -> list[list[str]]:
    answer = client.get(reverse("admin:trail_csv"), query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_trail_is_exported_as_it_is_filtered(client, place):
    lines = lines_of(client, subject="portal.facility", door="workbook")

    assert lines[0] == [
        "Time",
        "Who",
        "Action",
        "Door",
        "Change",
        "What",
        "Row",
        "Field",
        "Before",
        "After",
    ]
    assert [line[1:] for line in lines[1:]] == [
        [
            "nurse",
            "Loaded from a workbook",
            "workbook",
            "changed",
            "Facility",
            "New clinic",
            "Name (English)",
            "Old clinic",
            "New clinic",
        ],
        [
            "nurse",
            "Loaded from a workbook",
            "workbook",
            "changed",
            "Facility",
            "New clinic",
            "Former names",
            "—",
            "Old clinic",
        ],
    ]


def test_exported_trail_starts_no_formula(client, administrator):
    with acting(administrator, action="add", door="form"):
        make_facility("trap", name_en="=HYPERLINK(1)")
    client.force_login(administrator)

    cells = {cell for line in lines_of(client, subject="portal.facility") for cell in line}

    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith("=") for cell in cells)


def test_trail_is_exported_as_a_workbook(client, place):
    answer = client.get(reverse("admin:trail_xlsx"), {"subject": "portal.facility"})

    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") > 2
    assert "<f>" not in sheet


def test_export_keeps_to_the_rights_of_who_asks(client, editor, outsider, place):
    make_release("draft", by=editor)
    client.force_login(outsider)
    lines = lines_of(client)
    anonymous = Client().get(reverse("admin:trail_csv"))
    editor.groups.clear()
    client.force_login(editor)
    roleless = client.get(reverse("admin:trail_csv"))

    assert len(lines) == 1
    assert (anonymous.status_code, roleless.status_code) == (302, 403)


def test_export_of_a_bad_query_is_a_bad_request(client, administrator):
    client.force_login(administrator)

    assert client.get(reverse("admin:trail_csv"), {"since": "yesterday"}).status_code == 400


@transaction.atomic
def empty(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # in tests that against emptying is off
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_every_change_of_every_table_is_append_only():
    """Whatever is recorded cannot be changed, deleted or emptied, by SQL either."""
    tables = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    triggers = {}
    for table in tables:
        with pytest.raises(DatabaseError):
            empty(table)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass", [table]
            )
            triggers[table] = " ".join(definition for (definition,) in cursor.fetchall())

    assert len(tables) == len(event_models())
    assert {
        table
        for table, text in triggers.items()
        if "append_only" not in text or "DELETE OR UPDATE" not in text
    } == set()


def test_recorded_change_cannot_be_rewritten_or_deleted_by_sql(place):
    for statement in ("UPDATE portal_facilityevent SET name_en = 'x'", "DELETE FROM portal_facilityevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
