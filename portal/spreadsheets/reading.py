"""Reading a workbook of either format, from a path or an upload."""

from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook
from portal.spreadsheets.csv_folder import read_folder
from portal.spreadsheets.csv_zip import holds_csv, read_zip
from portal.spreadsheets.raw_rows import RawSheet
from portal.spreadsheets.xlsx import read_xlsx


def read_workbook(source: Path | str | BinaryIO) -> list[RawSheet]:
    """The sheets of an .xlsx, or of a folder of CSV files, zipped or not. Raises UnreadableWorkbook."""
    if not isinstance(source, Path | str):
        return _uploaded(source)
    path = Path(source)
    if path.is_dir():
        return read_folder(path)
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


def _uploaded(file: BinaryIO) -> list[RawSheet]:
    """The format is detected from the content; the file name may say anything."""
    return read_zip(file) if holds_csv(file) else read_xlsx(file)
