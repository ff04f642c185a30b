"""Large workbooks in the admin: looked at and loaded in the background, with a page that tells how far that is."""

import datetime as dt
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from portal.desk.workbooks import jobs as tasks
from portal.desk.workbooks.views import job_address
from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.statistics.models import Observation
from tests.desk.test_site import INLINE
from tests.desk.uploads import changed, kept_files, page, upload, zipped
from tests.spreadsheets.test_scale import figures
from tests.work import carry_out, running_worker
from tests.workbooks import RELEASE, SECTION
from tests.world import make_area, make_figure, make_indicator, make_release, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_steps(client, settings, task_queue, tmp_path, monkeypatch):
    """Four rows count as many, and every step is written down."""
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    monkeypatch.setattr(tasks, "LARGE", 4)
    monkeypatch.setattr(tasks, "TICK", 0)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor, summary_zh="摘要", summary_en="Summary")
    indicator = make_indicator("cases")
    for day in range(4):
        make_figure(release, indicator, 500 + day, as_printed="若干人", period_end=dt.date(2022, 12, 1 + day))
    return release


@pytest.fixture
def signed_in(client, editor) -> Client:
    client.force_login(editor)
    return client


def looked_at(client: Client, release: Release | None, content: bytes):
    """The page of the job that looks at an upload, when it has ended."""
    started = upload(client, page(release), content, "book.zip")
    assert started.status_code == 302
    carry_out()
    return client.get(started.url)


def seen_changes(response) -> list[tuple]:
    return [change for sheet in response.context["preview"]["sheets"] for change in sheet["changes"]]


def test_many_rows_are_looked_at_and_loaded_in_the_background(signed_in, editor, draft):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))
    again = signed_in.get(preview.request["PATH_INFO"])
    before = Observation.objects.filter(value=700).count()
    started = signed_in.post(page(draft), {"token": preview.context["token"]})
    carry_out()
    loaded = signed_in.get(started.url)

    assert seen_changes(preview) == seen_changes(again)
    assert [(row, old, new, share) for row, _c, old, new, share in seen_changes(preview)] == [
        (2, "500", "700", "+40.0%")
    ]
    assert "+40.0%" in preview.content.decode()
    assert preview.context["preview"]["foreseen"] is not None
    assert before == 0
    assert loaded.url == reverse("admin:portal_release_change", args=[draft.pk])
    event = Observation.pgh_event_model.objects.filter(value=700).get()
    about = event.pgh_context.metadata
    assert {name: about[name] for name in ("user", "action", "door", "release")} == {
        "user": editor.pk,
        "action": "load",
        "door": "workbook",
        "release": "draft",
    }
    assert kept_files() == []


def test_few_rows_are_looked_at_at_once(signed_in, draft, monkeypatch):
    monkeypatch.setattr(tasks, "LARGE", 1000)

    response = upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))

    assert response.status_code == 200
    assert not WorkbookJob.objects.exists()


def test_few_rows_wait_on_the_page_of_a_job_while_another_is_at_work(signed_in, draft, monkeypatch):
    with running_worker():
        upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))
        monkeypatch.setattr(tasks, "LARGE", 1000)
        second = upload(signed_in, page(draft), changed(draft, ",500,", ",800,"))
        shown = signed_in.get(second.url)
    carry_out()

    assert shown.context["said"] == "Waiting for another workbook …"
    assert list(WorkbookJob.objects.values_list("state", flat=True)) == ["done", "done"]


def test_page_says_that_no_worker_is_running(signed_in, draft):
    started = upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))

    alone = signed_in.get(started.url).context["said"]
    with running_worker():
        attended = signed_in.get(started.url).context["said"]

    assert alone == "The background worker is not running. The work continues as soon as it is started."
    assert attended == "Waiting for another workbook …"


def test_few_rows_wait_for_no_worker_that_is_not_there(signed_in, draft, monkeypatch):
    upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))
    monkeypatch.setattr(tasks, "LARGE", 1000)

    assert upload(signed_in, page(draft), changed(draft, ",500,", ",800,")).status_code == 200


