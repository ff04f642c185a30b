"""Areas that are merged and split on a day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.areas.detail import extent_changes
from portal.areas.models import Area
from portal.records.registry import verdicts
from portal.statistics.charts.drawing import Line, Symbol
from portal.web.as_of import state_at
from tests.world import commit, make_area, make_figure, make_indicator, make_release, make_user, publish

pytestmark = pytest.mark.django_db
APRIL = dt.date(2023, 4, 1)
MARCH = dt.date(2023, 3, 31)


def town(code: str, **fields: object) -> Area:
    return make_area(code, "town", **{"name_zh": code, "name_en": code.title(), **fields})


def become(area: Area, *successors: Area, last_day: dt.date | None = MARCH) -> None:
    Area.objects.filter(pk=area.pk).update(last_day=last_day)
    area.refresh_from_db()
    area.successors.add(*successors)
    commit()


def texts(area: Area) -> list[tuple[dt.date, str]]:
    return [(change.day, change.text) for change in extent_changes(Area.objects.get(pk=area.pk))]


def test_merging_is_said_of_both(in_english):
    small, large = town("small"), town("large")

    become(small, large)

    assert texts(small) == [(APRIL, "Small was merged into Large")]
    assert texts(large) == [(APRIL, "Small became part of Large")]


def test_splitting_is_said_of_all(in_english):
    whole, east, west = town("whole"), town("east", first_day=APRIL), town("west", first_day=APRIL)

    become(whole, east, west)

    assert texts(whole) == [(APRIL, "Whole was split into East and West")]
    assert texts(east) == [(APRIL, "Part of Whole became part of East")]


def test_database_keeps_the_days_of_a_break():
    small, large = town("small"), town("large")
    become(small, large)
    assert Area.objects.get(pk=large.pk).breaks == [APRIL]

    Area.objects.filter(pk=small.pk).update(last_day=dt.date(2023, 6, 30))
    assert Area.objects.get(pk=large.pk).breaks == [dt.date(2023, 7, 1)]

    small.successors.clear()
    assert Area.objects.get(pk=large.pk).breaks == []


def test_area_that_became_another_has_a_last_day():
    small, large = town("small"), town("large")

    with pytest.raises(IntegrityError, match="it has a last day"), transaction.atomic():
        become(small, large, last_day=None)
    become(small, large)
    with pytest.raises(IntegrityError, match="it has a last day"), transaction.atomic():
        become(small, last_day=None)


def test_areas_form_no_circle():
    one, two, three = town("one"), town("two"), town("three")
    become(one, two)
    become(two, three)

    with pytest.raises(IntegrityError, match="became another that became it"), transaction.atomic():
        three.successors.add(one)
    with pytest.raises(IntegrityError, match="became another that became it"), transaction.atomic():
        one.successors.add(one)


def test_last_day_is_not_before_the_first():
    with pytest.raises(IntegrityError, match="area_days_in_order"), transaction.atomic():
        town("odd", first_day=APRIL, last_day=MARCH)

    area = town("even", first_day=APRIL)
    area.last_day, area.change_reason_zh, area.change_reason_en = MARCH, "因", "Why"
    assert [finding.field for finding in next(verdicts(Area, [area]))] == ["last_day"]


@pytest.mark.parametrize(
    ("last_day", "successor", "field"),
    [("", "large", "last_day"), ("2023-03-31", "small", "successors"), ("2023-03-31", "late", "successors")],
)
def test_form_says_what_an_area_cannot_become(client, last_day, successor, field):
    small = town("small")
    town("large")
    town("late", first_day=dt.date(2024, 1, 1))
    client.force_login(make_user("boss", None, "administrator"))
    form = {
        "code": "small",
        "kind": "town",
        "parent": small.parent_id,
        "name_zh": "small",
        "name_en": "Small",
        "last_day": last_day,
        "successors": [Area.objects.get(code=successor).pk],
        "change_reason_zh": "并",
        "change_reason_en": "Merged",
    }

    answer = client.post(f"/admin/portal/area/{small.pk}/change/", form)

    assert list(answer.context["adminform"].form.errors) == [field]


def test_form_merges_a_town(client):
    small, large = town("small"), town("large")
    client.force_login(make_user("boss", None, "administrator"))
    form = {
        "code": "small",
        "kind": "town",
        "parent": small.parent_id,
        "name_zh": "small",
        "name_en": "Small",
        "last_day": "2023-03-31",
        "successors": [large.pk],
        "change_reason_zh": "并",
        "change_reason_en": "Merged",
    }

    answer = client.post(f"/admin/portal/area/{small.pk}/change/", form)

    assert answer.status_code == 302
    assert list(Area.objects.get(code="small").successors.all()) == [large]


def test_series_that_crosses_the_day_says_so_and_is_not_compared(client):
    small, large = town("small"), town("large")
    indicator = make_indicator("beds", basis="point")
    for value, end in ((10, dt.date(2022, 12, 31)), (15, dt.date(2023, 12, 31))):
        release = make_release()
        make_figure(release, indicator, value, area=large, period_end=end)
        publish(release, end.isoformat())
    series = indicator.series.get()
    commit()
    then = state_at().changed_at.isoformat()
    before = client.get("/api/v1/indicators/beds").json()

    become(small, large)

    after = client.get("/api/v1/indicators/beds").json()
    page = client.get("/indicators/beds/").content.decode()
    answer = client.get(f"/api/v1/series/{series.pk}").json()
    assert (before["change"]["difference"], before["not_comparable"]) == (5, [])
    assert (after["change"], [one["reason"] for one in after["not_comparable"]]) == (None, ["coverage"])
    assert answer["breaks"] == [{"day": "2023-04-01", "text": "small并入large", "areas": ["small"]}]
    assert "small并入large" in page
    assert "前后的数据不可比" in page
    assert client.get(f"/api/v1/indicators/beds?as_of={then}").json()["change"]["difference"] == 5
    assert client.get(f"/api/v1/series/{series.pk}?as_of={then}").json()["breaks"] == []


@pytest.mark.parametrize(
    ("end", "fields"),
    [(MARCH, []), (dt.date(2023, 12, 31), ["area"]), (dt.date(2021, 12, 31), ["area"])],
)
def test_figure_is_about_days_on_which_its_area_exists(end, fields):
    area = town("short", first_day=dt.date(2022, 1, 1), last_day=MARCH)
    figure = make_figure(make_release(), make_indicator("beds", basis="point"), 5, area=area, period_end=end)

    assert [finding.field for finding in next(verdicts(type(figure), [figure]))] == fields


def test_what_an_area_became_is_a_public_change_of_it(client):
    whole, east, west = town("whole"), town("east", first_day=APRIL), town("west", first_day=APRIL)
    commit()
    then = state_at().changed_at.isoformat()
    why = {"change_reason_zh": "撤镇设街", "change_reason_en": "Split"}
    Area.objects.filter(pk=whole.pk).update(**why)
    become(whole, east, west)

    (change,) = client.get("/api/v1/description-changes?lang=en").json()["results"]
    page = client.get("/areas/whole/?lang=en").content.decode()

    assert change["before"] == {"last_day": "", "became": ""}
    assert change["after"] == {"last_day": "2023-03-31", "became": "East, West"}
    assert change["reason"] == "Split"
    assert "East, West" in page
    assert client.get(f"/api/v1/areas/whole?as_of={then}").json()["successors"] == []
    assert client.get(f"/api/v1/description-changes?as_of={then}").json()["results"] == []


def test_row_saved_as_it_was_read_keeps_its_succession():
    small, large = town("small"), town("large")
    read = [Area.objects.get(code=code) for code in ("small", "large")]
    become(small, large)

    for area in read:
        area.last_day = Area.objects.get(pk=area.pk).last_day
        area.save()

    assert Area.objects.get(code="small").became == [large.pk]
    assert Area.objects.get(code="large").breaks == [APRIL]


def test_chart_across_the_day_has_a_line_and_its_table_says_so(client, in_english):
    small, large = town("small"), town("large")
    indicator = make_indicator("beds", basis="point", comparable_from=dt.date(2024, 6, 1))
    release = make_release()
    for year in (2021, 2022, 2023, 2024, 2025):
        make_figure(release, indicator, year, area=large, period_end=dt.date(year, 12, 31))
    publish(release, "2026-01-10")
    become(small, large)

    page = client.get("/indicators/beds/?lang=en")
    (chart,) = [table.chart for table in page.context["tables"]]
    text = page.content.decode()

    assert [row.period for row in chart.rows if not row.kind] == ["1 June 2024", "1 April 2023"]
    assert chart.sentence.endswith(
        "from 1 April 2023 not comparable with before (different coverage); "
        "from 1 June 2024 not comparable with before (different definition)."
    )
    for scene in chart.scenes:
        lines = [mark for mark in scene.marks if isinstance(mark, Line) and mark.css == "chart-break"]
        dots = [mark for mark in scene.marks if isinstance(mark, Symbol)]
        assert len(lines) == 2
        assert all(0 < line.x1 < min(dot.x for dot in dots) for line in lines)
        assert "not comparable before" in [label.text for label in scene.labels]
    assert "<desc" in text
    assert text.count("from 1 June 2024 not comparable with before (different definition)") >= 3


def test_chart_without_a_break_has_no_line(client):
    large = town("large")
    indicator = make_indicator("beds", basis="point", comparable_from=dt.date(2020, 1, 1))
    release = make_release()
    for year in (2021, 2022, 2023):
        make_figure(release, indicator, year, area=large, period_end=dt.date(year, 12, 31))
    publish(release, "2024-01-10")

    (table,) = client.get("/indicators/beds/").context["tables"]

    assert "chart-break" not in "".join(mark.svg for mark in table.chart.scenes[0].marks)
