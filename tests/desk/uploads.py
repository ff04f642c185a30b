"""Workbooks of releases as they are downloaded, changed and uploaded on the desk."""

import io
import zipfile

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.desk.workbooks import jobs
from portal.publishing.models import Release
from portal.spreadsheets.writing import csv_zip, export_release, template
from portal.spreadsheets.xlsx_writing import write_xlsx


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


def rows_of(response, sheet: str = "Observations") -> list[tuple]:
    """What the page shows of each row: what happens to it, name, value now and before."""
    preview = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == sheet)
    return [tuple(row[name] for name in ("words", "name", "now", "before")) for row in preview["rows"]]
