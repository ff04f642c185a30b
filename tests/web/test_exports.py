"""The CSV and XLSX twins of the lists."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from portal.web.api import exports
from tests.world import (
    commit,
    kept,
    make_area,
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db

NOUNS = [
    "releases",
    "indicators",
    "series",
    "observations",
    "checks",
    "commitments",
    "facilities",
    "areas",
    "departments",
    "sectors",
    "units",
    "dimensions",
]
OBSERVATION_COLUMNS = """
    id indicator indicator_name sector area area_name dimensions period_start period_end period_basis period_label
    period_inferred kind value unit qualifier status as_printed note release locator_section
    locator_paragraph locator_section_title
    released_at superseded_at not_comparable check_state checks
    version_state supersedes superseded_by correction_reason withdrawn_at
    withdrawal_reason withdrawn_by
""".split()  # noqa: SIM905 - to be read beside the design


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("june"), "2022-06-17")
        release = make_release("long")
        crime = make_indicator("crime", decimals=6, dimensions={"age": ["old"], "type": ["fraud"]})
        make_figure(release, crime, "123456789012345678.123456", dimensions={"type": "fraud", "age": "old"})
        publish(release, "2022-12-23")
        make_facility(
            "trap", name_zh='=HYPERLINK("http://x")', phone="+86 10 1234", address_zh="-1", hours_zh="@x"
        )
        yield


@pytest.fixture
def api(district) -> Client:
    return Client()


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def lines_of(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(bytes_of(answer).decode("utf-8-sig"), newline="")))


def sheet_of(answer) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(answer))).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("noun", NOUNS)
def test_csv_and_xlsx_hold_the_rows_of_the_list(api, noun):
    shown = api.get(f"/api/v1/{noun}").json()["results"]

    lines, sheet = lines_of(api.get(f"/api/v1/{noun}.csv")), sheet_of(api.get(f"/api/v1/{noun}.xlsx"))

    first = next(iter(shown[0]))
    assert [line[first] for line in lines] == [str(row[first]) for row in shown]
    assert [list(line) for line in lines[:1]] == [sheet[0]]
    assert len(sheet) == len(shown) + 1


def test_the_columns_of_figures_are_the_members_of_the_design_laid_flat(api):
    (line, *_) = lines_of(api.get("/api/v1/observations.csv?indicator=crime"))

    assert list(line) == OBSERVATION_COLUMNS
    assert line["value"] == "123456789012345678.123456"
    assert (line["dimensions"], line["locator_section"], line["superseded_at"]) == (
        "age=old; type=fraud",
        "1",
        "",
    )
    assert (line["period_start"], line["period_end"]) == ("2022-01-01", "2022-12-23")


def test_csv_is_utf8_with_the_mark_that_excel_looks_for(api):
    answer = api.get("/api/v1/sectors.csv")

    assert bytes_of(answer).startswith(b"\xef\xbb\xbfcode,name,order\r\nprojects,")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sectors.csv"'


def test_no_cell_is_a_formula(api):
    (line,) = [line for line in lines_of(api.get("/api/v1/facilities.csv")) if line["code"] == "trap"]
    sheet = sheet_of(api.get("/api/v1/facilities.xlsx"))
    row = dict(zip(sheet[0], next(row for row in sheet if row[0] == "trap"), strict=True))

    assert [line[name][:2] for name in ("name", "phone", "address", "hours")] == ["'=", "'+", "'-", "'@"]
    assert [row[name][:1] for name in ("name", "phone", "address", "hours")] == ["=", "+", "-", "@"]


def test_numbers_are_numbers_in_a_sheet_unless_excel_would_round_them(api):
    sheet = sheet_of(api.get("/api/v1/observations.xlsx"))
    value = sheet[0].index("value")

    assert sorted((row[value] for row in sheet[1:]), key=str) == [
        "123456789012345678.123456",
        638.0,
        698.0,
        91.6,
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_filters_moment_and_language_hold_for_files(api, kind):
    read = lines_of if kind == "csv" else sheet_of
    names = "/api/v1/indicators." + kind

    assert len(read(api.get(names))) - len(read(api.get(f"{names}?as_of=2022-07-01"))) == 1
    assert len(read(api.get(f"{names}?unit=percent"))) == (1 if kind == "csv" else 2)
    assert "Indicator" in str(read(api.get(f"{names}?lang=en"))[1])
    assert "指标" in str(read(api.get(f"{names}?lang=zh-hans"))[1])


def test_the_format_may_be_a_parameter(api):
    assert bytes_of(api.get("/api/v1/areas?format=csv")) == bytes_of(api.get("/api/v1/areas.csv"))
    assert api.get("/api/v1/areas?format=xml").json()["error"]["allowed"] == ["json", "csv", "xlsx"]


def test_a_file_names_its_moment(api):
    path = "/api/v1/observations.csv"
    asked = ["", "?as_of=2022-07-01", "?as_of=2022-07-01T10:00:00Z"]

    names = [api.get(path + query).headers["Content-Disposition"] for query in asked]

    assert names == [
        'attachment; filename="observations.csv"',
        'attachment; filename="observations-as-of-2022-07-01.csv"',
        'attachment; filename="observations-as-of-2022-07-01T180000+0800.csv"',
    ]


def test_a_page_as_a_file_says_in_its_header_where_the_next_is(api):
    whole, first = (api.get(f"/api/v1/units.csv{query}") for query in ("", "?limit=1"))

    assert not whole.has_header("Link")
    following = api.get("/api/v1/units?limit=1").json()["next"]
    assert first.headers["Link"] == f'<{following.replace("units?", "units.csv?")}>; rel="next"'


def test_a_file_holds_all_rows_unless_a_page_is_asked_for(api, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 2)
    page = api.get("/api/v1/observations?limit=3").json()

    assert len(lines_of(api.get("/api/v1/observations.csv"))) == 4
    assert len(lines_of(api.get("/api/v1/observations.csv?limit=3"))) == 3
    assert len(lines_of(api.get(page["next"] + "&format=csv"))) == 1


def test_a_sheet_that_excel_cannot_hold_is_refused(api, monkeypatch):
    monkeypatch.setattr(exports, "EXCEL_ROWS", 3)

    answer = api.get("/api/v1/observations.xlsx")

    assert (answer.status_code, answer.json()["error"]["allowed"]) == (400, ["json", "csv"])


@pytest.mark.parametrize("name", ["observations.csv", "observations.xlsx", "areas.csv"])
def test_a_file_has_a_strong_etag_and_the_same_bytes_each_time(api, name):
    one, other = api.get(f"/api/v1/{name}"), api.get(f"/api/v1/{name}")

    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.headers["ETag"].startswith('"')
    assert bytes_of(one) == bytes_of(other)


@pytest.mark.parametrize("ask", [Client.head, Client.get])
def test_a_file_that_nobody_will_read_is_not_made(api, ask):
    name = api.head("/api/v1/observations.csv").headers["ETag"]

    with CaptureQueriesContext(connection) as queries:
        answer = ask(
            api, "/api/v1/observations.csv", headers={"If-None-Match": name} if ask is Client.get else {}
        )

    assert answer.status_code == (304 if ask is Client.get else 200)
    assert bytes_of(answer) == b""
    assert not [
        query for query in queries.captured_queries if 'portal_observation"."as_printed' in query["sql"]
    ]


@pytest.mark.parametrize(
    ("noun", "query", "reason"),
    [
        ("areas", "", None),
        ("areas", "?q=nowhere", "no_match"),
        ("observations", "?as_of=1999-01-01", "before_first_publication"),
    ],
)
def test_table_without_rows_says_why(client, noun, query, reason):
    publish(make_release())
    make_area("harbour", "town")
    commit()
    empty = client.get(f"/api/v1/{noun}{query}").json()["empty"]

    answer = client.get(f"/api/v1/{noun}.csv{query}")
    lines = b"".join(answer).decode().splitlines()
    content = b"".join(client.get(f"/api/v1/{noun}.xlsx{query}"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    known = client.get(f"/api/v1/{noun}.csv{query}", headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.headers.get("Empty-Reason") == known.headers.get("Empty-Reason") == reason
    assert (len(lines) > 1) == (reason is None)
    assert known.status_code == 304
    if reason is None:
        assert (empty, len(book.sheet_names)) == (None, 1)
    else:
        assert empty["reason"] == reason
        assert book.get_sheet_by_index(1).to_python() == [[empty["message"]]]
