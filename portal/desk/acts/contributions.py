"""Contributions on the page of a release: who was asked, what has been handed in, and the acts on each."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.acts.act import Act, ActForm, acts_on
from portal.desk.acts.check_reasons import failures_now
from portal.desk.fields import text_area, time_field
from portal.desk.return_sheet import sheet_address
from portal.publishing import permissions
from portal.publishing.actions import contributions
from portal.publishing.models import Contribution, Release
from portal.staff.models import Department, User
from portal.statistics.models import CheckResult

State = Contribution.State


class AskForm(ActForm):
    """Deadline and request; for a new contribution the department, too."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("department"))
    due_at = time_field(gettext_lazy("wanted by"), required=False)
    note = text_area(gettext_lazy("what is wanted"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.pk:
            del self.fields["department"]
            due_at = self.subject.due_at
            self.fields["due_at"].initial = due_at and timezone.localtime(due_at)
            self.fields["note"].initial = self.subject.note
        else:
            asked = self.release.contributions.values("department")
            free = Department.objects.exclude(pk=self.release.department_id).exclude(pk__in=asked)
            self.fields["department"].queryset = free

    def act(self) -> None:
        department = self.cleaned_data.pop("department", None) or self.subject.department
        contributions.ask(release=self.release, department=department, by=self.by, **self.cleaned_data)


class HandInForm(ActForm):
    """Asks for an explanation if the contribution is empty."""

    nothing = forms.BooleanField(label=gettext_lazy("There is nothing to report"), required=False)
    nothing_to_report = text_area(gettext_lazy("why there is nothing to report"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if contributions.holds_anything(self.subject):
            del self.fields["nothing"], self.fields["nothing_to_report"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "nothing" in self.fields:
            if not cleaned.get("nothing"):
                self.add_error(
                    "nothing", _("Your department has entered nothing yet. Tick this if that is right.")
                )
            elif not cleaned.get("nothing_to_report", "").strip():
                self.add_error("nothing_to_report", _("Say why there is nothing to report."))
        return cleaned

    def act(self) -> None:
        explanation = self.cleaned_data.get("nothing_to_report", "")
        contributions.hand_in(contribution=self.subject, by=self.by, nothing_to_report=explanation)


class ReturnContributionForm(ActForm):
    reason = text_area(gettext_lazy("What has to be changed"))


def _can_ask(user: User, contribution: Contribution) -> bool:
    return contributions.can_ask(user, contribution.release)


def _is_awaited(contribution: Contribution, _now: dt.datetime) -> bool:
    return contribution.release.is_editable and contribution.state in {State.MISSING, State.RETURNED}


def _is_in(contribution: Contribution, _now: dt.datetime) -> bool:
    return contribution.release.is_editable and contribution.state == State.SUBMITTED


ASK = Act(
    name="ask",
    label=gettext_lazy("Request a contribution"),
    done=gettext_lazy("The contribution has been requested."),
    may=_can_ask,
    is_open=_is_awaited,
    form=AskForm,
    page="desk/contribution.html",
    explanation=gettext_lazy("The release can only be submitted once all contributions have been handed in."),
)
CONTRIBUTION_ACTS: list[Act] = [
    Act(
        name="hand-in",
        label=gettext_lazy("Hand in the contribution"),
        done=gettext_lazy("The contribution has been handed in."),
        may=contributions.can_hand_in,
        is_open=_is_awaited,
        form=HandInForm,
        page="desk/contribution.html",
        explanation=gettext_lazy(
            "From then on, nothing of your department in this release can be changed until the contribution is "
            "recalled or returned."
        ),
    ),
    Act(
        name="recall",
        label=gettext_lazy("Recall the contribution"),
        done=gettext_lazy("The contribution has been recalled: your department can change it again."),
        may=contributions.can_hand_in,
        is_open=_is_in,
        action=contributions.recall,
        page=None,
        asks=False,
    ),
    Act(
        name="return",
        label=gettext_lazy("Return the contribution"),
        done=gettext_lazy("The contribution has been returned to its department."),
        may=lambda user, contribution: contributions.can_return(user, contribution.release),
        is_open=_is_in,
        form=ReturnContributionForm,
        action=contributions.return_contribution,
        page="desk/contribution.html",
        grave=True,
    ),
    Act(
        name="change",
        label=gettext_lazy("Change the request"),
        done=gettext_lazy("The request has been changed."),
        may=_can_ask,
        is_open=_is_awaited,
        form=AskForm,
        page="desk/contribution.html",
    ),
    Act(
        name="take-back",
        label=gettext_lazy("Withdraw the request"),
        done=gettext_lazy("The request has been withdrawn."),
        may=_can_ask,
        is_open=_is_awaited,
        action=contributions.take_back,
        page=None,
        asks=False,
        grave=True,
    ),
]


def contribution_state(contribution: Contribution, at: dt.datetime) -> tuple[str, str]:
    """Code and label of the state of a contribution."""
    if contribution.state != State.SUBMITTED and contribution.is_late(at):
        returned = contribution.state == State.RETURNED
        return "late", _("returned, and late") if returned else pgettext("of a contribution", "late")
    return contribution.state, contribution.get_state_display()


@dataclass(frozen=True)
class ShownContribution:
    """A contribution ready to render, with its buttons for one official, and the failed checks of its figures."""

    contribution: Contribution
    state: str
    label: str
    acts: list[Act]
    sheet: str = ""
    failures: Collection[CheckResult] = ()
    can_explain: bool = False


def contributions_of(request: HttpRequest, release: Release) -> dict:
    """The contributions of a release that the official may see, and the act to request another one."""
    now, user = timezone.now(), request.user
    rows = permissions.for_user(Contribution.objects.filter(release=release), user).for_list()
    all_failures = failures_now(release) if rows else []
    shown = []
    for contribution in rows:
        contribution.release = release
        owner = contribution.department_id
        fills = release.is_editable and contributions.can_hand_in(user, contribution)
        failures = []
        if contributions.can_read_failures(user, contribution):
            failures = [failure for failure in all_failures if owner in failure.departments]
        shown.append(
            ShownContribution(
                contribution,
                *contribution_state(contribution, now),
                acts=acts_on(contribution, CONTRIBUTION_ACTS, user, now),
                sheet=sheet_address(release, contribution.department) if fills else "",
                failures=failures,
                can_explain=bool(failures) and user.edits_for(owner),
            )
        )
    can_ask = release.is_editable and contributions.can_ask(user, release)
    return {"rows": shown, "ask": ASK if can_ask else None}
