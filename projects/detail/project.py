"""Everything public about a project or programme at a moment. Its page, its JSON and its OC4IDS only read this."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, ClassVar, Self

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment
from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.row_changes import RowChange, withdrawn_among
from portal.records.description_changes import DescriptionChange, changes_around
from portal.statistics.models import Indicator
from portal.web.as_of import PublicState
from projects.detail.answer import Answer, Contacts, answer_of
from projects.detail.programme_summary import ProgrammeSummary, summaries_of
from projects.detail.progress import Status, statuses_at
from projects.detail.records import (
    Deadline,
    FundingSummary,
    ReportVersion,
    WorkItemProgress,
    deadlines_of,
    funding_in_force,
    report_versions,
    work_item_progress,
)
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Benefit,
    Funding,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    UndertakingPredecessor,
    WorkItem,
    newest_first,
)
from projects.steps import Step

#: Records that a detail shows with former versions, and records that it shows in force only.
WITH_VERSIONS = (ProgressReport, WorkItem, Milestone)
IN_FORCE = (Funding, Benefit, ProjectDocument)
RELATED = {WorkItem: ("unit",), Benefit: ("unit",), ProjectDocument: ("attachment__release",)}


@dataclass(frozen=True)
class SourcedStep:
    """A step of a project and the release that reports it; None where none does."""

    step: Step
    release: Release | None


@dataclass(frozen=True)
class Neighbours:
    """The public projects that each project continues, and those that continue it, by name."""

    before: Mapping[int, Sequence[Undertaking]]
    after: Mapping[int, Sequence[Undertaking]]

    @classmethod
    def of(cls, undertakings: Collection[int], at: dt.datetime) -> Self:
        """Those of these projects; two queries for any number."""
        links = UndertakingPredecessor.objects.order_by()
        links = links.filter(Q(from_undertaking__in=undertakings) | Q(to_undertaking__in=undertakings))
        pairs = list(links.values_list("from_undertaking", "to_undertaking"))
        public = Undertaking.objects.released(at).filter(pk__in={pk for pair in pairs for pk in pair})
        found = {one.pk: one for one in public.select_related("category")}
        order = {pk: number for number, pk in enumerate(found)}
        before, after = defaultdict(list), defaultdict(list)
        for later, earlier in sorted(pairs, key=lambda pair: [order.get(pk, 0) for pk in pair]):
            if earlier in found:
                before[later].append(found[earlier])
            if later in found:
                after[earlier].append(found[later])
        return cls(before, after)


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project or programme in a list of the API.

    `last_release` is the newest with anything in force about it; `predecessors` are the public projects that it
    continues, `successors` those that continue it, by name. `sources`: by key, the releases that its steps rest on.
    """

    status: Status
    last_release: Release | None
    predecessors: Sequence[Undertaking]
    successors: Sequence[Undertaking]
    sources: Mapping[int, Release]

    @property
    def undertaking(self) -> Undertaking:
        return self.status.undertaking

    @property
    def predecessor(self) -> Undertaking | None:
        """The first project that it continues."""
        return next(iter(self.predecessors), None)

    @property
    def steps(self) -> list[SourcedStep]:
        """Its steps, each with the release that reports it."""
        return [SourcedStep(step, self.sources.get(step.release_id)) for step in self.status.steps]


