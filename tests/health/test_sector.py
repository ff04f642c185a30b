"""`/health/`: tasks and guides, programmes, targets, headline figures, and the rest behind a link."""

import datetime as dt

import pytest

from tests.documents import DOCUMENTS, rows, sheet
from tests.health.world import make_accreditation, make_programme, name_figure
from tests.pages import faults_of
from tests.world import (
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def health(shared) -> None:
    december = make_release("december")
    visits, doses, rate, fixed = (
        make_indicator(code, sector="health", **fields)
        for code, fields in {
            "visits": {},
            "doses": {"headline": True},
            "rate": {"basis": "point", "unit": "percent"},
            "fixed": {},
        }.items()
    )
    for indicator, value in ((visits, 748), (doses, 772390), (fixed, 175)):
        make_figure(december, indicator, value)
    make_figure(december, rate, 60, kind="target", period_end=dt.date(2023, 12, 31))
    series = make_series(rate)
    make_commitment(december, "rate-2023", sector_id="health", due=dt.date(2023, 12, 31), series=series)
    care = make_programme("hospice", commitments=["rate-2023"])
    name_figure(care, "persons", visits, why_zh="最要紧", why_en="It matters most")
    name_figure(care, "rate", rate)
    name_figure(make_programme("covid", kind="epidemic", order=9), "other", doses)
    inspection = make_programme("inspection", kind="supervision")
    name_figure(inspection, "found", fixed)
    name_figure(inspection, "rectified", fixed)
    make_accreditation(december)
    make_facility("health-office", sector_id="health", phone="5980090")
    publish(december, at="2022-12-23")


def test_page_leads_to_what_gets_done_before_figures(client, health):
    text = client.get("/health/?lang=en").content.decode()

    order = [
        text.index(words)
        for words in ("5980090", "Programme hospice", "rate-2023", "748 persons", "All 4 indicators")
    ]
    assert faults_of(text) == []
    assert order == sorted(order)
    assert "Why it is shown: It matters most" in text
    assert "result not reported yet" in text


def test_page_shows_no_figure_that_nobody_chose(client, health):
    text = client.get("/health/?lang=en").content.decode()

    assert "772,390" not in text


def test_page_without_chosen_figures_shows_the_headline_indicators(client, db):
    december = make_release("december")
    make_figure(december, make_indicator("doses", sector="health", headline=True), 772390)
    publish(december, at="2022-12-23")

    assert "772,390" in client.get("/health/?lang=en").content.decode()


def test_problems_found_and_put_right_stand_side_by_side(client, health):
    inspection = client.get("/health/?lang=en").context["first_blocks"][-1][1]["inspections"][0]

    assert [int(row.latest.value) for row in (*inspection.found, *inspection.rectified)] == [175, 175]
    assert inspection.found[0].latest == inspection.rectified[0].latest


def test_as_of_an_earlier_day_shows_nothing_of_the_release(client, health):
    text = client.get("/health/?lang=en&as_of=2022-12-01").content.decode()

    assert "748 persons" not in text
    assert "rate-2023" not in text


def test_other_sectors_have_nothing_of_it(client, health):
    assert "Programme hospice" not in client.get("/safety/?lang=en").content.decode()


def test_shipped_programmes_name_indicators_of_health_and_every_commitment_of_it():
    programmes, figures = rows("content/HealthProgrammes"), rows("content/HealthProgrammeFigures")
    indicators = {row["code"]: row["sector"] for row in rows("reference/Indicators")}
    promised = (row for document in DOCUMENTS for row in sheet(document, "Commitments"))
    commitments = {row["code"] for row in promised if row["sector"] == "health"}

    named = {code for row in programmes for code in row["commitments"].split(";") if code}
    assert {indicators[row["indicator"]] for row in figures} == {"health"}
    assert named == commitments


def test_every_figure_of_health_but_registrations_belongs_to_a_programme():
    """Registrations of births and certificates are acts of the office, no programme for anybody."""
    named = {row["indicator"] for row in rows("content/HealthProgrammeFigures")}
    health = {row["code"] for row in rows("reference/Indicators") if row["sector"] == "health"}

    assert health - named == {"birth-registrations", "only-child-certificates"}


def test_vaccine_doses_and_herbal_packets_lead_nothing():
    chosen = [row["indicator"] for row in rows("content/HealthProgrammeFigures") if row["why_zh"]]
    headlines = [
        row["code"] for row in rows("reference/Indicators") if row["sector"] == "health" and row["headline"]
    ]

    assert sorted(chosen) == sorted(headlines)
    assert not {"covid-vaccine-doses", "herbal-decoction-packets", "lianhua-qingwen-boxes"} & set(chosen)
