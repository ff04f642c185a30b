"""A failed check is a contradiction only under every reading; each kind has its own words."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal.publishing.models import Release
from portal.statistics.models import Check, CheckResult, Unit
from tests.world import (
    make_check,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db
MISPRINT = {"as_printed": "676万元", "note_zh": "照登", "note_en": "As it came"}
READING = {"reading_zh": "把46人也算作犯罪嫌疑人。", "reading_en": "It counts the 46 as suspects."}


def released(*figures: tuple, slug: str = "december", at: str = "2022-12-23", **fields) -> None:
    """Publish (indicator, value[, fields]) in one release."""
    release = make_release(slug, **fields)
    for indicator, value, *more in figures:
        make_figure(release, indicator, value, **(more[0] if more else {}))
    publish(release, at=at)


def found() -> tuple:
    result = CheckResult.objects.get()
    return result.kind, result.state, result.doubt


def whole_and_part(**fields) -> tuple:
    whole, part = make_indicator("whole"), make_indicator("part")
    make_check("sum", complete=False, result=make_series(whole), part=make_series(part), fields=fields)
    return whole, part


def test_failed_check_without_a_reading_is_a_contradiction():
    whole, part = whole_and_part()

    released((whole, 314), (part, 336))

    assert found() == ("sum", "contradiction", "")


def test_failed_check_that_rests_on_a_reading_is_doubtful_because_of_it():
    whole, part = whole_and_part(**READING)

    released((whole, 314), (part, 336))

    assert found() == ("sum", "doubtful", "reading")
    with override("en"):
        assert CheckResult.objects.get().because == "It counts the 46 as suspects"


def test_check_that_holds_is_not_doubtful_whatever_it_rests_on():
    whole, part = whole_and_part(**READING)

    released((whole, 336), (part, 314))

    assert found() == ("sum", "holds", "")


@pytest.mark.parametrize("status", ["estimated", "low_reliability"])
def test_uncertain_figure_contradicts_nothing(status):
    whole, part = whole_and_part()

    released((whole, 314), (part, 336, {"status": status, "note_zh": "辨认", "note_en": "Read"}))

    assert found() == ("sum", "doubtful", "reliability")


def test_figures_said_to_be_the_same_never_agree_in_different_units():
    persons, times = make_indicator("persons"), make_indicator("times", unit="person-time")
    Unit.objects.filter(code="person-time").update(symbol_zh="人次", symbol_en="person-times")
    make_check("agree", left=make_series(persons), right=make_series(times))

    released((persons, 375, {"period_end": "2022-05-31"}), slug="june", at="2022-06-01")
    released((times, 375))

    assert found() == ("unit", "doubtful", "units")
    with override("zh-hans"):
        sides = [value for _name, value in CheckResult.objects.get().sides]
    assert sides == ["375人", "375人次"]


@pytest.mark.parametrize(("managed", "state"), [(638, "holds"), (700, "holds"), (710, "contradiction")])
def test_part_of_a_declared_denominator_is_no_larger_than_it(managed, state):
    registered = make_indicator("registered")
    part = make_indicator("managed", denominator=registered)

    released((registered, 700), (part, managed))

    assert found() == ("part", state, "")


def test_part_is_compared_with_the_whole_of_its_area_and_period_only():
    registered = make_indicator("registered")
    part = make_indicator("managed", denominator=registered)

    released((registered, 700, {"period_end": "2022-05-31"}), slug="june", at="2022-06-01")
    released((part, 710))

    assert not CheckResult.objects.exists()


def test_denominator_released_later_is_compared_too():
    registered = make_indicator("registered")
    part = make_indicator("managed", denominator=registered)
    released((part, 710), slug="first", at="2022-12-23")

    released((registered, 700), slug="second", at="2022-12-24")

    assert found() == ("part", "contradiction", "")


def test_breakdown_of_a_count_is_part_of_the_whole_without_one():
    registered = make_indicator("registered")
    part = make_indicator("managed", denominator=registered, dimensions={"sex": ["f"]})

    released((registered, 700), (part, 710, {"dimensions": {"sex": "f"}}))

    assert found() == ("part", "contradiction", "")


@pytest.mark.parametrize(
    ("boxes", "people", "qualifier", "state"),
    [(20, 3000, "over", "doubtful"), (3000, 3000, "", "holds"), (40000, 3000, "", "doubtful")],
)
def test_ratio_outside_its_usual_range_is_doubtful_and_never_a_contradiction(boxes, people, qualifier, state):
    above, below = make_indicator("boxes"), make_indicator("people")
    ends = {"low": Decimal("0.1"), "high": Decimal(10)}
    make_check("range", fields=ends, numerator=make_series(above), denominator=make_series(below))

    released((above, boxes), (below, people, {"qualifier": qualifier}))

    result = CheckResult.objects.get()
    assert (result.state, result.difference) == (state, None)
    with override("en"):
        assert result.sides[1] == ("usual range", "0.1 to 10")


def test_value_that_is_not_what_was_printed_is_a_contradiction():
    cost = make_indicator("cost", unit="yuan")

    released((cost, 676, MISPRINT))

    result = CheckResult.objects.get()
    assert (result.kind, result.state, result.computed) == ("printed", "contradiction", Decimal(6760000))
    assert result.sides[1][1] == "676万元"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (6760000, "676万元"),
        (310000000, "3.1亿元"),
        (1500000, "150余万平方米"),
        (35, "35支316人"),
        (10, "全部"),
        (12340000, "1,234万元"),
        (1234, "１２３４"),
        (23500, "约23.5公里"),
        (3, ""),
    ],
)
def test_value_that_was_printed_needs_no_check(value, printed):
    released((make_indicator("cost"), value, {"as_printed": printed}))

    assert not CheckResult.objects.exists()


def test_reading_marked_as_uncertain_says_itself_that_it_may_not_be_what_was_printed():
    visits = make_indicator("visits")
    note = {"status": "low_reliability", "note_zh": "两数相连", "note_en": "Two numbers run together"}

    released((visits, 6041, {"as_printed": "604110821人次", **note}))

    assert not CheckResult.objects.exists()


def test_correction_of_a_wrong_entry_ends_its_failed_check(client):
    cost = make_indicator("cost", unit="yuan")
    released((cost, 676, MISPRINT))

    released((cost, 6760000, MISPRINT), slug="correction", at="2023-01-05")

    known = CheckResult.objects.known_at(moment("2023-01-06"))
    assert not known.filter(kind="printed").exists()
    assert CheckResult.objects.known_at(moment("2022-12-24")).get().kind == "printed"
    data = client.get("/api/v1/observations?versions=all").json()["results"]
    assert [row["check_state"] for row in data] == ["contradiction", "contradiction"]


def test_correction_states_another_value_than_was_printed(client):
    cost = make_indicator("cost")
    released((cost, 638, {"as_printed": "638人"}), slug="june", at="2022-12-23")

    fields = {"kind": "correction", "reason_zh": "更正", "reason_en": "Corrected"}
    june = Release.objects.get(slug="june")
    released(
        (cost, 640, {"as_printed": "638人"}), slug="correction", at="2023-01-05", corrects=june, **fields
    )

    assert not CheckResult.objects.exists()


def test_inequality_has_no_computed_value_and_no_difference_while_it_holds():
    whole, part = whole_and_part()
    released((whole, 42), (part, 24))

    with override("en"):
        result = CheckResult.objects.get()
        assert (result.state_name, result.difference_name) == ("within the whole", "")
        assert result.sides == [("whole", "42 persons"), ("sum of the parts stated", "24 persons")]


def test_inequality_that_fails_says_by_how_much():
    whole, part = whole_and_part()
    released((whole, 314), (part, 336))

    with override("en"):
        result = CheckResult.objects.get()
        assert result.state_name == "exceeds the whole"
        assert result.sides[2] == ("parts exceed the whole by", "22 persons")


def test_states_are_counted_and_filtered_alike_on_page_and_in_json(client):
    whole, part = whole_and_part(**READING)
    released((whole, 314), (part, 336))
    released((make_indicator("cost"), 676, MISPRINT), slug="second")

    counts = CheckResult.objects.known_at(moment("2023-01-01")).state_counts()
    assert counts == {"contradiction": 1, "doubtful": 1, "holds": 0}
    for state in ("contradiction", "doubtful"):
        (row,) = client.get(f"/api/v1/checks?state={state}").json()["results"]
        assert (row["state"], row["passed"]) == (state, False)
        (shown,) = client.get(f"/checks/?state={state}").context["results"]
        assert shown.pk == row["id"]


@pytest.mark.parametrize(
    "fields",
    [
        {"passed": True, "state": "doubtful", "doubt": "reading"},
        {"passed": False, "state": "holds", "doubt": ""},
        {"passed": False, "state": "doubtful", "doubt": ""},
        {"passed": False, "state": "contradiction", "doubt": "units"},
    ],
)
def test_state_and_doubt_of_a_result_go_together(fields):
    release = make_release()
    figure = make_figure(release, make_indicator(), 1)

    with pytest.raises(IntegrityError, match="check_result_state"), transaction.atomic():
        CheckResult.objects.create(
            release=release,
            key="x",
            kind="sum",
            series=figure.series,
            period_end=figure.period_end,
            stated=1,
            computed=1,
            difference=0,
            **fields,
        )


@pytest.mark.parametrize(
    ("kind", "fields", "constraint"),
    [
        ("range", {}, "check_range_has_an_end"),
        ("sum", {"high": 1}, "check_range_has_an_end"),
        ("range", {"low": 2, "high": 1}, "check_range_in_order"),
        ("count", {}, "check_counts_something"),
        ("sum", {"counts": "programme:x"}, "check_counts_something"),
    ],
)
def test_declared_check_has_what_its_kind_needs(kind, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Check.objects.create(code="x", kind=kind, name_zh="核对", name_en="Check", **fields)


def test_indicator_is_not_its_own_denominator():
    indicator = make_indicator()
    indicator.denominator = indicator

    with pytest.raises(IntegrityError, match="indicator_is_not_its_own_denominator"), transaction.atomic():
        indicator.save()


def test_every_figure_carries_its_checks_in_json_and_csv(client):
    whole, part = whole_and_part(**READING)
    released((whole, 314), (part, 336), (make_indicator("other"), 1))

    rows = client.get("/api/v1/observations?lang=en").json()["results"]
    states = {row["indicator"]: row["check_state"] for row in rows}
    assert states == {"whole": "doubtful", "part": "doubtful", "other": ""}
    (check,) = next(row["checks"] for row in rows if row["indicator"] == "part")
    assert check["summary"].endswith("doubtful, because It counts the 46 as suspects")
    assert check["reason"] == "As printed"
    header, *lines = client.get("/api/v1/observations.csv?lang=en").getvalue().decode().splitlines()
    assert "check_state,checks" in header
    assert sum("because It counts the 46 as suspects" in line for line in lines) == 2


def test_checks_of_figures_take_no_query_a_row(client):
    whole, part = whole_and_part()
    released((whole, 314), (part, 336), (make_indicator("other"), 1))
    address = "/api/v1/observations?limit="
    client.get(f"{address}1")

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(f"{address}{limit}").json()["results"]) == limit
        return len(captured)

    assert queries(2) == queries(3)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/indicators/part",
        "/api/v1/indicators",
        "/api/v1/series/{series}",
        "/indicators/part/",
        "/releases/december/",
    ],
)
def test_failed_check_goes_wherever_the_figure_goes(client, address):
    whole, part = whole_and_part(**READING)
    released((whole, 314), (part, 336))
    series = make_series(part).pk

    answer = client.get(address.format(series=series) + "?lang=en").content.decode()

    told = '"check_state": "doubtful"' if "/api/" in address else "tag-doubtful"
    assert told in answer.replace('":"', '": "')


def test_feed_of_an_indicator_tells_of_failed_checks(client):
    whole, part = whole_and_part(**READING)
    released((whole, 314), (part, 336))

    assert "46" in client.get("/indicators/part/feed/").content.decode()


def test_chart_marks_a_figure_whose_check_fails(client):
    rate = make_indicator("rate", unit="percent", decimals=1)
    managed, registered = make_indicator("managed"), make_indicator("registered")
    make_check(
        "ratio",
        scale=100,
        result=make_series(rate),
        numerator=make_series(managed),
        denominator=make_series(registered),
    )
    released((rate, "91.6", {"as_printed": "91.6%"}), (managed, 638), (registered, 698))

    (chart,) = client.get("/indicators/rate/?lang=en").context["charts"]

    assert "638 persons (contradicted)" in chart.sentence
    assert any("contradicted" in label.text for label in chart.scenes[1].labels)
    assert any("does not agree" in row.note for row in chart.rows)
