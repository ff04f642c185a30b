"""The log of public changes: what adds to it, which version it gives to a moment, and what is settled."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.models import Release, Section
from portal.statistics.models import Check, CheckTerm, Indicator, Observation, Series, Unit
from portal.web.as_of import Moment, state_at
from portal.web.data_version import PublicChange, check_public_changes
from tests.world import (
    commit,
    make_area,
    make_commitment,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_unit,
    make_update,
    make_user,
    publish,
)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def version(as_of: str | None = None) -> str:
    commit()
    return Moment.read(as_of).state.version


def later(monkeypatch, at: dt.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


def test_version_stays_while_nothing_changes(db):
    publish(make_everything("june"), "2022-06-17")

    assert version() == version()


def test_version_is_read_with_one_query(db):
    with CaptureQueriesContext(connection) as asked:
        moment = Moment.read(None)
        assert moment.state.version
        assert moment.unchanged_since

    assert len(asked) == 1


def test_release_changes_the_version_of_now_and_of_no_earlier_moment(db):
    publish(make_release("june"), "2022-06-17")
    now, past = version(), version("2022-07-01")

    publish(make_release("december"), "2022-12-23")

    assert version() != now
    assert version("2022-07-01") == past


def test_release_entered_afterwards_changes_the_version_of_every_moment_since(db):
    publish(make_release("december"), "2022-12-23")
    days = ("2022-06-16", "2022-06-17", "2022-12-24", None)
    before = [version(day) for day in days]

    publish(make_release("june"), "2022-06-17")

    assert [version(day) == old for day, old in zip(days, before, strict=True)] == [True, False, False, False]


def test_withdrawal_changes_the_version_of_now_and_of_no_earlier_moment(db, reviewer):
    release = publish(make_release(), "2022-06-17")
    now, past = version(), version("2022-07-01")

    releases.withdraw(release=release, by=reviewer, reason_zh="错误", reason_en="Wrong")

    assert version() != now
    assert version("2022-07-01") == past


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE portal_area SET name_en = 'Elsewhere'",
        "UPDATE portal_unit SET below_zero = NOT below_zero",
        "UPDATE portal_department SET note_en = 'Moved'",
        "UPDATE portal_indicator SET definition_en = 'Anew' WHERE code = 'seen-rate'",
        "UPDATE portal_check SET note_en = 'Anew' WHERE code = 'seen-check'",
        "UPDATE portal_facility SET phone = '1' WHERE code = 'seen-place'",
        "DELETE FROM portal_facility WHERE code = 'seen-place'",
        "UPDATE portal_facility SET is_public = false WHERE code = 'seen-place'",
    ],
)
def test_raw_sql_changes_the_version_of_now_and_of_no_past_moment(db, sql):
    publish(make_everything("seen"), "2022-06-17")
    now, past = version(), version("2022-07-01")

    with connection.cursor() as cursor:
        cursor.execute(sql)

    assert version() != now
    assert version("2022-07-01") == past


def test_version_changes_when_a_place_is_hidden_and_another_shown(db):
    make_facility("shown")
    make_facility("hidden", is_public=False)
    before = version()

    Facility.objects.filter(code="hidden").update(is_public=True)
    Facility.objects.filter(code="shown").update(is_public=False)

    assert version() != before


def test_saving_without_a_change_adds_nothing(db):
    place = make_facility("hall")
    before = version()

    place.save()

    assert version() == before


@pytest.mark.parametrize("at", [None, HOUR])
@pytest.mark.parametrize(
    "change",
    [
        lambda: Indicator.objects.filter(code="draft-rate").update(name_en="Renamed"),
        lambda: Check.objects.update(note_en="Anew"),
        lambda: CheckTerm.objects.update(order=7),
        lambda: Facility.objects.update(phone="1"),
        lambda: make_facility("hidden", is_public=False),
    ],
)
def test_what_is_not_public_changes_no_version(db, change: Callable[[], object], at):
    draft = make_everything("draft")
    if at:
        publish(draft, timezone.now() + at)
    before = version()

    change()

    assert version() == before


def test_edits_of_a_draft_add_nothing(db):
    draft = make_release("draft")
    make_figure(draft, make_indicator(), 1)
    make_commitment(draft, due="2022-12-31")
    commit()
    entries = PublicChange.objects.count()

    Section.objects.update(title_en="Anew")
    Observation.objects.update(value=7)
    Release.objects.filter(pk=draft.pk).update(title_en="Anew")
    commit()

    assert PublicChange.objects.count() == entries


def test_a_transaction_adds_one_entry_however_many_rows_it_changes(db):
    commit()
    entries = PublicChange.objects.count()

    make_area("town", "town")
    make_unit("other")
    Area.objects.update(name_en="Anew")
    commit()

    assert PublicChange.objects.count() == entries + 1


def test_version_changes_on_the_day_after_a_commitment_fell_due(db):
    release = make_release()
    make_commitment(release, due=dt.date(2022, 9, 30))
    publish(release, "2022-06-17")

    assert version("2022-09-29") == version("2022-09-30")
    assert version("2022-10-01") != version("2022-09-30")
    assert version("2022-10-01T00:00:00+08:00") != version("2022-09-30T23:59:59.999999+08:00")


def test_version_changes_on_the_day_after_a_new_due_date(db):
    june, september = make_release(), make_release()
    commitment = make_commitment(june, due=dt.date(2022, 8, 31))
    publish(june, "2022-06-17")
    make_update(september, commitment, "changed", new_due=dt.date(2022, 10, 31))
    publish(september, "2022-09-15")

    assert version("2022-10-30") == version("2022-10-31")
    assert version("2022-11-01") != version("2022-10-31")


def test_scheduled_release_shows_in_no_version_before_its_instant(db, monkeypatch):
    release = make_release()
    make_figure(release, make_indicator(), 1)
    make_commitment(release, due=timezone.localdate())
    before, tomorrow = Moment.read(None) if version() else None, timezone.now() + DAY

    publish(release, tomorrow)
    commit()
    after = Moment.read(None)
    later(monkeypatch, tomorrow)

    assert (after.state.version, after.unchanged_since) == (before.state.version, before.unchanged_since)
    assert version() != before.state.version
    assert Moment.read(None).state.changed_at == tomorrow


def test_change_after_a_scheduled_one_leaves_it_its_instant(db, monkeypatch):
    tomorrow = timezone.now() + DAY
    publish(make_release(), tomorrow)
    make_facility("hall")
    today = version()

    later(monkeypatch, tomorrow)

    assert version() != today


def test_cancelled_release_leaves_no_trace(db, monkeypatch, reviewer):
    release = make_release()
    make_commitment(release, due=timezone.localdate() + 3 * DAY)
    before = version()
    publish(release, timezone.now() + HOUR)

    releases.cancel_approval(release=Release.objects.get(), by=reviewer)
    commit()
    later(monkeypatch, timezone.now() + 7 * DAY)

    assert version() == before


def test_entry_is_never_rewritten_nor_removed_once_its_instant_has_passed(db):
    make_area()
    commit()

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PublicChange.objects.update(at=timezone.now())
    with pytest.raises(IntegrityError, match="its instant has passed"), transaction.atomic():
        PublicChange.objects.all().delete()


def test_check_refuses_an_audited_model_that_says_nothing_of_its_publicity(monkeypatch):
    assert check_public_changes(None) == []

    monkeypatch.delattr(Series, "not_public")

    assert [(error.id, error.obj) for error in check_public_changes(None)] == [("portal.E001", Series)]


@contextmanager
def another_writer() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own with an open transaction, which is taken back unless it is committed."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def run(writer: BaseDatabaseWrapper, sql: str) -> None:
    with writer.cursor() as cursor:
        cursor.execute(sql)


#: What a writer's triggers do when it commits, and what its transaction is like right before it has.
RENAME = "UPDATE portal_area SET name_en = 'Renamed'; SET CONSTRAINTS ALL IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other():
    make_area()
    make_unit()

    with another_writer() as first, another_writer() as second:
        run(first, RENAME)
        run(
            second,
            "SET lock_timeout = '2s'; UPDATE portal_unit SET name_en = 'Anew'; SET CONSTRAINTS ALL IMMEDIATE",
        )
        second.commit()
        first.commit()

    assert not PublicChange.objects.filter(is_late=True).exists()


@pytest.mark.django_db(transaction=True)
def test_no_moment_is_offered_to_which_an_open_transaction_may_add():
    make_area()
    unit, before = make_unit(), state_at()

    with another_writer() as writer:
        run(writer, RENAME)
        Unit.objects.filter(pk=unit.pk).update(name_en="Anew")
        while_open = state_at()
        writer.commit()
        after = state_at()

    assert while_open.version == before.version
    assert while_open.changed_at == before.changed_at
    assert after.version != before.version
    assert state_at(while_open.at).version == before.version
    assert state_at(timezone.now()).changed_at == PublicChange.objects.latest("at", "id").at


@pytest.mark.django_db(transaction=True)
def test_release_of_now_is_in_no_moment_that_was_offered_before_it_was_committed():
    release = make_release()
    make_figure(release, make_indicator(), 1)
    releases.submit(release=release, by=make_user("submitter", "construction", "editor"))
    seen = []

    def look() -> None:
        seen.append(state_at())
        connection.close()

    with transaction.atomic():
        released = releases.approve(release=release, by=make_user("judge", "construction", "reviewer"))
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    [offered] = seen
    assert offered.at < released.released_at
    assert state_at(offered.at).version == offered.version
    assert not PublicChange.objects.filter(release_id=release.pk, is_late=True).exists()


@pytest.mark.django_db(transaction=True)
def test_embargo_that_ends_while_an_edit_commits_is_seen_with_the_edit():
    release = make_release()
    make_facility("hall", release=release)
    hour = timezone.now() + dt.timedelta(seconds=0.9)
    publish(release, hour)

    with another_writer() as writer:
        run(writer, "UPDATE portal_facility SET phone = '67890'; SET CONSTRAINTS ALL IMMEDIATE")
        assert timezone.now() < hour
        time.sleep((hour - timezone.now()).total_seconds() + 0.01)
        while_open = state_at()
        writer.commit()

    assert while_open.at < hour <= state_at().at
    assert state_at().changed_at == hour


@pytest.mark.django_db(transaction=True)
def test_moment_keeps_the_version_that_it_was_offered_with_whoever_writes():
    areas = [make_area().code, *(make_area(f"town-{number}", "town").code for number in range(4))]

    def write(code: str) -> None:
        for number in range(25):
            Area.objects.filter(code=code).update(name_en=f"Name {number}")
        connection.close()

    threads = [threading.Thread(target=write, args=[code]) for code in areas]
    offered = [state_at()]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        offered.append(state_at())

    assert [state_at(state.at).version for state in offered] == [state.version for state in offered]
    assert PublicChange.objects.filter(at__gt=offered[0].at).count() == 25 * len(areas)
