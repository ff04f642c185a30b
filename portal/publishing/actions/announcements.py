"""The public release calendar: announce a release, confirm its time, reschedule it, call it off.

Each action adds an announcement; none is ever changed. Approval is separate, so a time may be announced long before
anything is written.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Announcement, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.staff.audit import acting
from portal.staff.models import User
from portal.web.data_version import instant_of_change

Reason = tuple[str, str]
NO_REASON: Reason = ("", "")


@transaction.atomic
def announce(
    *,
    release: Release,
    by: User,
    scheduled_for: dt.datetime,
    confirmed: bool,
    title: tuple[str, str] = ("", ""),
    reason: Reason = NO_REASON,
) -> Announcement:
    """Announce when a release will come out; its title and time become public.

    Announces, confirms and reschedules alike. `title`: in Chinese and English; by default the last one announced, or
    that of the release. `reason`: required in both languages to change a confirmed time, which also takes a reviewer or
    head.
    """
    release = _awaited(release)
    former = standing(release)
    _can_announce(by, release)
    title = _both(title) or _titles(former or release)
    if scheduled_for <= timezone.now():
        raise Invalid(_("The time has passed; choose a future time."))
    if release.released_at is not None and scheduled_for != release.released_at:
        raise WrongState(
            _("The release is approved for %(time)s. Cancel the approval before announcing another time.")
            % {"time": _local(release.released_at)}
        )
    said = (scheduled_for, confirmed, title)
    if former is not None and said == (former.scheduled_for, former.confirmed, _titles(former)):
        raise Invalid(_("It is already announced like this."))
    if _loosens(former, scheduled_for, confirmed=confirmed):
        _can_change(by, release, reason)
    return _say(release, by, Word(scheduled_for, confirmed, title, reason))


@transaction.atomic
def call_off(*, release: Release, by: User, reason: Reason) -> Announcement:
    """Announce that a release is called off. The calendar keeps its announcements and the reason."""
    release = _awaited(release)
    former = standing(release)
    _can_announce(by, release)
    if former is None or former.scheduled_for is None:
        raise WrongState(_("The release is not announced."))
    if release.released_at is not None:
        raise WrongState(
            _("The release is approved for %(time)s. Cancel the approval before calling it off.")
            % {"time": _local(release.released_at)}
        )
    if not _both(reason):
        raise Invalid(_("Give the reason in Chinese and English."))
    if former.confirmed:
        _can_change(by, release, reason)
    return _say(release, by, Word(None, confirmed=False, title=_titles(former), reason=reason))


def settle(*, release: Release, by: User, announce: bool, change: Reason) -> None:
    """Bring the calendar in line with an approval.

    Approving a time other than the confirmed one reschedules it, with `change` as the public reason; Invalid without
    one. Other future approvals are announced on request.
    """
    former, at = standing(release), release.released_at
    title = _titles(former or release)
    if former is not None and former.confirmed:
        if former.scheduled_for != at:
            _can_change(by, release, change)
            _say(release, by, Word(at, confirmed=True, title=title, reason=change))
    elif announce and at > timezone.now():
        _say(release, by, Word(at, confirmed=True, title=title, reason=_both(change) or NO_REASON))


def standing(release: Release) -> Announcement | None:
    """The current announcement of the release."""
    return release.announcements.order_by("-id").first()


def announced_in_public(release: Release) -> bool:
    return release.announcements.exists()


@dataclass(frozen=True)
class Word:
    """An announcement to make; no time means called off."""

    time: dt.datetime | None
    confirmed: bool
    title: Reason
    reason: Reason


def _say(release: Release, by: User, word: Word) -> Announcement:
    title_zh, title_en = word.title
    reason_zh, reason_en = (text.strip() for text in word.reason)
    if bool(reason_zh) != bool(reason_en):
        raise Invalid(_("Give the reason in Chinese and English."))
    with acting(by, action="announce", release=release):
        return Announcement.objects.create(
            release=release,
            title_zh=title_zh,
            title_en=title_en,
            scheduled_for=word.time,
            confirmed=word.confirmed,
            reason_zh=reason_zh,
            reason_en=reason_en,
            announced_at=instant_of_change(),
            announced_by=by,
        )


def _awaited(release: Release) -> Release:
    """The current release row, locked, unless it is public."""
    current = Release.objects.select_for_update().filter(pk=release.pk).first()
    if current is None:
        raise WrongState(_("The release no longer exists."))
    if current.is_public(timezone.now()):
        raise WrongState(_("The release is already public."))
    return current


def _loosens(former: Announcement | None, time: dt.datetime, *, confirmed: bool) -> bool:
    """Whether a confirmed time would no longer hold."""
    return former is not None and former.confirmed and (former.scheduled_for != time or not confirmed)


def _can_announce(by: User, release: Release) -> None:
    if not (by.edits_for(release.department_id) or by.reviews_for(release.department_id)):
        raise NotAllowed(_("Only officials of the publishing department may announce a release."))


def _can_change(by: User, release: Release, reason: Reason) -> None:
    if not by.reviews_for(release.department_id):
        raise NotAllowed(
            _("Only a reviewer or the head of the publishing department may change a confirmed time.")
        )
    if not _both(reason):
        raise Invalid(
            _(
                "The confirmed time has been announced to the public: give the reason for the change "
                "in Chinese and English."
            )
        )


def _both(words: Reason) -> Reason | None:
    """The texts in both languages, or None if either is missing."""
    zh, en = (text.strip() for text in words)
    return (zh, en) if zh and en else None


def _titles(row: Announcement | Release) -> Reason:
    return row.title_zh, row.title_en


def _local(time: dt.datetime) -> str:
    return timezone.localtime(time).strftime("%Y-%m-%d %H:%M")
