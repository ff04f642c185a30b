"""Reading workbooks: an .xlsx, or CSV files in a folder or a zip, matched to the portal's sheets and columns.

CSV files are written by the portal, or saved by Excel in China.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.records.cell_errors import Problem, UnreadableWorkbook, choose_from, named, quoted
from portal.records.columns import Date, Number, in_both_languages, tidy
from portal.records.registry import sheets
from portal.records.sheets import Row, Sheet, Values
from portal.spreadsheets.xlsx import DAMAGED, RawSheet, formulas, read_xlsx, unpacked
from portal.spreadsheets.xlsx_scan import LONGEST, WIDEST

#: Bytes of a CSV file.
LARGEST = 50 * 2**20
#: Text that a spreadsheet would evaluate as a formula is written with a leading apostrophe.
SHIELDED = re.compile(r"'+[=+\-@]")
#: Flag of a zip entry whose name is in UTF-8; Windows in China writes names in GB18030 without it.
NAMED_IN_UTF8 = 0x800

#: Sheets written for people and never read.
NOTES = pgettext_lazy("sheet of a workbook", "Notes")
LAST = pgettext_lazy("sheet of a workbook", "Last values")
LISTS = pgettext_lazy("sheet of a workbook", "Lists")
#: The column that names each row for people beside its codes, and is never read.
NAME = pgettext_lazy("column of a workbook", "Name (not read)")
#: Rows below the first among which a header is sought that a title pushed down.
HEADER_SOUGHT = 10
#: File name of the last values among CSV files, which are named by code.
LAST_FILE = "LastValues"

#: Characters of private use, which a text in another encoding becomes.
MISREAD = re.compile("[\ue000-\uf8ff]")

csv.field_size_limit(2**20)


def read_workbook(source: Path | str | BinaryIO) -> list[RawSheet]:
    """The sheets of an .xlsx, or of CSV files in a folder or a zip. Raises UnreadableWorkbook.

    The format of an upload is detected from its content; the file name may say anything.
    """
    if not isinstance(source, Path | str):
        return _read_zip(source) if _has_csv(source) else read_xlsx(source)
    path = Path(source)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.casefold() == ".csv")
        if not files:
            raise UnreadableWorkbook(_("The folder %(folder)s contains no CSV file.") % {"folder": path.name})
        return [read_csv(file.stem, file.read_bytes()) for file in files]
    if not path.exists():
        raise UnreadableWorkbook(_("No such file or folder: %(path)s.") % {"path": path})
    if path.suffix.casefold() != ".xlsx":
        raise UnreadableWorkbook(
            _("%(path)s is neither an .xlsx nor a folder of CSV files.") % {"path": path.name}
        )
    try:
        with path.open("rb") as file:
            return read_xlsx(file)
    except OSError as error:
        raise UnreadableWorkbook(_("%(path)s cannot be read.") % {"path": path.name}) from error


def _has_csv(file: BinaryIO) -> bool:
    """Whether the file is a zip containing CSV files; rewinds the file."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return any(_csv_entries(archive))
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def _read_zip(file: BinaryIO) -> list[RawSheet]:
    try:
        with zipfile.ZipFile(file) as archive:
            return [read_csv(name, content) for name, content in unpacked(archive, _csv_entries(archive))]
    except DAMAGED as error:
        raise UnreadableWorkbook(_("The zip file is damaged or password-protected.")) from error


