import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.statistics.models import CheckResult, Indicator
from portal.web import as_of as moments
from portal.web.as_of import BadMoment, Moment
from tests.world import (
    make_area,
    make_commitment,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    publish,
)

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def version(as_of: str | None = None) -> str:
    return Moment.read(as_of).data_version()


def test_no_as_of_means_now():
    before = timezone.now()

    read = Moment.read(None)

    assert before <= read.at <= timezone.now()
    assert (read.as_of, read.is_past) == (None, False)


def test_a_date_means_its_end():
    read = Moment.read("2022-07-01")

    assert read.at == dt.datetime(2022, 7, 1, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert read.day == dt.date(2022, 7, 1)


def test_today_means_now():
    assert Moment.read(timezone.localdate().isoformat()).at <= timezone.now()


@pytest.mark.parametrize(
    "text",
    ["2022-07-01T10:00:00+08:00", "2022-07-01T10:00:00 08:00", "2022-07-01T02:00:00Z", "2022-07-01 10:00"],
)
def test_a_time_is_read_with_its_offset_or_as_local(text):
    assert Moment.read(text).at == dt.datetime(2022, 7, 1, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2022-07-01", "2022-07-01"),
        ("2022-7-1", "2022-07-01"),
        ("20220701", "2022-07-01"),
        ("2022-07-01T10:00:00 08:00", "2022-07-01T10:00:00+08:00"),
        ("2022-07-01T02:00:00Z", "2022-07-01T10:00:00+08:00"),
        ("2022-07-01 10:00", "2022-07-01T10:00:00+08:00"),
    ],
)
def test_a_moment_names_itself_in_one_spelling_that_is_read_again_to_the_same(text, plain):
    read = Moment.read(text)

    assert read.as_of == plain
    assert Moment.read(plain) == read


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "2022-02-30",
        "2022-13-01",
        "1",
        "2022-07-01T99:00",
        "\0",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_time_or_in_the_future_is_refused(text):
    with pytest.raises(BadMoment, match="as_of"):
        Moment.read(text)


@given(st.text(max_size=40) | st.datetimes(timezones=st.timezones()).map(dt.datetime.isoformat))
def test_any_text_is_a_moment_or_a_bad_one(text):
    try:
        read = Moment.read(text)
    except BadMoment:
        return

    assert read.at <= timezone.now()


@pytest.mark.slow
def test_data_version_stays_while_nothing_changes(db):
    publish(make_everything("june"), "2022-06-17")

    assert version() == version()


@pytest.mark.slow
def test_data_version_changes_with_a_release(db):
    publish(make_everything("june"), "2022-06-17")
    before = version()

    publish(make_everything("december"), "2022-12-23")

    assert version() != before


@pytest.mark.slow
def test_data_version_of_the_past_ignores_what_came_later(db):
    publish(make_release("june"), "2022-06-17")
    before = version("2022-07-01")

    publish(make_release("december"), "2022-12-23")

    assert version("2022-07-01") == before


def test_data_version_changes_when_a_public_area_is_renamed(db):
    make_area()
    before = version()

    Area.objects.update(name_en="Elsewhere")

    assert version() != before


def test_data_version_changes_when_a_place_is_hidden_and_another_shown(db):
    make_facility("shown")
    make_facility("hidden", is_public=False)
    before = version()

    Facility.objects.filter(code="hidden").update(is_public=True)
    Facility.objects.filter(code="shown").update(is_public=False)

    assert version() != before


@pytest.mark.parametrize("change", ["indicator", "check", "facility"])
def test_data_version_says_nothing_of_what_is_not_public(db, change):
    release = make_everything("draft")
    before = version()

    if change == "indicator":
        Indicator.objects.filter(code="draft-rate").update(name_en="Renamed")
    if change == "check":
        assert not CheckResult.objects.exists()
        release.commitments.get().series.check_terms.get().check_rule.delete()
    if change == "facility":
        Facility.objects.update(phone="1")

    assert version() == before


def test_data_version_changes_on_the_day_after_a_promise_fell_due(db):
    release = make_release()
    make_commitment(release, due=dt.date(2022, 9, 30))
    publish(release, "2022-06-17")

    assert version("2022-09-29") == version("2022-09-30")
    assert version("2022-10-01") != version("2022-09-30")


@pytest.mark.slow
def test_data_version_changes_on_the_day_after_a_new_due_date(db):
    june, september = make_release(), make_release()
    promise = make_commitment(june, due=dt.date(2022, 8, 31))
    publish(june, "2022-06-17")
    make_update(september, promise, "changed", new_due=dt.date(2022, 10, 31))
    publish(september, "2022-09-15")

    assert version("2022-10-30") == version("2022-10-31")
    assert version("2022-11-01") != version("2022-10-31")


def test_data_version_changes_at_the_end_of_an_embargo_by_the_clock_alone(db, monkeypatch):
    release = make_release()
    make_figure(release, make_indicator(), 1)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    before = version()
    publish(release, tomorrow)
    assert version() == before

    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert version() != before


@pytest.mark.slow
def test_data_version_changes_with_a_withdrawal(db, reviewer):
    release = publish(make_release(), "2022-06-17")
    now, past = version(), version("2022-07-01")

    releases.withdraw(release=release, by=reviewer, reason_zh="错误", reason_en="Wrong")

    assert version() != now
    assert version("2022-07-01") == past


@pytest.mark.django_db
def test_unchanged_since_is_the_day_of_the_last_release_or_of_silence():
    first = make_release()
    make_commitment(first, due="2022-06-30")
    publish(first, at="2022-06-01")

    days = [
        Moment.read(as_of).unchanged_since.isoformat()
        for as_of in ("2022-06-15", "2022-06-30", "2022-09-01", None)
    ]

    assert days == ["2022-06-01", "2022-06-01", "2022-07-01", "2022-07-01"]


@pytest.mark.slow
@pytest.mark.django_db
def test_unchanged_since_knows_nothing_of_an_embargo():
    publish(make_release(), at="2022-06-01")
    publish(make_release(), at=timezone.now() + dt.timedelta(days=1))

    assert Moment.read(None).unchanged_since == dt.date(2022, 6, 1)


def test_data_version_refuses_a_kind_that_is_public_by_the_day(monkeypatch):
    def public(at: dt.datetime):
        return Facility.objects.filter(release__published_on__lt=timezone.localdate(at)).values("pk")

    monkeypatch.setitem(moments.unversioned, "portal.Facility", public)

    with pytest.raises(ImproperlyConfigured, match="must be compared with the moment itself"):
        moments._statement_of_changes(("portal.Facility",))


def test_what_takes_long_to_tell_is_asked_again_only_after_a_change(db):
    place = make_facility("one")
    versions, numbers = [], []

    for change in (
        lambda: None,
        lambda: None,
        lambda: Facility.objects.filter(pk=place.pk).update(phone="12345"),
        lambda: make_facility("two"),
        lambda: None,
    ):
        change()
        with CaptureQueriesContext(connection) as captured:
            versions.append(Moment.read(None).data_version())
        numbers.append(len(captured))

    assert [number - min(numbers) for number in numbers] == [1, 0, 1, 1, 0]
    assert [versions.index(one) for one in versions] == [0, 0, 2, 3, 3]
