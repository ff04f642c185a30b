"""The forms by which officials announce a release, move it and call it off."""

import pytest
from django.test import Client

from portal.publishing.actions import announcements, releases
from portal.publishing.models import Release
from portal.staff.models import User
from tests.publishing.announcing import WHY, announce, tomorrow
from tests.world import make_department, make_release, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(editor) -> Release:
    return make_release("secret-address", by=editor)


def press(client: Client, user: User, release: Release, act: str, **form):
    client.force_login(user)
    return client.post(f"/admin/portal/release/{release.pk}/{act}/", {"confirmed": "1", **form})


def test_editors_announce_by_a_form(client, release, editor):
    client.force_login(editor)
    form = client.get(f"/admin/portal/release/{release.pk}/announce/").context["form"]

    press(
        client,
        editor,
        release,
        "announce",
        title_zh="题目",
        title_en="Title",
        scheduled_for=f"{tomorrow():%Y-%m-%dT%H:%M}",
        confirmed="on",
    )

    assert form["title_zh"].initial == release.title_zh
    [word] = release.announcements.all()
    assert (word.title_en, word.scheduled_for, word.confirmed) == ("Title", tomorrow(), True)


def test_the_form_asks_for_the_reason_of_a_change(client, release, editor, reviewer):
    announce(release, editor)
    given = {
        "title_zh": "题",
        "title_en": "T",
        "scheduled_for": f"{tomorrow(1):%Y-%m-%dT%H:%M}",
        "confirmed": "on",
    }

    refused = press(client, reviewer, release, "announce", **given)
    done = press(client, reviewer, release, "announce", **given, reason_zh=WHY[0], reason_en=WHY[1])

    assert refused.status_code == 200
    assert done.status_code == 302
    assert announcements.current(release).scheduled_for == tomorrow(1)


def test_the_form_of_approval_announces_and_asks_why_another_time(client, release, editor, reviewer):
    announce(release, editor)
    releases.submit(release=release, by=editor)
    release.refresh_from_db()
    given = {
        "seen": release.submitted_at.isoformat(),
        "when": "at",
        "at": f"{tomorrow(1):%Y-%m-%dT%H:%M}",
        "announce": "on",
    }

    page = client.get(f"/admin/portal/release/{release.pk}/review/")
    refused = press(client, reviewer, release, "approve", **given)
    done = press(client, reviewer, release, "approve", **given, change_zh=WHY[0], change_en=WHY[1])

    assert page.status_code == 302
    assert set(refused.context["approve"].errors) == {"change_zh", "change_en"}
    assert done.status_code == 302
    release.refresh_from_db()
    assert (release.released_at, announcements.current(release).reason_en) == (tomorrow(1), WHY[1])


@pytest.mark.parametrize("act", ["announce", "call-off"])
def test_the_forms_are_closed_to_others(client, release, editor, outsider, act):
    announce(release, editor)
    make_department("health")

    for somebody in (outsider, make_user("other-head", "health", "head")):
        assert press(client, somebody, release, act).status_code in {403, 404}
    assert release.announcements.count() == 1


def test_calling_off_by_the_form(client, release, editor, reviewer):
    announce(release, editor)

    press(client, reviewer, release, "call-off", reason_zh=WHY[0], reason_en=WHY[1])

    assert announcements.current(release).scheduled_for is None
