"""A correction withdraws a figure that was stated under a wrong key; what rested on it ends at the same instant."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release, RowWithdrawal
from portal.statistics.models import CheckResult, Indicator, Observation
from tests.world import (
    AsPrinted,
    make_check,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db
WORDS = {"reason_zh": "印的是2021年", "reason_en": "It was printed for 2021"}
YEAR_END = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def rate(shared) -> Release:
    """A rate that does not follow from its two counts, one of which is of another year."""
    names = ("rate", "managed", "registered")
    indicators = [make_indicator(name, basis="point") for name in names]
    release = make_release("june")
    figures = [
        make_figure(release, one, value) for one, value in zip(indicators, (92, 638, 698), strict=True)
    ]
    stated, part, whole = (one.series for one in figures)
    make_check("ratio", scale=100, result=stated, numerator=part, denominator=whole)
    return shared(publish(release, "2022-06-17"))


def withdraw(figure: Observation, *instead: tuple[str, object, dt.date]) -> Release:
    """By a correction, which states other figures instead."""
    editor = make_user(f"corrector-{figure.pk}", "construction", "editor")
    correction = releases.start_correction(
        release=figure.release, by=editor, records=[figure], withdraw=True, **WORDS
    )
    for name, value, day in instead:
        make_figure(correction, Indicator.objects.get(code=name), value, period_end=day)
    return publish(correction)


def figure_of(name: str) -> Observation:
    return Observation.objects.get(series__indicator__code=name, release__slug="june")


def test_withdrawn_figure_ends_with_the_results_that_rest_on_it(rate):
    now_known = CheckResult.objects.known_at(timezone.now())
    assert [one.state for one in now_known] == ["contradiction"]

    correction = withdraw(figure_of("managed"))

    figure = figure_of("managed")
    assert figure.superseded_at == correction.released_at
    just_before = correction.released_at - dt.timedelta(microseconds=1)
    assert CheckResult.objects.known_at(just_before).count() == 1
    assert not CheckResult.objects.known_at(correction.released_at).exists()


def test_withdrawn_figure_says_so_with_reason_in_json_on_pages_and_in_feeds(rate, client):
    correction = withdraw(figure_of("managed"))

    (row,) = client.get("/api/v1/observations?indicator=managed&versions=all&lang=en").json()["results"]
    page = client.get("/indicators/managed/?lang=en").content.decode()
    release = client.get("/releases/june/?lang=en").content.decode()
    feed = client.get("/indicators/managed/feed/?lang=en").content.decode()

    assert (row["version_state"], row["withdrawal_reason"], row["withdrawn_by"]) == (
        "withdrawn",
        "It was printed for 2021",
        correction.slug,
    )
    for text in (page, release):
        assert "withdrawn on" in text
        assert "It was printed for 2021" in text
        assert "superseded on" not in text
    assert "<title>Withdrawn: " in feed
    assert "Superseded" not in feed
    assert client.get("/api/v1/observations?indicator=managed").json()["results"] == []


def test_result_that_ended_with_its_figure_says_so_in_json(rate, client):
    before = client.get("/api/v1/checks?versions=all").json()["results"]

    correction = withdraw(figure_of("managed"))

    now = client.get("/api/v1/checks?versions=all").json()["results"]
    assert [(one["version_state"], one["superseded_at"]) for one in before] == [("in_force", None)]
    assert [one["version_state"] for one in now] == ["superseded"]
    assert dt.datetime.fromisoformat(now[0]["superseded_at"]) == correction.released_at
    assert client.get("/api/v1/checks").json()["results"] == []


def test_figure_of_the_past_and_its_check_are_as_they_were(rate, client):
    address = "/api/v1/observations?indicator=managed&as_of=2022-07-01&lang=en"
    before = client.get(address).content

    withdraw(figure_of("managed"))

    assert client.get(address).content == before
    assert client.get(address).json()["results"][0]["check_state"] == "contradiction"


def test_correction_is_checked_without_the_figure_that_it_withdraws(rate):
    correction = withdraw(figure_of("managed"), ("registered", 700, dt.date(2022, 12, 23)))

    assert not correction.checkresults.exists()


def test_correction_that_states_the_figure_under_the_right_key_is_checked_with_it(rate):
    withdraw(figure_of("managed"), ("managed", 640, YEAR_END))

    known = Observation.objects.known_at(timezone.now()).filter(series__indicator__code="managed")
    assert [(one.value, one.period_end) for one in known] == [(640, YEAR_END)]
    assert not CheckResult.objects.known_at(timezone.now()).exists()
    assert CheckResult.objects.known_at(moment("2022-07-01")).count() == 1


def test_result_of_a_check_is_not_withdrawn_by_itself(rate):
    draft = make_release("draft", kind="correction", corrects=rate, **WORDS)
    result = CheckResult.objects.get()

    with pytest.raises(IntegrityError, match="row_withdrawal_of_no_result"), transaction.atomic():
        RowWithdrawal.objects.create(release=draft, record="portal_checkresult", row_id=result.pk)


def test_withdrawal_under_embargo_changes_nothing_until_its_time(rate):
    figure = figure_of("managed")
    editor, reviewer = (make_user(f"wait-{role}", "construction", role) for role in ("editor", "reviewer"))
    correction = releases.start_correction(release=rate, by=editor, records=[figure], withdraw=True, **WORDS)
    releases.submit(release=correction, by=editor)
    later = timezone.now() + dt.timedelta(days=1)
    releases.approve(release=correction, by=reviewer, at=later, reasons=AsPrinted())

    assert CheckResult.objects.known_at(timezone.now()).count() == 1
    assert not CheckResult.objects.known_at(later).exists()


def test_what_remains_of_a_running_total_is_checked_at_once(client):
    """Between 90 and 80 stood 70 of another year: without it, the total falls."""
    total, release = make_indicator("total", basis="since_start"), make_release("totals")
    days = [dt.date(2022, month, 28) for month in (3, 6, 9)]
    first, wrong, last = (
        make_figure(release, total, value, period_end=day)
        for value, day in zip((90, 70, 80), days, strict=True)
    )
    publish(release, "2022-10-01")
    before = client.get("/api/v1/checks?lang=en").json()["results"]

    correction = withdraw(wrong)

    now = client.get("/api/v1/checks?lang=en").json()["results"]
    assert [(one["period"]["end"], one["state"]) for one in before] == [
        ("2022-06-28", "contradiction"),
        ("2022-09-28", "holds"),
    ]
    assert [(one["period"]["end"], one["state"], one["release"]) for one in now] == [
        ("2022-09-28", "contradiction", correction.slug)
    ]
    page = client.get("/indicators/total/?lang=en").content.decode()
    assert f'id="check-{CheckResult.objects.get(release=correction).pk}"' in page
    assert {one.observation_id for one in correction.checkresults.get().operands.all()} == {first.pk, last.pk}
    assert client.get("/api/v1/checks?as_of=2022-10-02&lang=en").json()["results"] == before


@pytest.fixture
def totals() -> list[Release]:
    """A running total of three releases: 90, 70 and 80."""
    total = make_indicator("total", basis="since_start")
    made = []
    for month, value in ((3, 90), (6, 70), (9, 80)):
        release = make_release(f"month-{month}")
        make_figure(release, total, value, period_end=dt.date(2022, month, 28))
        made.append(publish(release, f"2022-{month + 1:02d}-01"))
    return made


def withdraw_whole(release: Release) -> Release:
    reviewer = make_user("withdrawer", "construction", "reviewer")
    return releases.withdraw(release=release, by=reviewer, **WORDS)


def test_what_remains_after_a_whole_release_is_withdrawn_is_checked_at_once(totals, client):
    before = client.get("/api/v1/checks?as_of=2022-10-02").content

    withdrawn = withdraw_whole(totals[1])

    (now,) = client.get("/api/v1/checks?lang=en").json()["results"]
    assert (now["period"]["end"], now["state"], now["release"]) == (
        "2022-09-28",
        "contradiction",
        "month-9",
    )
    assert dt.datetime.fromisoformat(now["released_at"]) == withdrawn.withdrawn_at
    assert now["rechecked_at"] == now["released_at"]
    assert now["reason"].endswith("not explained yet.")
    page = client.get("/indicators/total/?lang=en").content.decode()
    assert f'id="check-{now["id"]}"' in page
    assert "Computed anew" in page
    assert client.get("/api/v1/checks?as_of=2022-10-02").content == before


def test_result_computed_anew_ends_with_the_release_of_its_figure(totals):
    withdraw_whole(totals[1])
    anew = CheckResult.objects.get(rechecked_at__isnull=False)

    reviewer = make_user("second-withdrawer", "construction", "reviewer")
    last = releases.withdraw(release=totals[2], by=reviewer, **WORDS)

    anew.refresh_from_db()
    assert (anew.released_at, anew.superseded_at) == (anew.rechecked_at, last.withdrawn_at)
    assert not CheckResult.objects.known_at(timezone.now()).exists()


def insert_and_check(result: CheckResult) -> None:
    result.save(force_insert=True)
    connection.check_constraints()


def test_database_refuses_results_computed_anew_without_a_withdrawal(totals):
    result = CheckResult.objects.first()
    result.pk, result.key = None, "another"
    result.rechecked_at = result.released_at = timezone.now() + dt.timedelta(seconds=1)

    with pytest.raises(IntegrityError, match="does not follow from the releases"), transaction.atomic():
        insert_and_check(result)
    result.rechecked_at = result.released_at = moment("2022-11-01")
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        result.save(force_insert=True)
