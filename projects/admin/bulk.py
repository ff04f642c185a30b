"""The page from which the progress of many projects is updated at once, by workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.workbooks.views import TYPES, workbook_response
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook
from projects.admin.progress import open_drafts
from projects.bulk import progress_workbook, under_way
from projects.forms import ChooseForm


class BulkPages:
    """Adds the page to the admin of projects."""

    def get_urls(self) -> list[URLPattern]:
        view, download = (self.admin_site.admin_view(v) for v in (self.bulk_view, self.bulk_download))
        return [
            path("workbook/", view, name="projects_project_workbook"),
            path("workbook/<str:form>/", download, name="projects_project_download"),
            *super().get_urls(),
        ]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        choose = self._chosen(request)
        chosen = choose.cleaned_data if choose.is_valid() else None
        context = self.admin_site.each_context(request) | {
            "title": _("Update many projects by workbook"),
            "opts": self.opts,
            "choose": choose,
            "chosen": chosen,
            "projects": under_way(request.user).count(),
            "has_choice": bool(choose.fields["release"].queryset),
        }
        return TemplateResponse(request, "admin/projects/bulk.html", context)

    def bulk_download(self, request: HttpRequest, form: str) -> HttpResponse:
        choose = self._chosen(request)
        if form not in TYPES or not choose.is_valid():
            raise Http404
        release, as_at = choose.cleaned_data["release"], choose.cleaned_data["as_at"]
        book = progress_workbook(release, as_at, request.user)
        try:
            return workbook_response(book, f"{release.slug}-{as_at.isoformat()}", form, by=request.user)
        except UnwritableWorkbook as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:projects_project_workbook"))

    def _chosen(self, request: HttpRequest) -> ChooseForm:
        """Draft and day as asked for; else the newest draft and today. 403 for whoever enters no progress."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        releases = open_drafts(request.user)
        newest = releases.values_list("pk", flat=True).first()
        asked = {"release": newest or "", "as_at": timezone.localdate().isoformat()}
        given = {name: request.GET[name] for name in asked if name in request.GET}
        return ChooseForm(asked | given, releases=releases)
