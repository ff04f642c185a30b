"""Releases as workbooks in the admin: download, upload, preview, load; and what bad files are told."""

import datetime as dt
import io
import os
import re
import time
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains

from portal.desk.workbooks import jobs
from portal.publishing.models import Release
from portal.spreadsheets.reading import read_workbook
from portal.spreadsheets.writing import csv_zip, export_release, template
from portal.spreadsheets.xlsx_writing import write_xlsx
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.desk.test_site import INLINE
from tests.workbooks import FIGURE, RELEASE, SECTION
from tests.world import (
    make_area,
    make_department,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client, settings, tmp_path):
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor, summary_zh="摘要", summary_en="Summary")
    make_figure(release, make_indicator("cases"), 5, as_printed="若干人")
    return release


def page(release: Release | None = None) -> str:
    if release is None:
        return reverse("admin:portal_release_workbooks")
    return reverse("admin:portal_release_workbook", args=[release.pk])


def xlsx(release: Release | None = None) -> bytes:
    target = io.BytesIO()
    write_xlsx(export_release(release) if release else template(), target)
    return target.getvalue()


def zipped(**sheets: list[dict[str, str]]) -> bytes:
    """A zip of CSV files with these rows."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, rows in sheets.items():
            header = list(rows[0])
            lines = [",".join(header), *(",".join(row[column] for column in header) for row in rows)]
            archive.writestr(f"{name}.csv", "\n".join(lines))
    return target.getvalue()


def changed(release: Release, before: str, after: str, sheet: str = "Observations") -> bytes:
    """The release as a zip of CSV files, with a text in one of them changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(csv_zip(export_release(release)))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode("utf-8-sig")
            new.writestr(name, content.replace(before, after) if name == f"{sheet}.csv" else content)
    return target.getvalue()


def upload(client: Client, where: str, content: bytes, name: str = "book.xlsx"):
    return client.post(where, {"workbook": SimpleUploadedFile(name, content)})


def kept_files() -> list[str]:
    return default_storage.listdir(jobs.FOLDER)[1] if default_storage.exists(jobs.FOLDER) else []


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


def test_preview_shows_every_difference_and_writes_nothing(client, editor, draft):
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,", ",7,"))

    sheets = {sheet["sheet"]: sheet for sheet in response.context["preview"]["sheets"]}
    assert sheets["Observations"]["changes"] == [(2, "Value", "5", "7", "+40.0%")]
    assert Observation.objects.get().value == 5
    assert response.context["token"]


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


def test_preview_lists_new_and_removed_rows_by_their_keys(client, editor, draft):
    make_figure(draft, make_indicator("others"), 9)
    make_indicator("cases2")
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, "others", "cases2"))

    sheet = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == "Observations")
    assert [key.split(", ")[0] for key in sheet["added"]] == ["cases2"]
    assert [key.split(", ")[0] for key in sheet["gone"]] == ["others"]


def rows_of(response, sheet: str = "Observations") -> list[tuple]:
    """What the page shows of each row: what happens to it, name, value now and before."""
    preview = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == sheet)
    return [tuple(row[name] for name in ("words", "name", "now", "before")) for row in preview["rows"]]


def test_preview_shows_names_and_values_in_the_language_of_the_official(client, editor, draft):
    make_figure(draft, make_indicator("others", name_zh="其他"), 9)
    make_indicator("cases2")
    client.force_login(editor)

    found = upload(client, page(draft), changed(draft, "others", "cases2"))
    client.cookies["django_language"] = "zh-hans"
    chinese = upload(client, page(draft), changed(draft, "others", "cases2"))

    period = "1 January to 23 December 2022"
    assert rows_of(found) == [
        ("New", f"Indicator cases2 · District · {period}", "9 persons", ""),
        ("Removed", f"Indicator others · District · {period}", "", "9 persons"),
    ]
    assert ("移除", "其他 · district区 · 2022年1月1日至12月23日", "", "9人") in rows_of(chinese)


def test_preview_shows_old_and_new_value_and_every_changed_cell_in_words(client, editor, draft):
    make_area("gushan", "town", name_en="Gushan Town")
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,,normal", ",7,about,provisional"))

    (row,) = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == "Observations")["rows"]
    assert (row["now"], row["before"]) == ("about 7 persons", "5 persons")
    assert row["cells"] == [
        ("Value", "5", "7", "+40.0%"),
        ("Qualifier", "", "about", ""),
        ("Status", "normal value", "provisional", ""),
    ]
    assertContains(response, "about 7 persons")


def test_preview_shows_the_last_figure_beside_a_new_one(client, editor, draft):
    cases = draft.observations.get().series.indicator
    earlier = make_release("earlier")
    make_figure(earlier, cases, 4, period_end=dt.date(2022, 10, 31))
    publish(earlier)
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, "2022-12-23,no,actual,5", "2022-12-31,no,actual,6"))

    assert rows_of(response)[0][2:] == ("6 persons", "January–October 2022: 4 persons")


