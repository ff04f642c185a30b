"""Atom feeds of releases, the release calendar and corrections."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.calendar import calendar_entries
from portal.publishing.models import Announcement, Release, Section
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class ReleaseFeed(EntryFeed):
    """Releases, newest first."""

    subtitle = gettext_lazy("All releases, newest first.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: releases") % {"site": site_name()}

    def link(self, subject: FeedContext) -> str:
        return page("release-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        for release in Release.objects.released(subject.at).for_list()[:NEWEST]:
            address = page("release-detail", release.slug)
            yield FeedEntry(release.released_at, release.title, release.summary, address, release.author)


class CalendarFeed(EntryFeed):
    """Announcements of releases and changes to them, with reasons, newest first."""

    subtitle = gettext_lazy("Upcoming releases, their times, and any changes.")

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: release calendar") % {"site": site_name()}

    def link(self, subject: FeedContext) -> str:
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

    def link(self, subject: FeedContext) -> str:
        return page("release-list")

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        released = Release.objects.released(subject.at).for_list()
        for release in released.filter(corrects__isnull=False)[:NEWEST]:
            title = _("Correction: %(title)s") % {"title": release.title}
            address = page("release-detail", release.slug)
            yield FeedEntry(release.released_at, title, release.reason, address, release.author)
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
    """The correction of another release, and the chain of releases that it corrects."""
    corrected, chain = release.corrects, []
    while corrected is not None:
        chain.append(Subject("release", corrected.slug))
        corrected = corrected.corrects
    if chain:
        address = page("release-detail", release.slug, fragment="correction")
        names = {"title": release.corrects.title, "reason": release.reason}
        yield DigestLine(_("Corrects “%(title)s”: %(reason)s") % names, address, frozenset(chain))


DIGEST_LINES = [DigestLines(0, correction_lines), DigestLines(90, section_lines)]
