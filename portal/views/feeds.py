"""Atom feeds: releases, all or of a sector; figures of an indicator; what became of promises; corrections.

Each follows from its address, the language and what is public at its moment alone, as every other page does.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from portal.figures import attach_breakdowns
from portal.models import (
    Announcement,
    Commitment,
    CommitmentState,
    CommitmentUpdate,
    Indicator,
    Observation,
    Release,
    Section,
    Sector,
)
from portal.numbers import is_english
from portal.pages import Entry
from portal.release_calendar import attach_words, entry_key, said
from portal.templatetags.portal_figures import place, plain_figure
from portal.templatetags.portal_site import html_lang, site_name

NEWEST = 50
#: When a feed in which nothing stands yet was last changed.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Subject:
    """What a feed is asked about: the request, and the row that its address names, if any."""

    request: HttpRequest
    row: Model | None = None

    @property
    def at(self) -> dt.datetime:
        return self.request.moment.at


class RepeatableAtom(Atom1Feed):
    """Atom whose time of change comes from its entries alone, so that equal feeds are equal bytes."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class EntryFeed(Feed):
    """A feed of entries. A subclass gives its title, its subtitle, the page that it follows and its entries."""

    feed_type = RepeatableAtom

    def entries(self, subject: Subject) -> Iterable[Entry]:
        """At least the newest, in any order."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest) -> Subject:
        return Subject(request)

    def get_feed(self, subject: Subject, request: HttpRequest) -> Atom1Feed:
        self.language = html_lang()
        return super().get_feed(subject, request)

    def feed_url(self, subject: Subject) -> str:
        return subject.request.get_full_path()

    def items(self, subject: Subject) -> list[Entry]:
        return sorted(self.entries(subject), key=lambda entry: entry.at, reverse=True)[:NEWEST]

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_description(self, entry: Entry) -> str:
        return linebreaks(entry.text, autoescape=True)  # a summary of Atom is HTML

    def item_link(self, entry: Entry) -> str:
        return entry.address

    def item_pubdate(self, entry: Entry) -> dt.datetime:
        return timezone.localtime(entry.at)

    item_updateddate = item_pubdate

    def item_author_name(self, entry: Entry) -> str:
        return entry.author


def page(name: str, *args: str, fragment: str = "") -> str:
    """Address of a page in the language of the feed."""
    return f"{reverse(name, args=args)}{'?lang=en' * is_english()}{'#' * bool(fragment)}{fragment}"


def author(release: Release) -> str:
    return release.issuing_body or release.department.name


class ReleaseFeed(EntryFeed):
    """Releases as they become public, the newest first."""

    def title(self, subject: Subject) -> str:
        return _("%(site)s: releases") % {"site": site_name()}

    def subtitle(self, subject: Subject) -> str:
        return _("What was published, newest first.")

    def link(self, subject: Subject) -> str:
        return page("release-list")

    def entries(self, subject: Subject) -> Iterable[Entry]:
        for release in Release.objects.released(subject.at).for_list()[:NEWEST]:
            address = page("release-detail", release.slug)
            yield Entry(release.released_at, release.title, release.summary, address, author(release))


class CalendarFeed(EntryFeed):
    """Announcements of releases to come, and their changes with the reasons, the newest first."""

    def title(self, subject: Subject) -> str:
        return _("%(site)s: release calendar") % {"site": site_name()}

    def subtitle(self, subject: Subject) -> str:
        return _("Which releases are to come when, and how that changed.")

    def link(self, subject: Subject) -> str:
        return page("calendar")

    def entries(self, subject: Subject) -> Iterable[Entry]:
        standing = Announcement.objects.for_calendar(subject.at).order_by("-announced_at")[:NEWEST]
        for entry in attach_words(standing, subject.at):
            key = entry_key(entry.words[0])
            pairs = zip([None, *entry.words], entry.words, strict=False)
            for number, (before, word) in enumerate(pairs):
                title = _("%(title)s: %(change)s") % {"title": word.title, "change": said(word, before)}
                address = page("calendar", fragment=f"{key}-{number}")
                yield Entry(word.announced_at, title, announced(word), address, site_name())


def announced(word: Announcement) -> str:
    """When the release is to come by that announcement, and why that changed."""
    time = word.scheduled_for and timezone.localtime(word.scheduled_for).strftime("%Y-%m-%d %H:%M")
    return "\n".join(filter(None, (time and _("%(time)s, Beijing time") % {"time": time}, word.reason)))


class SectorFeed(EntryFeed):
    """Releases that say something of a sector, with what they say of it."""

    def get_object(self, request: HttpRequest, sector: str) -> Subject:
        return Subject(request, get_object_or_404(Sector, code=sector))

    def title(self, subject: Subject) -> str:
        return _("%(site)s: releases on %(sector)s") % {"site": site_name(), "sector": subject.row.name}

    def subtitle(self, subject: Subject) -> str:
        return _("What was published of this sector, newest first.")

    def link(self, subject: Subject) -> str:
        return page(f"{subject.row.code}:sector")

    def entries(self, subject: Subject) -> Iterable[Entry]:
        sections = Section.objects.known_at(subject.at).filter(sector=subject.row)
        figures = Observation.objects.released(subject.at).filter(series__indicator__sector=subject.row)
        releases = Release.objects.released(subject.at).filter(
            Exists(sections.filter(release=OuterRef("pk"))) | Exists(figures.filter(release=OuterRef("pk")))
        )
        releases = list(releases.for_list()[:NEWEST])
        told: dict[int, list[str]] = {}
        for section in sections.filter(release__in=releases).order_by("release", "order", "pk"):
            told.setdefault(section.release_id, []).append(f"{section.title}\n{section.summary}")
        for release in releases:
            text = "\n\n".join(told.get(release.pk, []))
            address = page("release-detail", release.slug)
            yield Entry(release.released_at, release.title, text, address, author(release))


class IndicatorFeed(EntryFeed):
    """Every figure of an indicator, later versions too, as they are released."""

    def get_object(self, request: HttpRequest, code: str) -> Subject:
        indicators = Indicator.objects.released(request.moment.at)
        return Subject(request, get_object_or_404(indicators, code=code))

    def title(self, subject: Subject) -> str:
        return _("%(site)s: %(indicator)s") % {"site": site_name(), "indicator": subject.row.name}

    def subtitle(self, subject: Subject) -> str:
        return subject.row.definition

    def link(self, subject: Subject) -> str:
        return page("indicator-detail", subject.row.code)

    def entries(self, subject: Subject) -> Iterable[Entry]:
        figures = Observation.objects.released(subject.at).filter(series__indicator=subject.row).for_list()
        figures = list(figures.select_related("release__department").order_by("-released_at", "-pk")[:NEWEST])
        attach_breakdowns(figure.series for figure in figures)
        for figure in figures:
            yield Entry(
                figure.released_at,
                figure_title(figure),
                "\n".join(part for part in (figure.note, figure.release.title) if part),
                page("indicator-detail", subject.row.code, fragment=f"figure-{figure.pk}"),
                author(figure.release),
            )


def figure_title(figure: Observation) -> str:
    """The figure with what it is of: place and breakdown, period, result or target."""
    of = [place(figure.series), figure.period.label, figure.get_kind_display()]
    return _("%(what)s: %(value)s") % {"what": " · ".join(filter(None, of)), "value": plain_figure(figure)}


class CommitmentFeed(EntryFeed):
    """Reports on promises as they are released, and promises that have fallen silent."""

    def title(self, subject: Subject) -> str:
        return _("%(site)s: what became of promises") % {"site": site_name()}

    def subtitle(self, subject: Subject) -> str:
        return _("Reports on promises, and promises that were due and of which no release has said anything.")

    def link(self, subject: Subject) -> str:
        return page("commitment-list")

    def entries(self, subject: Subject) -> Iterable[Entry]:
        known = Commitment.objects.known_at(subject.at)
        reports = CommitmentUpdate.objects.known_at(subject.at).filter(commitment__in=known)
        reports = reports.select_related("commitment", "release__department")
        for report in reports.order_by("-released_at", "-pk")[:NEWEST]:
            yield Entry(
                report.released_at,
                state_title(report.commitment, report.get_outcome_display()),
                report.note,
                page("commitment-detail", report.commitment.code, fragment=f"report-{report.pk}"),
                author(report.release),
            )
        silent = known.with_state(subject.at).filter(state=CommitmentState.SILENT)
        for commitment in silent.select_related("department").order_by("-due_now", "code")[:NEWEST]:
            yield Entry(
                timezone.make_aware(
                    dt.datetime.combine(commitment.due_now + dt.timedelta(days=1), dt.time())
                ),
                state_title(commitment, CommitmentState.SILENT.label),
                _("It was due, and no release since has said anything about it."),
                page("commitment-detail", commitment.code, fragment=f"silent-{commitment.due_now}"),
                commitment.department.name,
            )


def state_title(commitment: Commitment, state: str) -> str:
    return _("%(promise)s: %(state)s") % {"promise": commitment.title, "state": state}


class CorrectionFeed(EntryFeed):
    """Releases that correct others, and releases that were withdrawn, each with the public reason."""

    def title(self, subject: Subject) -> str:
        return _("%(site)s: corrections and withdrawals") % {"site": site_name()}

    def subtitle(self, subject: Subject) -> str:
        return _("Which releases were corrected or withdrawn, and why.")

    def link(self, subject: Subject) -> str:
        return page("release-list")

    def entries(self, subject: Subject) -> Iterable[Entry]:
        released = Release.objects.released(subject.at).for_list()
        for release in released.filter(corrects__isnull=False)[:NEWEST]:
            title = _("Correction: %(title)s") % {"title": release.title}
            address = page("release-detail", release.slug)
            yield Entry(release.released_at, title, release.reason, address, author(release))
        for release in released.filter(withdrawn_at__lte=subject.at).order_by("-withdrawn_at")[:NEWEST]:
            title = _("Withdrawn: %(title)s") % {"title": release.title}
            address = page("release-detail", release.slug, fragment="withdrawal")
            yield Entry(release.withdrawn_at, title, release.withdrawal_reason, address, author(release))
