"""Atom feeds of a project, a programme with its projects and a category; and what is new of projects in an area."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.areas.models import Area, Places
from portal.commitments.feeds import (
    commitment_address,
    commitment_line,
    report_address,
    report_line,
    reports_of,
)
from portal.commitments.models import Commitment
from portal.publishing.feeds import author
from portal.publishing.models import Release
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
from projects.templatetags.projects import before


def news_of(undertakings: QuerySet, at: dt.datetime) -> Iterator[FeedEntry]:
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


def _entry(record: ProgressReport | Milestone, title: str, fragment: str) -> FeedEntry:
    text = "\n".join(part for part in (record.note, record.release.title) if part)
    undertaking = record.undertaking
    address = page(f"projects:{undertaking.noun}", undertaking.code, fragment=fragment)
    return FeedEntry(record.released_at, title, text, address, author(record.release))


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
        return page(f"projects:{subject.row.noun}", subject.row.code)

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

    def link(self, subject: FeedContext) -> str:
        address = page("projects:sector")
        return f"{address}{'&' if '?' in address else '?'}category={subject.row.code}"

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        return news_of(Undertaking.objects.filter(category=subject.row).values("pk"), subject.at)


def in_an_area(area: Area, at: dt.datetime) -> Iterable[FeedEntry]:
    return news_of(Undertaking.objects.within(area.code).values("pk"), at)


def subject_of(undertaking: Undertaking) -> Subject:
    return Subject(undertaking.noun, undertaking.code)


def address_of(undertaking: Undertaking, fragment: str = "") -> str:
    return page(f"projects:{undertaking.noun}", undertaking.code, fragment=fragment)


def wider_subjects(undertaking: Undertaking) -> list[Subject]:
    """Its programme, its areas and its sector."""
    programme = [subject_of(undertaking.programme)] if undertaking.programme else []
    areas = [Subject("area", area.code) for area in undertaking.areas.all()]
    return [*programme, *areas, Subject("sector", undertaking.sector_id)]


class Subjects:
    """What lines about undertakings touch: themselves, their programme, their sector, their areas and those around."""

    def __init__(self, undertakings: Iterable[int]) -> None:
        self.rows = Undertaking.objects.for_list().in_bulk(set(undertakings))
        self.places = Places()

    def of(self, pk: int) -> frozenset[Subject]:
        row = self.rows[pk]
        found = {subject_of(row), Subject("sector", row.sector_id)}
        found |= {subject_of(row.programme)} if row.programme else set()
        return frozenset(found | self.places.around(*(area.pk for area in row.areas.all())))


def progress_lines(release: Release) -> Iterator[DigestLine]:
    """Reports of progress, beside the last report before."""
    reports = list(ProgressReport.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(report.undertaking_id for report in reports)
    items = WorkItem.objects.released(release.released_at).filter(undertaking__in=subjects.rows)
    named = {(one.undertaking_id, one.code): one for one in items.select_related("unit").order_by("pk")}
    earlier = last_reports(subjects.rows, release.just_before)
    for report in reports:
        key = report.undertaking_id, report.work_item
        item, old = named.get(key), earlier.get(key)
        row = subjects.rows[report.undertaking_id]
        what = of(row, item.name if item else "")
        line = line_of(what, told(old, item) if old else "", told(report, item))
        yield DigestLine(line, address_of(row, f"report-{report.pk}"), subjects.of(row.pk))


def last_reports(undertakings: Iterable[int], at: dt.datetime) -> dict[tuple[int, str], ProgressReport]:
    """The last report of each of them, and of each of their work items, as it was known then."""
    known = ProgressReport.objects.known_at(at).filter(undertaking__in=undertakings)
    return {(report.undertaking_id, report.work_item): report for report in known.order_by("as_at", "pk")}


def milestone_lines(release: Release) -> Iterator[DigestLine]:
    """Milestones, beside how they stood before."""
    milestones = list(Milestone.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(milestone.undertaking_id for milestone in milestones)
    known = Milestone.objects.known_at(release.just_before).filter(undertaking__in=subjects.rows)
    earlier = {(one.undertaking_id, one.code): one for one in known}
    for milestone in milestones:
        row = subjects.rows[milestone.undertaking_id]
        old = earlier.get((row.pk, milestone.code))
        line = line_of(of(row, milestone.name), reached(old) if old else "", reached(milestone))
        yield DigestLine(line, address_of(row, f"milestone-{milestone.pk}"), subjects.of(row.pk))


def commitment_lines(release: Release) -> Iterator[DigestLine]:
    """Commitments of the release about projects, and its updates on earlier ones."""
    made = list(Commitment.objects.filter(release=release))
    reports = reports_of(release)
    concerned = [*(one.pk for one in made), *(report.commitment_id for report in reports)]
    links = ProjectCommitment.objects.known_at(release.released_at).filter(commitment__in=concerned)
    about: dict[int, list[int]] = {}
    for commitment, undertaking in links.values_list("commitment", "undertaking"):
        about.setdefault(commitment, []).append(undertaking)
    subjects = Subjects(pk for pks in about.values() for pk in pks)
    lines = [(one.pk, commitment_line(one), commitment_address(one)) for one in made]
    lines += [(report.commitment_id, report_line(report), report_address(report)) for report in reports]
    for commitment, text, address in lines:
        for undertaking in about.get(commitment, ()):
            yield DigestLine(text, address, subjects.of(undertaking))


def other_lines(release: Release) -> Iterator[DigestLine]:
    """For each undertaking one line of what else the release states about it: money, work items, documents …"""
    stated: dict[int, list[str]] = {}
    for model in ABOUT_UNDERTAKINGS:
        if model in {ProgressReport, Milestone, ProjectCommitment}:
            continue
        for pk in (
            model.objects.filter(release=release).order_by().values_list("undertaking", flat=True).distinct()
        ):
            stated.setdefault(pk, []).append(str(model._meta.verbose_name_plural))
    subjects = Subjects(stated)
    for pk, kinds in stated.items():
        row = subjects.rows[pk]
        line = _("%(what)s: %(value)s") % {"what": row.name, "value": capfirst(_(", ").join(kinds))}
        yield DigestLine(line, address_of(row), subjects.of(pk))


def of(undertaking: Undertaking, part: str) -> str:
    return " · ".join(filter(None, (undertaking.name, part)))


def line_of(what: str, old: str, new: str) -> str:
    """What changed, or what is said where nothing was known before."""
    names = {"what": what, "old": old, "new": new, "value": new}
    return (_("%(what)s: %(old)s → %(new)s") if old and old != new else _("%(what)s: %(value)s")) % names


AREA_NEWS = [in_an_area]
DIGEST_LINES = [
    DigestLines(20, progress_lines),
    DigestLines(21, milestone_lines),
    DigestLines(31, commitment_lines),
    DigestLines(40, other_lines),
]
