"""The preview of an uploaded workbook: every difference by name and value, and every error by its cell."""

import datetime as dt

import pytest
from pytest_django.asserts import assertContains

from portal.statistics.models import Observation
from tests.desk.uploads import changed, kept_files, page, rows_of, upload
from tests.world import (
    make_area,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_in_english")]


def test_preview_shows_every_difference_and_writes_nothing(client, editor, draft):
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,", ",7,"))

    sheets = {sheet["sheet"]: sheet for sheet in response.context["preview"]["sheets"]}
    assert sheets["Observations"]["changes"] == [(2, "Value", "5", "7", "+40.0%")]
    assert Observation.objects.get().value == 5
    assert response.context["token"]


def test_preview_lists_new_and_removed_rows_by_their_keys(client, editor, draft):
    make_figure(draft, make_indicator("others"), 9)
    make_indicator("cases2")
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, "others", "cases2"))

    sheet = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == "Observations")
    assert [key.split(", ")[0] for key in sheet["added"]] == ["cases2"]
    assert [key.split(", ")[0] for key in sheet["gone"]] == ["others"]


def test_preview_shows_names_and_values_in_the_language_of_the_official(client, editor, draft):
    make_figure(draft, make_indicator("others", name_zh="其他"), 9)
    make_indicator("cases2")
    client.force_login(editor)

    found = upload(client, page(draft), changed(draft, "others", "cases2"))
    client.cookies["django_language"] = "zh-hans"
    chinese = upload(client, page(draft), changed(draft, "others", "cases2"))

    period = "1 January to 23 December 2022"
    assert rows_of(found) == [
        ("New", f"Indicator cases2 · District · {period}", "9 persons", ""),
        ("Removed", f"Indicator others · District · {period}", "", "9 persons"),
    ]
    assert ("移除", "其他 · district区 · 2022年1月1日至12月23日", "", "9人") in rows_of(chinese)


def test_preview_shows_old_and_new_value_and_every_changed_cell_in_words(client, editor, draft):
    make_area("gushan", "town", name_en="Gushan Town")
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,,normal", ",7,about,provisional"))

    (row,) = next(s for s in response.context["preview"]["sheets"] if s["sheet"] == "Observations")["rows"]
    assert (row["now"], row["before"]) == ("about 7 persons", "5 persons")
    assert row["cells"] == [
        ("Value", "5", "7", "+40.0%"),
        ("Qualifier", "", "about", ""),
        ("Status", "normal value", "provisional", ""),
    ]
    assertContains(response, "about 7 persons")


def test_preview_shows_the_last_figure_beside_a_new_one(client, editor, draft):
    cases = draft.observations.get().series.indicator
    earlier = make_release("earlier")
    make_figure(earlier, cases, 4, period_end=dt.date(2022, 10, 31))
    publish(earlier)
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, "2022-12-23,no,actual,5", "2022-12-31,no,actual,6"))

    assert rows_of(response)[0][2:] == ("6 persons", "January–October 2022: 4 persons")


def test_preview_names_rows_of_every_sheet(client, editor, draft):
    client.force_login(editor)

    sections = rows_of(
        upload(client, page(draft), changed(draft, "Section 1", "Homes", "Sections")), "Sections"
    )

    assert [(words, name) for words, name, _now, _before in sections] == [("Changed", "1 Homes")]


def test_what_was_changed_meanwhile_is_shown_before_it_is_overwritten(client, editor, draft):
    client.force_login(editor)
    token = upload(client, page(draft), changed(draft, ",5,", ",7,")).context["token"]
    Observation.objects.update(value=6)

    again = client.post(page(draft), {"token": token})
    between = Observation.objects.get().value
    client.post(page(draft), {"token": again.context["token"]})

    sheet = next(s for s in again.context["preview"]["sheets"] if s["sheet"] == "Observations")
    assert sheet["changes"] == [(2, "Value", "6", "7", "+16.7%")]
    assert (between, Observation.objects.get().value) == (6, 7)


def test_errors_name_their_cells_and_nothing_can_be_loaded(client, editor, draft):
    client.force_login(editor)

    response = upload(client, page(draft), changed(draft, ",5,", ",five,"))

    assert len(response.context["preview"]["errors"]) == 1
    assert "row 2" in response.context["preview"]["errors"][0]
    assert response.context["token"] == ""
    assert kept_files() == []


def test_workbook_of_another_release_is_refused_on_the_page_of_this(client, editor, draft):
    other = make_release("other", by=editor)
    client.force_login(editor)

    response = upload(client, page(draft), changed(other, "第1节", "第一节", "Sections"))

    assert (
        "The workbook belongs to another release; the address of this release is draft."
        in response.context["preview"]["errors"][0]
    )
    assert response.context["token"] == ""
