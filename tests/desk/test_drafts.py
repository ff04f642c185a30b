"""Form drafts on the server: each official's own, kept until the form is saved."""

import json

import pytest
from django.urls import reverse

from portal.desk import drafts
from portal.desk.models import FormDraft
from portal.publishing.actions import releases
from tests.world import make_release, make_user

PAGE = "/admin/portal/release/7/return-sheet/3/?start=2026-01-01"
BOXES = [["value-1", "12", ""], ["area", "gushan", "崮山镇"]]


@pytest.fixture
def editor(db):
    return make_user("editor", "health", "editor")


@pytest.fixture
def address():
    return reverse("admin:drafts")


def save(client, address: str, body: object):
    return client.post(address, json.dumps(body), content_type="application/json")


def test_draft_comes_back_as_it_was_typed(client, editor, address):
    client.force_login(editor)
    saved = save(client, address, {"address": PAGE, "boxes": BOXES}).json()

    answer = client.get(address, {"address": [PAGE, "/admin/"]}).json()

    assert answer["drafts"] == {PAGE: {"boxes": BOXES, "saved_at": saved["saved_at"]}}
    assert answer["left"] > 0


def test_newer_draft_replaces_the_older(client, editor, address):
    client.force_login(editor)
    for value in ("1", "2"):
        save(client, address, {"address": PAGE, "boxes": [["value-1", value, ""]]})

    assert [draft.boxes for draft in FormDraft.objects.all()] == [[["value-1", "2", ""]]]


def test_nobody_reads_or_deletes_the_draft_of_another(client, editor, address):
    FormDraft.objects.create(user=editor, address=PAGE, boxes=BOXES)
    client.force_login(make_user("other", "health", "editor"))

    assert client.get(address, {"address": PAGE}).json()["drafts"] == {}
    client.delete(f"{address}?address={PAGE}")
    assert FormDraft.objects.count() == 1


def test_drafts_need_a_session(client, address, db):
    assert client.get(address).status_code == 401
    assert save(client, address, {"address": PAGE, "boxes": BOXES}).status_code == 401
    assert FormDraft.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"address": PAGE},
        {"address": "", "boxes": []},
        {"address": "x" * 501, "boxes": []},
        {"address": 7, "boxes": []},
        {"address": PAGE, "boxes": 7},
        {"address": PAGE, "boxes": [["a", "b"]]},
        {"address": PAGE, "boxes": [["a", "b", 3]]},
        {"address": PAGE, "boxes": [["a", "b\0", ""]]},
        {"address": "\0", "boxes": []},
    ],
)
def test_what_is_no_draft_is_refused(client, editor, address, body):
    client.force_login(editor)

    assert save(client, address, body).status_code == 400
    assert FormDraft.objects.count() == 0


def test_draft_has_a_size_limit(client, editor, address, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_BYTES", 50)
    client.force_login(editor)

    assert save(client, address, {"address": PAGE, "boxes": BOXES}).status_code == 400


def test_oldest_drafts_make_room(client, editor, address, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    client.force_login(editor)
    for number in range(3):
        save(client, address, {"address": f"/{number}/", "boxes": BOXES})

    assert set(FormDraft.objects.values_list("address", flat=True)) == {"/1/", "/2/"}


def test_saved_form_leaves_no_draft_and_tells_the_browser(client, editor):
    page = reverse("admin:portal_release_add")
    for address in (page, PAGE):
        FormDraft.objects.create(user=editor, address=address, boxes=BOXES)
    client.force_login(editor)

    named = {"slug": "june", "title_zh": "六月", "title_en": "June"}
    form = {"kind": "statistical_return", "department": editor.department_id, **named}
    response = client.post(page, form)

    assert response.status_code == 302
    assert [draft.address for draft in FormDraft.objects.all()] == [PAGE]
    assert response.cookies[drafts.SAVED_COOKIE].value == page.replace("/", "%2F")


def test_refused_form_keeps_its_draft(client, editor):
    page = reverse("admin:portal_release_add")
    FormDraft.objects.create(user=editor, address=page, boxes=BOXES)
    client.force_login(editor)

    response = client.post(page, {"title_zh": "半年"})

    assert response.status_code == 200
    assert FormDraft.objects.count() == 1
    assert drafts.SAVED_COOKIE not in response.cookies


def test_key_is_the_officials_own_and_on_no_page_for_strangers(client, editor):
    keys = set()
    for user in (editor, make_user("other", "health", "editor")):
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        keys.add(page.partition('data-key="')[2].partition('"')[0])

    client.logout()
    assert len(keys - {""}) == 2
    assert b"data-key" not in client.get("/accounts/login/").content


def test_refusal_that_leads_to_another_page_keeps_the_draft(client, editor):
    release = make_release("draft", department="health", by=editor)
    releases.submit(release=release, by=editor)
    address = reverse("admin:portal_release_discard", args=[release.pk])
    FormDraft.objects.create(user=editor, address=address, boxes=BOXES)
    client.force_login(editor)

    refused = client.post(address)

    assert refused.status_code == 303
    assert FormDraft.objects.filter(address=address).exists()
