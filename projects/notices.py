"""Programmes and projects that can be followed, and what a release says of them in a notice."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.topics import Places
from portal.commitments.feeds import promise_page, promise_told, report_page, report_told, reports_of
from portal.commitments.models import Commitment
from portal.publishing.models import Release
from portal.publishing.validity import just_before
from portal.records.digest_lines import Told, register_teller
from portal.records.topics import Subject, Topic, register_topic
from portal.web.feeds import page
from projects.feeds import reached, told
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectCommitment,
    Undertaking,
    WorkItem,
)


def subject_of(undertaking: Undertaking) -> Subject:
    return Subject("programme" if undertaking.is_programme else "project", undertaking.code)


def address_of(undertaking: Undertaking, fragment: str = "") -> str:
    name = "projects:programme" if undertaking.is_programme else "projects:project"
    return page(name, undertaking.code, fragment=fragment)


def wider(undertaking: Undertaking) -> list[Subject]:
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


def progress_told(release: Release) -> Iterator[Told]:
    """Reports of progress, beside the last report before."""
    reports = list(ProgressReport.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(report.undertaking_id for report in reports)
    items = WorkItem.objects.released(release.released_at).filter(undertaking__in=subjects.rows)
    named = {(one.undertaking_id, one.code): one for one in items.select_related("unit").order_by("pk")}
    earlier = last_reports(subjects.rows, just_before(release))
    for report in reports:
        key = report.undertaking_id, report.work_item
        item, old = named.get(key), earlier.get(key)
        row = subjects.rows[report.undertaking_id]
        what = of(row, item.name if item else "")
        line = line_of(what, told(old, item) if old else "", told(report, item))
        yield Told(line, address_of(row, f"report-{report.pk}"), subjects.of(row.pk))


def last_reports(undertakings: Iterable[int], at: dt.datetime) -> dict[tuple[int, str], ProgressReport]:
    """The last report of each of them, and of each of their work items, as it was known then."""
    known = ProgressReport.objects.known_at(at).filter(undertaking__in=undertakings)
    return {(report.undertaking_id, report.work_item): report for report in known.order_by("as_at", "pk")}


def milestones_told(release: Release) -> Iterator[Told]:
    """Milestones, beside how they stood before."""
    milestones = list(Milestone.objects.filter(release=release).order_by("pk"))
    subjects = Subjects(milestone.undertaking_id for milestone in milestones)
    known = Milestone.objects.known_at(just_before(release)).filter(undertaking__in=subjects.rows)
    earlier = {(one.undertaking_id, one.code): one for one in known}
    for milestone in milestones:
        row = subjects.rows[milestone.undertaking_id]
        old = earlier.get((row.pk, milestone.code))
        line = line_of(of(row, milestone.name), reached(old) if old else "", reached(milestone))
        yield Told(line, address_of(row, f"milestone-{milestone.pk}"), subjects.of(row.pk))


def promises_told(release: Release) -> Iterator[Told]:
    """The release's promises, and its reports on earlier ones, of which a project is known to be part."""
    made = list(Commitment.objects.filter(release=release))
    reports = reports_of(release)
    concerned = [*(one.pk for one in made), *(report.commitment_id for report in reports)]
    links = ProjectCommitment.objects.known_at(release.released_at).filter(commitment__in=concerned)
    of_promise: dict[int, list[int]] = {}
    for promise, undertaking in links.values_list("commitment", "undertaking"):
        of_promise.setdefault(promise, []).append(undertaking)
    subjects = Subjects(pk for pks in of_promise.values() for pk in pks)
    lines = [(one.pk, promise_told(one), promise_page(one)) for one in made]
    lines += [(report.commitment_id, report_told(report), report_page(report)) for report in reports]
    for promise, text, address in lines:
        for undertaking in of_promise.get(promise, ()):
            yield Told(text, address, subjects.of(undertaking))


def the_rest_told(release: Release) -> Iterator[Told]:
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
        yield Told(line, address_of(row), subjects.of(pk))


def of(undertaking: Undertaking, part: str) -> str:
    return " · ".join(filter(None, (undertaking.name, part)))


def line_of(what: str, old: str, new: str) -> str:
    """What changed, or what is said where nothing was known before."""
    names = {"what": what, "old": old, "new": new, "value": new}
    return (_("%(what)s: %(old)s → %(new)s") if old and old != new else _("%(what)s: %(value)s")) % names


def register() -> None:
    """Let programmes and projects be followed."""
    for kind, label, rows in (
        ("project", gettext_lazy("project"), Project.objects),
        ("programme", gettext_lazy("programme with its projects"), Programme.objects),
    ):
        public = rows.for_list
        register_topic(
            Topic(kind, label, lambda at, public=public: public().released(at), "code", address_of, wider)
        )
    for order, teller in (
        (20, progress_told),
        (21, milestones_told),
        (31, promises_told),
        (40, the_rest_told),
    ):
        register_teller(teller, order=order)
