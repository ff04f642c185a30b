"""The page of public safety: what helps first, then cases, operations, rings, villages, helpers and posts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.glossary.models import GlossaryTerm
from tests.safety.world import (
    make_case_table,
    make_operation,
    make_operation_report,
    make_village,
)
from tests.world import (
    DECEMBER,
    make_area,
    make_department,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db


def blocks(client, query: str = "") -> dict[str, dict]:
    context = client.get(f"/safety/?lang=en{query}").context
    return dict([*context.get("first_blocks", []), *context["blocks"]])


def make_rings(release) -> None:
    area = make_area(
        "three", "group", members=[make_area(code, "subdistrict").code for code in ("east", "west")]
    )
    ring = make_indicator(
        "minutes", sector="safety", basis="point", dimensions={"response_ring": ["ring_1", "ring_2"]}
    )
    for code, minutes in (("ring_2", 3), ("ring_1", 1)):
        make_figure(
            release,
            ring,
            minutes,
            area=area,
            kind="standard",
            dimensions={"response_ring": code},
            paragraph=2,
        )


def test_rings_show_the_standard_and_no_measurement(client):
    release = make_release("december")
    make_rings(release)
    publish(release, at="2022-12-23")

    rings = blocks(client)["safety/by_area.html"]["rings"]
    page = client.get("/safety/?lang=en").content.decode()

    assert [one.standard.value for one in rings] == [1, 3]
    assert [(area.code, figure) for area, figure in rings[0].cells] == [("east", None), ("west", None)]
    assert page.count('<span class="figure-none">not published</span>') == 4


def test_measured_time_stands_beside_the_standard(client):
    release = make_release("december")
    make_rings(release)
    indicator = release.observations.first().series.indicator
    east = make_area("east", "subdistrict")
    make_figure(release, indicator, 2, area=east, dimensions={"response_ring": "ring_1"})
    publish(release, at="2022-12-23")

    ring = blocks(client)["safety/by_area.html"]["rings"][0]

    assert [figure and figure.value for _area, figure in ring.cells] == [2, None]


def test_villages_are_counted_and_named_only_where_a_release_does(client):
    release = make_release("december")
    total = make_indicator("villages-communities-total", sector="safety", basis="point")
    count = make_indicator("crime-free-villages", sector="safety", basis="point", denominator=total)
    make_figure(release, total, 42)
    make_figure(release, count, 24)
    publish(release, at="2022-12-23")

    villages = blocks(client)["safety/by_area.html"]["villages"]
    assert (villages.count.value, villages.total.value, villages.named) == (24, 42, [])
    assert (
        "Which villages these are has not been published." in client.get("/safety/?lang=en").content.decode()
    )

    later = make_release("later")
    make_village(later, "north")
    publish(later, at="2023-01-05")
    named = blocks(client)["safety/by_area.html"]["villages"].named
    assert [one.area.code for one in named] == ["north"]
    assert blocks(client, "&as_of=2023-01-01")["safety/by_area.html"]["villages"].named == []


def test_page_shows_cases_operations_and_help_and_no_other_sector_does(client):
    release = make_release("december")
    make_case_table(release)
    make_operation_report(release, make_operation("sweep"))
    volunteers = make_indicator("red-armband-volunteers", sector="safety", basis="point")
    make_figure(release, volunteers, 2800, qualifier="over", period_end=DECEMBER)
    publish(release, at="2022-12-23")
    make_facility("post", kind="police_post", sector_id="safety", department=make_department("construction"))
    names = {
        "name_zh": "三不一多",
        "name_en": "Three don'ts",
        "explanation_zh": "不点击",
        "explanation_en": "Do not",
    }
    GlossaryTerm.objects.create(
        code="three-donts-one-do",
        sector_id="safety",
        department=make_department("construction"),
        is_public=True,
        **names,
    )

    found = blocks(client)

    assert [row.case_type for row in found["safety/cases_block.html"]["rows"]] == ["fraud", "theft"]
    ((_kind, operations),) = found["safety/operations_block.html"]["kinds"]
    assert [(one.operation.kind, one.operation.code) for one in operations] == [("campaign", "sweep")]
    assert [term.code for term in found["safety/fraud.html"]["terms"]] == ["three-donts-one-do"]
    assert [post.code for post in found["safety/by_area.html"]["posts"]] == ["post"]
    ((_area, figures),) = found["safety/by_area.html"]["helpers"]
    assert [figure.value for figure in figures] == [2800]
    assert "safety/cases_block.html" not in dict(client.get("/health/").context["blocks"])


def test_page_is_empty_under_embargo_and_before(client):
    draft = make_release("draft")
    make_case_table(draft)
    make_rings(draft)
    make_operation_report(draft, make_operation("sweep"))

    assert not [name for name in blocks(client) if name.startswith("safety/")]


def test_query_count_of_the_page_does_not_grow_with_operations(client):
    release = make_release("december")
    make_operation_report(release, make_operation("one"))
    publish(release, at="2022-12-23")

    def queries() -> int:
        client.get("/safety/")
        with CaptureQueriesContext(connection) as found:
            client.get("/safety/?lang=en")
        return len(found)

    before = queries()
    later = make_release("later")
    for code in ("two", "three"):
        make_operation_report(later, make_operation(code), as_at=dt.date(2023, 1, 1))
    publish(later, at="2023-01-05")

    assert queries() == before


def test_page_says_why_its_headline_figures_were_chosen(client):
    release = make_release("december")
    make_figure(release, make_indicator("solved", sector="safety", headline=True), 531)
    publish(release, at="2022-12-23")

    assert "Chosen because they tell how safe it is" in client.get("/safety/?lang=en").content.decode()
