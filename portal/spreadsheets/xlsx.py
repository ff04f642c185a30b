"""Reading untrusted .xlsx files.

A workbook is a zip of XML. Both can be crafted to exhaust memory or access other files, so the contents are unpacked
and measured here before calamine reads any value. The same pass finds what calamine does not return: formulas, errors,
number formats, hidden rows, columns and sheets.
"""

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

import python_calamine
from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook, quoted
from portal.records.columns import plain, tidy
from portal.spreadsheets.number_formats import literals, parse_format, section_for
from portal.spreadsheets.xlsx_scan import Place, SheetScan, damaged, format_codes, parse, string_lengths

#: Limits in bytes: of the file and of its unpacked content.
LARGEST, LARGEST_UNPACKED = 20 * 2**20, 200 * 2**20
PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))")
OLD_EXCEL = bytes.fromhex("D0CF11E0A1B11AE1")
#: The name that an encrypted .xlsx, which comes in the container of an old .xls, has in its directory.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
#: Errors that damaged and password-protected zip files raise.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)

#: Words by which a number format says that it divides, or that the number is rough: 0.0"万元", "约"0.
WORDS = re.compile(
    r"[十百千万亿约近超余多]|以[上下内]|不足|thousand|million|billion|about|over", re.IGNORECASE
)
#: From here on Excel, which keeps 15 digits, no longer holds every whole number.
INEXACT = 10**15


@dataclass
class RawSheet:
    """A sheet under its name in the file: the text of each cell by row, blank rows included.

    Cells are named by row number, counted from 1 as in Excel, and column index. `unread` has what cannot be read, with
    the reason: formulas, errors, numbers with more digits than Excel keeps. `shown` has what Excel shows of numbers and
    dates where it is another text, None where that is not known; `rounded` has it where it is another number.
    """

    name: str
    rows: list[list[str]]
    unread: dict[Place, tuple[str, str]] = field(default_factory=dict)
    shown: dict[Place, str | None] = field(default_factory=dict)
    rounded: dict[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


def read_xlsx(file: BinaryIO) -> list[RawSheet]:
    """The sheets of an .xlsx. Raises UnreadableWorkbook."""
    parts = _parts(file)
    scans = _scanned(parts)
    measured = io.BytesIO()  # a zip of exactly the bytes that were measured
    with zipfile.ZipFile(measured, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    measured.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(measured)
        return [
            _sheet(scans[name], book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
            if name in scans
        ]
    except python_calamine.CalamineError as error:
        raise damaged() from error


def _sheet(scan: SheetScan, cells: list[list[object]]) -> RawSheet:
    """The values that calamine read, with what the scan found about them."""
    sheet = RawSheet(scan.name, [[_text(cell) for cell in row] for row in cells])
    sheet.hidden_rows, sheet.is_hidden = frozenset(scan.hidden_rows), scan.is_hidden
    sheet.hidden_columns = frozenset(scan.hidden_columns)
    sheet.unread = formulas(scan.formulas, sheet)
    is_error = _("is an error; enter a value instead.")
    sheet.unread |= {place: (text, is_error) for place, text in scan.errors.items()}
    too_long = _("has more digits than Excel keeps; format the cell as text and enter the number again.")
    for row, line in enumerate(cells, start=1):
        for index, cell in enumerate(line):
            place = row, index
            if isinstance(cell, dt.date | dt.time | dt.timedelta):
                sheet.shown[place] = None
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                if abs(cell) >= INEXACT:
                    sheet.unread.setdefault(place, (sheet.rows[row - 1][index], too_long))
                if code := scan.formats.get(place):
                    _read_as_shown(sheet, place, Decimal(repr(cell)), code)
    return sheet


def formulas(texts: dict[Place, str], sheet: RawSheet | None = None) -> dict[Place, tuple[str, str]]:
    """Formulas as cells that cannot be read, each with the value that Excel has kept in the sheet."""
    found = {}
    for (row, index), text in texts.items():
        cells = sheet.rows[row - 1] if sheet and row <= len(sheet.rows) else []
        message = _("is a formula; enter its value instead.")
        if index < len(cells) and cells[index]:
            words = _("is a formula; enter its value instead: %(value)s")
            message = words % {"value": quoted(cells[index])}
        found[row, index] = text, message
    return found


def _read_as_shown(sheet: RawSheet, place: Place, exact: Decimal, code: str) -> None:
    """Compare a number with what its format shows; a percentage is read as one."""
    found = section_for(code, exact)
    text = literals(found[0]) if found else ""
    if text is not None:
        sheet.shown[place] = sheet.rounded[place] = text
        return
    section, unsigned = found
    number_format = parse_format(section)
    if number_format is None:
        sheet.shown[place] = None
        return
    row, index = place
    shown, factor = number_format.shown(unsigned), 100 if number_format.is_percentage else 1
    held = plain(exact * factor) + "%" * number_format.is_percentage
    sheet.rows[row - 1][index] = held
    if shown != held:
        sheet.shown[place] = shown
    around = number_format.before + number_format.after
    loses_sign = unsigned != exact and not set("-(") & set(around)
    is_other = number_format.number(unsigned) != unsigned * factor
    if is_other or loses_sign or number_format.thousands or WORDS.search(around):
        sheet.rounded[place] = shown


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
        if ENCRYPTED in content:
            raise UnreadableWorkbook(
                _("The workbook is password-protected. Remove the password in Excel and save it again.")
            )
        raise UnreadableWorkbook(_("The file is an old .xls. Save it in Excel as .xlsx."))
    if _is_text(content):
        raise UnreadableWorkbook(
            _(
                "The file is a CSV file. Put it with those of the other sheets into one .zip, or save an .xlsx."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # images, macros and printer settings hold no values
            entries = [(entry, entry.filename) for entry in archive.infolist()]
            return dict(unpacked(archive, (e for e in entries if PARTS.fullmatch(e[1]))))
    except DAMAGED as error:
        raise damaged() from error


def _is_text(content: bytes) -> bool:
    """Whether these are lines of text with separators, in an encoding that Excel writes."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            lines = text.splitlines()
            return "\0" not in text and len(lines) > 1 and any(mark in lines[0] for mark in ",;\t")
    return False


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


def _scanned(parts: dict[str, bytes]) -> dict[str, SheetScan]:
    """What was found in each sheet, by its name. Parses every part once, refusing entities."""
    lengths = string_lengths(parts[STRINGS]) if STRINGS in parts else []
    codes = format_codes(parts[STYLES]) if STYLES in parts else {}
    places = _sheet_places(parts)
    scans = {}
    for name, place, is_hidden in places:
        if place in parts:
            scan = scans[name] = SheetScan(name, lengths, codes, is_hidden=is_hidden)
            parse(parts[place], start=scan.start, end=scan.end, text=scan.text)
    for name in parts.keys() - {STRINGS, STYLES, *(place for _name, place, _is_hidden in places)}:
        parse(parts[name])
    return scans


def _sheet_places(parts: dict[str, bytes]) -> list[tuple[str, str, bool]]:
    """Name, part and whether hidden, of each sheet; a name may occur twice in a crafted file."""
    if "xl/workbook.xml" not in parts:
        raise damaged()

    def elements(part: bytes, wanted: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.rpartition(":")[2] == wanted:
                found.append(attributes)

        parse(part, start=start)
        return found

    relations = elements(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), "Relationship")
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    places = []
    for sheet in elements(parts["xl/workbook.xml"], "sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        places.append((sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return places
