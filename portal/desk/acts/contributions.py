"""The parts of a release on its page: which departments were asked, what is in, and what can be done with each."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.acts.check_reasons import failures_now
from portal.desk.acts.contribution_forms import (
    AskForm,
    HandInForm,
    PartForm,
    RecallForm,
    ReturnPartForm,
    TakeBackForm,
)
from portal.desk.base import ReadOnlyAdmin
from portal.desk.db_errors import explain
from portal.desk.return_sheet.views import sheet_address
from portal.publishing import permissions
from portal.publishing.actions import contributions
from portal.publishing.models import Contribution, Release
from portal.records.errors import Invalid, Refused
from portal.staff.models import User
from portal.statistics.models import CheckResult

State = Contribution.State


@dataclass(frozen=True)
class PartAct:
    """One button beside a part. `asks`: whether a page asks for words first; otherwise it acts at once."""

    name: str
    label: str
    done: str
    form: type[PartForm]
    may: Callable[[User, Contribution], bool]
    states: tuple[str, ...]
    explanation: str = ""
    asks: bool = True
    grave: bool = False

    def is_open(self, part: Contribution) -> bool:
        return part.release.is_editable and part.state in self.states


def _asks(user: User, part: Contribution) -> bool:
    return contributions.may_ask(user, part.release)


NOT_IN = (State.MISSING, State.RETURNED)
ASK = PartAct(
    "ask",
    gettext_lazy("Ask a department for its part"),
    gettext_lazy("The department is asked for its part."),
    AskForm,
    _asks,
    NOT_IN,
    gettext_lazy("The release is submitted as a whole only when every part is in."),
)
PART_ACTS = (
    PartAct(
        "hand-in",
        gettext_lazy("Hand the part in"),
        gettext_lazy("The part is handed in."),
        HandInForm,
        contributions.may_hand_in,
        NOT_IN,
        gettext_lazy(
            "From then on nothing of your department in this release changes, until the part is recalled or returned."
        ),
    ),
    PartAct(
        "recall",
        gettext_lazy("Recall the part"),
        gettext_lazy("The part is recalled: your department can change it again."),
        RecallForm,
        contributions.may_hand_in,
        (State.SUBMITTED,),
        asks=False,
    ),
    PartAct(
        "return",
        gettext_lazy("Return the part"),
        gettext_lazy("The part is returned to its department."),
        ReturnPartForm,
        lambda user, part: contributions.may_return(user, part.release),
        (State.SUBMITTED,),
        grave=True,
    ),
    PartAct(
        "change",
        gettext_lazy("Change the request"),
        gettext_lazy("The request is changed."),
        AskForm,
        _asks,
        NOT_IN,
    ),
    PartAct(
        "take-back",
        gettext_lazy("Take the request back"),
        gettext_lazy("The department is no longer asked for a part."),
        TakeBackForm,
        _asks,
        NOT_IN,
        asks=False,
        grave=True,
    ),
)


def part_state(part: Contribution, at: dt.datetime) -> tuple[str, str]:
    """Code and word of how a part stands."""
    if part.state != State.SUBMITTED and part.is_late(at):
        returned = part.state == State.RETURNED
        return "late", _("returned, and late") if returned else pgettext("of a part of a release", "late")
    return part.state, part.get_state_display()


@dataclass(frozen=True)
class ShownPart:
    """A part ready to render, with its buttons for one official, and the failed checks that its figures go into."""

    part: Contribution
    state: str
    words: str
    acts: list[PartAct]
    sheet: str = ""
    failures: Collection[CheckResult] = ()
    explains: bool = False


def contributions_of(request: HttpRequest, release: Release) -> dict:
    """What the page of a release shows of its parts, to those who work on it."""
    now, user = timezone.now(), request.user
    rows = permissions.for_user(Contribution.objects.filter(release=release), user).for_list()
    shown = []
    failures = failures_now(release) if rows else []
    for part in rows:
        part.release = release
        acts = [act for act in PART_ACTS if act.is_open(part) and act.may(user, part)]
        fills = release.is_editable and contributions.may_hand_in(user, part)
        sheet = sheet_address(release, part.department) if fills else ""
        theirs = [one for one in failures if part.department_id in one.departments]
        told = theirs if contributions.may_read_failures(user, part) else []
        explains = bool(told) and user.edits_for(part.department_id)
        shown.append(ShownPart(part, *part_state(part, now), acts, sheet, told, explains))
    may_ask = release.is_editable and contributions.may_ask(user, release)
    return {"rows": shown, "ask": ASK if may_ask else None}


class PartPages:
    """Adds the pages of parts to the admin of releases."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:pk>/parts/<int:part>/{act.name}/",
                self.admin_site.admin_view(self.part_view),
                {"act": act},
                name=f"portal_release_part_{act.name}",
            )
            for act in PART_ACTS
        ]
        ask = path(
            "<int:pk>/parts/ask/",
            self.admin_site.admin_view(self.part_view),
            {"act": ASK},
            name="portal_release_part_ask",
        )
        return [ask, *own, *super().get_urls()]

    def part_view(self, request: HttpRequest, pk: int, act: PartAct, part: int | None = None) -> HttpResponse:
        """Ask for what the act needs, then do it. 404 for what is not theirs to see, 403 for what is not to do."""
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        row = self._part(request, release, part)
        if not act.may(request.user, row):
            raise PermissionDenied
        if not act.is_open(row):
            words = _("This can no longer be done: somebody else has acted.")
            return self._back(request, release, words, messages.ERROR)
        if request.method != "POST":
            return self._ask_part(request, act, row, act.form(part=row))
        form = act.form(request.POST, part=row)
        return (
            self._do_part(request, act, row, form)
            if form.is_valid()
            else self._ask_part(request, act, row, form)
        )

    def _part(self, request: HttpRequest, release: Release, key: int | None) -> Contribution:
        if key is None:
            return Contribution(release=release)
        rows = permissions.for_user(Contribution.objects.filter(release=release), request.user)
        row = rows.for_list().filter(pk=key).first()
        if row is None:
            raise Http404
        return row

    def _ask_part(
        self, request: HttpRequest, act: PartAct, part: Contribution, form: PartForm
    ) -> HttpResponse:
        if not act.asks:
            return HttpResponseNotAllowed(["POST"])
        context = self.admin_site.each_context(request) | {
            "title": act.label,
            "subtitle": str(part.release),
            "opts": self.opts,
            "act": act,
            "part": part,
            "release": part.release,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "desk/contribution.html", context)

    def _do_part(
        self, request: HttpRequest, act: PartAct, part: Contribution, form: PartForm
    ) -> HttpResponse:
        try:
            form.act(request.user)
        except Invalid as refusal:
            if not act.asks:
                return self._back(request, part.release, str(refusal), messages.ERROR)
            form.add_error(None, str(refusal))
            return self._ask_part(request, act, part, form)
        except Refused as refusal:
            return self._back(request, part.release, str(refusal), messages.ERROR)
        except DatabaseError as error:
            return self._back(request, part.release, explain(error), messages.ERROR)
        return self._back(request, part.release, act.done, messages.SUCCESS)

    def _back(self, request: HttpRequest, release: Release, words: str, level: int) -> HttpResponse:
        self.message_user(request, words, level)
        return HttpResponseRedirect(reverse("admin:portal_release_change", args=[release.pk]))


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    """Parts of all releases, to be looked up; they move by the buttons of their release."""

    list_display = ("department", "link", "due_at", "shown_state", "submitted_by", "submitted_at")
    list_display_links = None
    list_filter = (
        "state",
        ("department", RelatedOnlyFieldListFilter),
        ("release__department", RelatedOnlyFieldListFilter),
        ("release", RelatedOnlyFieldListFilter),
        "due_at",
    )
    search_fields = ("release__slug", "release__title_zh", "release__title_en", "note")
    ordering = ("due_at", "id")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).for_list()

    @admin.display(description=gettext_lazy("release"), ordering="release__title_zh")
    def link(self, part: Contribution) -> str:
        address = reverse("admin:portal_release_change", args=[part.release_id])
        return format_html('<a href="{}#parts">{}</a>', address, part.release.title)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, part: Contribution) -> str:
        return format_html('<span class="badge badge-{}">{}</span>', *part_state(part, timezone.now()))
