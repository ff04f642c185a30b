"""Edit conflicts on the page of progress: whoever saves a row second learns what the first wrote."""

import datetime as dt
import json
import threading

import pytest
from django.db import connection
from django.test import Client

from portal.publishing.models import Release
from projects.models import ProgressReport, Project, Undertaking
from tests.projects.progress_page import filled, make_reported, page, said
from tests.projects.world import make_project, make_report
from tests.world import make_release, make_user

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def project(db) -> Undertaking:
    return make_reported()


@pytest.fixture
def draft(editor) -> Release:
    return make_release("december", by=editor, kind="statistical_return")


def test_second_editor_is_told_what_the_first_has_saved(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)
    old = filled(client, where, **{"row--percent": "80"})
    colleague = make_user("Zhang", "construction", "editor")
    first = Client()
    first.force_login(colleague)
    first.post(where, filled(first, where, **{"row--percent": "70", "row--stage": "implementation"}))

    told = client.post(where, old)
    again = {
        field.html_name: str(field.value() or "") for form in told.context["sheet"].rows for field in form
    }
    between = draft.progressreports.get().percent
    client.post(where, again | filled_items(told))

    assert said(told) == {
        "row--__all__": [
            "Zhang has saved this row in the meantime: implementation · 70%. Save again to overwrite it."
        ]
    }
    assert (between, draft.progressreports.get().percent) == (70, 80)


def filled_items(response) -> dict[str, str]:
    items = response.context["sheet"].items
    return {field.html_name: str(field.value() or "") for form in items for field in form}


def test_rows_that_others_save_meanwhile_are_kept(client, editor, project, draft):
    client.force_login(editor)
    where = page(project, draft)
    old = filled(client, where, **{"row--percent": "80"})
    make_report(draft, project, work_item="road", quantity=600, as_at=dt.date(2022, 11, 30))

    client.post(where, old)

    assert dict(draft.progressreports.values_list("work_item", "quantity")) == {"": None, "road": 600}


def test_seen_that_was_made_up_is_taken_for_nothing(client, editor, project, draft):
    make_report(draft, project, percent=65, as_at=dt.date(2022, 11, 30))
    client.force_login(editor)
    where = page(project, draft)

    for seen in ("{", "[]", "7", json.dumps({"percent": ["x"]})):
        response = client.post(where, filled(client, where, **{"row--percent": "70", "row--seen": seen}))
        assert list(said(response)) == ["row--__all__"]

    assert draft.progressreports.get().percent == 65


@pytest.mark.django_db(transaction=True)
def test_two_who_save_the_same_row_at_once_do_not_overwrite_each_other():
    project, draft = make_project(), make_release(kind="statistical_return")
    people = [make_user(name, "construction", "editor") for name in ("first", "second")]
    where, answers, start = page(project, draft), {}, threading.Barrier(2)

    def save(user, percent: str) -> None:
        try:
            client = Client()
            client.force_login(user)
            form = filled(client, where, **{"row--percent": percent})
            start.wait(timeout=30)
            answers[percent] = client.post(where, form).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in zip(people, ("10", "20"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    stored = ProgressReport.objects.get()
    winner = "10" if stored.percent == 10 else "20"
    assert sorted(answers.values()) == [200, 302]
    assert answers[winner] == 302
    assert Project.objects.count() == 1
