"""The page of public safety: what helps first, then cases, operations, rings, villages, helpers and posts."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.spreadsheets.actions import load_workbook
from safety.models import AreaMeasure
from tests.safety.world import (
    make_area_measure,
    make_case_table,
    make_operation,
    make_operation_report,
    make_village,
)
from tests.workbooks import workbook
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
    ring = make_area_measure("response", "minutes", dimensions={"circle": ["ring_1", "ring_2"]})
    for code, minutes in (("ring_2", 3), ("ring_1", 1)):
        make_figure(
            release,
            ring,
            minutes,
            area=area,
            kind="standard",
            dimensions={"circle": code},
            paragraph=2,
        )


def test_rings_show_the_standard_and_no_measurement(client):
    release = make_release("december")
    make_rings(release)
    publish(release, at="2022-12-23")

    (rings,) = blocks(client)["safety/by_area.html"]["tables"]
    page = client.get("/safety/?lang=en").content.decode()

    assert [one.standard.value for one in rings] == [1, 3]
    assert [(area.code, figure) for area, figure in rings[0].cells] == [("east", None), ("west", None)]
    assert page.count('<span class="figure-none">not published</span>') == 4


def test_measured_time_stands_beside_the_standard(client):
    release = make_release("december")
    make_rings(release)
    indicator = release.observations.first().series.indicator
    east = make_area("east", "subdistrict")
    make_figure(release, indicator, 2, area=east, dimensions={"circle": "ring_1"})
    publish(release, at="2022-12-23")

    ring = blocks(client)["safety/by_area.html"]["tables"][0][0]

    assert [figure and figure.value for _area, figure in ring.cells] == [2, None]


def test_villages_are_counted_and_named_only_where_a_release_does(client):
    release = make_release("december")
    total = make_indicator("all-villages", sector="safety", basis="point")
    count = make_area_measure("crime_free", "quiet-villages", denominator=total)
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


def test_standards_of_two_areas_stand_in_two_tables(client):
    release = make_release("december")
    make_rings(release)
    north = make_area("north", "subdistrict")
    minutes = release.observations.first().series.indicator
    make_figure(release, minutes, 5, area=north, kind="standard", dimensions={"circle": "ring_1"})
    publish(release, at="2022-12-23")

    tables = blocks(client)["safety/by_area.html"]["tables"]

    assert [[area.code for area, _figure in rings[0].cells] for rings in tables] == [
        ["east", "west"],
        ["north"],
    ]


def test_workbook_brings_what_is_shown_by_area_and_refuses_a_second_count_of_villages(administrator):
    for code in ("first", "second"):
        make_indicator(code, sector="safety")
    row = {"indicator": "first", "block": "crime_free"}

    brought = load_workbook(workbook=workbook(AreaMeasures=[row]), by=administrator)
    refused = load_workbook(workbook=workbook(AreaMeasures=[row | {"indicator": "second"}]), by=administrator)

    assert brought.errors == []
    assert ["villages" in str(problem) for problem in refused.errors] == [True]
    assert [(one.indicator.code, one.block) for one in AreaMeasure.objects.all()] == [("first", "crime_free")]
    with pytest.raises(IntegrityError, match="one_count_of_villages"), transaction.atomic():
        make_area_measure("crime_free", "third")


def test_page_shows_cases_operations_and_help_and_no_other_sector_does(client):
    release = make_release("december")
    make_case_table(release)
    make_operation_report(release, make_operation("sweep"))
    volunteers = make_area_measure("helpers", "volunteers")
    make_figure(release, volunteers, 2800, qualifier="over", period_end=DECEMBER)
    publish(release, at="2022-12-23")
    make_facility("post", kind="police_post", sector_id="safety", department=make_department("construction"))
    make_facility(
        "line", kind="hotline", phone="96110", sector_id="safety", department=make_department("construction")
    )

    found = blocks(client)

    assert [row.case_type for row in found["safety/cases_block.html"]["rows"]] == ["fraud", "theft"]
    ((_kind, operations),) = found["safety/operations_block.html"]["kinds"]
    assert [(one.operation.kind, one.operation.code) for one in operations] == [("campaign", "sweep")]
    assert [line.phone for line in found["safety/lines.html"]["lines"]] == ["96110"]
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
