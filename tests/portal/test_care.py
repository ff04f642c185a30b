"""Care mode: `?care=on` and what it leaves."""

import pytest

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
