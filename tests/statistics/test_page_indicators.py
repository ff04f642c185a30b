"""`/indicators/` and `/indicators/<code>/`"""

import datetime as dt
import re

import pytest

from portal.publishing.actions import releases
from tests.world import (
    make_area,
    make_check,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    moment,
    publish,
)


def text_of(client, address: str, **parameters: str) -> str:
    return client.get(address, parameters).content.decode()


def corrected(release, figure, value, at):
    """A later release that gives the figure another value."""
    author = make_user("corrector", release.department.code, "editor")
    correction = releases.start_correction(
        release=release, by=author, records=[figure], reason_zh="抄错", reason_en="Miscopied"
    )
    correction.observations.update(value=value, as_printed=str(value))
    return publish(correction, at=at)


def test_indicators_are_filtered_as_in_json(client, db):
    release = make_release()
    make_figure(release, make_indicator("crime", sector="safety"), 1)
    make_figure(release, make_indicator("estates"), 1)
    publish(release)

    page = client.get("/indicators/?sector=safety")
    data = client.get("/api/v1/indicators?sector=safety").json()

    assert [row.indicator.code for row in page.context["indicators"]] == ["crime"]
    assert [one["code"] for one in data["results"]] == ["crime"]


def test_indicators_say_when_the_latest_figure_is_one_of_several_series(client, db):
    release, indicator = make_release(), make_indicator(dimensions={"type": ["a", "b"]})
    for kind in "ab":
        make_figure(release, indicator, 1, dimensions={"type": kind})
    publish(release)

    (shown,) = client.get("/indicators/").context["indicators"]

    assert shown.series_count == 2


def test_indicator_shows_the_figure_with_qualifier_status_token_note_and_source(client, db):
    release = make_release("june")
    indicator = make_indicator("estates", decimals=0)
    make_figure(
        release,
        indicator,
        20790000,
        qualifier="about",
        status="low_reliability",
        as_printed="约2079万",
        note_zh="缺单位",
    )
    publish(release, at="2022-06-01")

    text = text_of(client, "/indicators/estates/")

    assert '<data value="20790000">20,790,000人</data>' in text
    assert "2079万人" in text
    assert "约2079万" in text
    assert "缺单位" in text
    assert 'href="/releases/june/#section-1"' in text


def test_indicator_begins_with_its_newest_figure(client, db):
    release, indicator = make_release(), make_indicator()
    make_figure(release, indicator, 13)
    publish(release)

    page = text_of(client, f"/indicators/{indicator.code}/")

    assert page.index('class="headline-value"') < page.index('class="lead"')


def test_indicator_with_several_series_begins_with_none_of_them_and_has_one_table(client, db):
    release, indicator = make_release(), make_indicator(dimensions={"type": ["a", "b"]})
    for kind in "ab":
        make_figure(release, indicator, 1, dimensions={"type": kind})
    publish(release)

    page = client.get(f"/indicators/{indicator.code}/")
    figures = page.content.decode().partition('id="history"')[0]

    assert page.context["in_one"]
    assert "headline-value" not in figures
    assert figures.count('id="figure-') == 2


def test_indicator_shows_the_token_where_there_is_no_value_and_never_zero(client, db):
    release, indicator = make_release(), make_indicator("visits", name_zh="随访")
    make_figure(release, indicator, None, status="missing", as_printed="604110821人次", note_zh="无法辨认")
    publish(release)

    text = text_of(client, "/indicators/visits/")

    assert "604110821人次" in text
    assert "无法辨认" in text
    assert "<data" not in text


def test_indicator_sets_the_target_beside_the_newest_result_of_its_year(client, db):
    release, indicator = make_release(), make_indicator("estates")
    make_figure(release, indicator, 14, kind="target", period_end=dt.date(2022, 12, 31))
    make_figure(release, indicator, 9, period_end=dt.date(2022, 5, 31))
    make_figure(release, indicator, 13)
    publish(release)

    (table,) = client.get("/indicators/estates/").context["tables"]

    (pair,) = table.comparisons
    assert (pair.target.value, pair.actual.value, str(pair.share)) == (14, 13, "92.9")


def test_indicator_says_that_no_result_has_been_released_for_a_target(client, db):
    release, indicator = make_release(), make_indicator("estates")
    make_figure(release, indicator, 14, kind="target", period_end=dt.date(2022, 12, 31))
    publish(release)

    page = client.get("/indicators/estates/")

    (pair,) = page.context["tables"][0].comparisons
    assert (pair.actual, pair.share) == (None, None)
    assert "<progress" not in page.content.decode()


@pytest.mark.parametrize(
    ("actual", "share"), [(999, "99.9"), (9999, "99.9"), (10000, "100.0"), (12000, "120.0")]
)
def test_indicator_never_rounds_up_to_a_target_that_was_missed(client, db, actual, share):
    release, indicator = make_release(), make_indicator("estates")
    make_figure(release, indicator, 10000 if actual > 999 else 1000, kind="target")
    make_figure(release, indicator, actual)
    publish(release)

    (table,) = client.get("/indicators/estates/").context["tables"]

    assert str(table.comparisons[0].share) == share