def test_preview_names_rows_of_every_sheet(client, editor, draft):
    client.force_login(editor)

    sections = rows_of(
        upload(client, page(draft), changed(draft, "Section 1", "Homes", "Sections")), "Sections"
    )

    assert [(words, name) for words, name, _now, _before in sections] == [("Changed", "1 Homes")]


def test_what_was_changed_meanwhile_is_shown_before_it_is_overwritten(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]
    Observation.objects.update(value=6)

    again = client.post(page(draft), {"token": token})
    between = Observation.objects.get().value
    client.post(page(draft), {"token": again.context["token"]})

    sheet = next(s for s in again.context["preview"]["sheets"] if s["sheet"] == "Observations")
    assert sheet["changes"] == [(2, "Value", "6", "7", "+16.7%")]
    assert (between, Observation.objects.get().value) == (6, 7)


def test_errors_name_their_cells_and_nothing_can_be_loaded(client, editor, draft):
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,", ",five,"))

    assert len(response.context["preview"]["errors"]) == 1
    assert "row 2" in response.context["preview"]["errors"][0]
    assert response.context["token"] == ""
    assert kept_files() == []


def test_workbook_of_another_release_is_refused_on_the_page_of_this(client, editor, draft):
    other = make_release("other", by=editor)
    client.force_login(editor)

    response = upload(client, page(draft), changed(other, "第1节", "第一节", "Sections"))

    assert (
        "The workbook belongs to another release; the address of this release is draft."
        in response.context["preview"]["errors"][0]
    )
    assert response.context["token"] == ""


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
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("Observations.csv", b"a" * (201 * 2**20))
    return target.getvalue()


def encrypted() -> bytes:
    content = bytearray(zipped(Release=[RELEASE]))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flag] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"not a workbook", "The file is damaged or is not an .xlsx workbook."),
        (lambda: xlsx()[:-300], "The file is damaged or is not an .xlsx workbook."),
        (lambda: b"PK\x03\x04" + os.urandom(500), "The file is damaged or is not an .xlsx workbook."),
        (lambda: zipped(Nothing=[{"a": "1"}]), "none of the portal's sheets"),
        (lambda: zipped(Sections=[SECTION]), "names the release of the other sheets"),
        (bomb, "larger than|unpacks to more than"),
        (encrypted, "damaged or password-protected"),
        (lambda: OLE, "The file is an old .xls. Save it in Excel as .xlsx."),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook is password-protected."),
        (lambda: "指标,数值\n新建游园,3\n".encode("gb18030"), "The file is a CSV file."),
        (lambda: "indicator;value\r\nparks;3\r\n".encode("utf-8-sig"), "The file is a CSV file."),
    ],
    ids=[
        *("text", "cut off", "noise", "other sheet", "no release", "bomb", "encrypted zip"),
        *("old Excel", "password", "Chinese CSV", "CSV"),
    ],
)
def test_bad_file_is_told_and_never_an_error_of_the_server(client, editor, content, words):
    client.force_login(editor)

    response = upload(client, page(), content())

    assert response.status_code == 200
    assert re.search(words, "\n".join(response.context["preview"]["errors"]))


def test_file_that_is_too_large_missing_or_empty_is_told(client, editor, monkeypatch):
    client.force_login(editor)
    monkeypatch.setattr("portal.desk.workbooks.views.LARGEST", 10)

    errors = [
        upload(client, page(), b"12345678901").context["form"].errors["workbook"],
        upload(client, page(), b"").context["form"].errors["workbook"],
        client.post(page(), {}).context["form"].errors["workbook"],
    ]

    assert errors == [["The file is larger than 0 MB."], ["The file is empty."], ["Choose the file."]]


def test_names_of_files_as_windows_in_china_writes_them_are_read(client, editor, draft):
    name = "发布.csv".encode("gb18030")
    stand_in = "x" * len(name)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(csv_zip(export_release(draft)))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        new.writestr(stand_in, old.read("Release.csv"))
    client.force_login(editor)

    response = upload(client, page(draft), target.getvalue().replace(stand_in.encode(), name))

    assert response.context["preview"]["errors"] == []
    assert [sheet["sheet"] for sheet in response.context["preview"]["sheets"]] == ["Release"]


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


def test_file_that_was_thrown_away_is_asked_for_again(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]
    default_storage.delete(f"{jobs.FOLDER}/{kept_files()[0]}")

    response = client.post(page(draft), {"token": token})

    messages = [str(message) for message in client.get(response.url).context["messages"]]
    assert messages == ["The upload has expired. Please upload the file again."]


def test_files_that_nobody_came_back_for_are_thrown_away(client, editor, draft):
    client.force_login(editor)
    upload(client, page(draft), changed(draft, ",5,", ",7,"))
    old = kept_files()
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(default_storage.path(f"{jobs.FOLDER}/{old[0]}"), (long_ago, long_ago))

    upload(client, page(draft), changed(draft, ",5,", ",8,"))

    assert len(kept_files()) == 1
    assert kept_files() != old


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
