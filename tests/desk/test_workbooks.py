"""Releases as workbooks in the admin: download, upload and load, and who may."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from portal.publishing.models import Release
from portal.spreadsheets.reading import read_workbook
from portal.spreadsheets.writing import template
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.desk.test_site import INLINE
from tests.desk.uploads import changed, kept_files, page, upload, zipped
from tests.workbooks import FIGURE, RELEASE, SECTION
from tests.world import (
    make_area,
    make_department,
    make_everything,
    make_indicator,
    make_release,
    make_section,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_in_english")]


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_downloaded_release_says_the_same_when_it_is_uploaded_again(client, editor, draft, form):
    client.force_login(editor)

    file = client.get(reverse("admin:portal_release_filled", args=[draft.pk, form]))
    response = upload(client, page(draft), file.content)

    assert file["Content-Disposition"] == f'attachment; filename="draft.{form}"'
    assert response.context["preview"]["errors"] == []
    assert not response.context["preview"]["is_loadable"]
    assert response.context["token"] == ""
    assert kept_files() == []


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_empty_template_has_every_sheet_of_a_release(client, editor, form):
    client.force_login(editor)

    file = client.get(reverse("admin:portal_release_template", args=[form]))

    sheets = read_workbook(io.BytesIO(file.content))
    assert len([sheet for sheet in sheets if len(sheet.rows) == 1]) >= len(template())


def test_form_that_is_none_is_not_found(client, editor, draft):
    client.force_login(editor)

    assert client.get(reverse("admin:portal_release_filled", args=[draft.pk, "pdf"])).status_code == 404


def test_confirmed_workbook_is_loaded_under_the_officials_name(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]

    response = client.post(page(draft), {"token": token})

    event = Observation.pgh_event_model.objects.order_by("-pgh_id").first()
    assert response.url == reverse("admin:portal_release_change", args=[draft.pk])
    assert Observation.objects.get().value == 7
    assert {name: event.pgh_context.metadata[name] for name in ("user", "action", "door")} == {
        "user": editor.pk,
        "action": "load",
        "door": "workbook",
    }
    assert kept_files() == []


def test_new_release_comes_in_by_workbook(client, editor):
    make_area()
    make_indicator("homes")
    client.force_login(editor)
    book = zipped(Release=[RELEASE], Sections=[SECTION], Observations=[FIGURE])

    token = upload(client, page(), book, "book.zip").context["token"]
    response = client.post(page(), {"token": token})

    release = Release.objects.get()
    assert (release.slug, release.observations.count()) == ("return-2022", 1)
    assert response.url == reverse("admin:portal_release_change", args=[release.pk])


#: How the container of an old .xls begins, in which Excel also puts an encrypted .xlsx.


def opened(client: Client, user: User, release: Release | None) -> tuple[int, int, bool]:
    """How the page and the upload are answered, and whether the page offers the upload."""
    client.force_login(user)
    response = client.get(page(release))
    offered = response.status_code == 200 and response.context["form"] is not None
    return response.status_code, upload(client, page(release), b"x").status_code, offered


def test_pages_open_to_whom_the_release_concerns(client, request, draft):
    people = {
        name: request.getfixturevalue(name) for name in ("editor", "reviewer", "outsider", "administrator")
    }

    of_draft = {name: opened(client, user, draft) for name, user in people.items()}
    new = {name: opened(client, user, None) for name, user in people.items()}

    assert of_draft == {
        "editor": (200, 200, True),
        "reviewer": (200, 403, False),
        "outsider": (404, 404, False),
        "administrator": (200, 200, True),
    }
    assert new == {
        "editor": (200, 200, True),
        "reviewer": (403, 403, False),
        "outsider": (200, 200, True),
        "administrator": (200, 200, True),
    }


def test_released_workbook_is_downloaded_by_all_and_uploaded_by_nobody(client, editor, outsider, draft):
    publish(draft)

    found = [opened(client, user, draft) for user in (editor, outsider)]

    assert found == [(200, 403, False), (200, 403, False)]


def test_contributing_department_loads_its_own_rows_only(client, outsider, draft):
    make_section(draft, "2", department=make_department("health"))
    client.force_login(outsider)

    own = upload(client, page(draft), changed(draft, "第2节", "第二节", "Sections"))
    foreign = upload(client, page(draft), changed(draft, "第1节", "第一节", "Sections"))

    assert own.context["preview"]["errors"] == []
    assert "belongs to construction" in foreign.context["preview"]["errors"][0]


def test_token_serves_the_same_official_and_release_only(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]
    other = make_release("other", by=editor)
    colleague = Client()
    colleague.force_login(make_user("colleague", "construction", "editor"))

    for answer in (
        colleague.post(page(draft), {"token": token}),
        client.post(page(other), {"token": token}),
        client.post(page(draft), {"token": token + "x"}),
        client.post(page(draft), {"token": ""}),
    ):
        assert answer.status_code == 303

    assert Observation.objects.get().value == 5


def test_submitted_meanwhile_nothing_is_loaded(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]
    client.post(reverse("admin:portal_release_submit", args=[draft.pk]))

    response = client.post(page(draft), {"token": token})

    assert response.status_code == 403
    assert Observation.objects.get().value == 5


def test_pages_have_labels_and_nothing_inline(client, editor):
    draft = make_everything("draft")
    client.force_login(editor)

    texts = [
        client.get(page(draft)).content.decode(),
        client.get(page()).content.decode(),
        upload(client, page(draft), changed(draft, ",638,", ",637,")).content.decode(),
        upload(client, page(draft), b"nothing").content.decode(),
    ]

    assert [INLINE.findall(text) for text in texts] == [[], [], [], []]
    assert all('<label for="id_workbook">' in text for text in texts)


def test_release_and_list_lead_to_the_pages(client, editor, draft):
    client.force_login(editor)

    release = client.get(reverse("admin:portal_release_change", args=[draft.pk])).content.decode()
    releases = client.get(reverse("admin:portal_release_changelist")).content.decode()

    assert 'href="../workbook/"' in release
    assert f'href="{page()}"' in releases
