"""Contributions of departments to a release: requested, handed in, recalled, returned.

Each action locks the release first, so that nobody submits it or changes the contribution meanwhile.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.actions.locking import locked
from portal.publishing.models import Comment, Contribution, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.records.registry import record_types
from portal.staff.audit import acting
from portal.staff.models import Department, User

State = Contribution.State
WRITTEN = (Release.State.DRAFT, Release.State.RETURNED)


def may_ask(by: User, release: Release) -> bool:
    """Whether the official may request contributions: an editor or the head of the publishing department."""
    return by.edits_for(release.department_id) or by.heads(release.department_id)


def may_return(by: User, release: Release) -> bool:
    """Whether the official may return contributions: anyone responsible for the release as a whole."""
    return may_ask(by, release) or by.reviews_for(release.department_id)


def may_hand_in(by: User, part: Contribution) -> bool:
    """Whether the official may hand in and recall the contribution."""
    return by.edits_for(part.department_id)


def may_read_failures(user: User, part: Contribution) -> bool:
    """Whether the official sees failed checks of the contribution: its department, and the publisher."""
    return user.is_administrator or user.department_id in (part.department_id, part.release.department_id)


@transaction.atomic
def ask(
    *,
    release: Release,
    department: Department,
    by: User,
    due_at: dt.datetime | None = None,
    note: str = "",
    door: str = "form",
) -> Contribution:
    """Request a contribution, or change the deadline and the request until it is handed in."""
    release = locked(release, *WRITTEN)
    if not may_ask(by, release):
        raise NotAllowed(
            _("Only an editor or the head of the publishing department may request contributions.")
        )
    if department.pk == release.department_id:
        raise Invalid(
            _("The publishing department submits the whole release and has no contribution of its own.")
        )
    part = release.contributions.filter(department=department).first()
    if part is not None and part.state == State.SUBMITTED:
        raise WrongState(
            _("The contribution of %(department)s has already been handed in.")
            % {"department": department.name}
        )
    part = part or Contribution(release=release, department=department)
    part.due_at, part.note = due_at, note.strip()
    with acting(by, action="ask", door=door, release=release):
        part.save()
    return part


@transaction.atomic
def take_back(*, part: Contribution, by: User, door: str = "form") -> None:
    """Withdraw the request for a contribution that is still empty."""
    release = locked(part.release, *WRITTEN)
    if not may_ask(by, release):
        raise NotAllowed(
            _("Only an editor or the head of the publishing department may request contributions.")
        )
    part = _current(part, State.MISSING, State.RETURNED)
    if holds_anything(part):
        raise WrongState(_("The department has already entered something, so the request stays."))
    with acting(by, action="take_back", door=door, release=release):
        part.delete()


@transaction.atomic
def hand_in(*, part: Contribution, by: User, nothing_to_report: str = "", door: str = "form") -> Contribution:
    """Declare the department's contribution complete: its rows in the release become read-only.

    An empty contribution states why there is nothing to report.
    """
    release = locked(part.release, *WRITTEN)
    if not may_hand_in(by, part):
        raise NotAllowed(_("Only an editor of the department may hand in its contribution."))
    part = _current(part, State.MISSING, State.RETURNED)
    words, holds = nothing_to_report.strip(), holds_anything(part)
    if not holds and not words:
        raise Invalid(_("Your department has entered nothing: tick “nothing to report” and say why."))
    if holds and words:
        raise Invalid(_("Your department has entered something, so “nothing to report” does not apply."))
    with acting(by, action="hand_in", door=door, release=release):
        _open(part)
        part.state, part.submitted_by, part.submitted_at = State.SUBMITTED, by, timezone.now()
        part.nothing_to_report = words
        part.save()
    return part


@transaction.atomic
def recall(*, part: Contribution, by: User, door: str = "form") -> Contribution:
    """Reopen a contribution for editing, while the release is still a draft."""
    release = locked(part.release, *WRITTEN)
    if not may_hand_in(by, part):
        raise NotAllowed(_("Only an editor of the department may recall its contribution."))
    part = _current(part, State.SUBMITTED)
    with acting(by, action="recall", door=door, release=release):
        _open(part)
        part.save()
    return part


@transaction.atomic
def return_part(*, part: Contribution, by: User, reason: str, door: str = "form") -> Contribution:
    """Return a contribution to its department, with the reason."""
    release = locked(part.release, *WRITTEN)
    if not may_return(by, release):
        raise NotAllowed(_("Only officials of the publishing department may return contributions."))
    part = _current(part, State.SUBMITTED)
    if not reason.strip():
        raise Invalid(_("Give the reason for returning the contribution."))
    with acting(by, action="return_part", door=door, release=release):
        _give_back(part, by, reason.strip())
    return part


def return_commented(release: Release, by: User, reason: str) -> list[Contribution]:
    """When a release is returned, return the contributions with commented rows too.

    Called when the release is returned, within its transaction.
    """
    parts = list(
        release.contributions.filter(state=State.SUBMITTED, department__in=_commented_departments(release))
    )
    for part in parts:
        _give_back(part, by, reason)
    return parts


def holds_anything(part: Contribution) -> bool:
    """Whether the department has entered anything in the release. Empty sections set up for it do not count."""
    return any(rows.exists() for rows in permissions.rows_in(part.release, part.department_id))


def _commented_departments(release: Release) -> set[int]:
    departments: set[int | None] = set()
    for comment in Comment.objects.filter(release=release).unanswered().select_related("content_type"):
        model = comment.content_type.model_class()
        row = model and comment.object_id and model._base_manager.filter(pk=comment.object_id).first()
        if row is None and model is not None and comment.key and hasattr(model, "key"):
            row = model._base_manager.filter(release=release, key=comment.key).first()
        if row is not None and model in record_types:
            departments.add(permissions.department_of(row))
    return {department for department in departments if department is not None}


def _current(part: Contribution, *states: str) -> Contribution:
    """The current contribution row, locked, if it is in one of these states."""
    current = Contribution.objects.select_for_update(of=("self",)).select_related("release", "department")
    part = current.filter(pk=part.pk).first()
    if part is None:
        raise WrongState(_("This contribution is no longer requested."))
    if part.state not in states:
        raise WrongState(
            _("Not possible: the contribution of %(department)s is now %(state)s.")
            % {"department": part.department.name, "state": part.get_state_display()}
        )
    return part


def _open(part: Contribution) -> None:
    """Reset it to the state before it was handed in or returned."""
    part.state, part.nothing_to_report = State.MISSING, ""
    part.submitted_by = part.submitted_at = None
    part.returned_by = part.returned_at = None
    part.return_reason = ""


def _give_back(part: Contribution, by: User, reason: str) -> None:
    part.state, part.nothing_to_report = State.RETURNED, ""
    part.returned_by, part.returned_at, part.return_reason = by, timezone.now(), reason
    part.save()
