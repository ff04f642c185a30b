"""Workbooks of a department: its template, its part of a release, and what a preview says besides differences."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.areas.models import Area
from portal.spreadsheets.actions import preview_workbook
from portal.spreadsheets.reading import read_workbook
from portal.spreadsheets.writing import csv_zip, export_release, template
from portal.spreadsheets.xlsx_writing import write_xlsx
from portal.statistics.models import CheckResult, Indicator, Observation
from tests.workbooks import release_workbook
from tests.world import (
    make_department,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def downloaded(client: Client, user, address: str):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return {sheet.name: sheet.rows for sheet in read_workbook(io.BytesIO(answer.content))}


def test_the_template_of_a_department_lists_its_series_with_their_last_values(client, editor):
    publish(make_everything("known"))
    make_indicator("of-others", department="health")

    sheets = downloaded(client, editor, "/admin/portal/release/workbook/xlsx/?department")

    listed = sheets["Observations"][1:]
    assert len(listed) == 3
    assert {"known-rate", "known-street", "91.6"} <= {
        cell for row in sheets["Last values"] for cell in row
    } | {cell for row in listed for cell in row}
    assert not [row for row in listed if "of-others" in row]


def test_lines_that_were_left_as_they_are_say_nothing(editor):
    publish(make_everything("known"))
    file = io.BytesIO()
    write_xlsx(template(editor.department), file, by=editor)
    sheets = read_workbook(io.BytesIO(file.getvalue()))
    release, sections, _figures = release_workbook()
    own = [sheet for sheet in sheets if sheet.name in {"Observations", "Last values"}]

    report = preview_workbook(workbook=[release, sections, *own], by=editor)

    assert report.errors == []
    assert [sheet.new for sheet in report.sheets if sheet.sheet == "Observations"] == [0]


def test_the_workbook_of_a_part_holds_only_its_rows(client, editor, outsider):
    release = make_release("joint", by=editor)
    make_figure(release, make_indicator("own"), 5)
    make_figure(release, make_indicator("theirs", department="health"), 7)
    make_department("health")

    part = downloaded(client, outsider, f"/admin/portal/release/{release.pk}/workbook/xlsx/")
    whole = downloaded(client, editor, f"/admin/portal/release/{release.pk}/workbook/xlsx/")

    assert [len(sheets["Observations"]) for sheets in (part, whole)] == [2, 3]
    assert "theirs" in part["Observations"][1]


def test_the_preview_foresees_failed_checks_and_unusual_figures_and_keeps_nothing(client, editor):
    publish(make_everything("known"))
    release = make_release("draft", by=editor, summary_zh="摘要", summary_en="Summary")
    street = Area.objects.get(code="known-street")
    for code, value in (("known-solved", 638), ("known-cases", 698), ("known-rate", "91.6")):
        make_figure(
            release, Indicator.objects.get(code=code), value, area=street, period_end=dt.date(2023, 12, 31)
        )
    rows = export_release(release)
    figures = next(filled for filled in rows if filled.sheet.code == "Observations")
    for row in figures.rows:
        if row["indicator"] == "known-cases":
            row["value"] = row["value"] * 10
            row["as_printed"] = f"{row['value']}"
    client.force_login(editor)
    file = SimpleUploadedFile("release.zip", csv_zip(rows))

    page = client.post(f"/admin/portal/release/{release.pk}/workbook/", {"workbook": file})

    preview = page.context["preview"]
    assert preview["errors"] == []
    assert len(preview["foreseen"]["failed"]) == 1
    assert len(preview["foreseen"]["unusual"]) == 1
    assert "+900.0%" in page.content.decode()
    assert Observation.objects.get(release=release, series__indicator__code="known-cases").value == 698
    assert not CheckResult.objects.filter(release=release).exists()
