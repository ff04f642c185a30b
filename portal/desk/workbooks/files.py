"""Workbooks as files to be saved."""

import io
from collections.abc import Sequence

from django.http import HttpResponse

from portal.spreadsheets.writing import FilledSheet, csv_zip
from portal.spreadsheets.xlsx_writing import write_xlsx
from portal.staff.models import User

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def workbook_response(workbook: Sequence[FilledSheet], name: str, form: str, *, by: User) -> HttpResponse:
    """A download as .xlsx or as a zip of CSV files. Raises UnwritableWorkbook."""
    if form == "xlsx":
        target = io.BytesIO()
        write_xlsx(workbook, target, by=by)
        content = target.getvalue()
    else:
        content = csv_zip(workbook)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
