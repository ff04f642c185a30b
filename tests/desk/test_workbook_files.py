"""Files that are uploaded as workbooks: what bad ones are told, and what becomes of those that are kept."""

import io
import os
import re
import time
import zipfile

import pytest
from django.core.files.storage import default_storage

from portal.desk.workbooks import jobs
from portal.spreadsheets.writing import csv_zip, export_release
from tests.desk.uploads import changed, kept_files, page, upload, xlsx, zipped
from tests.workbooks import RELEASE, SECTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_in_english")]


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
