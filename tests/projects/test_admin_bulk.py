"""Updating the progress of many projects by workbook: what it is filled with, and that it loads."""

import datetime as dt
import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing.models import Release
from portal.spreadsheets.actions import preview_workbook
from portal.spreadsheets.writing import FilledSheet, csv_zip
from projects.admin.bulk import progress_workbook
from projects.models import ProgressReport, Undertaking
from projects.records.progress import PROGRESS
from tests.desk.test_site import INLINE
from tests.projects.world import make_item, make_project, make_report
from tests.world import make_department, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOVEMBER = dt.date(2022, 11, 30)


@pytest.fixture
def at_once(monkeypatch) -> None:
    """What is large is not left to the background, where another connection would see nothing of the test."""
    monkeypatch.setattr("portal.desk.workbooks.jobs.LARGE", 100_000)


@pytest.fixture
def draft(editor) -> Release:
    return make_release(
        "december", by=editor, kind="statistical_return", summary_zh="摘要", summary_en="Summary"
    )


@pytest.fixture(scope="module")
def june(shared) -> Release:
    """One project under way with a work item, one finished, one of another department, one that nobody reported."""
    release = make_release("june")
    ring = make_project("ring")
    make_item(release, ring, "road", planned_quantity=1000)
    make_report(release, ring, "implementation", percent=60)
    make_report(release, ring, work_item="road", quantity=500, qualifier="about")
    make_report(release, make_project("done"), "completion")
    make_report(release, make_project("foreign", department="health"), "implementation")
    make_project("new")
    return shared(publish(release, "2022-06-17"))


def progress(book: list[FilledSheet]) -> list[tuple]:
    rows = next(filled.rows for filled in book if filled.sheet is PROGRESS.sheet)
    names = ("undertaking", "work_item", "as_at", "stage", "percent", "quantity", "qualifier")
    return [tuple(row[name] for name in names) for row in rows]


def address(page: str, *args, **query) -> str:
    return reverse(f"admin:projects_project_{page}", args=args, query=query)


def upload(client: Client, release: Release, content: bytes):
    where = reverse("admin:portal_release_workbook", args=[release.pk])
    preview = client.post(where, {"workbook": SimpleUploadedFile("book.xlsx", content)})
    loaded = client.post(where, {"token": preview.context["token"]}) if preview.context["token"] else None
    return preview, loaded


def test_workbook_holds_the_last_values_of_what_is_under_way_in_the_department(june, draft, editor):
    book = progress_workbook(draft, NOVEMBER, editor)

    assert progress(book) == [
        ("ring", "", NOVEMBER, "implementation", 60, None, ""),
        ("ring", "road", NOVEMBER, "", None, 500, "about"),
    ]


def test_what_the_draft_says_already_stands_as_it_is(june, draft, editor):
    make_report(draft, Undertaking.objects.get(code="ring"), percent=75, as_at=NOVEMBER)

    rows = progress(progress_workbook(draft, NOVEMBER, editor))

    assert [(row[:3], row[4]) for row in rows] == [
        (("ring", "", NOVEMBER), 75),
        (("ring", "road", NOVEMBER), None),
    ]


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_downloaded_workbook_loads_as_it_is(client, editor, june, draft, form):
    client.force_login(editor)

    file = client.get(address("download", form, release=draft.pk, as_at="2022-11-30"))
    preview, loaded = upload(client, draft, file.content)

    assert file["Content-Disposition"] == f'attachment; filename="december-2022-11-30.{form}"'
    assert preview.context["preview"]["errors"] == []
    assert loaded.status_code == 302
    assert draft.progressreports.count() == 2


def test_page_opens_for_editors_alone(client, request, june):
    codes = {}
    for name in ("editor", "administrator", "reviewer"):
        client.force_login(request.getfixturevalue(name))
        codes[name] = (
            client.get(address("workbook")).status_code,
            client.get(address("download", "xlsx")).status_code,
        )

    assert codes == {"editor": (200, 404), "administrator": (200, 404), "reviewer": (403, 403)}


def test_draft_of_others_is_not_filled(client, outsider, june, draft):
    client.force_login(outsider)

    assert client.get(address("download", "xlsx", release=draft.pk, as_at="2022-11-30")).status_code == 404
    assert client.get(address("workbook", release=draft.pk)).context["chosen"] is None


