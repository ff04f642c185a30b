"""What the interface says of figures: members in their order, exact numbers, versions, checks."""

import datetime as dt
import json
import re

import pytest

from portal.statistics.models import CheckResult, Observation
from tests.world import (
    make_area,
    make_commitment,
    make_everything,
    make_figure,
    make_indicator,
    make_question,
    make_release,
    make_update,
    publish,
)

MEMBERS = """
    id indicator indicator_name sector area area_name dimensions period kind value unit qualifier status
    as_printed note release locator released_at superseded_at not_comparable check_state checks
    version_state supersedes superseded_by correction_reason withdrawn_at
    withdrawal_reason withdrawn_by
""".split()  # noqa: SIM905 - as the design has them


def figure(client, query: str = "") -> dict:
    return client.get(f"/api/v1/observations{query}").json()["results"][0]


def test_an_observation_has_the_members_of_the_design_in_their_order(db, client):
    indicator = make_indicator("crime", sector="safety", dimensions={"type": ["fraud"]})
    release = make_release("june")
    made = make_figure(
        release, indicator, 12, dimensions={"type": "fraud"}, qualifier="about", note_zh="注", note_en="Note"
    )
    publish(release, "2022-06-17")

    shown = figure(client)

    assert list(shown) == MEMBERS
    assert shown == {
        "id": made.pk,
        "indicator": "crime",
        "indicator_name": "指标crime",
        "sector": "safety",
        "area": "district",
        "area_name": "district区",
        "dimensions": {"type": "fraud"},
        "period": {
            "start": "2022-01-01",
            "end": "2022-12-23",
            "basis": "ytd",
            "label": made.period.label,
            "inferred": False,
        },
        "kind": "actual",
        "value": 12,
        "unit": "person",
        "qualifier": "about",
        "status": "normal",
        "as_printed": "12",
        "note": "注",
        "release": "june",
        "locator": {"section": "1", "paragraph": 1, "section_title": "第1节"},
        "released_at": "2022-06-17T00:00:00+08:00",
        "superseded_at": None,
        "not_comparable": "",
        "check_state": "",
        "checks": [],
        "version_state": "in_force",
        "supersedes": None,
        "superseded_by": None,
        "correction_reason": "",
        "withdrawn_at": None,
        "withdrawal_reason": "",
        "withdrawn_by": None,
    }


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("0.1", 1, "0.1"),
        ("91.60", 2, "91.60"),
        ("5", 0, "5"),
        ("-3.25", 2, "-3.25"),
        ("0", 0, "0"),
        ("123456789012345678.123456", 6, "123456789012345678.123456"),
        ("999999999999999999", 0, "999999999999999999"),
    ],
)
def test_a_value_is_a_number_of_exactly_the_published_digits(db, client, value, decimals, printed):
    release = make_release()
    made = make_figure(release, make_indicator(unit="percent", decimals=decimals), value)
    publish(release, "2022-06-17")

    body = client.get(f"/api/v1/observations/{made.pk}").content.decode()

    assert re.search(r'"value":([^,]+),', body)[1] == printed


def test_a_suppressed_value_is_null(db, client):
    release = make_release()
    make_figure(
        release, make_indicator(basis="point"), None, status="suppressed", section=None, paragraph=None
    )
    publish(release, "2022-06-17")

    shown = figure(client)

    assert (shown["value"], shown["status"], shown["locator"]) == (None, "suppressed", None)
    assert shown["period"]["start"] is None


def test_a_superseded_figure_tells_when_only_from_then_on(db, client):
    indicator, june, december = make_indicator(), make_release("june"), make_release("december")
    old = make_figure(june, indicator, 1)
    publish(june, "2022-06-17")
    make_figure(december, indicator, 2)
    publish(december, "2022-12-23")

    now, then = (
        client.get(f"/api/v1/observations/{old.pk}{query}").json() for query in ("", "?as_of=2022-07-01")
    )

    assert now["superseded_at"] == "2022-12-23T00:00:00+08:00"
    assert then["superseded_at"] is None
    assert [one["value"] for one in client.get("/api/v1/observations").json()["results"]] == [2]
    assert [one["value"] for one in client.get("/api/v1/observations?versions=all").json()["results"]] == [
        1,
        2,
    ]


