"""What is written is read again as the same rows, in both forms."""

import datetime as dt
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.validators import MaxValueValidator, MinValueValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.publishing.models import Release
from portal.records.columns import (
    Boolean,
    Choice,
    Code,
    Column,
    Date,
    DecimalNumber,
    Integer,
    Text,
    Texts,
    tidy,
)
from portal.records.registry import sheets
from portal.records.sheets import Group, Reference, References
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.spreadsheets.lookup import Lookup
from portal.spreadsheets.reading import RawSheet, read_tables, read_workbook
from portal.spreadsheets.writing import (
    FilledSheet,
    export_all,
    export_release,
    write_folder,
)
from portal.spreadsheets.xlsx_writing import write_xlsx
from portal.statistics.series_columns import SeriesDimensions
from tests.workbooks import COMMITMENT, FACILITY, FIGURE, UPDATE, release_workbook, workbook
from tests.world import make_area, make_check, make_indicator, make_series

TRICKY = [
    "=1+1",
    "+86",
    "-5",
    "@x",
    "'=1",
    "''-",
    "'tis",
    '"',
    '""',
    ",",
    ";",
    "\n",
    "“近100%”，约２万",
    "_x0041_",
    "1e5",
    "007",
    "#N/A",
    "TRUE",
]
NO_CONTROLS = st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"])
CODES = st.text("abc019", min_size=1, max_size=8)
PAIRS = st.dictionaries(CODES, CODES, max_size=3)


def texts(longest: int | None):
    words = st.one_of(st.sampled_from(TRICKY), st.text(NO_CONTROLS, max_size=12))
    return st.lists(words, max_size=4).map(lambda parts: tidy("".join(parts))[: longest or 200].strip())


def whole_numbers(column: Column):
    validators = column.field.validators
    return st.integers(
        max([0, *(v.limit_value for v in validators if isinstance(v, MinValueValidator))]),
        min(v.limit_value for v in validators if isinstance(v, MaxValueValidator)),
    )


def exact_numbers(column: Column):
    field = column.field
    beyond = 10 ** (field.max_digits - field.decimal_places)
    known = [number for number in (Decimal(0), Decimal("0.1"), Decimal("20790000.00")) if number < beyond]
    return st.decimals(-beyond + 1, beyond - 1, places=field.decimal_places) | st.sampled_from(known)


#: Any value that a column can hold, by the first of its kinds.
VALUES = {
    Code: lambda _column: CODES,
    Reference: lambda _column: CODES,
    SeriesDimensions: lambda _column: PAIRS.map(lambda pairs: tuple(sorted(pairs.items()))),
    References: lambda _column: st.sets(CODES, max_size=3).map(lambda codes: tuple(sorted(codes))),
    Texts: lambda column: st.lists(texts(column.field.base_field.max_length).filter(bool), max_size=3).map(
        tuple
    ),
    Text: lambda column: texts(column.field.max_length),
    Choice: lambda column: st.sampled_from([code for code, _label in column.field.flatchoices]),
    Boolean: lambda _column: st.booleans(),
    Date: lambda _column: st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    DecimalNumber: lambda column: st.none() | exact_numbers(column),
    Integer: whole_numbers,
}


def values(column: Column):
    return next(build for kind, build in VALUES.items() if isinstance(column, kind))(column)


ROWS = st.sampled_from(sheets()).flatmap(
    lambda sheet: st.lists(
        st.fixed_dictionaries({column.code: values(column) for column in sheet.columns}),
        min_size=1,
        max_size=3,
    ).map(lambda rows: FilledSheet(sheet, rows))
)


class Anything(Lookup):
    """A lookup to which every code is known."""

    class Known(dict):
        def __contains__(self, code: object) -> bool:
            return True

        def __missing__(self, code: str) -> object:
            return self

    def codes(self, to):
        return self.Known()

    class Values(Known):
        def __missing__(self, code: str) -> str:
            return code

    class Dimensions(Known):
        def __missing__(self, dimension: str) -> object:
            return Anything.Values()

    def dimension_codes(self):
        return self.Dimensions()


def read_again(book: list[RawSheet], filled: FilledSheet) -> list[dict[str, object]]:
    reading = read_tables(book)
    (table, *_others), problems = reading.tables, reading.problems
    assert problems == []
    assert table.unread == {}
    assert table.sheet is filled.sheet
    lookup = Anything()
    return [
        {
            column.code: column.read(row.given[column.code], lookup)
            if row.given[column.code]
            else column.default
            for column in filled.sheet.columns
        }
        for row in table.rows
    ]


def filled_rows(filled: FilledSheet) -> list[dict[str, object]]:
    """The rows that are no blank rows; an empty cell stands for the default of its column."""
    shown = [
        {c: row[c.code] if c.show(row[c.code]) else c.default for c in filled.sheet.columns}
        for row in filled.rows
    ]
    return [
        {column.code: value for column, value in row.items()}
        for row in shown
        if any(c.show(v) for c, v in row.items())
    ]


@given(filled=ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig"]))
@settings(max_examples=40, deadline=None)
def test_csv_is_read_as_written(filled, encoding):
    with tempfile.TemporaryDirectory() as folder:
        write_folder([filled], Path(folder), encoding=encoding)

        assert read_again(read_workbook(folder), filled) == filled_rows(filled)


@given(filled=ROWS)
@settings(max_examples=40, deadline=None)
def test_csv_saved_by_excel_in_china_is_read_as_written(filled):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{filled.sheet.code}.csv"
        write_folder([filled], Path(folder))
        text = path.read_bytes().decode()
        header, _, rows = text.partition("\n")
        path.write_bytes(f"{header},说明\n{rows}".encode("gb18030"))

        (raw,) = read_workbook(folder)
        raw.rows[0].remove("说明")

        assert read_again([raw], filled) == filled_rows(filled)


@pytest.mark.django_db
@given(filled=ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_xlsx_is_read_as_written(filled):
    file = io.BytesIO()
    write_xlsx([filled], file)
    file.seek(0)

    assert read_again(read_workbook(file), filled) == filled_rows(filled)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_the_database_holds_is_unchanged_by_its_own_export(form, administrator, tmp_path):
    make_area("district", aliases=["经开区", "a;b\\"])
    make_check("agree", left=make_series(make_indicator("homes")), right=make_series(make_indicator("flats")))
    book = release_workbook(
        Observations=[FIGURE | {"as_printed": "=14个", "note_zh": "一\n二", "note_en": "@x"}],
        Commitments=[COMMITMENT | {"areas": "district", "indicator": "homes", "area": "district"}],
        CommitmentUpdates=[UPDATE],
    )
    assert load_workbook(workbook=book, by=administrator).errors == []
    load_workbook(workbook=workbook(Facilities=[FACILITY | {"release": "return-2022"}]), by=administrator)

    for number, export in enumerate(
        (export_release(Release.objects.get()), export_all(Group.REFERENCE), export_all(Group.CONTENT))
    ):
        target = tmp_path / (f"{number}.xlsx" if form == "xlsx" else f"{number}")
        write_xlsx(export, target) if form == "xlsx" else write_folder(export, target)
        report = preview_workbook(workbook=target, by=administrator)

        assert report.errors == []
        assert not report.is_changed
        assert {s.sheet: s.unchanged for s in report.sheets} == {f.sheet.code: len(f.rows) for f in export}
