"""The page of a workbook: download, upload, and what the upload would change."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.desk.pages import visible_or_404
from portal.desk.workbooks import jobs
from portal.desk.workbooks.forms import UploadForm
from portal.desk.workbooks.previews import Preview
from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.staff.models import User


def release_or_404(request: HttpRequest, pk: int | None) -> Release | None:
    """404 for what the official may not see; 403 for whoever loads no releases and asks for none."""
    if pk is not None:
        return visible_or_404(Release.objects.all(), request, pk)
    if not jobs.can_upload(request.user, None):
        raise PermissionDenied
    return None


def publishes(user: User, release: Release) -> bool:
    """Whether the whole release is the official's to see as a workbook; others get the rows of their part."""
    return user.is_administrator or not release.is_editable or user.department_id == release.department_id


def workbook_page(
    request: HttpRequest,
    release: Release | None,
    report: Preview | None = None,
    token: str = "",
    form: UploadForm | None = None,
) -> HttpResponse:
    context = {
        "title": _("Workbook of the release") if release else _("Release from a workbook"),
        "subtitle": str(release) if release else None,
        "release": release,
        "whole": release is None or publishes(request.user, release),
        "department": request.user.department,
        "form": (form or UploadForm()) if jobs.can_upload(request.user, release) else None,
        "report": report,
        "errors": report.errors if report else [],
        "sheets": report.sheets if report else [],
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
