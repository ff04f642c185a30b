"""The public release calendar: announce a release, confirm its time, reschedule it, call it off.

Each action adds an announcement; none is ever changed. Approval is separate, so a time may be announced long before
anything is written.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Announcement, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.staff.audit import acting
from portal.staff.models import User
from portal.web.data_version import instant_of_change

#: A text in Chinese and in English.
Bilingual = tuple[str, str]
NO_TEXT: Bilingual = ("", "")


@transaction.atomic
def announce(
    *,
    release: Release,
    by: User,
    scheduled_for: dt.datetime,
    confirmed: bool,
    title: Bilingual = NO_TEXT,
    reason: Bilingual = NO_TEXT,
) -> Announcement:
    """Announce when a release will come out; its title and time become public.

    Announces, confirms and reschedules alike. `title`: by default the one last announced, or that of the release.
    `reason`: required in both languages to change a confirmed time, which also takes a reviewer or head.
    """
    release = _locked(release, by)
    former = current(release)
    title = _both(title) or _titles(former or release)
    if scheduled_for <= timezone.now():
        raise Invalid(_("The time has passed; choose a future time."))
    if release.released_at is not None and scheduled_for != release.released_at:
        raise WrongState(
            _("The release is approved for %(time)s. Cancel the approval before announcing another time.")
            % {"time": _local(release.released_at)}
        )
    if former is not None:
        if (scheduled_for, confirmed, title) == (former.scheduled_for, former.confirmed, _titles(former)):
            raise Invalid(_("It is already announced like this."))
        if former.confirmed and (former.scheduled_for != scheduled_for or not confirmed):
            _check_change(by, release, reason)
    return _add(release, by, scheduled_for, confirmed=confirmed, title=title, reason=reason)


@transaction.atomic
def call_off(*, release: Release, by: User, reason: Bilingual) -> Announcement:
    """Announce that a release is called off. The calendar keeps its announcements and the reason."""
    release = _locked(release, by)
    former = current(release)
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
        _check_change(by, release, reason)
    return _add(release, by, None, confirmed=False, title=_titles(former), reason=reason)


def settle(*, release: Release, by: User, announce: bool, change: Bilingual) -> None:
    """Bring the calendar in line with an approval.

    Approving a time other than the confirmed one reschedules it, with `change` as the public reason; Invalid without
    one. Other future approvals are announced on request.
    """
    former, at = current(release), release.released_at
    title = _titles(former or release)
    if former is not None and former.confirmed:
        if former.scheduled_for != at:
            _check_change(by, release, change)
            _add(release, by, at, confirmed=True, title=title, reason=change)
    elif announce and at > timezone.now():
        _add(release, by, at, confirmed=True, title=title, reason=_both(change) or NO_TEXT)


def current(release: Release) -> Announcement | None:
    """The latest announcement of the release."""
    return release.announcements.order_by("-id").first()


def _locked(release: Release, by: User) -> Release:
    """The current release row, locked, if it is not public and the official may announce it."""
    row = Release.objects.select_for_update().filter(pk=release.pk).first()
    if row is None:
        raise WrongState(_("The release no longer exists."))
    if row.is_public(timezone.now()):
        raise WrongState(_("The release is already public."))
    if not (by.edits_for(row.department_id) or by.reviews_for(row.department_id)):
        raise NotAllowed(_("Only officials of the publishing department may announce a release."))
    return row


def _check_change(by: User, release: Release, reason: Bilingual) -> None:
    """A confirmed time is changed only by a reviewer or head, with a public reason."""
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


def _add(
    release: Release,
    by: User,
    scheduled_for: dt.datetime | None,
    *,
    confirmed: bool,
    title: Bilingual,
    reason: Bilingual,
) -> Announcement:
    """Add an announcement; no time means called off."""
    reason_zh, reason_en = (text.strip() for text in reason)
    if bool(reason_zh) != bool(reason_en):
        raise Invalid(_("Give the reason in Chinese and English."))
    with acting(by, action="announce", release=release):
        return Announcement.objects.create(
            release=release,
            title_zh=title[0],
            title_en=title[1],
            scheduled_for=scheduled_for,
            confirmed=confirmed,
            reason_zh=reason_zh,
            reason_en=reason_en,
            announced_at=instant_of_change(),
            announced_by=by,
        )


def _both(text: Bilingual) -> Bilingual | None:
    """The text in both languages, or None if either is missing."""
    zh, en = (one.strip() for one in text)
    return (zh, en) if zh and en else None


def _titles(row: Announcement | Release) -> Bilingual:
    return row.title_zh, row.title_en


def _local(time: dt.datetime) -> str:
    return timezone.localtime(time).strftime("%Y-%m-%d %H:%M")