def test_chinese_is_not_escaped(db, client):
    make_area()

    assert "district区" in client.get("/api/v1/areas").content.decode()


def test_a_failed_check_gives_stated_computed_difference_and_its_figures(db, client):
    publish(make_everything("june"), "2022-06-17")
    rate, cases, solved = (
        Observation.objects.get(series__indicator__code=f"june-{name}")
        for name in ("rate", "cases", "solved")
    )

    (shown,) = client.get("/api/v1/checks?passed=false").json()["results"]

    assert shown["title"] == "核对june-check"
    assert (shown["kind"], shown["stated"], shown["passed"]) == ("ratio", 91.6, False)
    assert shown["computed"] == pytest.approx(91.404011)
    assert shown["difference"] == pytest.approx(0.195989)
    assert {one["role"]: (one["observation"], one["value"]) for one in shown["operands"]} == {
        "result": (rate.pk, 91.6),
        "numerator": (solved.pk, 638),
        "denominator": (cases.pk, 698),
    }
    assert CheckResult.objects.get().pk == shown["id"]


def test_an_indicator_brings_its_series_their_latest_figures_and_its_checks(db, client):
    publish(make_everything("june"), "2022-06-17")

    shown = client.get("/api/v1/indicators/june-cases").json()

    assert shown["latest"]["value"] == 698
    assert [(one["area"], one["latest"]["value"]) for one in shown["series"]] == [("june-street", 698)]
    assert [one["kind"] for one in shown["checks"]] == ["ratio"]


def test_a_series_brings_its_figures_in_force_by_period(db, client):
    indicator, june, december = make_indicator(), make_release(), make_release()
    early = make_figure(june, indicator, 1, period_end=dt.date(2022, 3, 31))
    make_figure(june, indicator, 2, period_end=dt.date(2022, 5, 31))
    publish(june, "2022-06-17")
    make_figure(december, indicator, 3, period_end=dt.date(2022, 5, 31))
    publish(december, "2022-12-23")

    shown = client.get(f"/api/v1/series/{early.series_id}").json()

    assert [one["value"] for one in shown["observations"]] == [1, 3]


def test_a_release_brings_its_parts(db, client):
    release = make_everything("june")
    make_question(release, 2)
    publish(release, "2022-06-17")

    shown = client.get("/api/v1/releases/june").json()

    assert [section["number"] for section in shown["sections"]] == ["1"]
    assert [question["number"] for question in shown["questions"]] == [1, 2]
    assert [commitment["code"] for commitment in shown["commitments"]] == ["june-promise"]
    assert len(client.get(shown["figures"]).json()["results"]) == 3


def test_a_commitment_brings_its_reports_and_hides_an_indicator_without_public_figures(db, client):
    june, december, draft = make_release("june"), make_release("december"), make_release("draft")
    commitment = make_commitment(june, "build", series=make_figure(draft, make_indicator("flats"), 1).series)
    publish(june, "2022-06-17")
    make_update(december, commitment, "kept", completed_on=dt.date(2022, 11, 1))
    publish(december, "2022-12-23")

    now, then = (
        client.get(f"/api/v1/commitments/build{query}").json() for query in ("", "?as_of=2022-07-01")
    )

    assert (now["state"], [one["outcome"] for one in now["updates"]]) == ("kept", ["kept"])
    assert (then["state"], then["updates"]) == ("no_date", [])
    assert (now["indicator"], now["series"]) == (None, None)


def test_an_answer_is_json_that_any_reader_takes(db, client):
    publish(make_everything("june"), "2022-06-17")

    answer = client.get("/api/v1/observations")

    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.content.decode("utf-8", "strict"))["results"]
