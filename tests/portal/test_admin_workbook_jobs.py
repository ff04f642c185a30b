"""Workbooks of a department: its template, its part of a release, and what a preview says besides differences."""

import io

import pytest
from django.test import Client
from django.utils import translation

from portal.actions.workbook import preview_workbook
from portal.workbook.departmental import template_for
from portal.workbook.raw import Workbook
from portal.workbook.reading import read_workbook
from portal.workbook.xlsx_writing import write_xlsx
from tests.workbooks import release_workbook
from tests.world import (
    make_department,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


def downloaded(client: Client, user, address: str):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return {
        sheet.name: [row.cells for row in sheet.rows]
        for sheet in read_workbook(io.BytesIO(answer.content)).sheets
    }


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
    rows, last = template_for(editor.department)
    write_xlsx(rows, file, by=editor, last=last)
    template = read_workbook(io.BytesIO(file.getvalue())).sheets
    release, sections, _figures = release_workbook().sheets
    own = [sheet for sheet in template if sheet.name in {"Observations", "Last values"}]

    report = preview_workbook(workbook=Workbook([release, sections, *own]), by=editor)

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
