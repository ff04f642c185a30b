"""Releases as workbooks: download one, empty or filled; upload it, preview every difference, then load it."""

import io
from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.desk.pages import back, change_address, desk_view, visible_or_404
from portal.desk.workbooks import jobs
from portal.desk.workbooks.previews import preview_of, preview_report
from portal.publishing.models import Release
from portal.records.cell_errors import Problem, UnreadableWorkbook
from portal.records.errors import Conflict
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.models import WorkbookJob
from portal.spreadsheets.reading import read_workbook, row_count
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.writing import FilledSheet, csv_zip, export_release, template
from portal.spreadsheets.xlsx import LARGEST
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook, write_xlsx
from portal.staff.models import User
from portal.web.background import is_worker_running

State, Kind = WorkbookJob.State, WorkbookJob.Kind

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
#: Seconds after which the page of a job reloads without JavaScript.
RELOAD_AFTER = 2


class UploadForm(forms.Form):
    """An .xlsx, or a zip of CSV files."""

    workbook = forms.FileField(
        label=gettext_lazy("Workbook (.xlsx, or a .zip of CSV files)"),
        widget=forms.FileInput({"accept": ".xlsx,.zip"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_workbook(self) -> UploadedFile:
        file = self.cleaned_data["workbook"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB.") % {"size": LARGEST // 2**20}
            )
        return file


@desk_view
def download(request: HttpRequest, form: str, pk: int | None = None) -> HttpResponse:
    """The release, filled, or empty sheets; with `?department`, also what the official's department usually reports."""
    release, by = release_or_404(request, pk), request.user
    if form not in TYPES:
        raise Http404
    department = by.department if "department" in request.GET else None
    if release is not None:
        part_of = None if sees_whole(by, release) else by
        book = export_release(release, part_of=part_of, lines_of=department if release.is_editable else None)
    else:
        book = template(department)
    try:
        return workbook_response(book, release.slug if release else "release", form, by=by)
    except UnwritableWorkbook as refusal:
        return back(request, page_address(release), str(refusal), messages.ERROR)


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


@desk_view
def workbook(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    release = release_or_404(request, pk)
    if request.method != "POST":
        return workbook_page(request, release)
    if not jobs.can_upload(request.user, release):
        raise PermissionDenied
    if "token" in request.POST:
        return _load(request, release)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return workbook_page(request, release, form=form)
    file = form.cleaned_data["workbook"]
    try:
        book = read_workbook(file)
    except UnreadableWorkbook as error:
        report = LoadReport([], [Problem("", str(error))])
        return workbook_page(request, release, preview_of(report))
    rows = row_count(book)
    if jobs.takes_long(rows):
        upload = jobs.keep(file, release=release, rows=rows)
        return HttpResponseRedirect(job_address(jobs.start(Kind.PREVIEW, upload, by=request.user)))
    report = preview_report(book, release, request.user)
    preview, token = preview_of(report), ""
    if preview["is_loadable"]:
        token = jobs.keep(file, digest=report.digest, release=release, rows=rows).token(request.user)
    return workbook_page(request, release, preview, token)


def _load(request: HttpRequest, release: Release | None) -> HttpResponse:
    upload = jobs.upload_of(request.POST["token"], by=request.user)
    file = upload.open() if upload and upload.release == (release.pk if release else None) else None
    if file is None:
        expired = _("The upload has expired. Please upload the file again.")
        return back(request, page_address(release), expired, messages.ERROR)
    with file:
        if jobs.takes_long(upload.rows):
            return HttpResponseRedirect(job_address(jobs.start(Kind.LOAD, upload, by=request.user)))
        try:
            report = load_workbook(workbook=file, by=request.user, door="workbook", previewed=upload.digest)
        except Conflict as refusal:
            messages.error(request, str(refusal))
            file.seek(0)
            report = preview_report(file, release, request.user)
            preview, upload = preview_of(report), replace(upload, digest=report.digest)
            token = upload.token(request.user) if preview["is_loadable"] else ""
            return workbook_page(request, release, preview, token)
    upload.discard()
    if report.errors:
        return workbook_page(request, release, preview_of(report))
    return _loaded(request, report.release)


def _loaded(request: HttpRequest, release: Release | None) -> HttpResponse:
    address = change_address(release) if release else page_address(None)
    return back(request, address, _("The workbook is loaded."))


@desk_view
def job(request: HttpRequest, job: int, pk: int | None = None) -> HttpResponse:
    found = _job_or_404(request, job, pk)
    if request.method == "POST":
        if not jobs.stop(found):  # it has just ended: show the outcome
            return HttpResponseRedirect(job_address(found))
        return back(request, page_address(found.release), _("Stopped: nothing was loaded."))
    if found.state != State.DONE:
        return _progress_page(request, found)
    if "loaded" in found.result:
        return _loaded(request, Release.objects.filter(pk=found.result["loaded"]).first())
    if found.result["message"]:
        messages.error(request, found.result["message"])
    preview, token = found.result["preview"], ""
    if preview["is_loadable"]:
        token = jobs.Upload(found.file, found.digest, found.release_id, found.rows).token(request.user)
    return workbook_page(request, found.release, preview, token)


@desk_view
def status(request: HttpRequest, job: int, pk: int | None = None) -> JsonResponse:
    """The progress of a job, for the script of its page."""
    found = _job_or_404(request, job, pk)
    running = found.state == State.RUNNING
    progress = {"said": _progress_text(found), "done": found.done, "of": found.total}
    return JsonResponse({"running": running, **progress})


def _job_or_404(request: HttpRequest, job: int, pk: int | None) -> WorkbookJob:
    """404 for another official's job, or another release's."""
    release = release_or_404(request, pk)
    jobs_here = WorkbookJob.objects.select_related("release")
    return get_object_or_404(jobs_here, pk=job, owner=request.user, release=release)


def _progress_page(request: HttpRequest, job: WorkbookJob) -> HttpResponse:
    loads = job.kind == Kind.LOAD
    if job.state in {State.FAILED, State.STOPPED}:
        title = _("The workbook was not loaded") if loads else _("The workbook was not previewed")
    else:
        title = _("Loading the workbook") if loads else _("Previewing the workbook")
    context = {
        "title": title,
        "subtitle": str(job.release) if job.release else None,
        "release": job.release,
        "job": job,
        "said": _progress_text(job),
        "again": RELOAD_AFTER,
        "status": job_address(job) + "status/",
        "address": page_address(job.release),
    }
    return TemplateResponse(request, "desk/workbook_job.html", context)


def _progress_text(job: WorkbookJob) -> str:
    """The progress of a job, or why it failed."""
    if job.state == State.STOPPED:
        return _("Stopped: nothing was loaded.")
    if job.state == State.FAILED:
        return job.result["why"]
    if not is_worker_running():
        return _("The background worker is not running. The work continues as soon as it is started.")
    if not job.total:
        return _("%(stage)s …") % {"stage": job.get_stage_display()}
    words = ngettext(
        "%(stage)s: %(done)s of %(total)s row", "%(stage)s: %(done)s of %(total)s rows", job.total
    )
    return words % {"stage": job.get_stage_display(), "done": f"{job.done:,}", "total": f"{job.total:,}"}


def release_or_404(request: HttpRequest, pk: int | None) -> Release | None:
    """404 for a release that the official may not see; without one, 403 for officials who load no releases."""
    if pk is not None:
        return visible_or_404(Release.objects.all(), request, pk)
    if not jobs.can_upload(request.user, None):
        raise PermissionDenied
    return None


def sees_whole(user: User, release: Release) -> bool:
    """Whether the official gets the whole release as a workbook; contributors get the rows of their department."""
    return user.is_administrator or not release.is_editable or user.department_id == release.department_id


def workbook_page(
    request: HttpRequest,
    release: Release | None,
    preview: dict | None = None,
    token: str = "",
    form: UploadForm | None = None,
) -> HttpResponse:
    context = {
        "title": _("Workbook of the release") if release else _("Release from a workbook"),
        "subtitle": str(release) if release else None,
        "release": release,
        "whole": release is None or sees_whole(request.user, release),
        "department": request.user.department,
        "form": (form or UploadForm()) if jobs.can_upload(request.user, release) else None,
        "preview": preview,
        "token": token,
        "address": page_address(release),
    }
    return TemplateResponse(request, "desk/workbook.html", context)


def page_address(release: Release | None) -> str:
    if release is None:
        return reverse("admin:portal_release_workbooks")
    return reverse("admin:portal_release_workbook", args=[release.pk])


def job_address(job: WorkbookJob) -> str:
    if job.release_id is None:
        return reverse("admin:portal_release_new_job", args=[job.pk])
    return reverse("admin:portal_release_job", args=[job.release_id, job.pk])
