"""The return sheet: a department's figures of one period, entered into a release on one page."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from portal.publishing.actions import contributions
from portal.publishing.models import Release
from portal.records.errors import NotAllowed, WrongState
from portal.statistics.actions import Figure, SavedSheet, fill_sheet
from portal.statistics.models import Observation, Series
from portal.statistics.periods import Period
from portal.statistics.plausibility import plausibility_warning
from portal.statistics.return_form import Span, as_text, next_span
from tests.world import (
    make_area,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MAY = Span(dt.date(2023, 5, 1), dt.date(2023, 5, 31))
SEEN = as_text(None)


@pytest.fixture
def draft(editor) -> Release:
    return make_release("return", by=editor, kind="statistical_return")


@pytest.fixture
def homes(db) -> Series:
    return make_series(make_indicator("homes", basis="point", smallest_count=5))


def fill(release: Release, by, span: Span = MAY, **rows: Figure):
    """Rows by r<key of the series>."""
    return fill_sheet(
        release=release,
        department=release.department,
        span=span,
        rows={code.removeprefix("r"): figure for code, figure in rows.items()},
        by=by,
    )


def row(series: Series, value: object = None, **fields) -> dict[str, Figure]:
    value = None if value is None else Decimal(str(value))
    return {f"r{series.pk}": Figure(**{"value": value, "seen": SEEN, **fields})}


def seen_in(page, series: Series) -> dict:
    """The hidden box of a row as the page shows it."""
    form = next(form for form in page.context["sheet"].rows if form.row.series == series)
    return json.loads(form["seen"].value())


def sheet(release: Release, code: str = "construction", name: str = "return") -> str:
    key = make_department(code).pk
    query = {"start": MAY.start.isoformat(), "end": MAY.end.isoformat()}
    return reverse(f"admin:portal_release_{name}", args=[release.pk, key], query=query)


def boxes(series: Series, value: object = "", seen: dict | None = None, **fields) -> dict[str, object]:
    texts = {"value": value, "status": "normal", "seen": json.dumps(seen or SEEN), **fields}
    return {f"row-{series.pk}-{name}": text for name, text in texts.items()}


def wrong(saved: SavedSheet) -> list[tuple[str, str]]:
    """Columns and sentences of what was found."""
    return [(finding.field, finding.message) for _row, finding in saved.findings]


def test_sheet_is_saved_by_its_page(draft, homes, editor, client):
    client.force_login(editor)

    done = client.post(sheet(draft), boxes(homes, "１，０００", note_zh="说明", note_en="Note"))

    figure = Observation.objects.get()
    assert (done.status_code, done.url) == (302, sheet(draft))
    assert (figure.value, figure.period_start, figure.period_end) == (1000, None, MAY.end)
    assert (figure.release, figure.note_en) == (draft, "Note")
    assert draft.editors.filter(pk=editor.pk).exists()


def test_sheet_says_what_a_figure_counts_otherwise_and_the_note_why(draft, homes, editor, client):
    client.force_login(editor)
    declared = {"not_comparable": "definition"}

    refused = client.post(sheet(draft), boxes(homes, "9", **declared))
    saved = client.post(
        sheet(draft), boxes(homes, "9", **declared, note_zh="含在建", note_en="With new ones")
    )

    (form,) = refused.context["sheet"].rows
    assert list(form.errors) == ["note_zh"]
    assert form["not_comparable"].value() == "definition"
    assert saved.status_code == 302
    assert Observation.objects.get().not_comparable == "definition"
    (shown,) = client.get(sheet(draft)).context["sheet"].rows
    assert shown["not_comparable"].value() == "definition"


def test_sheet_says_that_its_days_are_inferred_and_the_note_from_what(draft, homes, editor, client):
    client.force_login(editor)

    refused = client.post(sheet(draft), boxes(homes, "9", period_inferred="on"))
    saved = client.post(
        sheet(draft), boxes(homes, "9", period_inferred="on", note_zh="今年以来", note_en="This year")
    )

    (form,) = refused.context["sheet"].rows
    assert list(form.errors) == ["note_zh"]
    assert saved.status_code == 302
    assert Observation.objects.get().period_inferred
    (shown,) = client.get(sheet(draft)).context["sheet"].rows
    assert "checked" in str(shown["period_inferred"])


def test_sheet_records_its_door(draft, homes, editor):
    fill(draft, editor, **row(homes, 1000))

    event = Observation.pgh_event_model.objects.select_related("pgh_context").get()
    assert {name: event.pgh_context.metadata[name] for name in ("door", "action", "user")} == {
        "door": "grid",
        "action": "fill",
        "user": editor.pk,
    }


def test_each_basis_takes_its_period_of_the_sheet(draft, editor):
    series = [make_series(make_indicator(basis=basis)) for basis in ("ytd", "period", "point", "since_start")]

    fill(draft, editor, **{code: figure for one in series for code, figure in row(one, 7).items()})

    starts = [Observation.objects.get(series=one).period_start for one in series]
    assert starts == [dt.date(2023, 1, 1), MAY.start, None, None]


def test_empty_rows_are_not_saved_and_emptied_ones_leave(draft, homes, editor):
    other = make_series(make_indicator("other", basis="point"))

    first = fill(draft, editor, **row(homes, 1000), **row(other))
    second = fill(draft, editor, **row(homes, None, seen=as_text(Observation.objects.get())))

    assert [(first.written, first.removed), (second.written, second.removed)] == [(1, 0), (0, 1)]
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("value", "fields", "column"),
    [
        (3, {}, "value"),
        (-1, {}, "value"),
        ("9.5", {}, "value"),
        (None, {"note_zh": "说明", "note_en": "Note"}, "value"),
        (9, {"status": "suppressed"}, "value"),
        (9, {"note_zh": "说明"}, "note_en"),
        (9, {"note_en": "Note"}, "note_zh"),
        (9, {"status": "low_reliability"}, "note_zh"),
    ],
)
def test_wrong_cell_is_named_and_only_its_row_is_left_out(value, fields, column, homes, editor):
    draft = make_release("return", by=editor, kind="statistical_return")
    good = make_series(make_indicator("good", basis="point"))

    saved = fill(draft, editor, **row(homes, value, **fields), **row(good, 7))

    assert [name for name, _words in wrong(saved)] == [column]
    assert (saved.written, saved.left_out) == (1, {str(homes.pk)})
    assert Observation.objects.get().series == good


def test_document_asks_for_the_place_of_each_figure(homes, editor):
    article = make_release("article", by=editor)

    refused = fill(article, editor, **row(homes, 9))
    place = {"section": article.sections.get(), "paragraph": 1, "as_printed": "9 homes"}
    fill(article, editor, **row(homes, 9, **place))

    assert {name for name, _words in wrong(refused)} == {"section", "paragraph", "as_printed"}
    assert Observation.objects.get().locator == "1 ¶1"


def test_fall_of_a_year_to_date_asks_for_a_note(draft, editor):
    indicator = make_indicator("built")
    earlier = make_release("earlier", by=editor)
    series = make_figure(
        earlier, indicator, 50, period_start=dt.date(2023, 1, 1), period_end=dt.date(2023, 4, 30)
    ).series
    publish(earlier)

    doubted = fill(draft, editor, **row(series, 40))
    fill(draft, editor, **row(series, 40, note_zh="拆除", note_en="Torn down"))

    assert wrong(doubted)[0][1].startswith("Lower than the 50 of 2023-04-30")
    assert Observation.objects.filter(release=draft).count() == 1


def test_doubt_compares_years_to_date_of_the_same_length():
    history = [(Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31), "ytd"), Decimal(1200))]

    january = Period(dt.date(2023, 1, 1), dt.date(2023, 1, 31), "ytd")
    year = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31), "ytd")

    assert not plausibility_warning(january, Decimal(100), history)
    assert plausibility_warning(year, Decimal(100), history)


def test_second_save_of_a_row_is_told_what_changed(draft, homes, editor, client):
    other = make_user("wang", "construction", "editor")
    fill(draft, other, **row(homes, 1000))
    client.force_login(editor)

    page = client.post(sheet(draft), boxes(homes, "2000"))

    [form] = page.context["sheet"].rows
    assert Observation.objects.get().value == 1000
    assert "wang has saved this row in the meantime" in form.non_field_errors()[0]
    again = client.post(sheet(draft), boxes(homes, "2000", seen=json.loads(form["seen"].value())))
    assert (again.status_code, Observation.objects.get().value) == (302, 2000)


def test_two_editors_save_different_rows(draft, homes, editor):
    other = make_series(make_indicator("other", basis="point"))

    fill(draft, editor, **row(homes, 1000))
    fill(draft, make_user("wang", "construction", "editor"), **row(other, 7), **row(homes))

    assert Observation.objects.count() == 2
    assert fill(draft, editor, **row(other, 8)).left_out == {str(other.pk)}
    assert Observation.objects.get(series=other).value == 7


def test_sheet_is_for_editors_of_the_department_who_have_a_part(draft, homes, outsider, reviewer, client):
    head = make_user("head", "construction", "head")
    for user, code in ((outsider, 404), (reviewer, 403), (head, 403)):
        client.force_login(user)
        assert client.get(sheet(draft)).status_code == code, user
        assert client.post(sheet(draft), boxes(homes, "9")).status_code == code, user
        with pytest.raises(NotAllowed):
            fill(draft, user, **row(homes, 9))

    assert not Observation.objects.exists()


def test_administrator_fills_every_sheet(draft, homes, administrator, client):
    client.force_login(administrator)

    assert client.post(sheet(draft), boxes(homes, "9")).status_code == 302


def test_editor_of_the_publisher_does_not_fill_the_sheet_of_another_department(draft, editor, client):
    client.force_login(editor)

    assert client.get(sheet(draft, "health")).status_code == 403


def test_department_that_was_asked_fills_its_sheet_until_it_hands_in(draft, editor, outsider, client):
    clinics = make_series(make_indicator("clinics", department="health", basis="point"))
    part = contributions.ask(release=draft, department=make_department("health"), by=editor)
    client.force_login(outsider)

    saved = client.post(sheet(draft, "health"), boxes(clinics, "9"))
    contributions.hand_in(contribution=part, by=outsider)
    late = client.post(sheet(draft, "health"), boxes(clinics, "10", seen=as_text(Observation.objects.get())))

    assert (saved.status_code, late.status_code, Observation.objects.get().value) == (302, 200, 9)
    assert "handed in" in late.context["closed"]
    with pytest.raises(WrongState):
        fill_sheet(release=draft, department=clinics.indicator.department, span=MAY, rows={}, by=outsider)


def test_series_of_another_department_is_no_row(draft, editor):
    clinics = make_series(make_indicator("clinics", department="health", basis="point"))

    saved = fill(draft, editor, **row(clinics, 9))

    assert (saved.written, saved.left_out) == (0, {str(clinics.pk)})


def test_check_says_what_is_wrong_and_saves_nothing(draft, homes, editor, client):
    client.force_login(editor)

    address = sheet(draft, name="return_check")
    answers = [client.post(address, boxes(homes, value)).json() for value in ("3", "nine", "9", "")]

    assert [list(answer[str(homes.pk)]) for answer in answers] == [["value"], ["value"], [], []]
    assert client.post(sheet(draft, "health", "return_check")).status_code == 403
    assert not Observation.objects.exists()


def test_sheet_with_a_slip_leads_to_its_box(draft, homes, editor, client):
    client.force_login(editor)

    page = client.post(sheet(draft), boxes(homes, "seven"))

    assert [form.first_error_id for form in page.context["invalid_rows"]] == [f"id_row-{homes.pk}-value"]
    assertContains(page, f'<a href="#id_row-{homes.pk}-value">')


def test_sheet_saves_what_is_right_and_shows_the_rest_as_typed(draft, homes, editor, client):
    good = make_series(make_indicator("good", basis="point"))
    client.force_login(editor)

    page = client.post(sheet(draft), boxes(homes, "seven") | boxes(good, "7"))
    again = client.post(sheet(draft), boxes(homes, "77") | boxes(good, "8", seen=seen_in(page, good)))

    assert [form.row.series for form in page.context["invalid_rows"]] == [homes]
    assert [form["value"].value() for form in page.context["sheet"].rows] == ["7", "seven"]
    assert again.status_code == 302
    assert {one.series: one.value for one in Observation.objects.all()} == {homes: 77, good: 8}


def test_sheet_shows_the_last_figure_in_force(draft, homes, editor, client):
    earlier = make_release("earlier", by=editor)
    make_figure(earlier, homes.indicator, 30, period_end=dt.date(2023, 3, 31))
    make_figure(earlier, homes.indicator, 40, period_end=dt.date(2023, 4, 30))
    publish(earlier)
    hidden = make_release("hidden", by=editor)
    make_figure(hidden, homes.indicator, 41, period_end=dt.date(2023, 5, 1))
    publish(hidden, timezone.now() + dt.timedelta(days=1))
    client.force_login(editor)

    page = client.get(sheet(draft))

    assert page.context["sheet"].rows[0].row.last.value == 40


@pytest.mark.parametrize(
    ("frequency", "last", "expected"),
    [
        ("M", "2023-01-31", ("2023-02-01", "2023-02-28")),
        ("Q", "2022-12-31", ("2023-01-01", "2023-03-31")),
        ("A", "2022-12-31", ("2023-01-01", "2023-12-31")),
        ("", "2022-11-30", ("2022-12-01", "2022-12-31")),
    ],
)
def test_sheet_begins_with_the_next_period(frequency, last, expected, editor):
    release = make_release(by=editor)
    make_figure(
        release, make_indicator(basis="point", frequency=frequency), 5, period_end=dt.date.fromisoformat(last)
    )
    publish(release)

    span = next_span(release.department)

    assert (span.start.isoformat(), span.end.isoformat()) == expected


def test_new_series_is_added_from_the_sheet(draft, editor, outsider, client):
    indicator = make_indicator("cases", basis="point", dimensions={"type": ["theft", "fraud"]})
    street = make_area("street", "subdistrict")
    client.force_login(editor)
    form = {"series-indicator": indicator.pk, "series-area": street.pk}

    refused = client.post(sheet(draft, name="return_series"), form)
    done = client.post(sheet(draft, name="return_series"), form | {"series-dimension_type": "fraud"})

    assert (refused.status_code, done.status_code, done.url) == (200, 302, sheet(draft))
    assert Series.objects.get(indicator=indicator).dimensions == {"type": "fraud"}


def test_series_of_a_foreign_indicator_is_not_added(draft, editor, client):
    indicator = make_indicator("clinics", department="health", basis="point")
    client.force_login(editor)

    page = client.post(
        sheet(draft, name="return_series"),
        {"series-indicator": indicator.pk, "series-area": make_area().pk},
    )

    assert (page.status_code, Series.objects.count()) == (200, 0)


def test_sheet_asks_the_same_for_one_series_as_for_many(draft, homes, editor, client):
    client.force_login(editor)
    client.get(sheet(draft))
    with CaptureQueriesContext(connection) as few:
        client.get(sheet(draft))
    for number in range(20):
        make_series(make_indicator(f"more-{number}", basis="point"))
    with CaptureQueriesContext(connection) as many:
        page = client.get(sheet(draft))

    assert len(page.context["sheet"].rows) == 21
    assert len(many) == len(few)


def test_sheet_is_linked_from_the_release_and_the_desk(draft, editor, client):
    client.force_login(editor)
    address = sheet(draft).partition("?")[0]

    for page in (reverse("admin:portal_release_change", args=[draft.pk]), reverse("admin:index")):
        assert f'href="{address}"' in client.get(page).content.decode()
