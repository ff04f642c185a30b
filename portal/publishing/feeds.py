"""Atom feeds of releases, the release calendar and corrections."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.calendar import calendar_entries
from portal.publishing.models import Announcement, Release, ReleasedRecord, Section
from portal.publishing.row_changes import attach_row_changes, changes_in, version_lines
from portal.records.registry import declared
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name

#: Rows of a correction in an entry; its page has all of them.
MOST_ROWS = 50


def release_entry(release: Release, at: dt.datetime, title: str, text: str, address: str) -> FeedEntry:
    """An entry of the release. Once it is withdrawn, the entry says so, with the reason in place of its text."""
    if not release.is_withdrawn(at):
        return FeedEntry(release.released_at, title, text, address, release.author)
    entry = FeedEntry(release.released_at, title, text, address, release.author)
    return _withdrawn(entry, release.withdrawal_reason, release.withdrawn_at)


def _withdrawn(entry: FeedEntry, reason: str, when: dt.datetime) -> FeedEntry:
    title = _("Withdrawn: %(title)s") % {"title": entry.title}
    return replace(entry, title=title, text=reason, changed_at=when)


def correction_text(release: Release, text: str) -> str:
    """The text of a release with its row changes read: if it is a correction, with what was and what is now."""
    shown, more = release.row_changes[:MOST_ROWS], release.row_changes.total - MOST_ROWS
    lines = [text, *(change.text for change in shown)]
    if more > 0:
        lines.append(_("… and %(number)d more rows") % {"number": more})
    return "\n".join(filter(None, lines))


def record_entry(
    record: ReleasedRecord,
    at: dt.datetime,
    title: str,
    text: str,
    address: str,
    *,
    said: Callable[[Any], str] | None = None,
) -> FeedEntry:
    """An entry of a record `with_withdrawal`, with its release read. Once withdrawn or superseded, it says so.

    `said`: what a version of it says in words; the record is `with_versions` then.
    """
    if said:
        text = "\n".join(filter(None, (text, *version_lines(record, said))))
    entry = release_entry(record.release, at, title, text, address)
    if record.is_withdrawn_alone(at):
        return _withdrawn(replace(entry, title=title), record.withdrawal_reason, record.withdrawn_at)
    ended_at = record.superseded_by(at)
    if entry.changed_at or ended_at is None:
        return entry
    text = "\n".join(filter(None, (text, _("Superseded by a later release."))))
    return replace(entry, text=text, changed_at=ended_at)


def correction_title(release: Release) -> str:
    """The title of a correction, which says so once, whether its own title does or not."""
    words = gettext_lazy("Correction: %(title)s")
    return (
        release.title if release.title.startswith(words % {"title": ""}) else words % {"title": release.title}
    )


class ReleaseFeed(EntryFeed):
    """Releases, newest first."""

    subtitle = gettext_lazy("All releases, newest first.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: releases") % {"site": site_name()}

    def page_link(self, subject: FeedContext) -> str:
        return page("release-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        newest = list(Release.objects.released(subject.at).for_list().last_changed_first(subject.at)[:NEWEST])
        attach_row_changes(newest, subject.at)
        for release in newest:
            address = page("release-detail", release.slug)
            text = correction_text(release, release.summary)
            yield release_entry(release, subject.at, release.title, text, address)


class CalendarFeed(EntryFeed):
    """Announcements of releases and changes to them, with reasons, newest first."""

    subtitle = gettext_lazy("Upcoming releases, their times, and any changes.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: release calendar") % {"site": site_name()}

    def page_link(self, subject: FeedContext) -> str:
        return page("calendar")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        newest = Announcement.objects.for_calendar(subject.at).order_by("-announced_at")[:NEWEST]
        for entry in calendar_entries(newest, subject.at):
            for number, (announcement, change) in enumerate(entry.history):
                title = _("%(title)s: %(change)s") % {"title": announcement.title, "change": change}
                text = [announcement.reason]
                if announcement.scheduled_for:
                    time = timezone.localtime(announcement.scheduled_for).strftime("%Y-%m-%d %H:%M")
                    text.insert(0, _("%(time)s, Beijing time") % {"time": time})
                address = page("calendar", fragment=f"{entry.key}-{number}")
                text = "\n".join(filter(None, text))
                yield FeedEntry(announcement.announced_at, title, text, address, site_name())


class CorrectionFeed(EntryFeed):
    """Corrections and withdrawals, each with its public reason."""

    subtitle = gettext_lazy("Which releases were corrected or withdrawn, and why.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: corrections and withdrawals") % {"site": site_name()}

    def page_link(self, subject: FeedContext) -> str:
        return page("release-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        released = Release.objects.released(subject.at).for_list()
        corrections = list(released.filter(corrects__isnull=False)[:NEWEST])
        attach_row_changes(corrections, subject.at)
        for release in corrections:
            address = page("release-detail", release.slug)
            text = correction_text(release, release.reason)
            yield release_entry(release, subject.at, correction_title(release), text, address)
        for release in released.withdrawn(subject.at).order_by("-withdrawn_at")[:NEWEST]:
            title = _("Withdrawn: %(title)s") % {"title": release.title}
            address = page("release-detail", release.slug, fragment="withdrawal")
            yield FeedEntry(release.withdrawn_at, title, release.withdrawal_reason, address, release.author)


def section_lines(release: Release) -> Iterator[DigestLine]:
    """The sections of the release about a sector."""
    for section in Section.objects.filter(release=release, sector__isnull=False):
        address = page("release-detail", release.slug, fragment=section.anchor)
        yield DigestLine(section.title, address, frozenset({Subject("sector", section.sector_id)}))


def correction_lines(release: Release) -> Iterator[DigestLine]:
    """The correction of another release, and each row that it changes of which no other line tells."""
    if not release.corrects_id:
        return
    address = page("release-detail", release.slug, fragment="correction")
    names = {"title": release.corrects.title, "reason": release.reason}
    yield DigestLine(_("Corrects “%(title)s”: %(reason)s") % names, address, frozenset())
    covered = {model for lines in declared("DIGEST_LINES") for model in lines.covers}
    for change in changes_in(release):
        if type(change.record) not in covered:
            address = page("release-detail", release.slug, fragment=change.anchor)
            sector = getattr(change.record, "sector_id", None) or change.record._meta.app_label
            yield DigestLine(change.text, address, frozenset({Subject("sector", sector)}))


DIGEST_LINES = [DigestLines(0, correction_lines), DigestLines(90, section_lines)]
