"""Workbooks as files to be saved."""

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from portal.records.sheets import Sheet, TemplateRow
from portal.spreadsheets.csv_zip import as_bytes
from portal.spreadsheets.writing import FilledSheet
from portal.spreadsheets.xlsx_writing import write_xlsx
from portal.staff.models import User

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def workbook_response(
    workbook: Iterable[FilledSheet],
    name: str,
    form: str,
    *,
    by: User,
    last: Sequence[tuple[Sheet, TemplateRow]] = (),
) -> HttpResponse:
    """The workbook to be saved as a file, as .xlsx or as a zip of CSV. Raises UnwritableWorkbook."""
    if form == "xlsx":
        target = io.BytesIO()
        write_xlsx(workbook, target, by=by, last=last)
        content = target.getvalue()
    else:
        content = as_bytes(workbook, last=last)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
