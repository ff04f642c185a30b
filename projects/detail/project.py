"""Everything public about a project or programme at a moment: what its page, its JSON and its OC4IDS read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, ClassVar, Self

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment
from portal.publishing.models import Release, ReleasedRecord
from portal.statistics.models import Indicator
from projects.detail.programme_summary import ProgrammeSummary, summaries_of
from projects.detail.records import (
    Deadline,
    FundingSummary,
    ReportVersion,
    WorkItemProgress,
    by_date,
    deadlines_of,
    funding_of,
    newest_first,
    report_versions,
    work_item_progress,
)
from projects.detail.status import Status, statuses_at
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
    UndertakingState,
    WorkItem,
)


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project or programme in a list of the API.

    `last_release` is the newest with anything in force about it, `predecessor` the project it continues, if public.
    """

    status: Status
    last_release: Release | None
    predecessor: Undertaking | None

    @property
    def undertaking(self) -> Undertaking:
        return self.status.undertaking


@dataclass(frozen=True, kw_only=True)
class ProjectDetail(ProjectRow):
    """A project with every record in force about it, in the order of the document.

    `commitments` come most pressing first. `report_versions` also has superseded and withdrawn reports; `updated_at`
    is when progress was last released.
    """

    model: ClassVar[type[Undertaking]] = Project

    successors: Sequence[Undertaking]
    report_versions: Sequence[ReportVersion]
    work_items: Sequence[WorkItemProgress]
    deadlines: Sequence[Deadline]
    funding: FundingSummary
    benefits: Sequence[Benefit]
    commitments: Sequence[Commitment]
    indicators: Sequence[Indicator]
    documents: Sequence[ProjectDocument]
    updated_at: dt.datetime | None

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The one with that code. Raises Http404 before anything about it was released."""
        found = get_object_or_404(cls.model.objects.released(at).for_list(), code=code)
        return cls.many([found], at)[0]

    @classmethod
    def many(cls, undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Self]:
        """The details of these, by the same number of queries for any number."""
        return [cls(**fields) for fields in _fields(undertakings, at)]

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
        """What is planned beside what was reached."""
        return sorted(self.benefits, key=lambda one: (one.unit_id, one.kind != Benefit.Kind.PLANNED))

    @property
    def timeline(self) -> list[Deadline]:
        """The milestones by date."""
        return by_date(self.deadlines)


@dataclass(frozen=True, kw_only=True)
class ProgrammeDetail(ProjectDetail):
    """A programme with the records about it, the commitments about its projects, and what these come to together."""

    model: ClassVar[type[Undertaking]] = Programme

    summary: ProgrammeSummary

    @classmethod
    def many(cls, undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Self]:
        """The details of these, by the same number of queries for any number."""
        undertakings = list(undertakings)
        summaries = summaries_of(undertakings, at)
        found = zip(_fields(undertakings, at), summaries, strict=True)
        return [cls(**fields, summary=summary) for fields, summary in found]


def _fields(undertakings: Iterable[Undertaking], at: dt.datetime) -> list[dict[str, Any]]:
    """The fields of the details of these."""
    statuses = statuses_at(undertakings, at)
    undertakings = [status.undertaking for status in statuses]
    prefetch_related_objects(
        undertakings, Prefetch("indicators", Indicator.objects.released(at).with_latest(at).for_list())
    )
    records, neighbours = _records(undertakings, at), _neighbours(undertakings, at)
    links = _links(undertakings, at)
    commitments = _commitments(chain.from_iterable(links.values()), at)
    found = []
    for status in statuses:
        pk = status.undertaking.pk
        own = {model: rows[pk] for model, rows in records.items()}
        found.append(_fields_of(status, own, links[pk], commitments) | neighbours[pk])
    return found


def _records(
    undertakings: Sequence[Undertaking], at: dt.datetime
) -> dict[type[ReleasedRecord], Mapping[int, list]]:
    """By model and undertaking every version of what changes over time, and whatever else is in force; six queries."""
    versions = (ProgressReport.objects, WorkItem.objects.select_related("unit"), Milestone.objects)
    known = (
        Funding.objects,
        Benefit.objects.select_related("unit"),
        ProjectDocument.objects.select_related("attachment__release"),
    )
    found = {}
    for rows in (*(rows.released(at) for rows in versions), *(rows.known_at(at) for rows in known)):
        by_undertaking = found[rows.model] = defaultdict(list)
        about = rows.filter(undertaking__in=undertakings).order_by("released_at", "pk")
        for row in about.select_related("release", "section"):
            by_undertaking[row.undertaking_id].append(row)
    return found


def _links(undertakings: Sequence[Undertaking], at: dt.datetime) -> Mapping[int, list[ProjectCommitment]]:
    """By undertaking the links to commitments about it, and for a programme about its projects; one query."""
    about = Q(undertaking__in=undertakings) | Q(undertaking__programme__in=undertakings)
    links = defaultdict(list)
    for link in ProjectCommitment.objects.known_at(at).filter(about).select_related("release", "undertaking"):
        for pk in {link.undertaking_id, link.undertaking.programme_id}:
            links[pk].append(link)
    return links


def _commitments(links: Iterable[ProjectCommitment], at: dt.datetime) -> list[Commitment]:
    """The commitments of these links with their states, the most pressing first."""
    found = Commitment.objects.known_at(at).filter(pk__in={link.commitment_id for link in links})
    found = found.with_state(at).for_list().prefetch_related(None)  # nobody shows their areas here
    return list(found.most_pressing_first())


def _neighbours(undertakings: Sequence[Undertaking], at: dt.datetime) -> dict[int, dict[str, Any]]:
    """By undertaking its public predecessor and successors; one query."""
    either = Q(pk__in={one.predecessor_id for one in undertakings}) | Q(predecessor__in=undertakings)
    public = Undertaking.objects.released(at).filter(either).select_related("category")
    by_pk, successors = {}, defaultdict(list)
    for one in public:
        by_pk[one.pk] = one
        successors[one.predecessor_id].append(one)
    return {
        one.pk: {"predecessor": by_pk.get(one.predecessor_id), "successors": successors[one.pk]}
        for one in undertakings
    }


def _fields_of(
    status: Status,
    records: Mapping[type[ReleasedRecord], Sequence],
    links: Sequence[ProjectCommitment],
    commitments: Sequence[Commitment],
) -> dict[str, Any]:
    """What follows from the records about one and the links to commitments."""
    one, at = status.undertaking, status.at
    reports, items, milestones = records[ProgressReport], records[WorkItem], records[Milestone]
    known = {model: _in_force(rows, at) for model, rows in records.items()}
    status = replace(status, reports=newest_first(known[ProgressReport]), milestones=known[Milestone])
    concerned = {link.commitment_id for link in links}
    own = [link for link in links if link.undertaking_id == one.pk]
    return {
        "status": status,
        "last_release": _last_release(own, *known.values()),
        "report_versions": report_versions(reports, {item.code: item for item in items}, at),
        "work_items": work_item_progress(known[WorkItem], status.reports),
        "deadlines": deadlines_of(known[Milestone], milestones, at),
        "funding": funding_of(known[Funding]),
        "benefits": known[Benefit],
        "commitments": [row for row in commitments if row.pk in concerned],
        "indicators": list(one.indicators.all()),
        "documents": known[ProjectDocument],
        "updated_at": max((row.released_at for row in chain(reports, items, milestones)), default=None),
    }


def _in_force(versions: Iterable[ReleasedRecord], at: dt.datetime) -> list[ReleasedRecord]:
    """Those in force, in the order of the document."""
    return sorted((one for one in versions if one.is_known_at(at)), key=lambda one: one.pk)


def _last_release(*known: Iterable[ReleasedRecord]) -> Release | None:
    newest = max(chain(*known), key=lambda one: (one.released_at, one.release_id), default=None)
    return newest.release if newest else None


def rows_of(statuses: Sequence[Status], at: dt.datetime) -> list[ProjectRow]:
    """Rows of a list of the API; three queries for any number."""
    releases = _last_releases([one.state for one in statuses if one.state], at)
    before = {one.undertaking.predecessor_id for one in statuses}
    predecessors = Undertaking.objects.released(at).in_bulk(before - {None})
    return [
        ProjectRow(
            status=one,
            last_release=releases.get(one.undertaking.pk),
            predecessor=predecessors.get(one.undertaking.predecessor_id),
        )
        for one in statuses
    ]


def _last_releases(states: Sequence[UndertakingState], at: dt.datetime) -> dict[int, Release]:
    """By undertaking the newest release with anything in force about it; two queries."""
    newest = {one.undertaking_id: one.reported_at for one in states}
    first, *others = (
        model.objects.known_at(at)
        .filter(undertaking__in=newest, released_at__in=set(newest.values()))
        .order_by()
        .values_list("undertaking_id", "released_at", "release_id")
        for model in ABOUT_UNDERTAKINGS
    )
    found = sorted(set(first.union(*others, all=True))) if newest else []
    chosen = {undertaking: release for undertaking, time, release in found if newest[undertaking] == time}
    releases = Release.objects.in_bulk(set(chosen.values()))
    return {undertaking: releases[release] for undertaking, release in chosen.items()}