@dataclass(frozen=True, kw_only=True)
class ProjectDetail(ProjectRow):
    """A project with every record in force about it, in the order of the document.

    `commitments` come most pressing first. `report_versions` also has superseded and withdrawn reports; `updated_at`
    is when progress was last released. `withdrawn`: what was stated and withdrawn alone, the newest first.
    """

    model: ClassVar[type[Undertaking]] = Project

    answer: Answer
    report_versions: Sequence[ReportVersion]
    work_items: Sequence[WorkItemProgress]
    deadlines: Sequence[Deadline]
    funding: FundingSummary
    benefits: Sequence[Benefit]
    commitments: Sequence[Commitment]
    indicators: Sequence[Indicator]
    documents: Sequence[ProjectDocument]
    description_changes: Sequence[DescriptionChange]
    withdrawn: Sequence[RowChange]
    updated_at: dt.datetime | None

    @classmethod
    def at(cls, code: str, at: dt.datetime, **read: PublicState) -> Self:
        """The one with that code. Raises Http404 before anything about it was released."""
        found = get_object_or_404(cls.model.objects.released(at).for_list(), code=code)
        return cls.many([found], at, **read)[0]

    @classmethod
    def many(cls, undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Self]:
        """The details of these, in the same number of queries for any number."""
        return cls.of(statuses_at(undertakings, at), at)

    @classmethod
    def of(
        cls, statuses: Sequence[Status], at: dt.datetime, releases: Mapping[int, Release] | None = None
    ) -> list[Self]:
        """The details of many projects. `releases`: if already read, so that each is built once, not once a record."""
        return [cls(**fields) for fields in detail_fields(statuses, at, releases)]

    @property
    def reports_on_whole(self) -> list[ReportVersion]:
        """Reports in force on the whole rather than on a work item, newest first."""
        return [ReportVersion(one) for one in self.status.reports_on_whole]

    @property
    def releases(self) -> list[Release]:
        """The releases that state anything in force about it, apart from commitments; oldest first."""
        items = [row.record for row in self.work_items]
        records = (self.status.reports, items, self.funding.amounts, self.status.milestones)
        found = {one.release_id: one.release for one in chain(*records, self.benefits, self.documents)}
        return sorted(found.values(), key=lambda one: (one.released_at, one.pk))

    @property
    def commitments_by_code(self) -> list[Commitment]:
        return sorted(self.commitments, key=lambda one: one.code)

    @property
    def benefits_by_unit(self) -> list[Benefit]:
        """Planned beside reached."""
        return sorted(self.benefits, key=lambda one: (one.unit_id, one.kind != Benefit.Kind.PLANNED))

    @property
    def timeline(self) -> list[Deadline]:
        """The milestones by the day on which they were met or are due; those without a day last."""

        def order(deadline: Deadline) -> tuple[bool, dt.date, int]:
            day = deadline.record.met_on or deadline.record.due
            return day is None, day or deadline.day, deadline.record.pk

        return sorted(self.deadlines, key=order)


@dataclass(frozen=True, kw_only=True)
class ProgrammeDetail(ProjectDetail):
    """A programme with the records about it, the commitments about its projects, and a summary of its projects."""

    model: ClassVar[type[Undertaking]] = Programme

    summary: ProgrammeSummary

    @classmethod
    def many(
        cls, undertakings: Iterable[Undertaking], at: dt.datetime, state: PublicState | None = None
    ) -> list[Self]:
        """The details of these. `state`: the public state at the moment, if already read."""
        undertakings = list(undertakings)
        summaries = summaries_of(undertakings, at, state)
        found = zip(detail_fields(statuses_at(undertakings, at), at), summaries, strict=True)
        return [cls(**fields, summary=summary) for fields, summary in found]


def detail_fields(
    statuses: Sequence[Status], at: dt.datetime, releases: Mapping[int, Release] | None = None
) -> list[dict[str, Any]]:
    """The fields of the details of these; a fixed number of queries."""
    undertakings = [status.undertaking for status in statuses]
    prefetch_related_objects(
        undertakings, Prefetch("indicators", Indicator.objects.released(at).with_latest(at).for_list())
    )
    records = _records(undertakings, at, releases)
    neighbours = Neighbours.of([one.pk for one in undertakings], at)
    links = _links(undertakings, at)
    linked = Commitment.objects.filter(
        pk__in={link.commitment_id for some in links.values() for link in some}
    )
    linked = linked.known_at(at).with_state(at).for_list().prefetch_related(None)  # their areas are not shown
    commitments = list(linked.most_pressing_first())
    changes = changes_around({one.pk: (one, one.category, one.department) for one in undertakings}, at)
    shared = _programme_money(undertakings, at)
    contacts = Contacts.at({one.department_id for one in undertakings}, at)
    withdrawn = _withdrawn(undertakings, at) if releases is None else {}
    found = []
    for status in statuses:
        pk = status.undertaking.pk
        fields = _record_fields(status, {model: rows[pk] for model, rows in records.items()}, links[pk], at)
        concerned = {link.commitment_id for link in links[pk]}
        fields["commitments"] = [one for one in commitments if one.pk in concerned]
        fields["indicators"] = list(status.undertaking.indicators.all())
        fields["description_changes"] = changes[pk]
        fields["withdrawn"] = withdrawn.get(pk, ())
        fields["predecessors"] = neighbours.before.get(pk, ())
        fields["successors"] = neighbours.after.get(pk, ())
        of_programme = shared[status.undertaking.programme_id]
        fields["answer"] = answer_of(fields, of_programme, contacts)
        found.append(fields)
    return found


