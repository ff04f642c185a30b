"""How far a large workbook is, and then what came of it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.workbooks import jobs as workbook_jobs
from portal.desk.workbooks import uploads
from portal.desk.workbooks.previews import Preview
from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.web.background import is_worker_running

#: Seconds after which the page asks again where there is no script.
AGAIN = 2


class WorkbookJobPages:
    """Adds the pages of jobs to the pages of workbooks: of one release, and for a new one."""

    upload_form: type[forms.Form]

    def get_urls(self) -> list[URLPattern]:
        view, status = (self.admin_site.admin_view(v) for v in (self.job_view, self.job_status))
        pages = [
            path("workbook/jobs/<int:job>/", view, name="portal_release_new_job"),
            path("workbook/jobs/<int:job>/status/", status, name="portal_release_new_job_status"),
            path("<int:pk>/workbook/jobs/<int:job>/", view, name="portal_release_job"),
            path("<int:pk>/workbook/jobs/<int:job>/status/", status, name="portal_release_job_status"),
        ]
        return [*pages, *super().get_urls()]

    def job_view(self, request: HttpRequest, job: int, pk: int | None = None) -> HttpResponse:
        release = self._release(request, pk)
        found = self._job(request, release, job)
        if request.method == "POST":
            return self._stop(request, release, found)
        if found.state != WorkbookJob.State.DONE:
            return self._progress_page(request, release, found)
        if "loaded" in found.result:
            return self._loaded(request, Release.objects.filter(pk=found.result["loaded"]).first())
        if found.result["message"]:
            self.message_user(request, found.result["message"], messages.ERROR)
        preview = Preview.restored(found.result["preview"])
        return self._workbook_page(request, release, self.upload_form(), preview, token_for(found, preview))

    def job_status(self, request: HttpRequest, job: int, pk: int | None = None) -> JsonResponse:
        """How far it is, for the script of the page."""
        found = self._job(request, self._release(request, pk), job)
        running = found.state == WorkbookJob.State.RUNNING
        return JsonResponse({"running": running, "said": said(found), "done": found.done, "of": found.total})

    def _stop(self, request: HttpRequest, release: Release | None, job: WorkbookJob) -> HttpResponse:
        """Where it has ended just before, show what came of it."""
        if not workbook_jobs.stop(job):
            return HttpResponseRedirect(job_address(job))
        self.message_user(request, _("Stopped: nothing was loaded."), messages.SUCCESS)
        return HttpResponseRedirect(page_address(release))

    def _job(self, request: HttpRequest, release: Release | None, pk: int) -> WorkbookJob:
        """404 for a job of somebody else, or of another release."""
        job = WorkbookJob.objects.filter(pk=pk, owner=request.user, release=release).first()
        if job is None:
            raise Http404
        return job

    def _progress_page(self, request: HttpRequest, release: Release | None, job: WorkbookJob) -> HttpResponse:
        loads = job.kind == WorkbookJob.Kind.LOAD
        context = self.admin_site.each_context(request) | {
            "title": _("The workbook is being loaded") if loads else _("The workbook is being looked at"),
            "subtitle": str(release) if release else None,
            "opts": self.opts,
            "release": release,
            "job": job,
            "said": said(job),
            "again": AGAIN,
            "status": job_address(job) + "status/",
            "address": page_address(release),
        }
        if job.state in {WorkbookJob.State.FAILED, WorkbookJob.State.STOPPED}:
            context["title"] = (
                _("The workbook was not loaded") if loads else _("The workbook was not looked at")
            )
        return TemplateResponse(request, "desk/workbook_job.html", context)


def said(job: WorkbookJob) -> str:
    """How far it is, or why it failed, in words."""
    if job.state == WorkbookJob.State.STOPPED:
        return _("Stopped: nothing was loaded.")
    if job.state == WorkbookJob.State.FAILED:
        return job.result["why"]
    if not is_worker_running():
        return _("The background worker is not running. The work continues as soon as it is started.")
    if not job.total:
        return _("%(stage)s …") % {"stage": job.get_stage_display()}
    words = ngettext(
        "%(stage)s: %(done)s of %(total)s row", "%(stage)s: %(done)s of %(total)s rows", job.total
    )
    return words % {"stage": job.get_stage_display(), "done": f"{job.done:,}", "total": f"{job.total:,}"}


def token_for(job: WorkbookJob, preview: Preview) -> str:
    """By which what the job looked at can be loaded; none where it cannot."""
    if not preview.is_loadable:
        return ""
    return uploads.token_of(uploads.Upload(job.file, job.digest, job.release_id, job.rows), by=job.owner)


def page_address(release: Release | None) -> str:
    if release is None:
        return reverse("admin:portal_release_workbooks")
    return reverse("admin:portal_release_workbook", args=[release.pk])


def job_address(job: WorkbookJob) -> str:
    if job.release_id is None:
        return reverse("admin:portal_release_new_job", args=[job.pk])
    return reverse("admin:portal_release_job", args=[job.release_id, job.pk])
