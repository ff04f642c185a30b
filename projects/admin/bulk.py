"""Workbooks to update the progress of all projects of a department at once, and their page."""

import datetime as dt
from itertools import groupby

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
from projects.admin.progress import ChooseForm, choose_form, open_drafts
from projects.detail.records import reports_in_force
from projects.models import Project, Undertaking, UndertakingState, absorbed
from projects.progress_form import WHOLE, last_values
from projects.records.progress import PROGRESS


def progress_workbook(release: Release, as_at: dt.date, by: User) -> list[FilledSheet]:
    """The draft as a workbook, with a row of last values for each unfinished project and work item reported before.

    Only of the official's department, and only where the draft has no row for that day.
    """
    book = export_release(release)
    for number, filled in enumerate(book):
        if filled.sheet is PROGRESS.sheet:
            book[number] = FilledSheet(filled.sheet, [*filled.rows, *last_rows(filled.rows, as_at, by)])
    return book


def unfinished(by: User) -> QuerySet[Undertaking]:
    """The projects and programmes of the official's department, public, not finished and not continued by others."""
    now = timezone.now()
    states = UndertakingState.objects.known_at(now).filter(is_finished=False)
    states = states.exclude(undertaking__in=absorbed(now))
    own = permissions.theirs(Undertaking.objects.all(), by)
    return own.filter(Exists(states.filter(undertaking=OuterRef("pk"))))


def last_rows(rows: list[Values], as_at: dt.date, by: User) -> list[Values]:
    """Rows that repeat the last values, as at the day; none where `rows` have one."""
    present = {PROGRESS.sheet.key_of(row) for row in rows}
    reports = reports_in_force(unfinished(by), timezone.now()).filter(as_at__lte=as_at)
    reports = reports.select_related("undertaking", "release")
    reports = reports.order_by("undertaking__pinyin", "undertaking__code", "pk")
    found = []
    for undertaking, some in groupby(reports, lambda report: report.undertaking.code):
        last = last_values(some)
        for code in sorted(last, key=lambda code: (code != WHOLE, code)):
            values = last[code]
            if not values or (undertaking, code, as_at) in present:
                continue
            row = Values((column.code, column.default) for column in PROGRESS.sheet.columns)
            row |= {"undertaking": undertaking, "work_item": code, "as_at": as_at}
            row |= {measure: one.value for measure, one in values.items()}
            row["qualifier"] = next((values[m].qualifier for m in ("quantity", "percent") if m in values), "")
            found.append(row)
    return found


@desk_view
def bulk(request: HttpRequest) -> HttpResponse:
    choose = _chosen(request)
    chosen = choose.cleaned_data if choose.is_valid() else None
    context = {
        "title": _("Update many projects by workbook"),
        "opts": Project._meta,
        "choose": choose,
        "chosen": chosen,
        "projects": unfinished(request.user).count(),
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
    """The chosen draft and day. 403 for officials who do not enter progress."""
    if not request.user.has_perm("projects.change_project"):
        raise PermissionDenied
    return choose_form(request, open_drafts(request.user))
