"""Acts: the buttons of a release or a contribution, the forms behind them, and the view that carries them out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.pages import back, change_address, desk_view, refusal_text, visible_or_404
from portal.publishing.models import Contribution, Release
from portal.records.errors import Invalid, Refused
from portal.staff.audit import acting
from portal.staff.models import User

Subject = Release | Contribution


class ActForm(forms.Form):
    """What the official `by` must say to act on a release, or on a contribution to it.

    `act` does it, or raises Refused. A refusal of what was entered is shown at the field `refused_at`; None for above
    them all.
    """

    refused_at: str | None = None

    def __init__(self, *args, subject: Subject, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.by = subject, by
        self.release = release_of(subject)

    def words(self) -> list[forms.BoundField]:
        """The fields that stand below one another, each with its label."""
        return self.visible_fields()

    def act(self) -> Release | None:
        """Do it. Gives the release to show next, or None for the list."""
        raise NotImplementedError

    def done(self, following: Release | None) -> str:
        """What to say when it is done; empty for the words of the act."""
        return ""


def release_of(subject: Subject) -> Release:
    return subject if isinstance(subject, Release) else subject.release


def words(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea({"rows": 3}))


class ReasonsForm(ActForm):
    reason_zh = words(gettext_lazy("Reason, as the public will read it (Chinese)"))
    reason_en = words(gettext_lazy("Reason, as the public will read it (English)"))


def no_context(_request: HttpRequest, _form: ActForm) -> dict:
    return {}


@dataclass(frozen=True)
class Act:
    """One button: who may press it, in which state it is there, and what it asks for first.

    `asks`: whether a page asks first; otherwise the button acts at once. `page`: its template, which also shows a form
    that was refused (None: refusals are messages), with `context` beside the form. `shown`: whether it is a button of
    its own, or part of another page.
    """

    name: str
    label: str
    done: str
    form: type[ActForm]
    may: Callable[[User, Subject], bool]
    is_open: Callable[[Subject, dt.datetime], bool]
    page: str | None = "desk/act.html"
    context: Callable[[HttpRequest, ActForm], dict] = no_context
    asks: bool = True
    shown: bool = True
    grave: bool = False
    explanation: str = ""


def acts_on(subject: Subject, acts: list[Act], user: User, now: dt.datetime) -> list[Act]:
    """The buttons that the official has on it now."""
    return [act for act in acts if act.shown and act.is_open(subject, now) and act.may(user, subject)]


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
