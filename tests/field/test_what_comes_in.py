"""Cases from the field: what officials bring in, from files as other portals have received them."""

from pathlib import Path

import pytest

from portal.desk.workbooks.previews import preview_of, preview_report
from portal.publishing.actions import releases
from portal.publishing.checklist import entries
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import read_workbook
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation
from tests.world import make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds", "english")]
CASES = Path(__file__).parent


def load_reference(case: str) -> None:
    administrator = make_user("case-administrator", None, "administrator")
    report = load_workbook(workbook=CASES / case / "1-reference", by=administrator)
    assert report.errors == []


def load(folder: str, by: User) -> Release:
    report = load_workbook(workbook=CASES / folder, by=by)
    assert report.errors == []
    return report.release


def preview(path: str, by: User) -> dict:
    return preview_of(preview_report(read_workbook(CASES / path), None, by))


def test_preview_of_any_size_names_small_counts(editor, monkeypatch):
    load_reference("04-suppressed-yet-derivable")
    book = "04-suppressed-yet-derivable/2-release"
    whole = preview(book, editor)["foreseen"]

    large = preview_of(preview_report(read_workbook(CASES / book), None, editor, most_foreseen=0))["foreseen"]
    monkeypatch.setattr("portal.desk.workbooks.previews.given_away", lambda _release: range(150))
    many = preview_of(preview_report(read_workbook(CASES / book), None, editor, most_foreseen=0))["foreseen"]

    assert large["small"] == whole["small"] != []
    assert (whole["is_partial"], large["is_partial"]) == (False, True)
    assert (len(many["small"]), many["more_small"], many["more"]) == (100, 50, 0)


def test_04_suppressed_part_that_follows_from_the_others_is_told_and_refused(editor):
    load_reference("04-suppressed-yet-derivable")

    shown = preview("04-suppressed-yet-derivable/2-release", editor)
    release = load("04-suppressed-yet-derivable/2-release", editor)

    (text,) = shown["foreseen"]["small"]
    assert text == (
        "case-helped-by-kind · Weihai Economic and Technological Development Zone · b · 2023 Q1 can be worked out "
        "(60 − 35 − 22 = 3), although counts below 10 must not. Suppress as well: "
        "case-helped-by-kind · Weihai Economic and Technological Development Zone · c · 2023 Q1."
    )
    assert any(
        "Sum of kinds, 2023 Q1: not evaluated: a term is suppressed" in e.text for e in entries(release)
    )
    with pytest.raises(Invalid, match="60 − 35 − 22 = 3"):
        releases.submit(release=release, by=editor)
    assert not Observation.objects.approved().filter(release=release).exists()


def test_02_numbers_that_contradict_their_printed_token_are_named_until_a_note_explains_them(editor):
    shown = preview("02-printed-against-value/input", editor)

    assert shown["errors"] == [
        (
            "Observations, row 2, value: “676”: 676 is not the printed “676万元” (6,760,000); "
            "if it is right, explain it in the notes."
        ),
        (
            "Progress, row 2, per cent done (percent): “9.5”: 9.5 is not the printed “95%” (95); "
            "if it is right, explain it in the notes."
        ),
        (
            "Funding, row 2, amount in yuan (amount): “2079”: 2,079 is not the printed “2079万元” (20,790,000); "
            "if it is right, explain it in the notes."
        ),
    ]


def test_03_last_day_of_the_calendar_is_refused_by_its_cell(editor):
    shown = preview("03-last-day-of-the-calendar/input", editor)

    assert [error for error in shown["errors"] if "period_end" in error] == [
        "Observations, row 2, last day (period_end): “9999-12-31”: The year must be between 1900 and 2199."
    ]


def test_12_count_since_a_day_of_each_year_is_expressed_as_what_it_is(editor):
    load_reference("12-school-year-to-date")
    (refused,) = preview("12-school-year-to-date/2-release", editor)["errors"]
    school_year = {"counted_from": "09-01", "year_name_zh": "学年", "year_name_en": "school year"}
    Indicator.objects.filter(code="case-meals").update(basis="cumulative", **school_year)

    release = load("12-school-year-to-date/2-release", editor)

    assert "“since a day of each year”" in refused
    assert release.observations.get().period.label == "school year 2022/23, to 31 March 2023"


def test_17_hidden_rows_and_sheets_are_named_before_they_are_loaded(editor):
    shown = preview("17-hidden-rows-and-sheets/input.xlsx", editor)

    assert shown["notices"] == [
        "Observations: 1 row is hidden in Excel and is read all the same: 2.",
        "Progress: The sheet is hidden in Excel, and is read all the same.",
    ]


def test_18_spellings_of_numbers_are_read_or_refused_with_what_to_write(editor):
    shown = preview("18-number-spellings/input", editor)

    told = dict(error.removeprefix("Observations, row ").split(", value: ", 1) for error in shown["errors"])
    digits = "write digits only, in base units, without unit or word (20790000, not 2079万元)."
    assert told == {
        "3": f"“1.234,5”: is not a plain number: {digits}",
        "8": "“\u22125”: Values in the unit projects cannot be negative.",
        "9": "“(5)”: is not a plain number: for a negative number write -5.",
        "10": (
            "“14\u200b”: is not a plain number: "
            "it contains invisible characters (U+200B zero-width space); type it again."
        ),
        "11": "“1e5”: is not a plain number: write out all digits.",
        "12": ("“14户”: “14户” does not fit the unit projects: write 14, if it is a number in this unit."),
        "14": f"“14-15”: is not a plain number: {digits}",
    }
    (read,) = (notice for notice in shown["notices"] if "Numbers with words" in str(notice))
    assert "“1.2万” in row 5 as 12,000, “3.1亿” in row 6 as 310,000,000" in str(read)
    assert "“2800余” in row 7 as over 2,800" in str(read)
    assert "“约14” in row 13 as about 14" in str(read)


GUSHAN, BOYU = "Sunshine Estate (Gushan Town)", "Sunshine Estate (Boyu Town)"


@pytest.fixture
def estates(editor) -> None:
    load_reference("06-two-estates-of-one-name")
    publish(load("06-two-estates-of-one-name/2-release", editor))


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=Sunshine",
        "/search/suggest?q=Sunshine",
        "/areas/?kind=estate",
        "/areas/?q=Sunshine",
        "/indicators/old-estate-projects-cumulative/",
        "/releases/case-06/",
        "/projects/",
        "/api/v1/observations?release=case-06",
        "/api/v1/observations.csv?release=case-06",
        "/api/v1/series?indicator=old-estate-projects-cumulative",
        "/indicators/old-estate-projects-cumulative/feed/",
        "/areas/weihai-etdz/feed/",
        "/api/v1/areas?kind=estate",
    ],
)
def test_06_two_estates_of_one_name_are_told_apart_wherever_they_are_named(client, estates, address):
    client.cookies["django_language"] = "en"

    shown = client.get(address)

    text = "".join(chunk.decode() for chunk in shown) if shown.streaming else shown.content.decode()
    text = text.replace("<mark>", "").replace("</mark>", "")
    assert shown.status_code == 200
    assert GUSHAN in text
    assert BOYU in text


def test_06_error_offers_both_estates_with_their_towns(editor, estates):
    shown = preview("06-two-estates-of-one-name/3-by-name", editor)

    (text,) = [error for error in shown["errors"] if "area" in error]
    assert "case-yg-gushan (Gushan Town)" in text
    assert "case-yg-boyu (Boyu Town)" in text
