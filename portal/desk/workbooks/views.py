"""Releases as workbooks: download one empty or filled, upload it, look at every difference, then load it or not."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.workbooks import jobs as workbook_jobs
from portal.desk.workbooks import uploads
from portal.desk.workbooks.job_views import WorkbookJobPages, job_address, page_address
from portal.desk.workbooks.previews import Preview, looked_at
from portal.publishing.models import Release
from portal.records.cell_errors import Problem, UnreadableWorkbook
from portal.records.errors import Conflict
from portal.records.sheets import Sheet, TemplateRow
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.csv_zip import as_bytes
from portal.spreadsheets.reading import read_workbook
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.tables import rows_of
from portal.spreadsheets.templates import template_for
from portal.spreadsheets.writing import Filled, export_release, template
from portal.spreadsheets.xlsx import LARGEST
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook, write_xlsx
from portal.staff.models import User

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


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


def publishes(user: User, release: Release) -> bool:
    """Whether the whole release is the official's to see as a workbook; others get the rows of their part."""
    return user.is_administrator or not release.is_editable or user.department_id == release.department_id


def workbook_response(
    workbook: Iterable[Filled],
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


class WorkbookPages(WorkbookJobPages):
    """Adds the pages to the admin of releases: of one release, and for a new one."""

    upload_form = UploadForm

    def get_urls(self) -> list[URLPattern]:
        view, download = (self.admin_site.admin_view(v) for v in (self.workbook_view, self.workbook_download))
        pages = [
            path("workbook/", view, name="portal_release_workbooks"),
            path("workbook/<str:form>/", download, name="portal_release_template"),
            path("<int:pk>/workbook/", view, name="portal_release_workbook"),
            path("<int:pk>/workbook/<str:form>/", download, name="portal_release_filled"),
        ]
        return [*pages, *super().get_urls()]

    def workbook_download(self, request: HttpRequest, form: str, pk: int | None = None) -> HttpResponse:
        """The release filled in, or the sheets of one with nothing in them."""
        release = self._release(request, pk)
        if form not in TYPES:
            raise Http404
        try:
            if release is None and "department" in request.GET and request.user.department:
                rows, last = template_for(request.user.department)
                return workbook_response(rows, "release", form, by=request.user, last=last)
            if release is None:
                return workbook_response(template(), "release", form, by=request.user)
            part = None if publishes(request.user, release) else request.user
            rows = export_release(release, part_of=part)
            return workbook_response(rows, release.slug, form, by=request.user)
        except UnwritableWorkbook as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(page_address(release))

    def workbook_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        release = self._release(request, pk)
        if request.method != "POST":
            return self._workbook_page(request, release, UploadForm())
        if not workbook_jobs.may_upload(request.user, release):
            raise PermissionDenied
        if "token" in request.POST:
            return self._load(request, release)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._workbook_page(request, release, form)
        return self._preview(request, release, form.cleaned_data["workbook"])

    def _release(self, request: HttpRequest, pk: int | None) -> Release | None:
        """404 for what the official may not see; 403 for whoever loads no releases and asks for none."""
        if pk is None:
            if not workbook_jobs.may_upload(request.user, None):
                raise PermissionDenied
            return None
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        return release

    def _preview(self, request: HttpRequest, release: Release | None, file: UploadedFile) -> HttpResponse:
        try:
            workbook = read_workbook(file)
        except UnreadableWorkbook as error:
            report = LoadReport([], [Problem("", str(error))])
            return self._workbook_page(request, release, UploadForm(), Preview.of(report))
        rows = rows_of(workbook)
        if workbook_jobs.takes_long(rows):
            kept = uploads.keep(file, release=release, rows=rows)
            job = workbook_jobs.start_preview(kept, by=request.user, release=release)
            return HttpResponseRedirect(job_address(job))
        report = looked_at(workbook, release, request.user)
        token, preview = "", Preview.of(report)
        if preview.is_loadable:
            kept = uploads.keep(file, digest=report.digest, release=release, rows=rows)
            token = uploads.token_of(kept, by=request.user)
        return self._workbook_page(request, release, UploadForm(), preview, token)

    def _load(self, request: HttpRequest, release: Release | None) -> HttpResponse:
        upload = uploads.kept(request.POST["token"], by=request.user)
        file = upload.open() if upload and upload.release == (release.pk if release else None) else None
        if file is None:
            self.message_user(request, _("The file is here no longer. Upload it again."), messages.ERROR)
            return HttpResponseRedirect(page_address(release))
        with file:
            if workbook_jobs.takes_long(upload.rows):
                job = workbook_jobs.start_load(upload, by=request.user, release=release)
                return HttpResponseRedirect(job_address(job))
            try:
                report = load_workbook(
                    workbook=file, by=request.user, door="workbook", previewed=upload.digest
                )
            except Conflict as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return self._again(request, release, upload, file)
        upload.discard()
        if report.errors:
            return self._workbook_page(request, release, UploadForm(), Preview.of(report))
        return self._loaded(request, report.release)

    def _loaded(self, request: HttpRequest, release: Release | None) -> HttpResponse:
        self.message_user(request, _("The workbook is loaded."), messages.SUCCESS)
        if release is None:
            return HttpResponseRedirect(page_address(None))
        return HttpResponseRedirect(reverse("admin:portal_release_change", args=[release.pk]))

    def _again(
        self, request: HttpRequest, release: Release | None, upload: uploads.Upload, file: File
    ) -> HttpResponse:
        """Another preview of the file that was kept."""
        file.seek(0)
        report = looked_at(file, release, request.user)
        token, preview = "", Preview.of(report)
        if preview.is_loadable:
            token = uploads.token_of(replace(upload, digest=report.digest), by=request.user)
        return self._workbook_page(request, release, UploadForm(), preview, token)

    def _workbook_page(
        self,
        request: HttpRequest,
        release: Release | None,
        form: UploadForm,
        report: Preview | None = None,
        token: str = "",
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Workbook of the release") if release else _("Release from a workbook"),
            "subtitle": str(release) if release else None,
            "opts": self.opts,
            "release": release,
            "whole": release is None or publishes(request.user, release),
            "department": request.user.department,
            "form": form if workbook_jobs.may_upload(request.user, release) else None,
            "report": report,
            "errors": report.errors if report else [],
            "sheets": report.sheets if report else [],
            "token": token,
            "address": page_address(release),
        }
        return TemplateResponse(request, "desk/workbook.html", context)
