"""`/checks/`"""

import pytest

from tests.world import make_check, make_figure, make_indicator, make_release, publish


@pytest.fixture(scope="module")
def results(shared):
    """One check that fails and one that holds."""
    release = make_release()
    for code, right in (("holds", 5), ("fails", 6)):
        one, other = make_indicator(f"{code}-one"), make_indicator(f"{code}-other")
        pair = make_figure(release, one, 5).series, make_figure(release, other, right).series
        make_check("agree", code, left=pair[0], right=pair[1])
    publish(release)


def names(client, query: str = "") -> list[str]:
    return [result.check_rule.code for result in client.get(f"/checks/{query}").context["results"]]


def test_checks_put_those_that_fail_first(client, results):
    assert names(client) == ["fails", "holds"]


@pytest.mark.parametrize(("query", "expected"), [("?passed=false", ["fails"]), ("?passed=true", ["holds"])])
def test_checks_are_filtered_as_in_json(client, results, query, expected):
    data = client.get(f"/api/v1/checks{query}").json()

    assert names(client, query) == expected
    assert len(data["results"]) == 1


def test_check_shows_what_went_into_it(client, results):
    text = client.get("/checks/?passed=false").content.decode()

    assert 'href="/indicators/fails-one/#figure-' in text
    assert 'href="/indicators/fails-other/#figure-' in text
