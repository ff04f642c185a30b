"""Reading a folder of CSV files, as written by the portal or saved by Excel in China."""

import csv
import io
import re
from pathlib import Path

from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook
from portal.records.columns import tidy
from portal.spreadsheets.raw_rows import LONGEST, WIDEST, RawSheet

LARGEST = 50 * 2**20
#: Text that a spreadsheet would evaluate as a formula is written with a leading apostrophe.
SHIELDED = re.compile(r"'+[=+\-@]")
NEEDS_SHIELD = re.compile(r"'*[=+\-@]")

csv.field_size_limit(2**20)


def read_folder(folder: Path) -> list[RawSheet]:
    """The sheets of a folder, one a file. Raises UnreadableWorkbook."""
    files = sorted(path for path in folder.iterdir() if path.suffix.casefold() == ".csv")
    if not files:
        raise UnreadableWorkbook(_("The folder %(folder)s contains no CSV file.") % {"folder": folder.name})
    return [read_csv(path.stem, path.read_bytes()) for path in files]


def read_csv(name: str, content: bytes) -> RawSheet:
    """One sheet. Cells that begin with = are formulas; a protective apostrophe is removed."""
    if len(content) > LARGEST:
        raise UnreadableWorkbook(
            _("%(file)s is larger than %(size)d MB.") % {"file": f"{name}.csv", "size": LARGEST // 2**20}
        )
    sheet = RawSheet(name, [])
    try:
        lines = io.StringIO(decoded(name, content), newline="")
        for number, cells in enumerate(csv.reader(lines, strict=True), 1):
            _refuse_out_of_measure(name, number, len(cells))
            texts = [tidy(cell) for cell in cells]
            sheet.formulas |= {(number, i): text for i, text in enumerate(texts) if text.startswith("=")}
            sheet.rows.append([text[1:] if SHIELDED.match(text) else text for text in texts])
    except csv.Error as error:
        raise UnreadableWorkbook(
            _("%(file)s is not valid CSV after row %(row)d: a quotation mark is missing or not doubled.")
            % {"file": f"{name}.csv", "row": len(sheet.rows)}
        ) from error
    return sheet


def decoded(name: str, content: bytes) -> str:
    """The text of a file in UTF-8, with or without a BOM, or in GB18030.

    GB18030 Chinese is not valid UTF-8, so trying UTF-8 first is safe.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableWorkbook(
        _("%(file)s is encoded neither in UTF-8 nor in GB18030. Save it as “CSV UTF-8”.")
        % {"file": f"{name}.csv"}
    )


def shielded(text: str) -> str:
    """CSV text that no spreadsheet evaluates."""
    return f"'{text}" if NEEDS_SHIELD.match(text) else text


def _refuse_out_of_measure(name: str, rows: int, columns: int) -> None:
    if rows > LONGEST or columns > WIDEST:
        raise UnreadableWorkbook(
            _("%(file)s has more than %(rows)d rows or %(columns)d columns.")
            % {"file": f"{name}.csv", "rows": LONGEST, "columns": WIDEST}
        )
