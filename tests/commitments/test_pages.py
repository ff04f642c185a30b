"""`/commitments/` and `/commitments/<code>/`"""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.projects.world import link_commitment, make_project, make_report
from tests.world import (
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    publish,
)


@pytest.fixture(scope="module")
def commitments(shared) -> None:
    """Five commitments of June: kept in December, moved, passed over, without a date, and a direction of work."""
    june, december = make_release("june"), make_release("december")
    due = {"due": dt.date(2022, 6, 30)}
    kept, moved = (
        make_commitment(june, "kept", **due),
        make_commitment(june, "moved", sector_id="safety", **due),
    )
    make_commitment(june, "forgotten", due_printed_zh="预计6月", **due)
    make_commitment(june, "undated")
    make_commitment(june, "fairness", kind="direction", title_en="Fair law enforcement")
    make_update(december, kept, "kept_late", completed_on=dt.date(2022, 8, 1), note_zh="八月完工")
    make_update(december, moved, "changed", new_due=dt.date(2099, 6, 30))
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")


def counted(tally) -> dict[str, int]:
    return {str(state): count for state, count in tally.states.items() if count}


def codes(client, query: str = "") -> list[str]:
    return [one.code for one in client.get(f"/commitments/{query}").context["page"]]


def test_commitments_put_the_pressing_first(client, commitments):
    assert codes(client) == ["forgotten", "moved", "kept", "undated", "fairness"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=silent", ["forgotten"]),
        ("?sector=safety", ["moved"]),
        ("?due_from=2023-01-01", ["moved"]),
        ("?due_to=2022-12-31", ["forgotten", "kept"]),
        ("?state=pending&as_of=2022-06-15", ["forgotten", "kept", "moved"]),
        ("?state=no_date", ["undated"]),
        ("?state=direction", ["fairness"]),
        ("?kind=direction", ["fairness"]),
        ("?kind=measurable&due_to=2022-12-31", ["forgotten", "kept"]),
        ("?as_of=2022-06-15", ["forgotten", "kept", "moved", "undated", "fairness"]),
        ("?as_of=2022-07-15&state=silent", []),
        ("?as_of=2022-07-15&state=not_heard", ["forgotten", "kept", "moved"]),
        ("?as_of=2022-05-31", []),
    ],
)
def test_commitments_are_filtered_as_in_json(client, commitments, query, expected):
    data = client.get(f"/api/v1/commitments{query}").json()

    assert codes(client, query) == expected
    assert sorted(one["code"] for one in data["results"]) == sorted(expected)


def test_commitments_are_counted_by_state_under_the_other_filters(client, commitments):
    tally = client.get("/commitments/?state=silent&due_to=2022-12-31").context["tally"]

    assert counted(tally) == {"silent": 1, "kept_late": 1}


def test_directions_of_work_are_counted_and_listed_apart(client, commitments):
    page = client.get("/commitments/?lang=en")
    text = page.content.decode()

    assert page.context["tally"].directions == 1
    assert counted(page.context["tally"]) == {"silent": 1, "kept_late": 1, "changed": 1, "no_date": 1}
    assert text.index('scope="rowgroup"') > text.index("/commitments/undated/")
    assert text.index('scope="rowgroup"') < text.index("/commitments/fairness/")
    assert 'state-direction" ' in client.get("/commitments/fairness/").content.decode().replace('">', '" ')


def test_commitment_in_several_areas_is_counted_once(client, db):
    release = make_release()
    town = make_area("town", "town")
    commitment = make_commitment(release, "both")
    commitment.areas.add(make_area("east", "village", town), make_area("west", "village", town))
    publish(release)

    page = client.get("/commitments/?area=town")

    assert [one.code for one in page.context["page"]] == ["both"]
    assert page.context["tally"].states["no_date"] == 1


def test_commitment_shows_what_was_committed_and_reported(client, commitments):
    text = client.get("/commitments/kept/?lang=en").content.decode()
    silent = client.get("/commitments/forgotten/").content.decode()

    assert "kept late" in text
    assert '<time datetime="2022-08-01">' in text
    assert 'href="/releases/june/?lang=en#section-1"' in text
    assert 'href="/releases/december/?lang=en"' in text
    assert "预计6月" in silent


def test_commitment_as_of_a_day_knows_no_later_report(client, commitments):
    page = client.get("/commitments/kept/?as_of=2022-07-15")

    assert (page.context["commitment"].state, page.context["detail"].updates) == ("not_heard", [])


def test_commitment_shows_the_figures_of_its_series(client, db):
    release, indicator = make_release(), make_indicator("estates")
    target = make_figure(release, indicator, 14, kind="target")
    make_commitment(release, "fourteen", series=target.series)
    publish(release)

    assert client.get("/commitments/fourteen/").context["detail"].figures == [target]


def test_commitment_does_not_name_an_indicator_without_public_figures(client, db):
    release, future = make_release(), make_release()
    series = make_figure(future, make_indicator("secret", name_zh="机密指标"), 14).series
    make_commitment(release, "promise", series=series)
    publish(release)
    publish(future, at=timezone.now() + dt.timedelta(days=1))

    texts = [client.get(address).content.decode() for address in ("/commitments/promise/", "/commitments/")]

    assert ["机密指标" in text for text in texts] == [False, False]


@pytest.mark.parametrize(
    ("code", "day", "sentence"),
    [
        ("forgotten", "2022-07-15", "It was due. Its department has published nothing since."),
        (
            "forgotten",
            "2022-12-23",
            "It was due. Its department has published since, last on 23 December 2022, without a word of it.",
        ),
        ("undated", "2022-07-15", "No due day is stated."),
        (
            "undated",
            "2022-12-23",
            "No due day is stated. Its department has published since, last on 23 December 2022, without a word of it.",
        ),
        ("fairness", "2022-12-23", "It names nothing that could be checked on a day, so it never falls due."),
        ("kept", "2022-12-23", ""),
    ],
)
def test_commitment_says_what_silence_means(client, commitments, code, day, sentence):
    text = client.get(f"/commitments/{code}/?as_of={day}&lang=en").content.decode()

    line = re.search(r'<p class="state-line">.*?</span>\s*(.*?)</p>', text, re.DOTALL)
    assert line[1].strip() == sentence


def test_inferred_due_day_is_marked_on_page_and_in_json(client, db):
    release = make_release()
    reason = {"due_reason_zh": "“七一”是7月1日", "due_reason_en": "It names 1 July"}
    make_commitment(release, "exhibition", due=dt.date(2022, 7, 1), **reason)
    make_commitment(release, "printed", due=dt.date(2022, 7, 1))
    publish(release, at="2022-06-01")

    answers = [client.get(f"/api/v1/commitments/{code}?lang=en").json() for code in ("exhibition", "printed")]
    texts = [
        client.get(f"/commitments/{code}/?lang=en").content.decode() for code in ("exhibition", "printed")
    ]

    assert [(one["due_inferred"], one["due_reason"]) for one in answers] == [
        (True, "It names 1 July"),
        (False, ""),
    ]
    assert ["tag-inferred" in text and "It names 1 July" in text for text in texts] == [True, False]


def test_commitment_leads_to_its_project_on_page_and_in_json(client, db):
    release, project = make_release(), make_project("estate")
    make_report(release, project)
    link_commitment(release, project, make_commitment(release, "promise"))
    publish(release)

    answer = client.get("/api/v1/commitments/promise").json()
    text = client.get("/commitments/promise/").content.decode()

    assert [(one["kind"], one["code"]) for one in answer["subjects"]] == [("project", "estate")]
    assert 'href="/projects/estate/"' in text
