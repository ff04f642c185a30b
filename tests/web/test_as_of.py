"""What `as_of` names, and what is cited."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.web.as_of import BadMoment, Moment, read_time
from portal.web.data_version import PublicChange
from portal.web.days import YEARS
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
    [
        "2022-07-01T10:00:00+08:00",
        "2022-07-01T10:00:00 08:00",
        "2022-07-01T02:00:00Z",
        "2022-07-01T10:00:00.000000+08:00",
    ],
)
def test_a_time_is_read_with_its_offset(text):
    assert Moment.read(text).at == dt.datetime(2022, 7, 1, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2022-07-01", "2022-07-01"),
        ("2022-07-01T10:00:00 08:00", "2022-07-01T10:00:00+08:00"),
        ("2022-07-01T02:00:00Z", "2022-07-01T10:00:00+08:00"),
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
        "1654012800",
        "1654012800000",
        "1654-01-28",
        "1654-01-28T00:00:00+08:00",
        "20220601",
        "2022-6-1",
        "2022-W22-3",
        "2022-152",
        "2022-06-01 00:00",
        "2022-06-01T00:00:00",
        "2022-06-01T00:00+08:00",
        "2022-06-01T00:00:00+0800",
        "２０２２-06-01",
        " 2022-06-01",
        "2022-06-01\n",
    ],
)
def test_what_is_in_neither_form_or_in_the_future_is_refused(text):
    with pytest.raises(BadMoment, match="as_of"):
        Moment.read(text)


def test_time_of_today_after_now_is_refused():
    ahead = timezone.localtime() + dt.timedelta(seconds=5)

    with pytest.raises(BadMoment, match=r"in the future; the latest is 20|晚于现在"):
        Moment.read(ahead.isoformat())
    assert Moment.read((ahead - dt.timedelta(seconds=10)).isoformat()).is_past


def test_answer_refuses_a_time_after_now_and_says_what_is_allowed(client):
    ahead = timezone.localtime() + dt.timedelta(hours=2)

    answer = client.get("/api/v1/observations", {"as_of": ahead.isoformat(), "lang": "en"})

    error = answer.json()["error"]
    assert (answer.status_code, error["parameter"]) == (400, "as_of")
    assert error["allowed"] == ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ss+08:00"]
    assert "is in the future" in error["message"]


def test_answer_of_today_names_the_instant_that_it_used(client):
    make_area()
    commit()
    last = timezone.localtime(PublicChange.objects.latest("at").at).isoformat()

    answer = client.get("/api/v1/areas", {"as_of": timezone.localdate().isoformat()}).json()

    assert answer["as_of"] == last
    assert client.get("/api/v1/areas", {"as_of": last}).json() == answer


@pytest.mark.slow("12 s: tries any text")
@given(st.text(max_size=40) | st.datetimes(timezones=st.timezones()).map(dt.datetime.isoformat))
def test_any_text_is_a_time_or_a_bad_moment(text):
    try:
        at, _plain = read_time(text)
    except BadMoment:
        return

    assert timezone.localdate(at) <= timezone.localdate()
    assert at.year in YEARS


def test_the_last_change_is_cited_by_its_instant():
    june = make_release()
    make_commitment(june, due="2022-06-30")
    publish(june, at="2022-06-01")

    cited = [Moment.read(as_of).unchanged_since for as_of in ("2022-06-15", "2022-06-30", "2022-09-01")]

    june, july = "2022-06-01T00:00:00+08:00", "2022-07-01T00:00:00+08:00"
    assert cited == [june, june, july]
    assert [Moment.read(one).unchanged_since for one in cited] == cited


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


def test_page_of_a_moment_before_everything_says_so(client):
    publish(make_release(), at="2022-06-01")
    commit()

    days = ("2022-05-31", "2022-06-01")
    pages = [client.get(f"/releases/?lang=en&as_of={day}").content.decode() for day in days]

    assert ["Nothing had been published by then." in page for page in pages] == [True, False]
