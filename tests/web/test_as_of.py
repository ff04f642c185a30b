"""What `as_of` names, and what is cited."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.web.as_of import BadMoment, Moment, read_time
from portal.web.data_version import PublicChange
from tests.world import commit, make_area, make_commitment, make_release, make_user, publish

pytestmark = pytest.mark.django_db
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def test_no_as_of_means_now():
    before = timezone.now()

    read = Moment.read(None)

    assert before <= read.at <= timezone.now()
    assert (read.as_of, read.is_past) == (None, False)


def test_a_date_means_its_end():
    read = Moment.read("2022-07-01")

    assert read.at == dt.datetime(2022, 7, 1, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert read.day == dt.date(2022, 7, 1)


def test_today_means_the_instant_of_the_last_change_and_says_so():
    make_area()
    commit()
    last = PublicChange.objects.latest("at").at

    read = Moment.read(timezone.localdate().isoformat())

    assert (read.at, read.as_of) == (last, timezone.localtime(last).isoformat())
    assert Moment.read(read.as_of) == read


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


@pytest.mark.slow("0.1 s")
@given(st.text(max_size=40) | st.datetimes(timezones=st.timezones()).map(dt.datetime.isoformat))
def test_any_text_is_a_time_or_a_bad_moment(text):
    try:
        at, _plain = read_time(text)
    except BadMoment:
        return

    assert timezone.localdate(at) <= timezone.localdate()


def test_a_change_of_another_day_is_cited_by_its_day():
    june = make_release()
    make_commitment(june, due="2022-06-30")
    publish(june, at="2022-06-01")

    days = [Moment.read(as_of).unchanged_since for as_of in ("2022-06-15", "2022-06-30", "2022-09-01")]

    assert days == ["2022-06-01", "2022-06-01", "2022-07-01"]


def test_a_change_of_today_is_cited_by_its_instant():
    draft = make_release()
    make_user("somebody", "construction")
    commit()
    last = PublicChange.objects.latest("at").at
    publish(draft, at=timezone.now() + dt.timedelta(days=1))

    assert Moment.read(None).unchanged_since == timezone.localtime(last).isoformat()


def test_what_is_cited_shows_the_same_after_further_changes():
    make_area()
    commit()
    before = Moment.read(None)
    make_area("elsewhere", "town")
    commit()

    cited = Moment.read(before.unchanged_since)

    assert cited.state.version == before.state.version != Moment.read(None).state.version
