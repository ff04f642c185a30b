"""A zipped folder of CSV files, for download and upload."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.records.cell_errors import UnreadableWorkbook
from portal.records.sheets import Sheet, TemplateRow
from portal.spreadsheets.csv_folder import read_csv
from portal.spreadsheets.raw_rows import RawSheet
from portal.spreadsheets.templates import write_last
from portal.spreadsheets.writing import FilledSheet, write_folder
from portal.spreadsheets.xlsx import LARGEST_UNPACKED

#: Excel needs a UTF-8 BOM to open Chinese CSV files correctly.
ENCODING = "utf-8-sig"
#: Flag of an entry whose name is in UTF-8; Windows in China writes names in GB18030 without it.
NAMED_IN_UTF8 = 0x800


def write_zip(
    workbook: Iterable[FilledSheet], target: BinaryIO, *, last: Sequence[tuple[Sheet, TemplateRow]] = ()
) -> None:
    """One CSV file a sheet, named by sheet and column codes, and one of last values if there are any."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_folder(workbook, folder, encoding=ENCODING)
        if last:
            write_last(last, folder, encoding=ENCODING)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, path.name)


def holds_csv(file: BinaryIO) -> bool:
    """Whether the file is a zip containing CSV files; rewinds the file."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return any(_csv_files(archive))
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def read_zip(file: BinaryIO) -> list[RawSheet]:
    """The sheets of a zip of CSV files, in any folder of it. Raises UnreadableWorkbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [read_csv(name, content) for name, content in _contents(archive)]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableWorkbook(_("The zip file is damaged or password-protected.")) from error


def _contents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_UNPACKED
    for entry, name in _csv_files(archive):
        with archive.open(entry) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableWorkbook(
                _("The file unpacks to more than %(size)d MB.") % {"size": LARGEST_UNPACKED // 2**20}
            )
        yield name, content


def _csv_files(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    for entry in archive.infolist():
        path = PurePosixPath(_name(entry).replace("\\", "/"))
        if path.suffix.casefold() == ".csv" and not path.name.startswith("."):
            yield entry, path.stem


def _name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & NAMED_IN_UTF8:
        return entry.filename
    return entry.filename.encode("cp437", "replace").decode("gb18030", "replace")


def as_bytes(workbook: Iterable[FilledSheet], *, last: Sequence[tuple[Sheet, TemplateRow]] = ()) -> bytes:
    """The zip as bytes, for a download."""
    target = io.BytesIO()
    write_zip(workbook, target, last=last)
    return target.getvalue()
