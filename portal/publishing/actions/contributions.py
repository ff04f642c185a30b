"""Contributions of departments to a release: requested, handed in, recalled, returned.

Each action locks the release first, so that nobody submits it or changes the contribution meanwhile.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.models import Contribution, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.records.registry import record_types
from portal.staff.audit import acting
from portal.staff.models import Department, User

State = Contribution.State
EDITABLE = (Release.State.DRAFT, Release.State.RETURNED)


def can_ask(by: User, release: Release) -> bool:
    """Whether the official may request contributions: an editor or the head of the publishing department."""
    return by.edits_for(release.department_id) or by.heads(release.department_id)


def can_return(by: User, release: Release) -> bool:
    """Whether the official may return contributions: anyone responsible for the release as a whole."""
    return can_ask(by, release) or by.reviews_for(release.department_id)


def can_hand_in(by: User, contribution: Contribution) -> bool:
    """Whether the official may hand in and recall the contribution."""
    return by.edits_for(contribution.department_id)


def can_read_failures(user: User, contribution: Contribution) -> bool:
    """Whether the official sees failed checks of the contribution: its department, and the publisher."""
    return user.is_administrator or user.department_id in (
        contribution.department_id,
        contribution.release.department_id,
    )


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
    release = release.locked(*EDITABLE)
    _check_can_ask(by, release)
    if department.pk == release.department_id:
        raise Invalid(
            _("The publishing department submits the whole release and has no contribution of its own.")
        )
    contribution = release.contributions.filter(department=department).first()
    if contribution is not None and contribution.state == State.SUBMITTED:
        raise WrongState(
            _("The contribution of %(department)s has already been handed in.")
            % {"department": department.name}
        )
    contribution = contribution or Contribution(release=release, department=department)
    contribution.due_at, contribution.note = due_at, note.strip()
    with acting(by, action="ask", door=door, release=release):
        contribution.save()
    return contribution


@transaction.atomic
def take_back(*, contribution: Contribution, by: User, door: str = "form") -> None:
    """Withdraw the request for a contribution that is still empty."""
    release = contribution.release.locked(*EDITABLE)
    _check_can_ask(by, release)
    contribution = _current(contribution, State.MISSING, State.RETURNED)
    if holds_anything(contribution):
        raise WrongState(_("The department has already entered something, so the request stays."))
    with acting(by, action="take_back", door=door, release=release):
        contribution.delete()


@transaction.atomic
def hand_in(
    *, contribution: Contribution, by: User, nothing_to_report: str = "", door: str = "form"
) -> Contribution:
    """Declare the department's contribution complete: its rows in the release become read-only.

    An empty contribution states why there is nothing to report.
    """
    release = contribution.release.locked(*EDITABLE)
    if not can_hand_in(by, contribution):
        raise NotAllowed(_("Only an editor of the department may hand in its contribution."))
    contribution = _current(contribution, State.MISSING, State.RETURNED)
    reason, has_rows = nothing_to_report.strip(), holds_anything(contribution)
    if not has_rows and not reason:
        raise Invalid(_("Your department has entered nothing: tick “nothing to report” and say why."))
    if has_rows and reason:
        raise Invalid(_("Your department has entered something, so “nothing to report” does not apply."))
    with acting(by, action="hand_in", door=door, release=release):
        _reset(contribution)
        contribution.state, contribution.nothing_to_report = State.SUBMITTED, reason
        contribution.submitted_by, contribution.submitted_at = by, timezone.now()
        contribution.save()
    return contribution


@transaction.atomic
def recall(*, contribution: Contribution, by: User, door: str = "form") -> Contribution:
    """Reopen a contribution for editing, while the release is still a draft."""
    release = contribution.release.locked(*EDITABLE)
    if not can_hand_in(by, contribution):
        raise NotAllowed(_("Only an editor of the department may recall its contribution."))
    contribution = _current(contribution, State.SUBMITTED)
    with acting(by, action="recall", door=door, release=release):
        _reset(contribution)
        contribution.save()
    return contribution


@transaction.atomic
def return_contribution(
    *, contribution: Contribution, by: User, reason: str, door: str = "form"
) -> Contribution:
    """Return a contribution to its department, with the reason."""
    release = contribution.release.locked(*EDITABLE)
    if not can_return(by, release):
        raise NotAllowed(_("Only officials of the publishing department may return contributions."))
    contribution = _current(contribution, State.SUBMITTED)
    if not reason.strip():
        raise Invalid(_("Give the reason for returning the contribution."))
    with acting(by, action="return_part", door=door, release=release):
        _give_back(contribution, by, reason.strip())
    return contribution


def return_commented(release: Release, by: User, reason: str) -> list[Contribution]:
    """Return the contributions with commented rows, within the transaction that returns the release."""
    departments = set()
    for comment in release.comments.unanswered().select_related("content_type"):
        model = comment.content_type.model_class()
        row = model and comment.object_id and model._base_manager.filter(pk=comment.object_id).first()
        if row is None and model is not None and comment.key and hasattr(model, "key"):
            row = model._base_manager.filter(release=release, key=comment.key).first()
        if row is not None and model in record_types:
            departments.add(permissions.department_of(row))
    contributions = list(
        release.contributions.filter(state=State.SUBMITTED, department__in=departments - {None})
    )
    for contribution in contributions:
        _give_back(contribution, by, reason)
    return contributions


def holds_anything(contribution: Contribution) -> bool:
    """Whether the department has entered anything in the release. Empty sections set up for it do not count."""
    parts = permissions.rows_in(contribution.release, contribution.department_id)
    return any(rows.exists() for rows in parts)


def _check_can_ask(by: User, release: Release) -> None:
    if not can_ask(by, release):
        raise NotAllowed(
            _("Only an editor or the head of the publishing department may request contributions.")
        )


def _current(contribution: Contribution, *states: str) -> Contribution:
    """The current contribution row, locked, if it is in one of these states."""
    current = Contribution.objects.select_for_update(of=("self",)).select_related("release", "department")
    contribution = current.filter(pk=contribution.pk).first()
    if contribution is None:
        raise WrongState(_("This contribution is no longer requested."))
    if contribution.state not in states:
        raise WrongState(
            _("Not possible: the contribution of %(department)s is now %(state)s.")
            % {"department": contribution.department.name, "state": contribution.get_state_display()}
        )
    return contribution


def _reset(contribution: Contribution) -> None:
    """Reset it to the state before it was handed in or returned."""
    contribution.state, contribution.nothing_to_report = State.MISSING, ""
    contribution.submitted_by = contribution.submitted_at = None
    contribution.returned_by = contribution.returned_at = None
    contribution.return_reason = ""


def _give_back(contribution: Contribution, by: User, reason: str) -> None:
    contribution.state, contribution.nothing_to_report = State.RETURNED, ""
    contribution.returned_by, contribution.returned_at = by, timezone.now()
    contribution.return_reason = reason
    contribution.save()