def test_indicator_history_says_which_release_replaced_which_and_when(client, db):
    release, indicator = make_release("first"), make_indicator("estates")
    figure = make_figure(release, indicator, 12)
    publish(release, at="2022-06-01")
    correction = corrected(release, figure, 13, at="2022-07-01")

    (table,) = client.get("/indicators/estates/").context["tables"]
    (past,) = client.get("/indicators/estates/", {"as_of": "2022-06-30"}).context["tables"]

    newest, oldest = table.versions
    assert (newest.record.value, newest.ended_at, newest.successor) == (13, None, None)
    assert (oldest.record.value, oldest.ended_at, oldest.successor) == (12, moment("2022-07-01"), correction)
    assert [(version.record.value, version.ended_at) for version in past.versions] == [(12, None)]


def test_indicator_does_not_betray_a_correction_under_embargo(client, db):
    release, indicator = make_release("first"), make_indicator("estates")
    figure = make_figure(release, indicator, 12)
    publish(release, at="2022-06-01")
    before = text_of(client, "/indicators/estates/")

    corrected(release, figure, 13, at=moment("2099-01-01"))

    assert text_of(client, "/indicators/estates/") == before


def test_indicator_history_marks_what_was_withdrawn(client, db):
    release, indicator = make_release("first"), make_indicator("estates")
    make_figure(release, indicator, 12)
    publish(release, at="2022-06-01")
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="有误", reason_en="Wrong")

    page = client.get("/indicators/estates/")

    (version,) = page.context["tables"][0].versions
    assert version.is_withdrawn
    assert "tag-withdrawn" in page.content.decode()


def test_indicator_shows_checks_that_fail_with_their_figures(client, db):
    release = make_release()
    counts = [make_indicator(code, basis="point") for code in ("solved", "cases")]
    rate = make_indicator("rate", basis="point", unit="percent", decimals=1)
    solved, cases = (make_figure(release, one, n).series for one, n in zip(counts, (638, 698), strict=True))
    stated = make_figure(release, rate, "91.6").series
    make_check("ratio", scale=100, result=stated, numerator=solved, denominator=cases)
    publish(release)

    texts = [text_of(client, f"/indicators/{code}/") for code in ("rate", "solved", "cases")]

    assert ["check-contradiction" in text for text in texts] == [True, True, True]
    assert "<dd>91.6%</dd>" in texts[0]
    assert "<dd>91.404%</dd>" in texts[0]
    assert "<dd>+0.196个百分点</dd>" in texts[0]


def test_indicator_shows_commitments_whose_result_shows_in_it(client, db):
    release, indicator = make_release(), make_indicator("estates")
    series = make_figure(release, indicator, 14, kind="target").series
    make_commitment(release, "fourteen", series=series)
    publish(release)

    assert 'href="/commitments/fourteen/"' in text_of(client, "/indicators/estates/")


def test_indicator_pages_its_series_with_the_whole_first(client, db):
    release, indicator = make_release(), make_indicator("estates")
    for number in range(26):
        make_figure(release, indicator, number, area=make_area(f"a{number}", "estate"))
    make_figure(release, indicator, 325)
    publish(release)

    first, second = (client.get("/indicators/estates/", {"page": page}).context["tables"] for page in (1, 2))

    assert (len(first), len(second)) == (25, 2)
    assert first[0].series.area.kind == "district"


def test_indicator_is_cited_with_an_address_that_stays(client, db):
    release, indicator = make_release(), make_indicator("estates")
    make_figure(release, indicator, 1)
    publish(release, at="2022-06-01")

    cite = client.get("/indicators/estates/?as_of=2022-06-30&lang=en").context["cite"]

    assert cite.address == "http://testserver/indicators/estates/?as_of=2022-06-01T00:00:00%2B08:00"
    assert cite.changed_at == moment("2022-06-01")


def test_page_and_json_name_the_declared_denominator_once_it_is_public(client, db):
    whole = make_indicator("registered", name_en="Registered")
    part = make_indicator("managed", denominator=whole)
    release = make_release("june")
    make_figure(release, part, 5)
    publish(release, "2022-06-17")

    before = client.get("/api/v1/indicators/managed?lang=en").json()
    later = make_release("december")
    make_figure(later, whole, 9)
    publish(later, "2022-12-23")
    after = client.get("/api/v1/indicators/managed?lang=en").json()
    page = client.get("/indicators/managed/?lang=en").content.decode()
    listed = {row["code"]: row["denominator"] for row in client.get("/api/v1/indicators").json()["results"]}

    assert (before["denominator"], before["denominator_name"]) == (None, None)
    assert (after["denominator"], after["denominator_name"]) == ("registered", "Registered")
    assert re.search(
        r'Denominator</dt>\s*<dd><a href="/indicators/registered/\?lang=en">Registered</a>', page
    )
    assert listed == {"managed": "registered", "registered": None}
    assert client.get("/api/v1/indicators/managed?as_of=2022-07-01").json()["denominator"] is None