def _csv_entries(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The CSV files in any folder of the zip, with the name of the sheet that each contains."""
    for entry in archive.infolist():
        name = entry.filename
        if not entry.flag_bits & NAMED_IN_UTF8:
            name = name.encode("cp437", "replace").decode("gb18030", "replace")
        path = PurePosixPath(name.replace("\\", "/"))
        if path.suffix.casefold() == ".csv" and not path.name.startswith("."):
            yield entry, path.stem


def read_csv(name: str, content: bytes) -> RawSheet:
    """One sheet. Cells that begin with = are formulas; a protective apostrophe is removed."""
    file = f"{name}.csv"
    if len(content) > LARGEST:
        raise UnreadableWorkbook(
            _("%(file)s is larger than %(size)d MB.") % {"file": file, "size": LARGEST // 2**20}
        )
    sheet = RawSheet(name, [])
    try:
        lines = io.StringIO(_decoded(file, content), newline="")
        for number, cells in enumerate(csv.reader(lines, strict=True), 1):
            if number > LONGEST or len(cells) > WIDEST:
                raise UnreadableWorkbook(
                    _("%(file)s has more than %(rows)d rows or %(columns)d columns.")
                    % {"file": file, "rows": LONGEST, "columns": WIDEST}
                )
            texts = [tidy(cell) for cell in cells]
            sheet.unread |= formulas({(number, i): t for i, t in enumerate(texts) if t.startswith("=")})
            sheet.rows.append([text[1:] if SHIELDED.match(text) else text for text in texts])
    except csv.Error as error:
        raise UnreadableWorkbook(
            _("%(file)s is not valid CSV after row %(row)d: a quotation mark is missing or not doubled.")
            % {"file": file, "row": len(sheet.rows)}
        ) from error
    return sheet


def _decoded(file: str, content: bytes) -> str:
    """The text of a file in UTF-8, with or without a BOM, or in GB18030.

    GB18030 Chinese is not valid UTF-8, so trying UTF-8 first is safe. Other encodings, such as Big5, are valid GB18030:
    but become characters of private use.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if encoding.startswith("utf") or not MISREAD.search(text):
                return text
    raise UnreadableWorkbook(
        _("%(file)s is encoded neither in UTF-8 nor in GB18030. Save it as “CSV UTF-8”.") % {"file": file}
    )


@dataclass
class Table:
    """A sheet of the workbook: its known columns in the order of the file, and the rows below the header.

    `unread` has the cells that cannot be read, by row number and column: what they hold, and why not.
    """

    sheet: Sheet
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unread: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)


@dataclass
class Reading:
    """What a workbook holds: its tables in loading order, problems that prevent loading, and notices that do not."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def read_tables(workbook: Iterable[RawSheet]) -> Reading:
    """Match sheets and columns with the portal's. Those that it does not know are left aside, with a notice."""
    for_people = {LAST_FILE, *(word for name in (NOTES, LAST, LISTS) for word in in_both_languages(name))}
    names = {word: sheet for sheet in sheets() for word in sheet.labels()}
    known = {_plain(word): sheet for word, sheet in names.items()}
    tables: dict[str, Table] = {}
    reading = Reading()
    for raw in workbook:
        rows = _filled_rows(raw)
        sheet = known.get(_plain(raw.name))
        if sheet is None:
            if rows and raw.name not in for_people:
                choose = choose_from(raw.name, {word: sheet.code for word, sheet in names.items()})
                unknown = _("Not one of the portal's sheets, so it is not read; %(choose)s")
                reading.notices.append(Problem(raw.name, unknown % {"choose": choose}))
        elif sheet.code in tables:
            reading.problems.append(Problem(sheet.code, _("The workbook contains this sheet twice.")))
        else:
            tables[sheet.code] = Table(sheet)
            _fill(tables[sheet.code], raw, rows, reading)
            _note_hidden(raw, tables[sheet.code], reading)
    if not tables:
        reading.problems.append(Problem("", _("The workbook has none of the portal's sheets.")))
    reading.tables = [tables[sheet.code] for sheet in sheets() if sheet.code in tables]
    return reading


def row_count(workbook: list[RawSheet]) -> int:
    """The number of rows to read, without the sheets for people."""
    known = {_plain(word) for sheet in sheets() for word in sheet.labels()}
    return sum(max(0, len(_filled_rows(raw)) - 1) for raw in workbook if _plain(raw.name) in known)


def _filled_rows(raw: RawSheet) -> dict[int, list[str]]:
    """The cells of non-empty rows by number; a formula without a cached result counts as content."""
    rows = {number: cells for number, cells in enumerate(raw.rows, start=1) if any(cells)}
    rows = {number: [] for number, _index in raw.unread} | rows
    return dict(sorted(rows.items()))


def _note_hidden(raw: RawSheet, table: Table, reading: Reading) -> None:
    """Say what Excel hides: nobody who looks at the sheet sees that it is loaded."""
    code, hidden = table.sheet.code, [row.number for row in table.rows if row.number in raw.hidden_rows]
    if raw.is_hidden and table.rows:
        reading.notices.append(Problem(code, _("The sheet is hidden in Excel, and is read all the same.")))
    elif hidden:
        text = ngettext(
            "%(count)d row is hidden in Excel and is read all the same: %(rows)s.",
            "%(count)d rows are hidden in Excel and are read all the same: %(rows)s.",
            len(hidden),
        )
        rows = named(str(number) for number in hidden)
        reading.notices.append(Problem(code, text % {"count": len(hidden), "rows": rows}))


