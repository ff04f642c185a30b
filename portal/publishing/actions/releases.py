"""The life cycle of a release: submit, return, approve, cancel, correct, withdraw.

Each action locks the release first, so that of two concurrent actions the second sees the result of the first.
Approvals and withdrawals are also serialized, because they change validity ranges in other releases.
"""

import datetime as dt
from collections.abc import Collection, Iterable

import pglock
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import checklist
from portal.publishing.actions import announcements
from portal.publishing.actions.contributions import return_commented
from portal.publishing.models import Opening, Release, ReleasedRecord, RowWithdrawal
from portal.publishing.models.ranges import open_ranges, rows_among, versions_beside
from portal.publishing.models.released import record_models
from portal.publishing.models.row_withdrawal import NEVER_ALONE
from portal.publishing.permissions import belongs_to, department_of
from portal.records.cell_errors import named
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
    reasons: checklist.Reasons | None = None,
    seen_reasons: checklist.Reasons | None = None,
    announce: bool = False,
    change: tuple[str, str] = ("", ""),
    seen: Collection[str] | None = None,
) -> Release:
    """Publish a submitted release at `at`, or now. Until then it stays hidden; no process needs to run at that time.

    A past time is for documents first published elsewhere, on their `published_on` date, until the portal is opened.
    `reasons`: why the release is published despite failed checks, by key of the result, in Chinese and English, for the
    public. Every failure needs one, given here or before; `seen_reasons` are those that the reviewer saw. `announce`:
    whether to announce a future time in the public calendar. `change`: the public reason for departing from the
    confirmed time; required in that case. `seen`: `beside` as the reviewer saw it; raises Invalid with what has changed
    since.
    """
    _wait_for_others()
    release = release.locked(State.SUBMITTED)
    _check_can_decide(release, by)
    if at is not None:
        check_time(release, at)
    if seen is not None:
        _refuse_unseen(release, seen)
    release.released_at = at or timezone.now()
    with acting(by, action="approve", release=release):
        for assessment in declared("ASSESSMENTS"):
            assessment.evaluate(release, at=release.released_at)
            assessment.explain(release, {} if reasons is None else reasons, seen_reasons)
        checklist.refuse(release, approving=True)
        _refuse_below_scheduled(release)
        now = instant_of_change()
        if at is not None:
            check_time(release, at)  # it may have passed meanwhile
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
    public_from = release.released_at
    try:
        with transaction.atomic(), acting(by, action="cancel", release=release):
            release.state, release.released_at = State.SUBMITTED, None
            release.decision, release.decided_by, release.decided_at = "", None, None
            release.save()
            _settle(release, None)
    except IntegrityError:  # the database refuses, also where the embargo ends meanwhile
        if public_from > timezone.now():
            raise
        words = _("The release is already public; it can be corrected or withdrawn, but not cancelled.")
        raise WrongState(words) from None
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
    *,
    release: Release,
    by: User,
    records: Iterable[ReleasedRecord],
    reason_zh: str,
    reason_en: str,
    withdraw: bool = False,
) -> Release:
    """Open a draft correction of a public release, with copies of the records to correct.

    `withdraw`: it withdraws the records instead, and states nothing in their place; records without versions, too. Only
    versioned records, of any app, can be corrected, each in one correction at a time. The publisher's editors may
    open one, and editors of another department for its own records; the publisher submits it.
    """
    _wait_for_others()  # the copies are those of the versions in force
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
        row.release_id == release.pk
        and (row._meta.db_table not in NEVER_ALONE if withdraw else row.version_key)
        and access_of(type(row)).edited
        for row in records
    ):
        raise Invalid(_("A correction may only contain figures of the release it corrects."))
    _refuse_second_correction(release, records)
    with acting(by, action="correct", release=release):
        correction = _draft_correction(release, reason_zh.strip(), reason_en.strip())
        if withdraw:
            RowWithdrawal.objects.bulk_create(
                RowWithdrawal(
                    release=correction,
                    record=row._meta.db_table,
                    row_id=row.pk,
                    department_id=department_of(row),
                )
                for row in records
            )
            return correction
        for model in record_models():
            copies = [model(release=correction, **row.stated) for row in records if type(row) is model]
            model.objects.bulk_create(copies)
    return correction


