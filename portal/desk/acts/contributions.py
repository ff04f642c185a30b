"""Contributions on the page of a release: who was asked, what has been handed in, and the acts on each."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.acts.act import Act, acts_on
from portal.desk.acts.check_reasons import failures_now
from portal.desk.acts.contribution_forms import AskForm, HandInForm, RecallForm, ReturnPartForm, TakeBackForm
from portal.desk.return_sheet.sheet import sheet_address
from portal.publishing import permissions
from portal.publishing.actions import contributions
from portal.publishing.models import Contribution, Release
from portal.staff.models import User
from portal.statistics.models import CheckResult

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
