"""Workbooks of the progress of all projects of a department, to update and load."""

import datetime as dt
from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.pages import back, desk_view
from portal.desk.workbooks.views import TYPES, workbook_response
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.sheets import Values
from portal.spreadsheets.writing import FilledSheet, export_release
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook
from portal.staff.models import User
from projects.admin.progress import open_drafts
from projects.forms import ChooseForm
from projects.models import ProgressReport, Project, Undertaking, UndertakingState
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


@desk_view
def bulk(request: HttpRequest) -> HttpResponse:
    choose = _chosen(request)
    chosen = choose.cleaned_data if choose.is_valid() else None
    context = {
        "title": _("Update many projects by workbook"),
        "opts": Project._meta,
        "choose": choose,
        "chosen": chosen,
        "projects": under_way(request.user).count(),
        "has_choice": bool(choose.fields["release"].queryset),
    }
    return TemplateResponse(request, "admin/projects/bulk.html", context)


@desk_view
def bulk_download(request: HttpRequest, form: str) -> HttpResponse:
    choose = _chosen(request)
    if form not in TYPES or not choose.is_valid():
        raise Http404
    release, as_at = choose.cleaned_data["release"], choose.cleaned_data["as_at"]
    book = progress_workbook(release, as_at, request.user)
    try:
        return workbook_response(book, f"{release.slug}-{as_at.isoformat()}", form, by=request.user)
    except UnwritableWorkbook as refusal:
        return back(request, reverse("admin:projects_project_workbook"), str(refusal), messages.ERROR)


def _chosen(request: HttpRequest) -> ChooseForm:
    """Draft and day as asked for; else the newest draft and today. 403 for whoever enters no progress."""
    if not request.user.has_perm("projects.change_project"):
        raise PermissionDenied
    releases = open_drafts(request.user)
    newest = releases.values_list("pk", flat=True).first()
    asked = {"release": newest or "", "as_at": timezone.localdate().isoformat()}
    given = {name: request.GET[name] for name in asked if name in request.GET}
    return ChooseForm(asked | given, releases=releases)
