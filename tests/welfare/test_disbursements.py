"""Disbursements: on the page of welfare, as JSON, in workbooks, and in the admin; one declaration gives all of them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.spreadsheets.actions import load_workbook
from tests.welfare.world import make_disbursement, make_scheme
from tests.workbooks import release_workbook
from tests.world import make_indicator, make_release, make_series, moment, publish
from welfare.models import Disbursement

pytestmark = pytest.mark.django_db


def test_page_of_welfare_shows_what_was_paid_out(client):
    june = make_release("june")
    make_disbursement(june)
    publish(june, at="2022-06-01")

    page = client.get("/welfare/?lang=en").content.decode()

    assert "Patients in need" in page
    assert "250,000 yuan" in page
    assert "computed: 3,205.13 yuan a head" in page
    assert "Patients in need" not in client.get("/projects/?lang=en").content.decode()


def test_amount_a_head_is_computed_from_exact_statements_alone(db):
    june = make_release("june")

    assert f"{make_disbursement(june).per_head}" == "3205.13"
    assert make_disbursement(june, group_zh="甲", qualifier="about").per_head is None
    assert make_disbursement(june, group_zh="乙", persons=None, households=16).per_head is None


def test_json_states_each_disbursement_in_force(client):
    june, correction = make_release("june"), make_release("correction")
    make_disbursement(june)
    make_disbursement(correction, persons=79, as_printed="79名、25万元")
    publish(june, at="2022-06-01")
    publish(correction, at="2022-07-01")

    now = client.get("/api/v1/disbursements?lang=en").json()["results"]
    then = client.get("/api/v1/disbursements?as_of=2022-06-15").json()["results"]
    both = client.get("/api/v1/disbursements?versions=all").json()["results"]

    assert [(row["scheme"], row["group"], row["persons"]) for row in now] == [
        ("illness-aid", "Patients in need", 79)
    ]
    assert [row["persons"] for row in then] == [78]
    assert len(both) == 2
    one = client.get(f"/api/v1/disbursements/{now[0]['id']}?lang=en").json()
    assert {name: one[name] for name in now[0]} == now[0]


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
def test_nothing_shows_under_embargo(client, ending):
    make_disbursement(make_release("draft"))

    answer = client.get(f"/api/v1/disbursements{ending}")

    assert answer.status_code == 200
    assert b"illness-aid" not in answer.getvalue()


def test_filters_name_what_is_allowed(client):
    june = make_release("june")
    make_disbursement(june)
    make_disbursement(june, make_scheme("visits"), group_zh="乙")
    publish(june, at="2022-06-01")

    rows = client.get("/api/v1/disbursements?scheme=visits").json()["results"]
    refused = client.get("/api/v1/disbursements?scheme=none")

    assert [row["scheme"] for row in rows] == ["visits"]
    assert (refused.status_code, refused.json()["error"]["parameter"]) == (400, "scheme")


def test_workbook_brings_disbursements(administrator):
    make_scheme(department="construction")
    make_series(make_indicator("homes"))
    row = {
        "scheme": "illness-aid",
        "group_zh": "困难大病患者",
        "group_en": "Patients in need",
        "section": "1",
        "paragraph": "1",
        "period_start": "2022-04-01",
        "period_end": "2022-04-30",
        "persons": "78",
        "amount": "250000",
        "as_printed": "78名、25万元",
    }

    report = load_workbook(workbook=release_workbook(Disbursements=[row]), by=administrator)

    assert report.errors == []
    assert [(one.persons, one.amount) for one in Disbursement.objects.all()] == [(78, 250000)]


def test_workbook_with_nothing_stated_is_refused(administrator):
    make_scheme(department="construction")
    make_series(make_indicator("homes"))
    row = {
        "scheme": "illness-aid",
        "group_zh": "甲",
        "group_en": "A",
        "section": "1",
        "paragraph": "1",
        "period_start": "2022-05-01",
        "period_end": "2022-04-30",
        "as_printed": "甲",
    }

    report = load_workbook(workbook=release_workbook(Disbursements=[row]), by=administrator)

    assert [problem.column for problem in report.errors] == ["period_end", "amount"]


def test_database_refuses_a_disbursement_that_states_nothing(db):
    with pytest.raises(IntegrityError, match="states_something"), transaction.atomic():
        make_disbursement(make_release("draft"), persons=None, amount=None)


def test_editor_of_the_department_enters_a_disbursement(client, editor):
    draft, scheme = make_release("draft", by=editor), make_scheme(department=editor.department.code)
    client.force_login(editor)
    given = {
        "release": draft.pk,
        "section": draft.sections.first().pk,
        "paragraph": 1,
        "scheme": scheme.pk,
        "group_zh": "甲",
        "group_en": "A",
        "period_start": "2022-04-01",
        "period_end": "2022-04-30",
        "persons": 3,
        "as_printed": "3名",
    }

    answer = client.post(reverse("admin:welfare_disbursement_add"), given)

    assert answer.status_code == 302
    assert [one.release for one in Disbursement.objects.all()] == [draft]


def test_stranger_may_not_enter_for_another_department(client, outsider, editor):
    draft = make_release("draft", by=editor)
    row = make_disbursement(draft, make_scheme(department=editor.department.code))
    client.force_login(outsider)

    page = client.get(reverse("admin:welfare_disbursement_change", args=[row.pk]))

    assert page.status_code in {302, 403, 404}


def test_correction_takes_a_disbursement_up(db):
    june = make_release("june")
    make_disbursement(june)
    publish(june, at="2022-06-01")

    known = Disbursement.objects.known_at(moment("2022-06-02"))

    assert [str(one) for one in known] == ["大病救助 · 困难大病患者"]