def _records(
    undertakings: Sequence[Undertaking], at: dt.datetime, releases: Mapping[int, Release] | None
) -> dict[type[ReleasedRecord], Mapping[int, list]]:
    """By model and project the released records, oldest first; six queries."""
    found = {}
    for model in (*WITH_VERSIONS, *IN_FORCE):
        rows = model.objects.released(at) if model in WITH_VERSIONS else model.objects.known_at(at)
        rows = rows.filter(undertaking__in=undertakings).with_neighbours().order_by("released_at", "pk")
        related = [*RELATED.get(model, ()), *(("release", "section") if releases is None else ())]
        by_undertaking = found[model] = defaultdict(list)
        for row in rows.select_related(*related) if related else rows:
            by_undertaking[row.undertaking_id].append(row)
            if releases is not None:
                row.release = releases[row.release_id]
    return found


def _programme_money(
    undertakings: Sequence[Undertaking], at: dt.datetime
) -> Mapping[int | None, FundingSummary]:
    """The money of the programmes of these projects, by programme; one query."""
    programmes = {one.programme_id for one in undertakings} - {None}
    found = defaultdict(lambda: FundingSummary([]))
    for amount in funding_in_force(programmes, at):
        found[amount.undertaking_id].amounts.append(amount)
    return found


def _withdrawn(undertakings: Sequence[Undertaking], at: dt.datetime) -> Mapping[int, list[RowChange]]:
    """By project what corrections withdrew of it; a query, and two for each row withdrawn."""
    found = defaultdict(list)
    for change in withdrawn_among(
        (model.objects.filter(undertaking__in=undertakings) for model in ABOUT_UNDERTAKINGS), at
    ):
        found[change.record.undertaking_id].append(change)
    return found


def _links(undertakings: Sequence[Undertaking], at: dt.datetime) -> Mapping[int, list[ProjectCommitment]]:
    """By project the links to commitments about it, and for a programme about its projects; one query."""
    about = Q(undertaking__in=undertakings) | Q(undertaking__programme__in=undertakings)
    links = defaultdict(list)
    for link in ProjectCommitment.objects.known_at(at).filter(about).select_related("release", "undertaking"):
        for pk in {link.undertaking_id, link.undertaking.programme_id}:
            links[pk].append(link)
    return links


def _record_fields(
    status: Status,
    records: Mapping[type[ReleasedRecord], Sequence],
    links: Sequence[ProjectCommitment],
    at: dt.datetime,
) -> dict[str, Any]:
    """The fields that follow from the records about a project and its links to commitments."""
    known = {
        model: sorted((one for one in rows if one.is_known_at(at)), key=lambda one: one.pk)
        for model, rows in records.items()
    }
    status = replace(status, reports=newest_first(known[ProgressReport]), milestones=known[Milestone])
    reports, items, milestones = records[ProgressReport], records[WorkItem], records[Milestone]
    own_links = (link for link in links if link.undertaking_id == status.undertaking.pk)
    in_force = chain(own_links, *known.values())
    newest = max(in_force, key=lambda one: (one.released_at, one.release_id), default=None)
    return {
        "status": status,
        "last_release": newest and newest.release,
        "report_versions": report_versions(reports, {item.code: item for item in items}, at),
        "work_items": work_item_progress(known[WorkItem], status.reports),
        "sources": {one.release_id: one.release for one in (*status.reports, *known[Milestone])},
        "deadlines": deadlines_of(known[Milestone], milestones, at, is_absorbed=status.is_absorbed),
        "funding": FundingSummary(known[Funding]),
        "benefits": known[Benefit],
        "documents": known[ProjectDocument],
        "updated_at": max((row.released_at for row in chain(reports, items, milestones)), default=None),
    }


def rows_of(statuses: Sequence[Status], at: dt.datetime) -> list[ProjectRow]:
    """Rows of a list of the API; four queries for any number."""
    reported = {one.undertaking.pk: one.state.reported_at for one in statuses if one.state}
    first, *others = (
        model.objects.known_at(at)
        .filter(undertaking__in=reported, released_at__in=set(reported.values()))
        .order_by()
        .values_list("undertaking_id", "released_at", "release_id")
        for model in ABOUT_UNDERTAKINGS
    )
    found = sorted(set(first.union(*others, all=True))) if reported else []
    newest = {undertaking: release for undertaking, time, release in found if reported[undertaking] == time}
    named = {step.release_id for one in statuses for step in one.steps} - {None}
    releases = Release.objects.in_bulk(named | set(newest.values()))
    neighbours = Neighbours.of([one.undertaking.pk for one in statuses], at)
    return [
        ProjectRow(
            status=one,
            last_release=releases.get(newest.get(one.undertaking.pk)),
            predecessors=neighbours.before.get(one.undertaking.pk, ()),
            successors=neighbours.after.get(one.undertaking.pk, ()),
            sources=releases,
        )
        for one in statuses
    ]
