"""One pass over the XML of an .xlsx: its extent, and what calamine does not return."""

import re
from collections.abc import Callable
from itertools import product
from xml.parsers import expat

from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook
from portal.spreadsheets.number_formats import BUILT_IN

#: Larger sheets are not plausible.
LONGEST, WIDEST = 100_000, 200
#: Cells of a sheet; one filled by the formula of another counts as many, since no sheet needs any.
MOST_CELLS, OF_A_FORMULA = 2_500_000, 100
#: Bytes of text in the cells of a sheet.
LARGEST_TEXT = 200 * 2**20
NUMBER = re.compile(r"[0-9]{1,9}")
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Row number and column index of a cell.
Place = tuple[int, int]


def parse(
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
        raise damaged() from error


def string_lengths(content: bytes) -> list[int]:
    """The lengths of the shared strings."""
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parse(content, start=start, text=text)
    return lengths


def format_codes(content: bytes) -> dict[str, str]:
    """The format code of each cell style that shows numbers in a way of its own, by the style's number."""
    formats = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = name.rpartition(":")[2]
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs"}:
            inside = name
        elif name == "xf" and inside == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))

    parse(content, start=start)
    codes = {str(style): formats.get(number, "date") for style, number in enumerate(used)}
    return {style: code for style, code in codes.items() if code not in {"General", "@", ""}}


class SheetScan:
    """Finds formulas, errors, formats, hidden rows and columns of a sheet, and enforces limits on its extent and text.

    `lengths`: of the shared strings. `codes`: the format code of each cell style that shows numbers in its own way.
    """

    def __init__(self, name: str, lengths: list[int], codes: dict[str, str], *, is_hidden: bool) -> None:
        self.name, self.lengths, self.codes, self.is_hidden = name, lengths, codes, is_hidden
        self.formulas: dict[Place, str] = {}
        self.errors: dict[Place, str] = {}
        self.formats: dict[Place, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = 0
        self.type = ""
        self.in_formula = False
        self.value: str | None = None
        self.amount = self.cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes["r"]) if NUMBER.fullmatch(attributes.get("r", "")) else self.row + 1
            self.column = 0
            self.enforce_limits()
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            self.hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif name == "c":
            self.start_cell(attributes)
        elif name == "f":
            self.in_formula = True
            self.formulas[self.row, self.column - 1] = "="
            if attributes.get("t") in {"array", "dataTable"}:
                self.formula_of_many(attributes.get("ref", ""))
        elif name == "v":
            self.value = ""

    def start_cell(self, attributes: dict[str, str]) -> None:
        if match := CELL.fullmatch(attributes.get("r", "")):
            self.row, self.column = int(match[2]), column_number(match[1])
        else:
            self.column += 1
        self.cells += 1
        self.type = attributes.get("t", "n")
        if self.type == "n" and (code := self.codes.get(attributes.get("s", ""))):
            self.formats[self.row, self.column - 1] = code
        self.enforce_limits()

    def formula_of_many(self, area: str) -> None:
        """A formula that fills a range such as B2:C9: counted by its corners before any of its cells is noted."""
        corners = [CELL.fullmatch(corner) for corner in area.replace("$", "").split(":")]
        if not all(corners):
            return
        first, last = corners[0], corners[-1]
        rows = range(int(first[2]), int(last[2]) + 1)
        columns = range(column_number(first[1]), column_number(last[1]) + 1)
        self.cells += len(rows) * len(columns) * OF_A_FORMULA
        self.enforce_limits()
        for row, column in product(rows, columns):
            self.formulas.setdefault((row, column - 1), "=")

    def hide_columns(self, first: str, last: str) -> None:
        if NUMBER.fullmatch(first) and NUMBER.fullmatch(last):
            self.hidden_columns |= set(range(int(first) - 1, min(int(last), WIDEST)))

    def end(self, name: str) -> None:
        if self.value is not None and name.rpartition(":")[2] == "v":
            if self.type == "s" and NUMBER.fullmatch(self.value) and int(self.value) < len(self.lengths):
                self.amount += self.lengths[int(self.value)]
            elif self.type == "e":
                self.errors[self.row, self.column - 1] = self.value
            self.value = None
        self.in_formula = False

    def text(self, text: str) -> None:
        if self.value is not None:
            self.value += text
        elif self.in_formula:
            self.formulas[self.row, self.column - 1] += text

    def enforce_limits(self) -> None:
        too_many = self.cells > MOST_CELLS or self.amount > LARGEST_TEXT
        if self.row > LONGEST or self.column > WIDEST or too_many:
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


def damaged() -> UnreadableWorkbook:
    return UnreadableWorkbook(_("The file is damaged or is not an .xlsx workbook."))
