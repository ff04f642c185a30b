"""Workbooks of the progress of all projects of a department, to update and load."""

import datetime as dt
from collections import defaultdict

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.sheets import Values
from portal.spreadsheets.writing import FilledSheet, export_release
from portal.staff.models import User
from projects.models import ProgressReport, Undertaking, UndertakingState
from projects.progress_form import WHOLE, Last, last_values
from projects.sheets import PROGRESS

READ = ("undertaking", "release")


def progress_workbook(release: Release, as_at: dt.date, by: User) -> list[FilledSheet]:
    """The draft with everything in it, and a row for whatever is still under way, holding what was last reported.

    Only projects of the official's department that are not finished, and of these the whole and the work items of
    which anything was reported before. What the draft says of that day already stands as it is.
    """
    book = export_release(release)
    return [
        FilledSheet(filled.sheet, [*filled.rows, *_prefilled(filled.rows, as_at, by)])
        if filled.sheet is PROGRESS
        else filled
        for filled in book
    ]


def under_way(by: User) -> QuerySet[Undertaking]:
    """The projects and programmes of the official's department that are known and not finished."""
    unfinished = UndertakingState.objects.known_at(timezone.now()).filter(is_finished=False)
    own = permissions.theirs(Undertaking.objects.all(), by)
    return own.filter(Exists(unfinished.filter(undertaking=OuterRef("pk"))))


def _prefilled(rows: list[Values], as_at: dt.date, by: User) -> list[Values]:
    there = {PROGRESS.key_of(row) for row in rows}
    reports = ProgressReport.objects.known_at(timezone.now()).filter(
        undertaking__in=under_way(by), as_at__lte=as_at
    )
    of: dict[Undertaking, list[ProgressReport]] = defaultdict(list)
    for report in reports.select_related(*READ).order_by("undertaking__pinyin", "undertaking__code", "pk"):
        of[report.undertaking].append(report)
    found = []
    for undertaking, some in of.items():
        last = last_values(some)
        codes = sorted(last, key=lambda code: (code != WHOLE, code))
        missing = (code for code in codes if last[code] and (undertaking.code, code, as_at) not in there)
        found += [_row(undertaking.code, code, as_at, last[code]) for code in missing]
    return found


def _row(undertaking: str, work_item: str, as_at: dt.date, last: dict[str, Last]) -> Values:
    """A row that reports the last values again, as at another day."""
    row = Values((column.code, column.default) for column in PROGRESS.columns)
    row |= {"undertaking": undertaking, "work_item": work_item, "as_at": as_at}
    row |= {measure: one.value for measure, one in last.items()}
    row["qualifier"] = next((last[m].qualifier for m in ("quantity", "percent") if m in last), "")
    return row
