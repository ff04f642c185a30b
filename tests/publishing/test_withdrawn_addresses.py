"""Whatever corrections withdrew row by row still answers at its own address, and says when, why and by what."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.publishing.models.row_withdrawal import NEVER_ALONE
from portal.publishing.summaries import withdrawable
from projects.models import Undertaking
from tests.education.world import make_award, make_network, make_school
from tests.events.world import make_event
from tests.health.world import make_accreditation, make_site_operation
from tests.projects.world import make_document, make_undertakings
from tests.safety.world import make_operation, make_operation_figure, make_operation_report, make_village
from tests.welfare.world import make_disbursement, make_rule, make_scheme, make_version
from tests.world import (
    AsPrinted,
    commit,
    hand_over,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

WHY = "An estimate was printed"
BEFORE = "as_of=2022-07-01&lang=en"
PAGES = (
    "/commitments/june-promise/",
    "/events/gala/",
    "/projects/june-project/",
    "/projects/programmes/june-programme/",
    "/projects/june-micro/",
    "/welfare/schemes/illness-aid/",
    "/safety/operations/campaign/",
    "/indicators/homes/",
    "/releases/june/",
)
CODES = ("projects/june-project", "programmes/june-programme", "schemes/illness-aid", "operations/campaign")


@pytest.fixture(scope="module")
def june(shared, tmp_path_factory) -> Release:
    """A row of every kind, every one withdrawn since by one correction."""
    earlier = make_release("may")
    old = make_commitment(earlier, "old-promise")
    publish(earlier, "2022-05-01")
    release, homes = make_undertakings("june"), make_indicator("homes", basis="point")
    make_figure(release, homes, 9, period_end=dt.date(2022, 5, 31))
    make_update(release, old, "partly")
    make_event(release, "gala")
    campaign, scheme = make_operation("campaign"), make_scheme("illness-aid", "construction")
    make_operation_report(release, campaign)
    make_operation_figure(release, campaign, homes, "own")
    make_village(release, "village")
    make_version(release, scheme)
    make_rule(release, "one", "everybody", scheme)
    make_disbursement(release, scheme)
    make_award(release, "award")
    make_school(release, "school")
    make_network(release, "network")
    make_accreditation(release, "accreditation")
    make_site_operation(release, "site")
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        make_document(release, Undertaking.objects.get(code="june-project"))
    publish(release, "2022-06-17")
    editor, reviewer = (
        make_user(f"corrects-{role}", "construction", role) for role in ("editor", "reviewer")
    )
    rows = [row for kind in withdrawable() for row in kind.model.objects.filter(release=release)]
    correction = releases.start_correction(
        release=release, by=editor, records=rows, withdraw=True, reason_zh="印的是概算", reason_en=WHY
    )
    hand_over(correction, editor)
    correction.refresh_from_db()
    releases.approve(release=correction, by=reviewer, reasons=AsPrinted())
    commit()
    return shared(release)


@pytest.fixture(scope="module")
def kinds(june) -> dict[str, int]:
    """By address the number of a withdrawn row of every record that has one."""
    return {
        kind.endpoint.noun: kind.model.objects.filter(release=june).first().pk
        for kind in withdrawable()
        if kind.endpoint
        and kind.endpoint.detail_view
        and kind.endpoint.detail_view.key == "id"
        and kind.model.objects.filter(release=june).exists()
    }


def test_world_has_a_row_of_every_kind_that_can_be_withdrawn(june):
    without = [kind.name for kind in withdrawable() if not kind.model.objects.filter(release=june).exists()]

    assert without == []
    assert "portal_observation" not in NEVER_ALONE


def test_every_record_at_its_number_says_that_it_was_withdrawn_and_why(june, kinds, client):
    correction = june.corrections.get()

    assert len(kinds) > 10
    for noun, number in kinds.items():
        now = client.get(f"/api/v1/{noun}/{number}?lang=en").json()
        then = client.get(f"/api/v1/{noun}/{number}?{BEFORE}").json()
        states = [
            (one["version_state"], one["withdrawal_reason"], one["withdrawn_by"]) for one in (then, now)
        ]
        assert states == [("in_force", "", None), ("withdrawn", WHY, correction.slug)], noun
        assert now["withdrawn_at"] == timezone.localtime(correction.released_at).isoformat(), noun


def test_what_has_a_code_says_so_in_json(june, client):
    correction = june.corrections.get().slug

    for noun in ("commitments/june-promise", "events/gala"):
        answer = client.get(f"/api/v1/{noun}?lang=en").json()
        said = answer["version_state"], answer["withdrawal_reason"], answer["withdrawn_by"]
        assert said == ("withdrawn", WHY, correction), noun
    for noun in CODES:
        then, now = (client.get(f"/api/v1/{noun}?{query}").json() for query in (BEFORE, "lang=en"))
        assert then["withdrawn"] == [], noun
        assert now["withdrawn"], noun
        assert {(one["reason"], one["withdrawn_by"]) for one in now["withdrawn"]} == {(WHY, correction)}, noun


def test_withdrawn_document_is_no_document_of_its_project(june, client):
    then, now = (client.get(f"/api/v1/projects/june-project?{query}").json() for query in (BEFORE, "lang=en"))

    assert [one["title"] for one in then["documents"]] == ["Photo"]
    assert now["documents"] == []
    assert [one["text"] for one in now["withdrawn"] if "Photo" in one["text"]] != []


def test_withdrawn_commitment_has_no_state_and_is_in_no_list(june, client):
    answer = client.get("/api/v1/commitments/june-promise").json()

    assert answer["state"] is None
    assert client.get("/api/v1/commitments/june-promise?as_of=2022-07-01").json()["state"]
    assert [one["code"] for one in client.get("/api/v1/commitments").json()["results"]] == ["old-promise"]


def test_withdrawn_event_has_no_days_to_come(june, client):
    answer = client.get("/api/v1/events/gala?lang=en").json()

    assert (answer["state"], answer["next_days"]) == ("Withdrawn", [])
    assert 'schema.org/Event"' not in client.get("/events/gala/").content.decode()
    assert "gala" not in client.get("/events.ics").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_page_says_that_it_was_withdrawn_and_why(june, client, address):
    now, then = (client.get(f"{address}?{query}") for query in ("lang=en", BEFORE))

    assert (now.status_code, then.status_code) == (200, 200)
    text = now.content.decode()
    assert WHY in text
    assert "ithdrawn on" in text
    assert WHY not in then.content.decode()


def test_page_of_the_release_strikes_out_what_was_withdrawn_of_every_kind(june, client):
    text = client.get("/releases/june/?lang=en").content.decode()

    rows = sum(kind.model.objects.filter(release=june).count() for kind in withdrawable())
    struck = text.split('id="corrected"')[1].split("</div>")[0]
    assert struck.count("<ins>withdrawn</ins>") == rows
    assert '<del><a href="/commitments/june-promise/' in text
    assert "<del>partly kept</del>" in text
    assert 'class="tag state-' not in text


def test_commitment_of_a_withdrawn_release_says_so_too(client):
    release = make_release("all-wrong")
    make_commitment(release, "taken-back")
    make_event(release, "show")
    publish(release, "2022-06-17")
    reviewer = make_user("who-withdraws", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="写错了", reason_en="All of it was wrong")

    for address in ("/commitments/taken-back/", "/events/show/"):
        text = client.get(f"{address}?lang=en").content.decode()
        assert "All of it was wrong" in text
        assert "/releases/all-wrong/?" in text
    assert client.get("/api/v1/commitments/taken-back").json()["version_state"] == "withdrawn"
