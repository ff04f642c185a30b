"""Days that no document prints are marked as inferred wherever the period stands, and a note says from what."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction

from portal.records.registry import verdicts
from portal.statistics.models import Observation
from tests.welfare.world import make_disbursement
from tests.world import make_figure, make_indicator, make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
YEAR_END = dt.date(2022, 12, 31)
INFERRED = {
    "period_inferred": True,
    "note_zh": "按当年计划登记",
    "note_en": "Filed under the plan of the year",
}


@pytest.fixture
def roads() -> list[Observation]:
    """The target of which the document prints no day, and a result of which it does."""
    release, indicator = make_release(), make_indicator("roads", basis="since_start")
    made = [
        make_figure(release, indicator, 10, kind="target", period_end=YEAR_END, **INFERRED),
        make_figure(release, indicator, 4),
    ]
    publish(release)
    return made


def test_inferred_period_says_so_on_the_page_with_its_note(client, roads):
    page = client.get("/indicators/roads/?lang=en").content.decode()

    assert "cumulative to 31 December 2022 (inferred)" in page
    assert "cumulative to 23 December 2022 (inferred)" not in page
    assert "Filed under the plan of the year" in page


def test_inferred_period_says_so_in_json_and_csv(client, roads):
    answer = client.get("/api/v1/observations?indicator=roads&lang=en")
    table = client.get("/api/v1/observations.csv?indicator=roads&lang=en").getvalue().decode("utf-8-sig")

    periods = {row["kind"]: row["period"] for row in answer.json()["results"]}
    assert {kind: (one["end"], one["inferred"]) for kind, one in periods.items()} == {
        "target": ("2022-12-31", True),
        "actual": ("2022-12-23", False),
    }
    rows = {row["kind"]: row["period_inferred"] for row in csv.DictReader(io.StringIO(table))}
    assert rows == {"target": "true", "actual": "false"}


def test_inferred_days_are_compared_as_others_are(roads):
    target, _result = roads
    stated = target.series.indicator.period(None, YEAR_END)

    assert target.period == stated
    assert (target.period.inferred, stated.inferred) == (True, False)


@pytest.mark.parametrize("make", [make_figure, make_disbursement])
def test_inferred_period_without_a_note_is_refused_by_every_door_and_the_database(make):
    release = make_release()
    row = make(release, make_indicator("roads"), 10) if make is make_figure else make(release)
    row.period_inferred = True

    (findings,) = verdicts(type(row), [row])

    assert ("note_zh", "Say in the note from what the period is inferred.") in [
        (finding.field, finding.message) for finding in findings
    ]
    with pytest.raises(IntegrityError, match="inferred_period_explained"), transaction.atomic():
        row.save()


def test_disbursement_of_inferred_days_says_so_on_page_and_in_json(client):
    release = make_release()
    make_disbursement(release, **INFERRED)
    make_disbursement(release, group_zh="乙", group_en="Others")
    publish(release)

    rows = client.get("/api/v1/disbursements?lang=en").json()["results"]
    page = client.get("/welfare/?lang=en").content.decode()

    assert {row["group"]: row["period_inferred"] for row in rows} == {
        "Patients in need": True,
        "Others": False,
    }
    assert page.count("April 2022 (inferred)") == 1