@transaction.atomic
def compare_again(*, release: Release, by: User, seen: Collection[str]) -> Release:
    """Keep the rows of a correction although the figures it corrects have changed: its editors have seen the new ones.

    `seen`: `beside` as they saw it; raises Invalid if it has changed once more.
    """
    _wait_for_others()
    release = release.locked(State.DRAFT, State.RETURNED)
    if not by.edits_for(release.department_id):
        raise NotAllowed(_("Only an editor of the publishing department may submit a release."))
    if release.kind != Release.Kind.CORRECTION:
        raise WrongState(_("Only a correction is compared with what it corrects."))
    _refuse_unseen(release, seen)
    with acting(by, action="compare", release=release):
        release.compared_at = timezone.now()
        release.save(update_fields=["compared_at"])
    return release


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


def _refuse_second_correction(release: Release, records: Iterable[ReleasedRecord]) -> None:
    """A record is corrected in one draft at a time, however often an official asks."""
    begun = release.corrections.filter(state__in=[State.DRAFT, State.RETURNED, State.SUBMITTED])
    for record in records:
        same = {name: getattr(record, name) for name in record.version_key} or {"pk": None}
        own = RowWithdrawal.objects.filter(record=record._meta.db_table, row_id=record.pk, release__in=begun)
        if other := type(record)._default_manager.filter(release__in=begun, **same).first() or own.first():
            raise Invalid(
                _("“%(record)s” is already being corrected in “%(release)s”.")
                % {"record": record, "release": other.release}
            )


def beside(release: Release) -> set[str]:
    """The other releases that decide what this one replaces, each with its state."""
    found = Release.objects.filter(pk__in=versions_beside(release)).values_list("pk", "state")
    return {f"{key}-{state}" for key, state in found}


def _refuse_unseen(release: Release, seen: Collection[str]) -> None:
    """What the release replaces must be what the reviewer has looked at."""
    unseen = sorted(key for key in beside(release) ^ set(seen))
    others = Release.objects.filter(pk__in={int(key.partition("-")[0]) for key in unseen})
    rows = versions_beside(release)
    for other in others.order_by("pk"):
        changed = named(map(str, rows_among(rows.get(other.pk, ()))))
        raise Invalid(
            _("“%(release)s” has changed these since you opened this page: %(rows)s. Look at them once more.")
            % {"release": other, "rows": changed or "—"}
        )


def _refuse_below_scheduled(release: Release) -> None:
    """A release that waits for its time was approved over the figures of then; they do not change under it."""
    waiting = Release.objects.under_embargo(max(release.released_at, timezone.now()))
    if found := waiting.filter(pk__in=versions_beside(release)).first():
        raise Invalid(
            _(
                "“%(release)s” is approved for %(time)s and will replace figures of this release. Cancel that "
                "approval first, approve this release, then look at the other once more."
            )
            % {"release": found, "time": timezone.localtime(found.released_at).strftime("%Y-%m-%d %H:%M")}
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


def check_time(release: Release, at: dt.datetime) -> None:
    """A release is published in the future or, until the portal is opened, on the day of its publication elsewhere."""
    if at > timezone.now():
        return
    if (opened := Opening.instant()) is not None:
        raise Invalid(
            _(
                "%(time)s has passed, and the portal has been open since %(opened)s: nothing is released for a past "
                "time any more. Approve it now; its page shows the day on which it was first published elsewhere."
            )
            % {"time": _minute(at), "opened": _minute(opened)}
        )
    if release.published_on != timezone.localdate(at):
        raise Invalid(
            _(
                "%(time)s has passed. Only documents first published elsewhere can be released for a "
                "past date, that of first publication."
            )
            % {"time": _minute(at)}
        )


def _minute(time: dt.datetime) -> str:
    return timezone.localtime(time).strftime("%Y-%m-%d %H:%M")


def _sign(release: Release, by: User, decision: str, state: str) -> None:
    release.state, release.decision = state, decision
    release.decided_by, release.decided_at = by, timezone.now()
