"""Contributions on the page of a release: who was asked, what has been handed in, and the acts on each."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.acts.act import Act, ActForm, acts_on, words
from portal.desk.acts.calendar_fields import time_field
from portal.desk.acts.check_reasons import failures_now
from portal.desk.return_sheet import sheet_address
from portal.publishing import permissions
from portal.publishing.actions import contributions
from portal.publishing.models import Contribution, Release
from portal.staff.models import Department, User
from portal.statistics.models import CheckResult


class AskForm(ActForm):
    """By when, and what; of which department unless it has been asked already."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("department"))
    due_at = time_field(gettext_lazy("wanted by"), required=False)
    note = words(gettext_lazy("what is wanted"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        part = self.subject
        if part.pk:
            del self.fields["department"]
            self.fields["due_at"].initial = part.due_at and timezone.localtime(part.due_at)
            self.fields["note"].initial = part.note
        else:
            asked = part.release.contributions.values("department")
            free = Department.objects.exclude(pk=part.release.department_id).exclude(pk__in=asked)
            self.fields["department"].queryset = free

    def act(self) -> Release:
        department = self.cleaned_data.pop("department", None) or self.subject.department
        contributions.ask(release=self.release, department=department, by=self.by, **self.cleaned_data)
        return self.release


class TakeBackForm(ActForm):
    def act(self) -> Release:
        contributions.take_back(contribution=self.subject, by=self.by)
        return self.release


class HandInForm(ActForm):
    """Asks for an explicit word where there is nothing in the part."""

    nothing = forms.BooleanField(label=gettext_lazy("There is nothing to report"), required=False)
    nothing_to_report = words(gettext_lazy("why there is nothing to report"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if contributions.holds_anything(self.subject):
            del self.fields["nothing"], self.fields["nothing_to_report"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "nothing" in self.fields:
            said = cleaned.get("nothing_to_report", "").strip()
            if not cleaned.get("nothing"):
                self.add_error(
                    "nothing", _("Your department has entered nothing yet. Tick this if that is right.")
                )
            elif not said:
                self.add_error("nothing_to_report", _("Say why there is nothing to report."))
        return cleaned

    def act(self) -> Release:
        said = self.cleaned_data.get("nothing_to_report", "")
        contributions.hand_in(contribution=self.subject, by=self.by, nothing_to_report=said)
        return self.release


class RecallForm(ActForm):
    def act(self) -> Release:
        contributions.recall(contribution=self.subject, by=self.by)
        return self.release


class ReturnPartForm(ActForm):
    reason = words(gettext_lazy("What has to be changed"))

    def act(self) -> Release:
        contributions.return_contribution(
            contribution=self.subject, by=self.by, reason=self.cleaned_data["reason"]
        )
        return self.release


State = Contribution.State


def _asks(user: User, part: Contribution) -> bool:
    return contributions.can_ask(user, part.release)


def _is_awaited(part: Contribution, _now: dt.datetime) -> bool:
    return part.release.is_editable and part.state in {State.MISSING, State.RETURNED}


def _is_in(part: Contribution, _now: dt.datetime) -> bool:
    return part.release.is_editable and part.state == State.SUBMITTED


PAGE = {"page": "desk/contribution.html"}
ASK = Act(
    "ask",
    gettext_lazy("Request a contribution"),
    gettext_lazy("The contribution has been requested."),
    AskForm,
    _asks,
    _is_awaited,
    **PAGE,
    explanation=gettext_lazy("The release can only be submitted once all contributions have been handed in."),
)
CONTRIBUTION_ACTS: list[Act] = [
    Act(
        "hand-in",
        gettext_lazy("Hand in the contribution"),
        gettext_lazy("The contribution has been handed in."),
        HandInForm,
        contributions.can_hand_in,
        _is_awaited,
        **PAGE,
        explanation=gettext_lazy(
            "From then on, nothing of your department in this release can be changed until the contribution is "
            "recalled or returned."
        ),
    ),
    Act(
        "recall",
        gettext_lazy("Recall the contribution"),
        gettext_lazy("The contribution has been recalled: your department can change it again."),
        RecallForm,
        contributions.can_hand_in,
        _is_in,
        page=None,
        asks=False,
    ),
    Act(
        "return",
        gettext_lazy("Return the contribution"),
        gettext_lazy("The contribution has been returned to its department."),
        ReturnPartForm,
        lambda user, part: contributions.can_return(user, part.release),
        _is_in,
        **PAGE,
        grave=True,
    ),
    Act(
        "change",
        gettext_lazy("Change the request"),
        gettext_lazy("The request is changed."),
        AskForm,
        _asks,
        _is_awaited,
        **PAGE,
    ),
    Act(
        "take-back",
        gettext_lazy("Take the request back"),
        gettext_lazy("The contribution is no longer requested."),
        TakeBackForm,
        _asks,
        _is_awaited,
        page=None,
        asks=False,
        grave=True,
    ),
]


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
    acts: list[Act]
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
        acts = acts_on(part, CONTRIBUTION_ACTS, user, now)
        fills = release.is_editable and contributions.can_hand_in(user, part)
        sheet = sheet_address(release, part.department) if fills else ""
        theirs = [one for one in failures if part.department_id in one.departments]
        told = theirs if contributions.can_read_failures(user, part) else []
        explains = bool(told) and user.edits_for(part.department_id)
        shown.append(ShownPart(part, *part_state(part, now), acts, sheet, told, explains))
    can_ask = release.is_editable and contributions.can_ask(user, release)
    return {"rows": shown, "ask": ASK if can_ask else None}
