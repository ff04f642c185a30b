"""Atom feeds of a project, a programme with its projects and a category; and what is new of projects in an area."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.publishing.feeds import author
from portal.site.blocks import register_area_news
from portal.web.feeds import NEWEST, Entry, EntryFeed, FeedContext, page
from portal.web.numbers import exact, with_unit
from portal.web.templatetags.portal_site import site_name
from projects.models import Category, Milestone, ProgressReport, Undertaking, WorkItem
from projects.templatetags.projects import before


def news_of(undertakings: QuerySet, at: dt.datetime) -> Iterator[Entry]:
    """Reports and milestones of these undertakings as they were released, later versions too; three queries."""
    reports = _released(ProgressReport, undertakings, at)
    items = WorkItem.objects.released(at).filter(undertaking__in={one.undertaking_id for one in reports})
    named = {(one.undertaking_id, one.code): one for one in items.select_related("unit").order_by("pk")}
    for report in reports:
        item = named.get((report.undertaking_id, report.work_item))
        title = _title(report.undertaking, item.name if item else "", told(report, item))
        yield _entry(report, title, f"report-{report.pk}")
    for milestone in _released(Milestone, undertakings, at):
        title = _title(milestone.undertaking, milestone.name, reached(milestone))
        yield _entry(milestone, title, f"milestone-{milestone.pk}")


def _released(model: type, undertakings: QuerySet, at: dt.datetime) -> list:
    rows = model.objects.released(at).filter(undertaking__in=undertakings)
    rows = rows.select_related("undertaking", "release__department").order_by("-released_at", "-pk")
    return list(rows[:NEWEST])


def _title(undertaking: Undertaking, part: str, what: str) -> str:
    return _("%(what)s: %(value)s") % {
        "what": " · ".join(filter(None, (undertaking.name, part))),
        "value": what,
    }


def _entry(record: ProgressReport | Milestone, title: str, fragment: str) -> Entry:
    text = "\n".join(part for part in (record.note, record.release.title) if part)
    undertaking = record.undertaking
    name = "projects:programme" if undertaking.is_programme else "projects:project"
    address = page(name, undertaking.code, fragment=fragment)
    return Entry(record.released_at, title, text, address, author(record.release))


def told(report: ProgressReport, item: WorkItem | None) -> str:
    """What a report says, on one line: “construction · 95%”, “987 m”, or that it is told in words."""
    parts = [str(report.get_stage_display())] if report.stage else []
    if report.percent is not None:
        parts.append(f"{before(report)}{exact(report.percent)}%")
    if report.quantity is not None:
        number = exact(report.quantity)
        parts.append(
            f"{before(report)}{with_unit(number, item.unit.symbol) if item and item.unit else number}"
        )
    return " · ".join(parts) or report.note


def reached(milestone: Milestone) -> str:
    """Whether a milestone is met or by when it is due, in words."""
    if milestone.is_met:
        if milestone.met_on is None:
            return _("met")
        return _("met on %(day)s") % {"day": date_format(milestone.met_on, "DATE_FORMAT")}
    if milestone.due is None:
        return milestone.due_printed or _("no date stated")
    return _("due %(day)s") % {"day": date_format(milestone.due, "DATE_FORMAT")}


class UndertakingFeed(EntryFeed):
    """Every report of a project, or of a programme and its projects, as it is released."""

    #: The kinds that stand under the address of the feed.
    kinds: tuple[str, ...] = ()

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        public = Undertaking.objects.released(request.moment.at).filter(kind__in=self.kinds)
        return FeedContext(request, get_object_or_404(public, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(project)s") % {"site": site_name(), "project": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return subject.row.summary

    def link(self, subject: FeedContext) -> str:
        return page(
            "projects:programme" if subject.row.is_programme else "projects:project", subject.row.code
        )

    def entries(self, subject: FeedContext) -> Iterable[Entry]:
        own = Q(pk=subject.row.pk) | Q(programme=subject.row)
        return news_of(Undertaking.objects.filter(own).values("pk"), subject.at)


class ProjectFeed(UndertakingFeed):
    kinds = (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)


class ProgrammeFeed(UndertakingFeed):
    kinds = (Undertaking.Kind.PROGRAMME,)


class CategoryFeed(EntryFeed):
    """Every report of the projects and programmes of a category."""

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        return FeedContext(request, get_object_or_404(Category, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(category)s") % {"site": site_name(), "category": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return _("What was reported of projects of this kind, newest first.")

    def link(self, subject: FeedContext) -> str:
        address = page("projects:sector")
        return f"{address}{'&' if '?' in address else '?'}category={subject.row.code}"

    def entries(self, subject: FeedContext) -> Iterable[Entry]:
        return news_of(Undertaking.objects.filter(category=subject.row).values("pk"), subject.at)


def in_an_area(area: Area, at: dt.datetime) -> Iterable[Entry]:
    return news_of(Undertaking.objects.within(area.code).values("pk"), at)


def register() -> None:
    """Add what is new of projects to the feeds of areas."""
    register_area_news(in_an_area)
