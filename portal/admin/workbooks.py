"""Releases as workbooks: download one empty or filled, upload it, look at every difference, then load it or not."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import rights
from portal.actions.errors import Conflict
from portal.actions.workbook import load_workbook, preview_workbook
from portal.admin import uploads
from portal.admin.foresight import foresee
from portal.models import Release, User
from portal.workbook.columns import Column, Number
from portal.workbook.csv_zip import as_bytes
from portal.workbook.departmental import Line, template_for
from portal.workbook.problems import Problem
from portal.workbook.report import Change, LoadReport, SheetReport, told
from portal.workbook.sheets import Sheet, sheet_named
from portal.workbook.writing import Filled, export_release, template
from portal.workbook.xlsx import LARGEST
from portal.workbook.xlsx_writing import UnwritableWorkbook, write_xlsx

#: So many errors and changes of a sheet are shown; how many more there are is said.
MOST_ERRORS, MOST_CHANGES = 1000, 200
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


@dataclass(frozen=True)
class SheetPreview:
    """A sheet of the preview, with as many of its changes as are shown."""

    report: SheetReport
    changes: list[tuple[int, str, str, str, Decimal | None]]
    added: list[str]
    gone: list[str]
    more: int

    @classmethod
    def of(cls, report: SheetReport) -> "SheetPreview":
        columns = {column.code: column for column in sheet_named(report.sheet).columns}
        shown = [
            (c.row, capfirst(columns[c.column].label), c.before, c.after, share(columns[c.column], c))
            for c in report.changes[:MOST_CHANGES]
        ]
        hidden = sum(max(0, len(one) - MOST_CHANGES) for one in (report.changes, report.added, report.gone))
        return cls(report, shown, report.added[:MOST_CHANGES], report.gone[:MOST_CHANGES], hidden)


def share(column: Column, change: Change) -> Decimal | None:
    """By how many per cent a number changes, to one decimal; None for words, and where there was none or zero."""
    if not isinstance(column, Number) or not (change.before and change.after):
        return None
    before, after = Decimal(change.before), Decimal(change.after)
    return ((after - before) / abs(before) * 100).quantize(Decimal("0.1")) if before else None


def publishes(user: User, release: Release) -> bool:
    """Whether the whole release is the official's to see as a workbook; others get the rows of their part."""
    return user.is_administrator or not release.is_editable or user.department_id == release.department_id


def workbook_response(
    workbook: Iterable[Filled], name: str, form: str, *, by: User, last: Sequence[tuple[Sheet, Line]] = ()
) -> HttpResponse:
    """The workbook to be saved as a file, as .xlsx or as a zip of CSV. Raises UnwritableWorkbook."""
    if form == "xlsx":
        target = io.BytesIO()
        write_xlsx(workbook, target, by=by, last=last)
        content = target.getvalue()
    else:
        content = as_bytes(workbook)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


def may_upload(user: User, release: Release | None) -> bool:
    """Whether the official may load anything there: as an editor with a part in it, while it is being written."""
    if not user.has_perm("portal.change_release"):
        return False
    if release is None:
        return True
    return release.is_editable and rights.own(Release.objects.filter(pk=release.pk), user).exists()


class WorkbookPages:
    """Adds the pages to the admin of releases: of one release, and for a new one."""

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
        if not may_upload(request.user, release):
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
            if not may_upload(request.user, None):
                raise PermissionDenied
            return None
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        return release

    def _preview(self, request: HttpRequest, release: Release | None, file: UploadedFile) -> HttpResponse:
        report = looked_at(file, release, request.user)
        token = ""
        if report.is_changed and not report.errors:
            token = uploads.keep(file, report.digest, by=request.user, release=release)
        return self._workbook_page(request, release, UploadForm(), report, token)

    def _load(self, request: HttpRequest, release: Release | None) -> HttpResponse:
        upload = uploads.kept(request.POST["token"], by=request.user)
        file = upload.open() if upload and upload.release == (release.pk if release else None) else None
        if file is None:
            self.message_user(request, _("The file is here no longer. Upload it again."), messages.ERROR)
            return HttpResponseRedirect(page_address(release))
        with file:
            try:
                report = load_workbook(
                    workbook=file, by=request.user, door="workbook", previewed=upload.digest
                )
            except Conflict as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return self._again(request, release, upload, file)
        if report.errors:
            upload.discard()
            return self._workbook_page(request, release, UploadForm(), report)
        upload.discard()
        self.message_user(request, _("The workbook is loaded."), messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:portal_release_change", args=[report.release.pk])
            if report.release
            else page_address(None)
        )

    def _again(
        self, request: HttpRequest, release: Release | None, upload: uploads.Upload, file: File
    ) -> HttpResponse:
        """Another preview of the file that was kept."""
        file.seek(0)
        report = looked_at(file, release, request.user)
        token = ""
        if report.is_changed and not report.errors:
            token = uploads.token_of(
                uploads.Upload(upload.name, report.digest, upload.release), by=request.user
            )
        return self._workbook_page(request, release, UploadForm(), report, token)

    def _workbook_page(
        self,
        request: HttpRequest,
        release: Release | None,
        form: UploadForm,
        report: LoadReport | None = None,
        token: str = "",
    ) -> HttpResponse:
        errors = [told(problem) for problem in report.errors[:MOST_ERRORS]] if report else []
        context = self.admin_site.each_context(request) | {
            "title": _("Workbook of the release") if release else _("Release from a workbook"),
            "subtitle": str(release) if release else None,
            "opts": self.opts,
            "release": release,
            "whole": release is None or publishes(request.user, release),
            "department": request.user.department,
            "form": form if may_upload(request.user, release) else None,
            "report": report,
            "errors": errors,
            "more_errors": len(report.errors) - len(errors) if report else 0,
            "sheets": [SheetPreview.of(sheet) for sheet in report.sheets] if report else [],
            "token": token,
        }
        return TemplateResponse(request, "admin/portal/release/workbook.html", context)


def looked_at(file: File, release: Release | None, by: User) -> LoadReport:
    """The preview of a workbook; on the page of a release it has to be of that one."""
    report = preview_workbook(workbook=file, by=by, look=foresee)
    if release is not None and report.sheets and report.release != release:
        wrong = _("The workbook is not of this release: its address has to be %(slug)s.") % {
            "slug": release.slug
        }
        report.errors.insert(0, Problem("Release", wrong, column="slug"))
    return report


def page_address(release: Release | None) -> str:
    if release is None:
        return reverse("admin:portal_release_workbooks")
    return reverse("admin:portal_release_workbook", args=[release.pk])
