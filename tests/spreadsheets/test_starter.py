"""The starter rows for another district: one workbook, with every record of the sectors, for an empty portal."""

import csv
import re

import pytest

from education.models import Award, Network, School
from health.models import Accreditation, SiteOperation
from portal.management.commands.load_seeds import DATA
from portal.publishing.models import Release
from portal.records.registry import record_types, sheets
from portal.runserver.paths import CHECKOUT
from portal.spreadsheets.actions import load_workbook
from tests.world import publish
from welfare.models import Disbursement

pytestmark = pytest.mark.django_db

STARTER = DATA / "starter"
#: The subjects whose records a district begins with.
SUBJECTS = ("safety", "health", "welfare", "education")
CORE = {"Services", "Guides", "GuideNodes", "GuideAnswers", "Facilities", "Events", "Themes"}


def of_the_sectors() -> set[str]:
    records = record_types.items()
    return {one.sheet.code for model, one in records if one.sheet and model._meta.app_label in SUBJECTS}


def codes_of(folder: str, name: str) -> set[str]:
    path = DATA / folder / f"{name}.csv"
    return {row["code"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def test_starter_has_rows_of_every_record_of_the_sectors_and_none_of_one_district():
    shipped = {path.stem for path in STARTER.glob("*.csv")}
    texts = [path.read_text(encoding="utf-8").casefold() for path in STARTER.glob("*.csv")]

    assert sorted((of_the_sectors() | CORE) - shipped) == []
    assert [
        word for word in ("威海", "weihai", "皇冠", "崮山", "5980090") for text in texts if word in text
    ] == []
    for name in ("Areas", "Indicators", "Schemes", "Operations"):
        assert codes_of("starter", name) & codes_of("reference", name) == set()


def test_sheets_of_the_starter_are_described():
    text = (CHECKOUT / "docs" / "sectors.md").read_text(encoding="utf-8")

    described = set(re.findall(r"`([A-Z][A-Za-z]+)`", text))
    assert sorted(described - {sheet.code for sheet in sheets()}) == []
    assert sorted((of_the_sectors() | CORE) - described) == []


@pytest.mark.slow("2 s: loads a district and opens its pages")
def test_starter_enters_an_empty_portal_by_the_workbook_and_shows_once_published(client, administrator):
    report = load_workbook(workbook=STARTER, by=administrator)
    again = load_workbook(workbook=STARTER, by=administrator)

    assert [str(error) for error in report.errors] == []
    assert {
        sheet.sheet: (sheet.new, sheet.changed) for sheet in again.sheets if sheet.new or sheet.changed
    } == {}
    publish(Release.objects.get(slug="first-release"), at="2026-02-01")
    assert {
        model.objects.count()
        for model in (Accreditation, SiteOperation, Disbursement, Award, School, Network)
    } == {1}
    for sector in ("safety", "health", "welfare", "culture", "education"):
        assert client.get(f"/{sector}/").status_code == 200
    asked = {"day": "2026-02-01", "answers": {"low-income": True, "sudden-need": True}}
    answer = client.post("/api/v1/welfare/eligibility", asked, content_type="application/json").json()
    assert [row["answer"] for row in answer["results"]] == ["yes"]
    assert [row["type"] for row in client.get("/api/v1/case-statistics").json()["results"]] == [
        "telecom_fraud"
    ]
    assert b"First Village" in client.get("/safety/?lang=en").content
    assert client.get("/services/identity-card/").status_code == 404  # until its department makes it public
