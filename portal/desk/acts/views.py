"""The page of every act: it asks for what the act needs, then does it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.desk.acts.act import Act, ActForm, Subject
from portal.desk.pages import back, desk_view, refusal_text, visible_or_404
from portal.desk.release_words import change_address
from portal.publishing.models import Contribution, Release
from portal.records.errors import Invalid, Refused
from portal.staff.audit import acting


@desk_view
def release_act(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    return perform(request, act, visible_or_404(Release.objects.all(), request, pk))


@desk_view
def contribution_act(request: HttpRequest, pk: int, act: Act, part: int | None = None) -> HttpResponse:
    """On one contribution to the release; without a number, on one that has not been asked for yet."""
    release = visible_or_404(Release.objects.all(), request, pk)
    if part is None:
        return perform(request, act, Contribution(release=release))
    rows = Contribution.objects.filter(release=release).for_list()
    return perform(request, act, visible_or_404(rows, request, part))


def perform(request: HttpRequest, act: Act, subject: Subject) -> HttpResponse:
    """403 for whoever may not; a message where the state has moved on."""
    if not act.may(request.user, subject):
        raise PermissionDenied
    form = act.form(request.POST if request.method == "POST" else None, subject=subject, by=request.user)
    return _do(request, act, form) if form.is_valid() else _ask(request, act, form)


def _ask(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    if not act.is_open(form.subject, timezone.now()):
        return _refused(request, form.release, _("This can no longer be done: somebody else has acted."))
    if not (form.is_bound or act.asks):
        return HttpResponseNotAllowed(["POST"])
    context = {"title": act.label, "subtitle": str(form.release), "act": act, "release": form.release}
    return TemplateResponse(request, act.page, context | {"form": form} | act.context(request, form))


def _do(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    try:
        with acting(request.user, action=act.name, door="form", release=form.release):
            following = form.act()
    except (Refused, DatabaseError) as refusal:
        if not (isinstance(refusal, Invalid) and act.page):
            return _refused(request, form.release, refusal_text(refusal))
        form.add_error(form.refused_at, str(refusal))
        return _ask(request, act, form)
    list_page = reverse("admin:portal_release_changelist")
    there = came_from(request) or change_address(following) if following else list_page
    return back(request, there, form.done(following) or act.done)


def _refused(request: HttpRequest, release: Release, said: str) -> HttpResponse:
    return back(request, came_from(request) or change_address(release), said, messages.ERROR)


def came_from(request: HttpRequest) -> str:
    """The page of a row on which the act was done, to go back to; empty if it was done on the release's own."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else ""
