"""Reading untrusted .xlsx files.

A workbook is a zip of XML. Both can be crafted to exhaust memory or access other files, so the contents are unpacked
and measured here before calamine reads any value. The same pass finds the formulas, since calamine only returns their
cached results.
"""

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook
from portal.records.columns import plain, tidy

#: Larger sheets are not plausible.
LONGEST, WIDEST = 100_000, 200
#: Limits in bytes: of the file, of its unpacked content, and of the text in its cells.
LARGEST, LARGEST_UNPACKED, LARGEST_TEXT = 20 * 2**20, 200 * 2**20, 200 * 2**20
PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))")
OLD_EXCEL = bytes.fromhex("D0CF11E0A1B11AE1")
NUMBER = re.compile(r"[0-9]{1,9}")
STRINGS = "xl/sharedStrings.xml"
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Errors that damaged and password-protected zip files raise.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


@dataclass
class RawSheet:
    """A sheet under its name in the file: the text of each cell by row, blank rows included.

    `formulas` has the text of each formula by row number, counted from 1 as in Excel, and column index.
    """

    name: str
    rows: list[list[str]]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def read_xlsx(file: BinaryIO) -> list[RawSheet]:
    """The sheets of an .xlsx. Raises UnreadableWorkbook."""
    parts = _parts(file)
    formulas = _formulas(parts)
    measured = io.BytesIO()  # a zip of exactly the bytes that were measured
    with zipfile.ZipFile(measured, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    measured.seek(0)
    sheets = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(measured)
        for name in book.sheet_names:
            if name in formulas:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                sheets.append(RawSheet(name, [[_text(cell) for cell in row] for row in rows], formulas[name]))
    except python_calamine.CalamineError as error:
        raise _damaged() from error
    return sheets


def _text(cell: object) -> str:
    """A cell as text. A number keeps the shortest digits that identify it in Excel and Python."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return plain(Decimal(repr(cell)))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return tidy(str(cell))


def _parts(file: BinaryIO) -> dict[str, bytes]:
    """The XML parts of the zip by name, within the size limit."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableWorkbook(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 2**20})
    if content.startswith(OLD_EXCEL):
        raise UnreadableWorkbook(
            _("The file is an old .xls or is password-protected. Save it as .xlsx without a password.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # images, macros and printer settings hold no values
            entries = [(entry, entry.filename) for entry in archive.infolist()]
            return dict(unpacked(archive, (e for e in entries if PARTS.fullmatch(e[1]))))
    except DAMAGED as error:
        raise _damaged() from error


def unpacked(
    archive: zipfile.ZipFile, entries: Iterable[tuple[zipfile.ZipInfo, str]]
) -> Iterator[tuple[str, bytes]]:
    """The content of each entry under its name; together they are within the size limit."""
    left = LARGEST_UNPACKED
    for entry, name in entries:
        with archive.open(entry) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableWorkbook(
                _("The file unpacks to more than %(size)d MB.") % {"size": LARGEST_UNPACKED // 2**20}
            )
        yield name, content


def _formulas(parts: dict[str, bytes]) -> dict[str, dict[tuple[int, int], str]]:
    """The formulas of each sheet by its name. Parses every part once, refusing entities."""
    lengths: list[int] = []  # of the shared strings

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    if STRINGS in parts:
        _parse(parts[STRINGS], start=start, text=text)
    places = _sheet_places(parts)
    formulas = {}
    for name, place in places:
        if place in parts:
            scan = SheetScan(name, lengths)
            _parse(parts[place], start=scan.start, end=scan.end, text=scan.text)
            formulas[name] = scan.formulas
    for name in parts.keys() - {STRINGS, *(place for _name, place in places)}:
        _parse(parts[name])
    return formulas


def _sheet_places(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """Names of the sheets and the parts that contain them; a name may occur twice in a crafted file."""
    if "xl/workbook.xml" not in parts:
        raise _damaged()

    def elements(part: bytes, wanted: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == wanted:
                found.append(attributes)

        _parse(part, start=start)
        return found

    relations = elements(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), "Relationship")
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    places = []
    for sheet in elements(parts["xl/workbook.xml"], "sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        places.append((sheet.get("name", ""), part))
    return places


def _parse(
    content: bytes,
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """One pass over an XML part. A document type, which could define entities, is refused."""

    def refuse(*_details: object) -> None:
        raise UnreadableWorkbook(_("The file contains a document type definition, which no workbook needs."))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _damaged() from error


class SheetScan:
    """Finds the formulas of a sheet, and enforces limits on its extent and text."""

    def __init__(self, name: str, lengths: list[int]) -> None:
        self.name, self.lengths = name, lengths
        self.formulas: dict[tuple[int, int], str] = {}
        self.row = self.column = 0
        self.shared = self.in_formula = False
        self.value: str | None = None
        self.amount = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes["r"]) if NUMBER.fullmatch(attributes.get("r", "")) else self.row + 1
            self.column = 0
        elif name == "c":
            if match := CELL.fullmatch(attributes.get("r", "")):
                self.row, self.column = int(match[2]), column_number(match[1])
            else:
                self.column += 1
            self.shared = attributes.get("t") == "s"
            self.enforce_limits()
        elif name == "f":
            self.in_formula = True
            self.formulas[self.row, self.column - 1] = "="
            if attributes.get("t") in {"array", "dataTable"}:
                for cell in _cells_of(attributes.get("ref", "")):
                    self.formulas.setdefault(cell, "=")
                    self.amount += 1
                self.enforce_limits()
        elif name == "v":
            self.value = ""

    def end(self, name: str) -> None:
        if self.value is not None and name.rpartition(":")[2] == "v":
            if self.shared and NUMBER.fullmatch(self.value) and int(self.value) < len(self.lengths):
                self.amount += self.lengths[int(self.value)]
            self.value = None
        self.in_formula = False

    def text(self, text: str) -> None:
        if self.value is not None:
            self.value += text
        elif self.in_formula:
            self.formulas[self.row, self.column - 1] += text

    def enforce_limits(self) -> None:
        if self.row > LONGEST or self.column > WIDEST or self.amount > LARGEST_TEXT:
            raise UnreadableWorkbook(
                _("The sheet %(sheet)s has more than %(rows)d rows or %(columns)d columns, or too much text.")
                % {"sheet": self.name, "rows": LONGEST, "columns": WIDEST}
            )


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cells_of(area: str) -> Iterator[tuple[int, int]]:
    """The cells of a range such as B2:C9, within the size limit."""
    corners = [CELL.fullmatch(corner) for corner in area.replace("$", "").split(":")]
    if not all(corners):
        return
    first, last = corners[0], corners[-1]
    for row in range(int(first[2]), min(int(last[2]), LONGEST) + 1):
        for column in range(column_number(first[1]), min(column_number(last[1]), WIDEST) + 1):
            yield row, column - 1


def _damaged() -> UnreadableWorkbook:
    return UnreadableWorkbook(_("The file is damaged or is not an .xlsx workbook."))
