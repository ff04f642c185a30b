"""Everything that a release published, put together under its sections for its page."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.publishing.models import Attachment, Question, Release, Section
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord
from portal.statistics.figures import attach_breakdowns, with_breakdowns
from portal.statistics.models import CheckResult, Observation

#: Figures on the page of a release; beyond it the page points to the data.
MOST_FIGURES = 1000


@dataclass
class Part:
    """A section with what stands in it; no section for what the release gives outside of all."""

    section: Section | None
    figures: list[Observation] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    updates: list[CommitmentUpdate] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.questions or self.commitments or self.updates)


@dataclass
class Contents:
    """The parts of a release in the order of reading, its checks and attachments; `cut`: some figures are left out."""

    parts: list[Part]
    checks: list[CheckResult]
    attachments: list[Attachment]
    cut: bool

    @property
    def failed(self) -> list[CheckResult]:
        return [result for result in self.checks if not result.passed]

    @property
    def passed(self) -> list[CheckResult]:
        return [result for result in self.checks if result.passed]


def contents_of(release: Release, at: dt.datetime, *, unpublished: bool = False) -> Contents:
    """What the release published, as known at that time; a fixed number of queries, whatever it holds.

    `unpublished`: everything that it holds, as if it had been released by then. For eyes that may see it only.
    """
    figures = figures_of(release, at, unpublished=unpublished)
    commitments = _stated(Commitment, release, at, unpublished=unpublished).with_state(at).for_list()
    parts = {section.pk: Part(section) for section in release.sections.all()} | {None: Part(None)}
    for kind, rows in (
        ("figures", figures[:MOST_FIGURES]),
        ("questions", release.questions.all()),
        ("commitments", commitments),
        ("updates", updates_of(release, at, unpublished=unpublished)),
    ):
        for row in rows:
            getattr(parts[row.section_id], kind).append(row)
    return Contents(
        parts=[part for part in parts.values() if part.section or not part.is_empty],
        checks=with_breakdowns(_stated(CheckResult, release, at, unpublished=unpublished).for_list()),
        attachments=list(release.attachments.all()),
        cut=len(figures) > MOST_FIGURES,
    )


def _stated(
    model: type[ReleasedRecord], release: Release, at: dt.datetime, *, unpublished: bool
) -> ReleasedQuerySet:
    rows = model.objects.all() if unpublished else model.objects.released(at)
    return rows.filter(release=release)


def figures_of(release: Release, at: dt.datetime, *, unpublished: bool = False) -> list[Observation]:
    """Its figures in the order of reading, those superseded since included; one more than a page shows, if there is."""
    figures = _stated(Observation, release, at, unpublished=unpublished).for_list()
    figures = figures.order_by("section__order", "paragraph", "series__indicator__order", "id")[
        : MOST_FIGURES + 1
    ]
    attach_breakdowns(figure.series for figure in figures)
    return list(figures)


def updates_of(release: Release, at: dt.datetime, *, unpublished: bool = False) -> list[CommitmentUpdate]:
    """What it reported on promises that are public themselves; a promise may still be under embargo."""
    updates = _stated(CommitmentUpdate, release, at, unpublished=unpublished)
    public = Q(commitment__in=Commitment.objects.released(at))
    if unpublished:
        public |= Q(commitment__release=release)
    return list(updates.filter(public).select_related("commitment", "section"))
