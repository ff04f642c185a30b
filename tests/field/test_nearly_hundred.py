"""Case 16 from the field: 99.97 per cent is never shown as 100, in no view."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook
from projects.models import UndertakingState
from tests.projects.test_oc4ids import package
from tests.world import make_user, publish

pytestmark = pytest.mark.django_db
CASE = Path(__file__).parent / "16-nearly-hundred"
PROJECT = "haibu-road-landscape"
#: Every view of the project: pages, lists in each layout, blocks, search, JSON, CSV.
VIEWS = [
    f"/projects/{PROJECT}/",
    "/projects/?q=海埠路",
    "/projects/?q=海埠路&view=cards",
    "/projects/?sort=percent",
    "/projects/programmes/landscape-roads-2022/",
    "/",
    "/search/?q=海埠路",
    "/areas/haibu-road/",
    f"/projects/{PROJECT}/feed/",
    f"/api/v1/projects/{PROJECT}",
    "/api/v1/projects?q=海埠路",
    f"/api/v1/progress?project={PROJECT}",
    f"/api/v1/progress.csv?project={PROJECT}",
]
#: 100 as a percentage: as text, as the value of a bar, as a number of JSON or of a row of CSV.
HUNDRED = re.compile(r'(?<!=")100(?:\.0+)?%|value="100(?:\.0+)?"|"percent": ?100(?:\.0+)?[,}]|,100(?:\.0+)?,')


@pytest.mark.slow("4 s: loads the shipped data and draws a dozen views")
def test_16_nearly_hundred_is_in_no_view_a_hundred(settings, tmp_path, db):
    settings.VAR = tmp_path
    call_command("load_seeds", verbosity=0)
    report = load_workbook(workbook=CASE, by=make_user("case", "construction", "editor"))
    assert report.errors == []
    publish(Release.objects.get(slug="case-16"))

    client, said = Client(), {}
    for address in VIEWS:
        answer = client.get(address, {"lang": "zh-hans"} if "?" not in address else {})
        assert answer.status_code == 200, address
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said[address] = text.decode()
    found = package(client, "?q=海埠路")["projects"]
    standard = next(one for one in found if one["identifiers"] == [{"id": PROJECT}])

    assert {address: HUNDRED.findall(text) for address, text in said.items() if HUNDRED.search(text)} == {}
    assert "99.97%" in said[f"/projects/{PROJECT}/"]
    assert 'max="100" value="99.97"' in said[f"/projects/{PROJECT}/"]
    state = UndertakingState.objects.known_at(timezone.now()).get(undertaking__code=PROJECT)
    assert state.percent == Decimal("99.97")
    (progress,) = [one for one in standard["metrics"] if one["id"] == "physicalProgress"]
    assert [one["measure"] for one in progress["observations"]] == [99.97]
