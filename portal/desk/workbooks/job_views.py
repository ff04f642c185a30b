"""Progress and outcome of a large workbook."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.pages import back, desk_view
from portal.desk.workbooks import jobs, uploads
from portal.desk.workbooks.pages import job_address, page_address, release_or_404, workbook_page
from portal.desk.workbooks.previews import Preview
from portal.desk.workbooks.views import loaded
from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.web.background import is_worker_running

State = WorkbookJob.State
#: Seconds after which the page asks again where there is no script.
AGAIN = 2


@desk_view
def job(request: HttpRequest, job: int, pk: int | None = None) -> HttpResponse:
    found = _job_or_404(request, job, pk)
    if request.method == "POST":
        return _stop(request, found)
    if found.state != State.DONE:
        return _progress_page(request, found)
    if "loaded" in found.result:
        return loaded(request, Release.objects.filter(pk=found.result["loaded"]).first())
    if found.result["message"]:
        messages.error(request, found.result["message"])
    preview = Preview.restored(found.result["preview"])
    return workbook_page(request, found.release, preview, token_for(found, preview))


@desk_view
def status(request: HttpRequest, job: int, pk: int | None = None) -> JsonResponse:
    """How far it is, for the script of the page."""
    found = _job_or_404(request, job, pk)
    running = found.state == State.RUNNING
    return JsonResponse({"running": running, "said": said(found), "done": found.done, "of": found.total})


def _job_or_404(request: HttpRequest, job: int, pk: int | None) -> WorkbookJob:
    """404 for a job of somebody else, or of another release."""
    release = release_or_404(request, pk)
    jobs_here = WorkbookJob.objects.select_related("release")
    return get_object_or_404(jobs_here, pk=job, owner=request.user, release=release)


def _stop(request: HttpRequest, job: WorkbookJob) -> HttpResponse:
    """Where it has ended just before, show what came of it."""
    if not jobs.stop(job):
        return HttpResponseRedirect(job_address(job))
    return back(request, page_address(job.release), _("Stopped: nothing was loaded."))


def _progress_page(request: HttpRequest, job: WorkbookJob) -> HttpResponse:
    context = {
        "title": _title(job),
        "subtitle": str(job.release) if job.release else None,
        "release": job.release,
        "job": job,
        "said": said(job),
        "again": AGAIN,
        "status": job_address(job) + "status/",
        "address": page_address(job.release),
    }
    return TemplateResponse(request, "desk/workbook_job.html", context)


def _title(job: WorkbookJob) -> str:
    loads = job.kind == WorkbookJob.Kind.LOAD
    if job.state in {State.FAILED, State.STOPPED}:
        return _("The workbook was not loaded") if loads else _("The workbook was not looked at")
    return _("The workbook is being loaded") if loads else _("The workbook is being looked at")


def said(job: WorkbookJob) -> str:
    """How far it is, or why it failed, in words."""
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


def token_for(job: WorkbookJob, preview: Preview) -> str:
    """By which what the job looked at can be loaded; none where it cannot."""
    if not preview.is_loadable:
        return ""
    return uploads.token_of(uploads.Upload(job.file, job.digest, job.release_id, job.rows), by=job.owner)
