"""Empty or unknown: what is expected and not reported, why a list is empty, and which days a series is about."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.statistics.models import Indicator
from portal.web.as_of import Moment
from portal.web.data_version import PublicChange
from tests.pages import queries_of
from tests.projects.world import make_undertakings
from tests.replays import replayed
from tests.world import commit, make_area, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db

HALF = {"period_end": dt.date(2022, 6, 30)}


def answer(address: str) -> dict:
    given = Client().get(address)
    assert given.status_code == 200
    return given.json()


def empty(address: str) -> tuple[str, str | None, str | None]:
    """Why there are no results: the reason, and the days about which there is something."""
    told = answer(address)
    assert told["results"] == []
    return told["empty"]["reason"], told["empty"]["first_day"], told["empty"]["last_day"]


@pytest.fixture(scope="module")
def solved(shared) -> Indicator:
    """Cases solved in the first half and in all of 2022, of the district as a whole."""
    indicator = make_indicator("criminal-cases-solved")
    make_area("gushan", "subdistrict")
    for day, end in (("2022-07-01", dt.date(2022, 6, 30)), ("2022-12-23", dt.date(2022, 12, 23))):
        release = make_release()
        make_figure(release, indicator, 5, period_end=end)
        publish(release, day)
    return shared(indicator)


def test_case_from_the_field_tells_three_kinds_of_nothing_apart(solved):
    period, breakdown, series = (one.json() for one in replayed("15-empty-or-unknown"))

    assert period["empty"]["reason"] == "not_reported_for_period"
    assert (period["empty"]["first_day"], period["empty"]["last_day"]) == ("2022-01-01", "2022-12-23")
    assert breakdown["empty"]["reason"] == "no_such_series"
    assert series["empty"] is None
    [row] = series["results"]
    assert (row["first_day"], row["last_day"], row["observation_count"]) == ("2022-01-01", "2022-12-23", 2)


def test_series_says_which_days_it_is_about_at_a_moment(solved):
    [row] = answer("/api/v1/series?as_of=2022-07-02")["results"]
    detail = answer(f"/api/v1/series/{row['id']}?as_of=2022-07-02")
    [inside] = answer("/api/v1/indicators/criminal-cases-solved?as_of=2022-07-02")["series"]

    for one in (row, detail, inside):
        assert (one["first_day"], one["last_day"], one["observation_count"]) == (
            "2022-01-01",
            "2022-06-30",
            1,
        )


def test_empty_list_says_why(solved, reviewer):
    figures = "/api/v1/observations"
    assert empty(f"{figures}?kind=target") == ("no_match", None, None)
    assert empty(f"{figures}?indicator=criminal-cases-solved&to=2021-12-31") == (
        "not_reported_for_period",
        "2022-01-01",
        "2022-12-23",
    )
    assert empty(f"{figures}?as_of=2022-01-01") == ("before_first_publication", None, None)
    assert empty("/api/v1/commitments") == ("nothing_published", None, None)
    assert empty("/api/v1/releases?q=nowhere") == ("no_match", None, None)
    assert answer("/api/v1/releases")["empty"] is None


def test_empty_list_before_the_first_publication_names_it(solved):
    told = answer("/api/v1/releases?as_of=2022-01-01&lang=en")["empty"]

    assert told["message"].endswith("the first publication is of 2022-07-01T00:00:00+08:00.")


def test_empty_list_after_a_withdrawal_says_so(reviewer):
    release = make_release()
    make_figure(release, make_indicator("cases"), 5)
    release = publish(release, "2022-07-01")
    releases.withdraw(release=release, by=reviewer, reason_zh="误", reason_en="Wrong")

    assert empty("/api/v1/observations?indicator=cases") == ("withdrawn", None, None)
    assert len(answer("/api/v1/observations?indicator=cases&versions=all")["results"]) == 1
    [row] = answer("/api/v1/series?indicator=cases")["results"]
    assert (row["first_day"], row["last_day"], row["observation_count"]) == (None, None, 0)


def test_empty_list_of_what_has_ended_says_so_rather_than_not_reported(solved, reviewer):
    """A withdrawn figure was reported: neither its days nor its release are “no match”."""
    last = Release.objects.order_by("-released_at").first()
    releases.withdraw(release=last, by=reviewer, reason_zh="误", reason_en="Wrong")
    figures = "/api/v1/observations?indicator=criminal-cases-solved"

    assert empty(f"{figures}&release={last.slug}")[0] == "not_in_force"
    assert empty(f"{figures}&from=2022-12-01")[0] == "not_in_force"
    assert empty(f"{figures}&from=2022-12-01&as_of=2022-07-02")[0] == "not_reported_for_period"


def test_empty_list_of_another_record_that_was_withdrawn_says_so(reviewer):
    release = make_undertakings("june")
    publish(release, "2022-07-01")
    releases.withdraw(release=release, by=reviewer, reason_zh="误", reason_en="Wrong")

    assert empty("/api/v1/funding?release=june")[0] == "not_in_force"


def test_reason_at_a_past_moment_rests_on_nothing_later(solved):
    address = "/api/v1/observations?indicator=criminal-cases-solved&from=2022-07-01&as_of=2022-07-02"
    before = Client().get(address).content
    later = make_release()
    make_figure(later, solved, 9, period_end=dt.date(2023, 6, 30), period_start=dt.date(2023, 1, 1))
    publish(later, "2023-07-01")

    assert Client().get(address).content == before
    assert empty(address) == ("not_reported_for_period", "2022-01-01", "2022-06-30")


def test_series_take_as_many_queries_for_more_rows(client, solved):
    before = queries_of(client, "/api/v1/series")
    release = make_release()
    for number in range(3):
        make_figure(release, make_indicator(), number)
    publish(release, "2023-07-01")

    assert queries_of(client, "/api/v1/series") == before


@pytest.fixture
def monthly() -> Indicator:
    """Expected every month, ten days after its end; the last figure is of May 2022."""
    indicator = make_indicator("monthly", basis="point", frequency="M", expected_after=10)
    release = make_release("may")
    make_figure(release, indicator, 5, period_end=dt.date(2022, 5, 31))
    publish(release, "2022-06-05")
    commit()
    return indicator


def gaps(as_of: str = "") -> list[str]:
    return [row["indicator"] for row in answer(f"/api/v1/gaps?as_of={as_of}")["results"]]


def test_figure_that_is_expected_and_not_there_is_public(client, monthly):
    [row] = answer("/api/v1/gaps?lang=en")["results"]

    found = {name: row[name] for name in ("indicator", "frequency", "last_day", "expected_by", "department")}
    assert found == {
        "indicator": "monthly",
        "frequency": "M",
        "last_day": "2022-05-31",
        "expected_by": "2022-07-10",
        "department": "construction",
    }
    page = client.get("/indicators/monthly/?lang=en").content.decode()
    detail = answer("/api/v1/indicators/monthly")
    assert ("Not reported yet" in page, "10 July 2022" in page) == (True, True)
    assert (detail["is_overdue"], detail["expected_by"]) == (True, "2022-07-10")


def test_gap_begins_when_the_day_has_passed_and_the_data_version_with_it(client, monthly):
    assert (gaps("2022-07-10"), gaps("2022-07-11")) == ([], ["monthly"])
    versions = [Moment.read(day).state.version for day in ("2022-07-09", "2022-07-10", "2022-07-11")]

    assert versions[0] == versions[1] != versions[2]
    assert (
        "Not reported yet" not in client.get("/indicators/monthly/?lang=en&as_of=2022-07-10").content.decode()
    )


def test_gap_ends_with_the_figure(monthly):
    release = make_release()
    make_figure(release, monthly, 6, period_end=timezone.localdate())
    publish(release)

    assert gaps() == []


def test_change_of_the_frequency_changes_the_version_of_the_day_that_it_names(monthly):
    figure = make_release("today")
    make_figure(figure, monthly, 6, period_end=timezone.localdate())
    publish(figure)
    commit()
    before = set(PublicChange.objects.values_list("at", flat=True))

    Indicator.objects.filter(pk=monthly.pk).update(expected_after=20)
    commit()

    added = set(PublicChange.objects.filter(at__gt=timezone.now()).values_list("at", flat=True)) - before
    assert len(added) == 1


def test_gaps_without_a_frequency_say_that_nothing_is_expected(solved):
    assert empty("/api/v1/gaps") == ("nothing_expected", None, None)


def test_gaps_say_nothing_of_an_indicator_that_is_not_public():
    indicator = make_indicator("hidden", basis="point", frequency="M")
    release = make_release()
    make_figure(release, indicator, 5, period_end=dt.date(2022, 5, 31))
    publish(release, timezone.now() + dt.timedelta(days=1))

    assert gaps() == []


def test_gaps_take_as_many_queries_for_more_rows(client, monthly):
    before = queries_of(client, "/api/v1/gaps")
    release = make_release()
    for number in range(3):
        one = make_indicator(basis="point", frequency="M")
        make_figure(release, one, number, period_end=dt.date(2022, 5, 31))
    publish(release, "2022-06-06")

    assert queries_of(client, "/api/v1/gaps") == before
