"""`/health/accreditations/` and its JSON."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from health.models import Accreditation
from portal.spreadsheets.actions import load_workbook
from tests.documents import CONFERENCE, sheet
from tests.health.world import make_accreditation
from tests.pages import faults_of, queries_of
from tests.workbooks import release_workbook
from tests.world import make_facility, make_indicator, make_release, make_series, publish

pytestmark = pytest.mark.django_db

PAGE, DATA = "/health/accreditations/", "/api/v1/accreditations"
WORKING = {"state": "working", "number": None, "as_printed": "卫生院"}
ROW = {
    "code": "model-clinics",
    "section": "1",
    "paragraph": "1",
    "department": "construction",
    "standard_zh": "示范标准",
    "standard_en": "Model standard",
    "level": "municipal",
    "state": "reached",
    "holder_zh": "村卫生室",
    "holder_en": "Village clinics",
    "number": "8",
    "as_printed": "8处",
}


@pytest.fixture(scope="module")
def register(shared) -> None:
    december = make_release("december")
    make_facility("town-hospital", kind="hospital")
    make_accreditation(december)
    make_accreditation(december, "hospital", facility="town-hospital", holder_en="Town hospital", **WORKING)
    publish(december, at="2022-12-23")


def test_page_says_what_is_reached_and_what_only_worked_towards(client, register):
    text = client.get(f"{PAGE}?lang=en").content.decode()

    assert faults_of(text) == []
    assert "being worked towards, result not reported" in text
    assert "names not published" in text
    assert 'href="/facilities/town-hospital/?lang=en"' in text
    assert "not stated" in text


def test_page_and_json_show_the_same(client, register):
    for query in ("", "level=municipal", "state=working", "q=hospital", "release=december"):
        page = [one.code for one in client.get(f"{PAGE}?{query}").context["page"]]
        data = client.get(f"{DATA}?{query}").json()["results"]

        assert page == [one["code"] for one in data]
        one = client.get(f"{DATA}/{data[0]['id']}").json()
        assert {name: one[name] for name in data[0]} == data[0]


def test_later_release_supersedes_and_as_of_shows_the_former(client, register):
    later = make_release("later")
    make_accreditation(later, "hospital", facility="town-hospital", **WORKING | {"state": "reached"})
    publish(later, at="2023-06-01")

    states = [
        [row["state"] for row in client.get(f"{DATA}?q=hospital{query}").json()["results"]]
        for query in ("", "&as_of=2023-01-01", "&versions=all", "&as_of=2022-01-01")
    ]

    assert states == [["reached"], ["working"], ["working", "reached"], []]


@pytest.mark.parametrize("address", [PAGE, DATA, f"{DATA}.csv", "/health/"])
def test_nothing_shows_under_embargo(client, address):
    later = make_release("later")
    make_accreditation(later, "secret-clinics", holder_zh="秘密诊所", holder_en="secret clinics")
    publish(later, at=timezone.now() + dt.timedelta(days=1))

    answer = client.get(address)

    assert answer.status_code == 200
    assert b"secret" not in answer.getvalue()


def test_more_accreditations_take_no_more_queries(client, register):
    before = [queries_of(client, address) for address in (PAGE, DATA)]

    more = make_release("more")
    for code in ("b", "c"):
        make_accreditation(more, code, facility="town-hospital", **WORKING)
    publish(more, at="2022-12-23")

    assert [queries_of(client, address) for address in (PAGE, DATA)] == before


def test_workbook_brings_accreditations(administrator):
    make_series(make_indicator("homes"))

    report = load_workbook(workbook=release_workbook(Accreditations=[ROW]), by=administrator)

    assert report.errors == []
    assert [(one.number, one.level, one.body) for one in Accreditation.objects.all()] == [
        (8, "municipal", "")
    ]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"facility": "clinic"}, ["number"]),
        ({"number": "9"}, ["number"]),
        ({"as_printed": ""}, ["as_printed"]),
    ],
)
def test_workbook_refuses_what_contradicts_itself(administrator, cells, columns):
    make_series(make_indicator("homes"))

    report = load_workbook(workbook=release_workbook(Accreditations=[ROW | cells]), by=administrator)

    assert [one.column for one in report.errors] == columns
    assert Accreditation.objects.count() == 0


def test_database_refuses_an_institution_both_named_and_counted(db):
    with pytest.raises(IntegrityError, match="accreditation_named_or_counted"), transaction.atomic():
        make_accreditation(make_release(), facility="clinic")
    with pytest.raises(IntegrityError, match="accreditation_counts_something"), transaction.atomic():
        make_accreditation(make_release(), number=0)


def test_released_accreditation_is_never_rewritten(db, register):
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Accreditation.objects.filter(code="hospital").update(state="reached")


def test_only_the_department_enters_accreditations(client, editor, outsider):
    row = make_accreditation(make_release(by=editor))
    address = reverse("admin:health_accreditation_change", args=[row.pk])

    client.force_login(outsider)
    refused = client.get(address)
    client.force_login(editor)
    offered = client.get(address)

    assert refused.status_code != 200
    assert 'name="standard_zh"' in offered.content.decode()


def test_shipped_register_agrees_with_the_figures_of_the_same_document():
    figures = {
        row["dimensions"].removeprefix("clinic_grade="): row["value"]
        for row in sheet(CONFERENCE, "Observations")
        if row["indicator"] == "model-village-clinics-built"
    }
    register = {row["level"]: row["number"] for row in sheet(CONFERENCE, "Accreditations") if row["number"]}

    assert register == figures == {"provincial": "1", "municipal": "8"}