def test_page_tells_how_far_it_is_with_and_without_script(client, editor, draft):
    job = WorkbookJob.objects.create(
        kind="load",
        owner=editor,
        release=draft,
        rows=1234,
        stage="comparing",
        done=12,
        total=1234,
        started_at=timezone.now(),
    )
    client.force_login(editor)

    with running_worker():
        text = client.get(job_address(job)).content.decode()
        status = client.get(job_address(job) + "status/").json()
        client.cookies["django_language"] = "zh-hans"
        in_chinese = client.get(job_address(job) + "status/").json()["said"]

    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in text
    assert '<progress id="job-bar" max="1234" value="12">' in text
    assert INLINE.findall(text) == []
    assert status == {
        "running": True,
        "said": "Comparing with what the portal holds: 12 of 1,234 rows",
        "done": 12,
        "of": 1234,
    }
    assert in_chinese == "正在与门户中的内容比对：已完成12行，共1,234行"


def test_progress_shows_while_the_load_has_not_ended(signed_in, draft, monkeypatch):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))
    started = signed_in.post(page(draft), {"token": preview.context["token"]})
    shown = []
    note = tasks._note

    def look_on(beside, *columns) -> None:
        note(beside, *columns)
        with beside.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM portal_observation WHERE value = 700")
            loaded = cursor.fetchone()[0]
        shown.append((WorkbookJob.objects.get(kind="load").stage, loaded))

    monkeypatch.setattr(tasks, "_note", look_on)
    carry_out()

    assert list(dict.fromkeys(shown)) == [
        (stage, 0) for stage in ("reading", "waiting", "comparing", "loading")
    ]
    assert signed_in.get(started.url).url == reverse("admin:portal_release_change", args=[draft.pk])
    assert Observation.objects.filter(value=700).count() == 1


def test_only_its_owner_sees_a_job_and_only_at_its_release(signed_in, editor, outsider, draft):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))
    job = WorkbookJob.objects.get()
    other = make_release("other", by=editor)
    places = {
        "colleague": (make_user("colleague", "construction", "editor"), draft.pk),
        "reviewer": (make_user("judge", "construction", "reviewer"), draft.pk),
        "outsider": (outsider, draft.pk),
        "administrator": (make_user("chief", None, "administrator"), draft.pk),
        "other release": (editor, other.pk),
    }

    found = {}
    for name, (user, release) in places.items():
        someone = Client()
        someone.force_login(user)
        addresses = [
            reverse(f"admin:portal_release_{view}", args=[release, job.pk]) for view in ("job", "job_status")
        ]
        found[name] = {someone.get(address).status_code for address in addresses}

    assert preview.status_code == 200
    assert found == {name: {404} for name in places}
    assert signed_in.get(reverse("admin:portal_release_new_job", args=[job.pk])).status_code == 404
    assert Client().get(job_address(job)).status_code == 302


def test_job_is_stopped_before_it_begins(signed_in, draft):
    started = upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))

    stopped = signed_in.post(started.url, follow=True)
    carry_out()

    assert "Stopped: nothing was loaded." in stopped.content.decode()
    assert (WorkbookJob.objects.get().state, WorkbookJob.objects.get().stage) == ("stopped", "waiting")
    assert "Stopped: nothing was loaded." in signed_in.get(started.url).content.decode()


@pytest.mark.parametrize("stage", ["comparing", "loading"])
def test_load_that_is_stopped_at_any_stage_loads_nothing(signed_in, draft, monkeypatch, stage):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))
    signed_in.post(page(draft), {"token": preview.context["token"]})
    note = tasks._note

    def stop_then(beside, now, *rest) -> None:
        note(beside, now, *rest)
        if now == stage:
            with beside.cursor() as cursor:  # as somebody else does, beside the work's transaction
                cursor.execute("UPDATE portal_workbookjob SET state = 'stopped', finished_at = now()")

    monkeypatch.setattr(tasks, "_note", stop_then)

    assert carry_out() == ["SUCCESSFUL", "SUCCESSFUL"]
    assert WorkbookJob.objects.get(kind="load").state == "stopped"
    assert not Observation.objects.filter(value=700).exists()


def test_job_that_has_ended_is_not_stopped(signed_in, draft):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))

    answer = signed_in.post(preview.request["PATH_INFO"])

    assert answer.url == preview.request["PATH_INFO"]
    assert WorkbookJob.objects.get().state == "done"