def _note_hidden_columns(raw: RawSheet, sheet: Sheet, codes: dict[int, str], reading: Reading) -> None:
    if hidden := [code for index, code in codes.items() if index in raw.hidden_columns]:
        text = _("These columns are hidden in Excel and are read all the same: %(columns)s.")
        reading.notices.append(Problem(sheet.code, text % {"columns": named(hidden)}))


def _fill(table: Table, raw: RawSheet, rows: dict[int, list[str]], reading: Reading) -> None:
    """Match the header, then read the rows below it by column."""
    sheet = table.sheet
    if not rows:
        reading.problems.append(Problem(sheet.code, _("The sheet is empty: the header row is missing.")))
        return
    (header, headings), *body = rows.items()
    names = {word: column.code for column in sheet.columns for word in column.labels()}
    known = {_plain(word): code for word, code in names.items()}
    if not any(_plain(heading) in known for heading in headings):
        reading.problems.append(_without_header(sheet, header, body, known))
        return
    indexes: dict[str, int] = {}
    for index, heading in enumerate(headings):
        code = known.get(_plain(heading))
        if not heading or heading in in_both_languages(NAME):
            continue
        if code is None:
            unknown = _("Not a column of this sheet, so it is not read; %(choose)s")
            choose = choose_from(heading, names)
            reading.notices.append(Problem(sheet.code, unknown % {"choose": choose}, header, found=heading))
        elif code in indexes:
            twice = Problem(sheet.code, _("The sheet has this column twice."), header, code, heading)
            reading.problems.append(twice)
        else:
            indexes[code] = index
    table.columns = list(indexes)
    codes = {index: code for code, index in indexes.items()}
    _note_hidden_columns(raw, sheet, codes if body else {}, reading)
    table.unread = {(row, codes[index]): why for (row, index), why in raw.unread.items() if index in codes}
    for number, cells in body:
        given = {code: cells[index] if index < len(cells) else "" for code, index in indexes.items()}
        table.rows.append(Row(number, Values(), given))
        for index, cell in enumerate(cells):
            if cell and not (index < len(headings) and headings[index]):
                message = _("The cell is in a column without a header.")
                reading.problems.append(Problem(sheet.code, message, number, found=cell))
    _read_as_shown(table, raw, codes)


def _without_header(
    sheet: Sheet, first: int, body: list[tuple[int, list[str]]], known: dict[str, str]
) -> Problem:
    """The one problem of a sheet whose first row has no known column: a title stands above the header, say."""
    for number, cells in body[:HEADER_SOUGHT]:
        if any(_plain(cell) in known for cell in cells):
            message = _("The columns are named in this row: delete the rows above it.")
            return Problem(sheet.code, message, number)
    return Problem(sheet.code, _("The first row names none of the sheet's columns."), first)


def _read_as_shown(table: Table, raw: RawSheet, codes: dict[int, str]) -> None:
    """Give text columns what Excel shows of a number, and refuse what it shows as another number or as a date."""
    rows = {row.number: row for row in table.rows}
    for (number, index), shown in raw.shown.items():
        if number not in rows or index not in codes:
            continue
        column, given = table.sheet.column(codes[index]), rows[number].given
        place, held = (number, column.code), given[codes[index]]
        if isinstance(column, Number):
            if (number, index) in raw.rounded:
                message = _(
                    "is what the cell holds, but Excel shows %(shown)s; enter the number as it is meant."
                )
                table.unread.setdefault(place, (held, message % {"shown": quoted(shown)}))
        elif isinstance(column, Date):
            continue
        elif shown is None:
            message = _("is a number or a date to Excel; format the cell as text and enter it again.")
            table.unread.setdefault(place, (held, message))
        else:
            given[column.code] = shown


def _plain(word: str) -> str:
    """A name normalized for comparison: full-width characters, case, blanks and the required mark are ignored."""
    word = unicodedata.normalize("NFKC", str(word)).casefold()
    return "".join(word.split()).rstrip("*")
