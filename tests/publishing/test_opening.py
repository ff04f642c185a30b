"""The opening of the portal: recorded once; from then on no moment of the past changes."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.actions.opening import open_portal
from portal.publishing.models import Announcement, Opening, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.web.as_of import Moment
from portal.web.data_version import PublicChange
from tests.world import commit, make_figure, make_indicator, make_release, moment, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(administrator) -> Opening:
    done = open_portal(by=administrator)
    commit()
    return done


def elsewhere(slug: str = "article") -> Release:
    """A draft of a document that was published elsewhere in June 2022."""
    release = make_release(slug, published_on=dt.date(2022, 6, 17))
    make_figure(release, make_indicator(), 5)
    return release


def test_document_of_an_earlier_day_is_entered_as_of_that_day_until_the_portal_is_opened():
    publish(elsewhere(), "2022-06-17")
    commit()

    assert Release.objects.known_at(moment("2022-07-01")).exists()


def test_document_of_an_earlier_day_becomes_public_now_once_the_portal_is_open(client, opened):
    release = elsewhere()
    with pytest.raises(Invalid, match="nothing is released for a past|不能再"), transaction.atomic():
        publish(release, "2022-06-17")

    publish(elsewhere("again"))
    commit()

    page = client.get("/releases/again/?lang=en").content.decode()
    assert Release.objects.get(slug="again").released_at > opened.at
    assert not Release.objects.known_at(moment("2022-07-01")).exists()
    assert "17 June 2022" in page


def test_nothing_enters_the_past_of_an_open_portal_by_raw_sql(opened, editor, reviewer):
    release = releases.submit(release=elsewhere(), by=editor)

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_release SET state = 'approved', decision = 'approve', decided_by_id = %s,"
            " decided_at = now(), released_at = '2022-06-17' WHERE id = %s",
            [reviewer.pk, release.pk],
        )

    with pytest.raises(DatabaseError, match="the portal is open"):
        commit()


@pytest.mark.parametrize("is_late", [True, False])
def test_log_of_an_open_portal_refuses_entries_for_the_past(opened, is_late):
    with pytest.raises(IntegrityError, match="the portal is open"), transaction.atomic():
        PublicChange.objects.create(at=timezone.now() - dt.timedelta(hours=1), is_late=is_late)


def test_announcement_of_an_open_portal_is_made_now(opened, editor):
    release = make_release("planned", by=editor)
    past = timezone.now() - dt.timedelta(hours=1)

    titles = {"title_zh": "计划", "title_en": "Plan"}
    Announcement.objects.create(release=release, announced_at=past, announced_by=editor, **titles)

    with pytest.raises(DatabaseError, match="the portal is open"):
        commit()


def test_releases_corrections_and_withdrawals_go_on_in_an_open_portal(opened, editor, reviewer):
    release = publish(elsewhere())
    commit()
    figures = list(release.observations.all())
    correction = releases.start_correction(
        release=release, by=editor, records=figures, reason_zh="误", reason_en="Wrong"
    )
    correction.observations.update(value=6, as_printed="6")
    publish(correction)
    commit()
    releases.withdraw(release=release, by=reviewer, reason_zh="误", reason_en="Wrong")
    publish(make_release("scheduled"), timezone.now() + dt.timedelta(hours=1))
    commit()

    assert not PublicChange.objects.filter(is_late=True).exists()


def test_versions_of_the_past_stay_once_the_portal_is_open(opened):
    before = Moment.read(None).unchanged_since
    version = Moment.read(before).state.version

    publish(elsewhere())
    commit()

    assert Moment.read(before).state.version == version


def test_portal_is_opened_once_by_an_administrator(administrator, editor):
    with pytest.raises(NotAllowed):
        open_portal(by=editor)

    opening = open_portal(by=administrator)

    with pytest.raises(WrongState):
        open_portal(by=administrator)
    assert list(Opening.objects.all()) == [opening]
    assert (opening.opened_by, opening.at <= timezone.now()) == (administrator, True)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM portal_opening",
        "UPDATE portal_opening SET at = '2099-01-01'",
        "INSERT INTO portal_opening (id, at) VALUES (2, now())",
        "INSERT INTO portal_opening (id, at) VALUES (1, now())",
    ],
)
def test_opening_is_never_undone_nor_repeated(opened, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_opening_takes_the_clock_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO portal_opening (id, at) VALUES (1, '2020-01-01')")

    assert Opening.instant() > timezone.now() - dt.timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_opening_waits_for_an_entry_of_the_past_that_is_under_way():
    """Otherwise a document of an earlier day could be committed after the portal was opened."""
    writer, opener = connection.copy(), connection.copy()
    try:
        writer.set_autocommit(False)
        with writer.cursor() as cursor:
            cursor.execute("INSERT INTO portal_publicchange (at, is_late) VALUES ('2022-06-17', true)")
        with opener.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            with pytest.raises(DatabaseError, match="lock timeout"):
                cursor.execute("INSERT INTO portal_opening (id, at) VALUES (1, now())")
        writer.rollback()
    finally:
        writer.close()
        opener.close()

    assert not Opening.is_done()


def test_command_opens_the_portal(administrator, editor, capsys):
    with pytest.raises(CommandError):
        call_command("open_portal", username=editor.username)
    call_command("open_portal", username=administrator.username)

    assert Opening.instant().isoformat() in capsys.readouterr().out


def test_administrator_opens_the_portal_at_the_desk(client, administrator, editor):
    page = reverse("admin:opening")
    client.force_login(editor)
    assert client.post(page).status_code == 403
    client.force_login(administrator)
    assert page in client.get(reverse("admin:index")).content.decode()

    answer = client.post(page, follow=True)

    assert Opening.is_done()
    assert page not in answer.content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page, follow=True).status_code == 200


def test_reviewer_is_told_what_a_past_time_means(client, administrator, editor, reviewer):
    release = releases.submit(release=elsewhere(), by=editor)
    client.force_login(reviewer)
    client.cookies["django_language"] = "en"
    review = reverse("admin:portal_release_review", args=[release.pk])
    before = client.get(review).content.decode()

    open_portal(by=administrator)

    after = client.get(review).content.decode()
    assert "a time on that day releases it as of then" in before
    assert "a time on that day" not in after
    assert "its page will show that day" in after


def test_page_says_whether_its_citation_is_final(client, administrator):
    publish(elsewhere(), "2022-06-17")
    commit()
    before = client.get("/releases/article/?lang=en").content.decode()

    open_portal(by=administrator)
    commit()

    after = client.get("/releases/article/?lang=en").content.decode()
    assert ("The portal is not open yet" in before, "will always show the page" in before) == (True, False)
    assert ("The portal is not open yet" in after, "will always show the page" in after) == (False, True)
