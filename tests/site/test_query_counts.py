"""How many queries pages and JSON with much on them take, for one row as for three."""

import pytest

from tests.pages import queries_of
from tests.projects.world import make_undertakings
from tests.world import commit, make_check, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
#: Five of them for the pictures that it names, which are drawn from figures and checks of all its series.
MOST_OF_AN_INDICATOR = 22


def indicator_with(number: int) -> str:
    """Its code: an indicator of so many series, each revised once, with a target, and a check with their total."""
    kinds = [f"kind{place}" for place in range(number)]
    made = make_indicator(f"with-{number}", basis="point", dimensions={f"kind-{number}": kinds})
    whole = make_indicator(f"whole-{number}", basis="point")
    for slug, day in (("june", "2022-06-17"), ("december", "2022-12-23")):
        release = make_release(f"{slug}-{number}")
        figures = [
            make_figure(release, made, value, dimensions={f"kind-{number}": kind})
            for value, kind in enumerate(kinds, 10)
        ]
        total = make_figure(release, whole, 99)
        if slug == "june":
            make_figure(release, made, 20, kind="target", dimensions={f"kind-{number}": kinds[0]})
            make_check("sum", result=total.series, part=[one.series for one in figures])
        publish(release, day)
    return made.code


def test_json_of_an_indicator_takes_few_queries_for_one_series_and_as_many_for_three(client):
    one, three = (queries_of(client, f"/api/v1/indicators/{indicator_with(number)}") for number in (1, 3))

    assert one == three
    assert three <= MOST_OF_AN_INDICATOR


#: It tells the whole story of its sector below the list.
MOST_OF_PROJECTS = 32


@pytest.mark.slow("1.8 s: opens a large page in two worlds")
def test_page_of_projects_takes_as_many_queries_for_three_rows_as_for_one(client):
    counts = []
    for number in (1, 2, 3):
        publish(make_undertakings(f"works-{number}"))
        commit()
        counts.append(queries_of(client, "/projects/"))

    assert counts[0] == counts[2]
    assert counts[2] <= MOST_OF_PROJECTS
