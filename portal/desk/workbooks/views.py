"""Releases as workbooks: download one empty or filled, upload it, look at every difference, then load it or not."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.desk.pages import back, change_address, desk_view
from portal.desk.workbooks import jobs, uploads
from portal.desk.workbooks.files import TYPES, workbook_response
from portal.desk.workbooks.forms import UploadForm
from portal.desk.workbooks.pages import job_address, page_address, publishes, release_or_404, workbook_page
from portal.desk.workbooks.previews import Preview, looked_at
from portal.publishing.models import Release
from portal.records.cell_errors import Problem, UnreadableWorkbook
from portal.records.errors import Conflict
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import RawSheet, read_workbook, row_count
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.writing import export_release, template
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook


@desk_view
def download(request: HttpRequest, form: str, pk: int | None = None) -> HttpResponse:
    """The release filled in, or the sheets of one with nothing in them."""
    release, by = release_or_404(request, pk), request.user
    if form not in TYPES:
        raise Http404
    if release is not None:
        book = export_release(release, part_of=None if publishes(by, release) else by)
    else:
        book = template(by.department if "department" in request.GET else None)
    try:
        return workbook_response(book, release.slug if release else "release", form, by=by)
    except UnwritableWorkbook as refusal:
        return back(request, page_address(release), str(refusal), messages.ERROR)


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
    return _preview(request, release, form.cleaned_data["workbook"])


def _preview(request: HttpRequest, release: Release | None, file: UploadedFile) -> HttpResponse:
    try:
        book = read_workbook(file)
    except UnreadableWorkbook as error:
        return workbook_page(request, release, Preview.of(LoadReport([], [Problem("", str(error))])))
    rows = row_count(book)
    if jobs.takes_long(rows):
        kept = uploads.keep(file, release=release, rows=rows)
        return HttpResponseRedirect(job_address(jobs.start_preview(kept, by=request.user, release=release)))
    report, preview = _looked_at(request, release, book)
    token = ""
    if preview.is_loadable:
        kept = uploads.keep(file, digest=report.digest, release=release, rows=rows)
        token = uploads.token_of(kept, by=request.user)
    return workbook_page(request, release, preview, token)


def _load(request: HttpRequest, release: Release | None) -> HttpResponse:
    upload = uploads.kept(request.POST["token"], by=request.user)
    file = upload.open() if upload and upload.release == (release.pk if release else None) else None
    if file is None:
        said = _("The upload has expired. Please upload the file again.")
        return back(request, page_address(release), said, messages.ERROR)
    with file:
        if jobs.takes_long(upload.rows):
            return HttpResponseRedirect(
                job_address(jobs.start_load(upload, by=request.user, release=release))
            )
        try:
            report = load_workbook(workbook=file, by=request.user, door="workbook", previewed=upload.digest)
        except Conflict as refusal:
            messages.error(request, str(refusal))
            return _again(request, release, upload, file)
    upload.discard()
    if report.errors:
        return workbook_page(request, release, Preview.of(report))
    return loaded(request, report.release)


def _again(request: HttpRequest, release: Release | None, upload: uploads.Upload, file: File) -> HttpResponse:
    """Another preview of the file that was kept."""
    file.seek(0)
    report, preview = _looked_at(request, release, file)
    upload = replace(upload, digest=report.digest)
    token = uploads.token_of(upload, by=request.user) if preview.is_loadable else ""
    return workbook_page(request, release, preview, token)


def _looked_at(
    request: HttpRequest, release: Release | None, book: File | list[RawSheet]
) -> tuple[LoadReport, Preview]:
    report = looked_at(book, release, request.user)
    return report, Preview.of(report)


def loaded(request: HttpRequest, release: Release | None) -> HttpResponse:
    return back(
        request, change_address(release) if release else page_address(None), _("The workbook is loaded.")
    )
