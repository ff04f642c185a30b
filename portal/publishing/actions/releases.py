"""The life cycle of a release: submit, return, approve, cancel, correct, withdraw.

Each action locks the release first, so that of two concurrent actions the second sees the result of the first.
Approvals and withdrawals are also serialized, because they change validity ranges in other releases.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import pglock
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import checklist
from portal.publishing.actions import announcements
from portal.publishing.actions.contributions import return_commented
from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.models.released import open_ranges, record_models
from portal.publishing.permissions import belongs_to
from portal.records.errors import Conflict, Invalid, NotAllowed, WrongState
from portal.records.registry import access_of, declared
from portal.staff.audit import acting
from portal.staff.models import User
from portal.web.data_version import instant_of_change

State = Release.State

#: Advisory lock of approvals and withdrawals.
RANGES_LOCK = "ranges"


@transaction.atomic
def submit(*, release: Release, by: User) -> Release:
    """Submit a draft for review: its content is frozen, its checks are evaluated and stored."""
    release = release.locked(State.DRAFT, State.RETURNED)
    if not by.edits_for(release.department_id):
        raise NotAllowed(_("Only an editor of the publishing department may submit a release."))
    stated = (model for model in record_models() if access_of(model).edited)  # results of checks do not count
    if not (release.sections.exists() or any(m.objects.filter(release=release).exists() for m in stated)):
        raise Invalid(_("The release is empty: it has no sections and no content."))
    checklist.refuse(release, approving=False)
    with acting(by, action="submit", release=release):
        for assessment in declared("ASSESSMENTS"):
            assessment.evaluate(release)
        release.state, release.submitted_by, release.submitted_at = State.SUBMITTED, by, timezone.now()
        release.decision, release.decided_by, release.decided_at = "", None, None
        release.decision_reason = ""
        release.save()
    return release


@transaction.atomic
def return_to_editors(*, release: Release, by: User, reason: str) -> Release:
    """Return a submitted release to its editors, with the reason."""
    release = release.locked(State.SUBMITTED)
    _check_can_decide(release, by)
    if not reason.strip():
        raise Invalid(_("Give the reason for returning the release."))
    with acting(by, action="return", release=release):
        _sign(release, by, Release.Decision.RETURN, State.RETURNED)
        release.decision_reason = reason.strip()
        release.save()
        return_commented(release, by, release.decision_reason)
    return release


@transaction.atomic
def approve(
    *,
    release: Release,
    by: User,
    at: dt.datetime | None = None,
    reasons: Mapping[str, tuple[str, str]] | None = None,
    announce: bool = False,
    change: tuple[str, str] = ("", ""),
) -> Release:
    """Publish a submitted release at `at`, or now. Until then it stays hidden; no process needs to run at that time.

    A past time is for documents first published elsewhere, on their `published_on` date. `reasons`: why the release is
    published despite failed checks, by key of the result, in Chinese and English, for the public. Every failure needs
    one, given here or before. `announce`: whether to announce a future time in the public calendar. `change`: the
    public reason for departing from the confirmed time; required in that case.
    """
    _wait_for_others()
    release = release.locked(State.SUBMITTED)
    _check_can_decide(release, by)
    if at is not None:
        _check_time(release, at)
    release.released_at = at or timezone.now()
    with acting(by, action="approve", release=release):
        for assessment in declared("ASSESSMENTS"):
            assessment.evaluate(release, at=release.released_at)
            assessment.explain(release, {} if reasons is None else reasons)
        checklist.refuse(release, approving=True)
        now = instant_of_change()
        release.released_at = at or now
        _sign(release, by, Release.Decision.APPROVE, State.APPROVED)
        release.save()
        announcements.settle(release=release, by=by, announce=announce, change=change)
        _settle(release, release.released_at)
    return release


@transaction.atomic
def cancel_approval(*, release: Release, by: User) -> Release:
    """Cancel an approval during its embargo; the release awaits a decision again."""
    _wait_for_others()
    release = release.locked(State.APPROVED)
    if not by.reviews_for(release.department_id):
        raise NotAllowed(
            _("Only a reviewer or the head of the publishing department may cancel an approval.")
        )
    if release.is_public(timezone.now()):
        raise WrongState(
            _("The release is already public; it can be corrected or withdrawn, but not cancelled.")
        )
    with acting(by, action="cancel", release=release):
        release.state, release.released_at = State.SUBMITTED, None
        release.decision, release.decided_by, release.decided_at = "", None, None
        release.save()
        _settle(release, None)
    return release


@transaction.atomic
def withdraw(*, release: Release, by: User, reason_zh: str, reason_en: str) -> Release:
    """Withdraw a public release: its notice stays, its figures are no longer in force, nothing is deleted."""
    _wait_for_others()
    release = release.locked(State.APPROVED)
    if not by.reviews_for(release.department_id):
        raise NotAllowed(
            _("Only a reviewer or the head of the publishing department may withdraw a release.")
        )
    if not release.is_public(timezone.now()):
        raise WrongState(_("The release is not public yet; cancel its approval instead."))
    if not (reason_zh.strip() and reason_en.strip()):
        raise Invalid(_("Give the reason in Chinese and English."))
    with acting(by, action="withdraw", release=release):
        release.state, release.withdrawn_by, release.withdrawn_at = State.WITHDRAWN, by, instant_of_change()
        release.withdrawal_reason_zh, release.withdrawal_reason_en = reason_zh.strip(), reason_en.strip()
        release.save()
        _settle(release, release.released_at)
    return release


@transaction.atomic
def start_correction(
    *, release: Release, by: User, records: Iterable[ReleasedRecord], reason_zh: str, reason_en: str
) -> Release:
    """Open a draft correction of a public release, with copies of the records to correct.

    Only versioned records, of any app, can be corrected. The publisher's editors may open one, and editors of another
    department for its own records; the publisher submits it.
    """
    release = release.locked(State.APPROVED)
    records = list(records)
    own = bool(records) and all(belongs_to(by, record) for record in records)
    if not (own or by.edits_for(release.department_id)):
        raise NotAllowed(_("Only an editor of the publishing department may correct a release."))
    if not release.is_public(timezone.now()):
        raise WrongState(_("The release is not public yet; cancel its approval and change it instead."))
    if not (reason_zh.strip() and reason_en.strip()):
        raise Invalid(_("Give the reason in Chinese and English."))
    if not all(
        row.release_id == release.pk and row.version_key and access_of(type(row)).edited for row in records
    ):
        raise Invalid(_("A correction may only contain figures of the release it corrects."))
    with acting(by, action="correct", release=release):
        correction = _draft_correction(release, reason_zh.strip(), reason_en.strip())
        for model in record_models():
            copies = [model(release=correction, **row.stated) for row in records if type(row) is model]
            model.objects.bulk_create(copies)
    return correction


@transaction.atomic
def delete_draft(*, release: Release, by: User) -> None:
    """Delete a draft that was never submitted; the audit trail keeps its content."""
    release = release.locked(State.DRAFT)
    if not by.edits_for(release.department_id):
        raise NotAllowed(_("Only an editor of the publishing department may delete a draft."))
    if release.announcements.exists():
        raise Invalid(_("The release is in the public calendar; call it off there and keep the draft."))
    with acting(by, action="delete", release=release):
        release.contributions.all().delete()  # handed-in contributions lock their rows, so they go first
        release.delete()


def _draft_correction(release: Release, reason_zh: str, reason_en: str) -> Release:
    original = release.original
    number = Release.objects.corrections_of(original).count() + 1
    while Release.objects.filter(slug=(slug := f"{original.slug[:60]}-correction-{number}")).exists():
        number += 1
    return Release.objects.create(
        slug=slug,
        kind=Release.Kind.CORRECTION,
        department=release.department,
        title_zh=f"更正：{original.title_zh}"[:200],
        title_en=f"Correction: {original.title_en}"[:300],
        corrects=release,
        reason_zh=reason_zh,
        reason_en=reason_en,
    )


def _wait_for_others() -> None:
    """Wait for any concurrent approval, cancellation or withdrawal."""
    pglock.advisory(RANGES_LOCK, xact=True, side_effect=pglock.Raise).acquire()


def _settle(release: Release, at: dt.datetime | None) -> None:
    """Put the release's records in force from `at` (None: never), and run the declared derivations."""
    try:
        open_ranges(release, at)
    except IntegrityError as error:
        if (error.__cause__.diag.constraint_name or "").endswith("known_once"):
            raise Conflict(
                _("Another release publishes the same figure at exactly the same time.")
            ) from error
        raise
    for derive in declared("DERIVATIONS"):
        derive(release)


def _check_can_decide(release: Release, by: User) -> None:
    if not by.reviews_for(release.department_id):
        raise NotAllowed(
            _("Only a reviewer or the head of the publishing department may decide on a release.")
        )
    if release.submitted_by_id == by.pk or release.editors.filter(pk=by.pk).exists():
        raise NotAllowed(_("Nobody may decide on a release they edited or submitted."))


def _check_time(release: Release, at: dt.datetime) -> None:
    """A release is published in the future, or on the past date of its first publication elsewhere."""
    if at <= timezone.now() and release.published_on != timezone.localdate(at):
        raise Invalid(
            _(
                "%(time)s has passed. Only documents first published elsewhere can be released for a "
                "past date, that of first publication."
            )
            % {"time": timezone.localtime(at).strftime("%Y-%m-%d %H:%M")}
        )


def _sign(release: Release, by: User, decision: str, state: str) -> None:
    release.state, release.decision = state, decision
    release.decided_by, release.decided_at = by, timezone.now()
