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

from portal.desk.fields import text_area
from portal.desk.pages import back, change_address, desk_view, refusal_text, visible_or_404
from portal.publishing.models import Announcement, Contribution, Release
from portal.records.errors import Invalid, Refused
from portal.staff.audit import acting
from portal.staff.models import User

Subject = Release | Contribution

#: Posted with a form whose consequences the official has confirmed.
CONFIRMED = "confirmed"


class ActForm(forms.Form):
    """What an act asks of the official (`by`) before it is done to a release or a contribution (`subject`).

    Without an action of its act, the form has a method `act`, which returns the release to show next. An `Invalid` is
    shown at the field `refused_at`, by default above all fields.
    """

    refused_at: str | None = None

    def __init__(self, *args, subject: Subject, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.by = subject, by
        self.release = subject if isinstance(subject, Release) else subject.release

    def refused(self) -> None:
        """Called before the form is shown again because the action was refused."""


class ReasonsForm(ActForm):
    reason_zh = text_area(gettext_lazy("Reason, as the public will read it (Chinese)"))
    reason_en = text_area(gettext_lazy("Reason, as the public will read it (English)"))

    def reasons(self) -> list[forms.BoundField]:
        return [self["reason_zh"], self["reason_en"]]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One button: who may press it, in which state of the subject, and what it asks first.

    `action` takes the subject, the official and the cleaned data. `page`: the template that asks, and that shows a form
    which was refused, with `context` beside it; None: refusals are messages. `asks`: whether the page asks first, or
    the button acts at once. `shown`: whether it is a button of its own, or belongs to another page. `deletes`: whether
    the release is gone afterwards. `done`: the message of success. `confirm`: says in one sentence what will happen,
    and is asked once when everything else is filled in; an empty sentence needs no asking.
    """

    name: str
    label: str
    done: str | Callable[[Release], str] = ""
    may: Callable[[User, Subject], bool]
    is_open: Callable[[Subject, dt.datetime], bool]
    form: type[ActForm] = ActForm
    action: Callable[..., object] | None = None
    page: str | None = "desk/act.html"
    context: Callable[[HttpRequest, ActForm], dict] = lambda _request, _form: {}
    asks: bool = True
    shown: bool = True
    grave: bool = False
    deletes: bool = False
    explanation: str = ""
    confirm: Callable[[ActForm], str] | None = None


def acts_on(subject: Subject, acts: list[Act], user: User, now: dt.datetime) -> list[Act]:
    """The buttons that the official has on the subject now."""
    return [act for act in acts if act.shown and act.is_open(subject, now) and act.may(user, subject)]


def proposed_time(release: Release, announced: Announcement | None) -> dt.datetime:
    """A time of release for a form: as announced, as approved, or ten o'clock the next morning."""
    now = timezone.localtime()
    times = (announced and announced.scheduled_for, release.released_at)
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    return next((time for time in times if time and time > now), tomorrow)


@desk_view
def release_act(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    return perform(request, act, visible_or_404(Release.objects.all(), request, pk))


@desk_view
def contribution_act(
    request: HttpRequest, pk: int, act: Act, contribution: int | None = None
) -> HttpResponse:
    """An act on a contribution; without a number, on one that is not requested yet."""
    release = visible_or_404(Release.objects.all(), request, pk)
    if contribution is None:
        return perform(request, act, Contribution(release=release))
    rows = Contribution.objects.filter(release=release).for_list()
    return perform(request, act, visible_or_404(rows, request, contribution))


def perform(request: HttpRequest, act: Act, subject: Subject) -> HttpResponse:
    """Ask, or act. 403 without permission; a message if the state has changed."""
    if not act.may(request.user, subject):
        raise PermissionDenied
    form = act.form(request.POST if request.method == "POST" else None, subject=subject, by=request.user)
    if not form.is_valid():
        return _ask(request, act, form)
    if act.confirm and CONFIRMED not in request.POST and (sentence := act.confirm(form)):
        return _ask_to_confirm(request, act, form, sentence)
    try:
        with acting(request.user, action=act.name, door="form", release=form.release):
            result = _carry_out(act, form)
    except (Refused, DatabaseError) as refusal:
        if not (isinstance(refusal, Invalid) and act.page):
            return back(request, _next_page(request, form.release), refusal_text(refusal), messages.ERROR)
        form.refused()
        form.add_error(form.refused_at, str(refusal))
        return _ask(request, act, form)
    release = result if isinstance(result, Release) else form.release
    there = reverse("admin:portal_release_changelist") if act.deletes else _next_page(request, release)
    return back(request, there, act.done(release) if callable(act.done) else act.done)


def _ask(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    if not act.is_open(form.subject, timezone.now()):
        message = _("This can no longer be done: somebody else has acted.")
        return back(request, _next_page(request, form.release), message, messages.ERROR)
    if not (form.is_bound or act.asks):
        return HttpResponseNotAllowed(["POST"])
    context = {"title": act.label, "subtitle": str(form.release), "act": act, "release": form.release}
    return TemplateResponse(request, act.page, context | {"form": form} | act.context(request, form))


def _ask_to_confirm(request: HttpRequest, act: Act, form: ActForm, sentence: str) -> HttpResponse:
    """The sentence, with everything that was filled in behind two buttons."""
    filled = [(name, text) for name, texts in request.POST.lists() for text in texts]
    context = {
        "title": act.label,
        "subtitle": str(form.release),
        "release": form.release,
        "act": act,
        "sentence": sentence,
        "filled": [(name, text) for name, text in filled if name != "csrfmiddlewaretoken"],
        "confirmed": CONFIRMED,
    }
    return TemplateResponse(request, "desk/confirm.html", context)


def _carry_out(act: Act, form: ActForm) -> object:
    if act.action is None:
        return form.act()
    return act.action(**{form.subject._meta.model_name: form.subject}, by=form.by, **form.cleaned_data)


def _next_page(request: HttpRequest, release: Release) -> str:
    """The page of the row on which the act was done, or the page of the release."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else change_address(release)
