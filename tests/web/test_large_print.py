"""Care mode: `?care=on` and what it leaves."""

import re

import pytest
from django.conf import settings

from portal.commitments.states import CommitmentState
from tests.world import make_commitment, make_facility, make_release, publish

CARE = settings.BASE_DIR / "static/css/care.css"
PAGES = ("/", "/indicators/", "/search/?q=x", "/data/")


def test_care_mode_is_off_and_sets_no_cookie_unless_asked_for(client, db):
    page = client.get("/")

    assert 'class="care"' not in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize("address", PAGES)
def test_care_mode_is_switched_on_by_any_page_and_kept(client, db, address):
    chosen = client.get(f"{address}{'&' if '?' in address else '?'}care=on")
    later = client.get(address)

    assert chosen.cookies["portal_care"].value == "on"
    assert ['class="care"' in page.content.decode() for page in (chosen, later)] == [True, True]
    assert not later.cookies
    assert "Cookie" in later.headers["Vary"]


def test_care_mode_switched_off_leaves_no_cookie(client, db):
    client.get("/?care=on")

    page = client.get("/?care=off")

    assert page.cookies["portal_care"]["max-age"] == 0
    assert 'class="care"' not in page.content.decode()
    assert 'class="care"' not in client.get("/").content.decode()


def test_care_mode_has_an_etag_of_its_own(client, db):
    plain = client.get("/").headers["ETag"]
    chosen = client.get("/?care=on")
    cared = client.get("/").headers["ETag"]
    again = client.get("/", headers={"If-None-Match": cared})

    assert plain != cared
    assert (again.status_code, chosen.headers["Cache-Control"]) == (304, "public, no-cache")


def test_care_mode_is_kept_in_links_where_the_address_names_it(client, db):
    text = client.get("/indicators/?care=on").content.decode()

    assert 'href="/releases/?care=on"' in text
    assert 'href="/indicators/?care=off"' in text
    assert "/api/v1/indicators?care" not in text


def test_care_mode_knows_on_and_off_only(client, db):
    assert [client.get(f"/?care={bad}").status_code for bad in ("yes", "on&care=off")] == [400, 400]


def test_care_mode_with_a_cookie_of_no_meaning_is_off(client, db):
    client.cookies["portal_care"] = "yes"

    assert 'class="care"' not in client.get("/").content.decode()


def test_care_mode_is_no_parameter_of_data(client, db):
    answer = client.get("/api/v1/indicators?care=on")

    assert (answer.status_code, bool(answer.cookies)) == (400, False)


def test_care_mode_gives_fewer_rows_on_a_page(client, db):
    for number in range(26):
        make_facility(f"hall-{number:02}")

    plain, caring = (client.get(f"/facilities/{query}").context["page"] for query in ("", "?care=on"))

    assert ((len(plain), plain.paginator.num_pages), (len(caring), caring.paginator.num_pages)) == (
        (12, 3),
        (10, 3),
    )


def test_page_of_care_mode_leads_others_to_the_same_rows(client, db):
    for number in range(52):
        make_facility(f"hall-{number:02}")

    shared, beyond = client.get("/facilities/?page=6"), client.get("/facilities/?page=7")

    assert (shared.status_code, shared.context["page"].number, beyond.status_code) == (200, 5, 400)


def test_switch_of_care_mode_begins_a_list_anew(client, db):
    for number in range(26):
        make_facility(f"hall-{number:02}")

    assert 'href="/facilities/?care=on"' in client.get("/facilities/?page=2").content.decode()


def test_care_mode_leaves_out_states_without_a_commitment(client, db):
    release = make_release()
    make_commitment(release)
    publish(release)

    plain, caring = (
        client.get(f"/commitments/{query}").content.decode().count('class="state-count ')
        for query in ("", "?care=on")
    )

    assert (plain, caring) == (len(CommitmentState) - 1, 2)  # directions of work are counted apart


def test_care_mode_hides_no_fact():
    """Only files, citation and travel in time go; notes, telephones, hours and exact values stay."""
    hidden = re.findall(
        r"([^{}]+)\{[^}]*display: none[^}]*\}", re.sub(r"/\*.*?\*/", "", CARE.read_text(), flags=re.DOTALL)
    )

    assert {selector.strip() for group in hidden for selector in group.split(",")} == {
        ".twins:not(:has(.notify))",
        ".cite",
        ".as-of-form",
        ".beyond-care",
        ".read-aloud[hidden]",
    }
