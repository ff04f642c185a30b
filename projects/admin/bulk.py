"""The page to update the progress of many projects at once, by workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.pages import back, desk_view
from portal.desk.workbooks.views import TYPES, workbook_response
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook
from projects.admin.progress import open_drafts
from projects.bulk import progress_workbook, under_way
from projects.forms import ChooseForm
from projects.models import Project


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