def test_page_leads_to_download_and_upload(client, editor, june, draft):
    client.force_login(editor)

    text = client.get(address("workbook", release=draft.pk, as_at="2022-11-30")).content.decode()

    assert f"{address('download', 'xlsx')}?release={draft.pk}&amp;as_at=2022-11-30" in text
    assert reverse("admin:portal_release_workbook", args=[draft.pk]) in text
    assert INLINE.findall(text) == []


def many(number: int) -> Release:
    """A release that reports so many projects, made in sets."""
    release = make_release(f"of-{number}")
    first = make_project(f"first-{number}")
    template = {
        f.attname: getattr(first, f.attname) for f in Undertaking._meta.concrete_fields if f.name != "id"
    }
    projects = Undertaking.objects.bulk_create(
        Undertaking(**template | {"code": f"p{number}-{n}"}) for n in range(number)
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(
            release=release,
            undertaking=project,
            as_at=dt.date(2022, 5, 31),
            stage="implementation",
            percent=10,
        )
        for project in projects
    )
    return publish(release)


def test_workbook_costs_the_same_queries_for_many_projects(draft, editor):
    progress_workbook(draft, NOVEMBER, editor)
    queries = []
    for number in (2, 30):
        many(number)
        with CaptureQueriesContext(connection) as captured:
            progress_workbook(draft, timezone.localdate(), editor)
        queries.append(len(captured))

    assert queries[0] == queries[1]


def test_reports_are_read_without_what_describes_their_projects(draft, editor):
    many(2)
    book = progress_workbook(draft, NOVEMBER, editor)

    with CaptureQueriesContext(connection) as captured:
        report = preview_workbook(workbook=io.BytesIO(csv_zip(book)), by=editor)

    assert report.errors == []
    assert next(sheet.new for sheet in report.sheets if sheet.sheet == "Progress") == 2
    asked = [query["sql"].partition(" FROM ") for query in captured]
    assert [
        columns
        for columns, _, rest in asked
        if rest.startswith('"projects_undertaking"') and "summary" in columns
    ] == []


@pytest.mark.slow("20 s: handles very many rows")
@pytest.mark.usefixtures("at_once")
def test_ten_thousand_rows_are_filled_looked_at_and_loaded_in_good_time(client, draft, editor):
    many(10_000)
    client.force_login(editor)
    start = time.process_time()

    file = client.get(address("download", "xlsx", release=draft.pk, as_at="2022-11-30"))
    preview, loaded = upload(client, draft, file.content)

    assert preview.context["preview"]["errors"] == []
    assert len(preview.content) < 200_000
    assert loaded.status_code == 302
    assert draft.progressreports.count() == 10_000
    assert time.process_time() - start < 60


@pytest.mark.slow("15 s: handles very many rows")
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "amounts",
    [(30, 20), pytest.param((10_000, 1000), marks=pytest.mark.slow("15 s: handles very many rows"))],
)
def test_very_many_errors_are_told_in_one_page(client, draft, editor, monkeypatch, amounts):
    number, most = amounts
    monkeypatch.setattr("portal.desk.workbooks.previews.MOST_ERRORS", most)
    many(number)
    client.force_login(editor)
    book = progress_workbook(draft, NOVEMBER, editor)
    for filled in book:
        for row in filled.rows if filled.sheet is PROGRESS.sheet else ():
            row["percent"] = 101

    preview, loaded = upload(client, draft, csv_zip(book))

    shown = preview.context["preview"]
    assert (shown["error_count"], len(shown["errors"]), shown["more_errors"]) == (number, most, number - most)
    assert loaded is None
    assert io.BytesIO(preview.content).getbuffer().nbytes < 1_000_000


def test_other_department_loads_its_projects_into_a_release_it_takes_part_in(client, june, draft):
    foreign = Undertaking.objects.get(code="foreign")
    make_report(draft, foreign, percent=5, as_at=dt.date(2022, 10, 31))
    client.force_login(make_user("nurse", "health", "editor"))
    assert foreign.department == make_department("health")

    file = client.get(address("download", "xlsx", release=draft.pk, as_at="2022-11-30"))
    preview, loaded = upload(client, draft, file.content)

    assert preview.context["preview"]["errors"] == []
    assert loaded.status_code == 302
    assert sorted(draft.progressreports.values_list("undertaking__code", "as_at")) == [
        ("foreign", dt.date(2022, 10, 31)),
        ("foreign", NOVEMBER),
    ]