def test_work_that_its_workers_die_of_is_given_up(signed_in, draft):
    started = upload(signed_in, page(draft), changed(draft, ",500,", ",700,"))
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["one", "two", "three"])

    carry_out()

    assert signed_in.get(started.url).context["said"] == (
        "Nothing was loaded: the work was interrupted several times. The log says why."
    )


def test_what_was_changed_meanwhile_is_shown_before_it_is_overwritten(signed_in, draft):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))
    Observation.objects.filter(value=500).update(value=600)

    started = signed_in.post(page(draft), {"token": preview.context["token"]})
    carry_out()
    again = signed_in.get(started.url)
    between = Observation.objects.filter(value=600).count()
    signed_in.post(page(draft), {"token": again.context["token"]})
    carry_out()

    assert "somebody else has changed the same data" in again.content.decode()
    assert [(old, new) for _r, _c, old, new, _s in seen_changes(again)] == [("600", "700")]
    assert (between, Observation.objects.filter(value=700).count()) == (1, 1)


def test_errors_are_listed_and_the_file_is_thrown_away(signed_in, draft):
    response = looked_at(signed_in, draft, changed(draft, ",500,", ",five,"))

    assert len(response.context["preview"]["errors"]) == 1
    assert "row 2" in response.context["preview"]["errors"][0]
    assert response.context["token"] == ""
    assert kept_files() == []


def test_who_may_load_no_longer_when_it_is_their_turn_is_refused(signed_in, editor, draft):
    preview = looked_at(signed_in, draft, changed(draft, ",500,", ",700,"))

    signed_in.post(page(draft), {"token": preview.context["token"]})
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    carry_out()

    job = WorkbookJob.objects.get(kind="load")
    assert job.result == {"why": "Nothing was loaded: you are no longer allowed to load this workbook."}
    assert not Observation.objects.filter(value=700).exists()


def test_failure_of_the_portal_is_told_and_never_silent(signed_in, editor, draft, caplog):
    gone = tasks.Upload("workbooks/gone", "", draft.pk, 30)
    broken = tasks.Upload("../outside", "", draft.pk, 30)

    for one in (gone, broken):
        tasks.start(WorkbookJob.Kind.LOAD, one, by=editor)
        carry_out()

    newest, oldest = (signed_in.get(job_address(job)) for job in WorkbookJob.objects.all())
    assert oldest.context["said"] == "The upload has expired. Please upload the file again."
    assert newest.context["said"] == ("Nothing was loaded because of an internal error, which is in the log.")
    assert "workbook job failed" in caplog.text


def test_old_jobs_are_thrown_away_with_their_files(editor, draft):
    name = default_storage.save(f"{tasks.FOLDER}/old", ContentFile(b"old"))
    old = timezone.now() - dt.timedelta(days=2)
    WorkbookJob.objects.create(
        kind="preview",
        owner=editor,
        release=draft,
        rows=1,
        file=name,
        state="done",
        started_at=old,
        finished_at=old,
    )

    tasks.discard_old()

    assert not WorkbookJob.objects.exists()
    assert kept_files() == []


@pytest.mark.slow("5 s: handles very many rows")
def test_ten_thousand_rows_are_looked_at_and_loaded(signed_in):
    for number in range(50):
        make_area(f"estate-{number}", "estate")
    for number in range(20):
        make_indicator(
            f"indicator-{number}", dimensions={"road_type": ["lane", "avenue"]}, department="construction"
        )
    book = zipped(Release=[RELEASE], Sections=[SECTION], Observations=figures(10_000, "14"))

    start = time.monotonic()
    started = upload(signed_in, page(), book, "book.zip")
    waited = time.monotonic() - start
    carry_out()
    preview = signed_in.get(started.url)
    loading = signed_in.post(page(), {"token": preview.context["token"]})
    carry_out()
    loaded = signed_in.get(loading.url)

    looked, load = WorkbookJob.objects.order_by("id")
    took = {job.kind: (job.finished_at - job.started_at).total_seconds() for job in (looked, load)}
    print(f"request {waited:.1f} s, jobs {took}")  # noqa: T201 - what the test is run for
    assert waited < 10
    assert preview.context["preview"]["foreseen"] is not None
    assert loaded.url == reverse("admin:portal_release_change", args=[Release.objects.get().pk])
    assert Observation.objects.count() == 10_000
