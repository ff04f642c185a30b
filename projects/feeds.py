"""Atom feeds of projects, programmes and categories, news of an area, and digest lines."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.areas.models import Area, AreaTree
from portal.commitments.feeds import commitments_in
from portal.publishing.feeds import record_entry
from portal.publishing.models import Release
from portal.publishing.row_changes import changes_in, with_versions
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.numbers import exact, with_unit
from portal.web.templatetags.portal_site import site_name
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Category,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    Undertaking,
    WorkItem,
)
from projects.templatetags.projects import qualifier_before


def address_of(undertaking: Undertaking, fragment: str = "") -> str:
    return page(f"projects:{undertaking.noun}", undertaking.code, fragment=fragment)


def news_of(undertakings: QuerySet, at: dt.datetime) -> Iterator[FeedEntry]:
    """Feed entries: progress reports and milestones as they were released, with later versions; five queries."""
    reports = _newest(ProgressReport, undertakings, at)
    items = work_items_of({report.undertaking_id for report in reports}, at)
    for report in reports:
        item = items.get((report.undertaking_id, report.work_item))
        said = partial(report_text, item=item)
        yield _entry(report, at, item.name if item else "", said, f"report-{report.pk}")
    for milestone in _newest(Milestone, undertakings, at):
        yield _entry(milestone, at, milestone.name, milestone_text, f"milestone-{milestone.pk}")


def _newest(model: type, undertakings: QuerySet, at: dt.datetime) -> list:
    rows = model.objects.released(at).filter(undertaking__in=undertakings).with_neighbours()
    rows = rows.select_related("undertaking", "release__department").last_changed_first(at)
    return with_versions(rows[:NEWEST], at, model.objects.select_related("release"))


def _entry(
    record: ProgressReport | Milestone, at: dt.datetime, part: str, said: Callable[[Any], str], fragment: str
) -> FeedEntry:
    title = _("%(what)s: %(value)s") % {"what": name_of(record.undertaking, part), "value": said(record)}
    text = "\n".join(filter(None, (record.note, record.release.title)))
    address = address_of(record.undertaking, fragment)
    return record_entry(record, at, title, text, address, said=said)


def work_items_of(undertakings: Iterable[int], at: dt.datetime) -> dict[tuple[int, str], WorkItem]:
    """The work items of these projects by project and code, each in its last version; one query."""
    items = WorkItem.objects.released(at).filter(undertaking__in=undertakings)
    return {(one.undertaking_id, one.code): one for one in items.select_related("unit").order_by("pk")}


def name_of(undertaking: Undertaking, part: str) -> str:
    """“Ring road · Roadway”: a project and one of its work items or milestones."""
    return " · ".join(filter(None, (undertaking.name, part)))


def report_text(report: ProgressReport, item: WorkItem | None) -> str:
    """A report on one line: “construction · 95%”, “987 m”, or else its note."""
    parts = [str(report.get_stage_display())] if report.stage else []
    if report.percent is not None:
        parts.append(f"{qualifier_before(report)}{exact(report.percent)}%")
    if report.quantity is not None:
        number = exact(report.quantity)
        amount = with_unit(number, item.unit.symbol) if item and item.unit else number
        parts.append(f"{qualifier_before(report)}{amount}")
    return " · ".join(parts) or report.note


def milestone_text(milestone: Milestone) -> str:
    """When a milestone was met, or when it is due."""
    if milestone.is_met:
        if milestone.met_on is None:
            return _("met")
        return _("met on %(day)s") % {"day": date_format(milestone.met_on, "DATE_FORMAT")}
    if milestone.due is None:
        return milestone.due_printed or _("no date stated")
    return _("due %(day)s") % {"day": date_format(milestone.due, "DATE_FORMAT")}


class UndertakingFeed(EntryFeed):
    """Base of the feeds of a project, and of a programme with its projects."""

    #: The kinds with a feed at this address.
    kinds: tuple[str, ...] = ()

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        public = Undertaking.objects.released(request.moment.at).filter(kind__in=self.kinds)
        return FeedContext(request, get_object_or_404(public, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(project)s") % {"site": site_name(), "project": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return subject.row.summary

    def page_link(self, subject: FeedContext) -> str:
        return address_of(subject.row)

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
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

    def page_link(self, subject: FeedContext) -> str:
        address = page("projects:sector")
        return f"{address}{'&' if '?' in address else '?'}category={subject.row.code}"

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        return news_of(Undertaking.objects.filter(category=subject.row).values("pk"), subject.at)


def area_news(area: Area, at: dt.datetime) -> Iterable[FeedEntry]:
    return news_of(Undertaking.objects.within(area.code).values("pk"), at)


def wider_subjects(undertaking: Undertaking) -> list[Subject]:
    """The subjects that include a project: its programme, its areas and its sector."""
    programme = undertaking.programme
    areas = [Subject("area", area.code) for area in undertaking.areas.all()]
    return [
        *([Subject(programme.noun, programme.code)] if programme else []),
        *areas,
        Subject("sector", undertaking.sector_id),
    ]


class Subjects:
    """The subjects whose followers get a digest line: the project, its programme, sector, areas and those around."""

    def __init__(self, undertakings: Iterable[int]) -> None:
        self.rows = Undertaking.objects.for_list().in_bulk(set(undertakings))
        self.tree = AreaTree()

    def of(self, pk: int) -> frozenset[Subject]:
        row = self.rows[pk]
        found = {Subject(row.noun, row.code), Subject("sector", row.sector_id)}
        if row.programme:
            found.add(Subject(row.programme.noun, row.programme.code))
        return frozenset(found | self.tree.around(*(area.pk for area in row.areas.all())))

    def line(self, pk: int, part: str, change: tuple[str, str], fragment: str) -> DigestLine:
        """A line about a project: its old and new value, or only the new one."""
        old, new = change
        words = _("%(what)s: %(old)s → %(new)s") if old and old != new else _("%(what)s: %(value)s")
        text = words % {"what": name_of(self.rows[pk], part), "old": old, "new": new, "value": new}
        return DigestLine(text, address_of(self.rows[pk], fragment), self.of(pk))


def progress_lines(release: Release) -> Iterator[DigestLine]:
    """Progress reports, each beside the last report before."""
    reports = list(ProgressReport.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(report.undertaking_id for report in reports)
    items = work_items_of(subjects.rows, release.released_at)
    known = ProgressReport.objects.known_at(release.just_before).filter(undertaking__in=subjects.rows)
    earlier = {(one.undertaking_id, one.work_item): one for one in known.order_by("as_at", "pk")}
    for report in reports:
        key = report.undertaking_id, report.work_item
        item, old = items.get(key), earlier.get(key)
        change = report_text(old, item) if old else "", report_text(report, item)
        yield subjects.line(report.undertaking_id, item.name if item else "", change, f"report-{report.pk}")


def milestone_lines(release: Release) -> Iterator[DigestLine]:
    """Milestones, each beside its version before."""
    milestones = list(Milestone.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(milestone.undertaking_id for milestone in milestones)
    known = Milestone.objects.known_at(release.just_before).filter(undertaking__in=subjects.rows)
    earlier = {(one.undertaking_id, one.code): one for one in known}
    for milestone in milestones:
        old = earlier.get((milestone.undertaking_id, milestone.code))
        change = milestone_text(old) if old else "", milestone_text(milestone)
        yield subjects.line(milestone.undertaking_id, milestone.name, change, f"milestone-{milestone.pk}")


def commitment_lines(release: Release) -> Iterator[DigestLine]:
    """Commitments of the release about projects, and its updates on earlier ones."""
    lines = list(commitments_in(release))
    commitments = [commitment for commitment, _text, _address in lines]
    links = ProjectCommitment.objects.known_at(release.released_at).filter(commitment__in=commitments)
    about: dict[int, list[int]] = {}
    for commitment, undertaking in links.values_list("commitment", "undertaking"):
        about.setdefault(commitment, []).append(undertaking)
    subjects = Subjects(pk for pks in about.values() for pk in pks)
    for commitment, text, address in lines:
        for undertaking in about.get(commitment.pk, ()):
            yield DigestLine(text, address, subjects.of(undertaking))


def other_lines(release: Release) -> Iterator[DigestLine]:
    """For each project, one line that names what else the release states about it: funding, work items, documents …

    Of a correction, one line for each row of these, and for each row withdrawn: what was and what is now.
    """
    if release.corrects_id:
        yield from corrected_lines(release)
        return
    kinds: dict[int, list[str]] = {}
    for model in ABOUT_UNDERTAKINGS:
        if model in {ProgressReport, Milestone, ProjectCommitment}:
            continue
        rows = model.objects.filter(release=release).order_by()
        for pk in rows.values_list("undertaking", flat=True).distinct():
            kinds.setdefault(pk, []).append(str(model._meta.verbose_name_plural))
    subjects = Subjects(kinds)
    for pk, names in kinds.items():
        yield subjects.line(pk, "", ("", capfirst(_(", ").join(names))), "")


def corrected_lines(release: Release) -> Iterator[DigestLine]:
    """The rows that a correction changes, apart from those that have lines of their own."""
    changes = [
        change
        for change in changes_in(release)
        if isinstance(change.record, ABOUT_UNDERTAKINGS)
        and (change.withdrawal or not isinstance(change.record, (ProgressReport, Milestone)))
    ]
    subjects = Subjects(change.record.undertaking_id for change in changes)
    for change in changes:
        pk = change.record.undertaking_id
        yield DigestLine(change.text, address_of(subjects.rows[pk], change.anchor), subjects.of(pk))


AREA_NEWS = [area_news]
DIGEST_LINES = [
    DigestLines(20, progress_lines),
    DigestLines(21, milestone_lines),
    DigestLines(31, commitment_lines),
    DigestLines(40, other_lines, covers=ABOUT_UNDERTAKINGS),
]
