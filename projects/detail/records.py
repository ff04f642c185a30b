"""Rows of a project's detail: work items, milestones, reports and funding.

A row holds its `record` beside what follows from other records. Only the two functions `…_in_force` make queries.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from portal.publishing.models.released import Version
from portal.statistics.codes import Qualifier
from portal.statistics.sums import Sum, Term
from portal.web.numbers import per_cent
from projects.models import (
    BORNE,
    Funding,
    FundingKind,
    FundingSource,
    Milestone,
    ProgressReport,
    WorkItem,
)
from projects.status_history import qualifier_of_completion


def reports_in_force(undertakings: Collection, at: dt.datetime) -> QuerySet:
    """The progress reports in force about these projects, ready to cite."""
    known = ProgressReport.objects.known_at(at).filter(undertaking__in=undertakings)
    return known.select_related("release", "section")


def funding_in_force(undertakings: Collection, at: dt.datetime) -> QuerySet:
    """The amounts in force of these projects, ready to cite, in the order of the document."""
    known = Funding.objects.known_at(at).filter(undertaking__in=undertakings)
    return known.select_related("release", "section").order_by("pk")


def notes_of(*records: WorkItem | ProgressReport | Funding | None) -> list[str]:
    """The notes of these records, without repetition."""
    return list(dict.fromkeys(record.note for record in records if record is not None and record.note))


@dataclass(frozen=True)
class WorkItemProgress:
    """A work item. `latest` is its newest report, `measured` the newest that gives a percentage or a quantity."""

    record: WorkItem
    latest: ProgressReport | None
    measured: ProgressReport | None

    @property
    def done_quantity(self) -> Decimal | None:
        return self.measured.quantity if self.measured else None

    @property
    def is_stated(self) -> bool:
        """Whether the percentage is the release's own, not a quotient of quantities."""
        return self.measured is not None and self.measured.percent is not None

    @property
    def share(self) -> Decimal | None:
        """Per cent done: as stated, or quantity done over quantity planned. None if unknown."""
        if self.measured is None or self.is_stated:
            return self.measured and self.measured.percent
        planned = self.record.planned_quantity
        return per_cent(self.measured.quantity, planned) if planned else None

    @property
    def qualifier(self) -> str:
        """Of the share."""
        return qualifier_of_completion(self.record, [self.measured]) if self.measured else ""

    def get_qualifier_display(self) -> str:
        """As the models have it, for the words before a number."""
        return str(Qualifier(self.qualifier).label) if self.qualifier else ""

    @property
    def basis(self) -> str | None:
        """reported, computed, or None if the percentage is unknown."""
        if self.share is None:
            return None
        return "reported" if self.is_stated else "computed"

    @property
    def bar(self) -> Decimal | None:
        """The length of the progress bar: the share, capped at 100."""
        return None if self.share is None else min(self.share, Decimal(100))

    @property
    def source(self) -> ProgressReport | WorkItem:
        """The record to cite: the newest report, or the plan where nothing has been reported."""
        return self.latest or self.record

    @property
    def notes(self) -> list[str]:
        return notes_of(self.latest, self.measured, self.record)


def work_item_progress(
    items: Iterable[WorkItem], reports: Iterable[ProgressReport]
) -> list[WorkItemProgress]:
    """Each work item with its newest reports; `reports` come newest first, of any number of projects."""
    latest: dict[tuple[int, str], ProgressReport] = {}
    measured: dict[tuple[int, str], ProgressReport] = {}
    for report in reports:
        key = report.undertaking_id, report.work_item
        latest.setdefault(key, report)
        if report.percent is not None or report.quantity is not None:
            measured.setdefault(key, report)
    keys = ((item, (item.undertaking_id, item.code)) for item in items)
    return [WorkItemProgress(item, latest.get(key), measured.get(key)) for item, key in keys]


@dataclass(frozen=True)
class Deadline:
    """A milestone as known on `day`; `first_due` is the first due day ever published for it.

    It is late only where a release after the due day said so; until then nobody knows. Of a project that another one
    continues (`is_absorbed`) neither is said.
    """

    record: Milestone
    first_due: dt.date | None
    day: dt.date
    is_absorbed: bool = False

    @property
    def slip(self) -> int | None:
        """Days from the first due day to the day it was met or is now due; None if either is unknown."""
        reached = self.record.met_on if self.record.is_met else self.record.due
        known = reached is not None and self.first_due is not None
        return (reached - self.first_due).days if known else None

    @property
    def slip_so_far(self) -> int:
        """Days from the first due day to the last release about it, for a milestone that is late."""
        moved = (self.record.due - self.first_due).days if self.days_late and self.first_due else 0
        return self.days_late + moved

    @property
    def size_of_slip(self) -> int:
        return abs(self.slip or 0)

    @property
    def days_late(self) -> int:
        """Days past due when last stated; 0 if it is met or not known to be late."""
        if self.record.is_met or self.record.due is None or self.is_absorbed:
            return 0
        return max((self.reported_on - self.record.due).days, 0)

    @property
    def reported_on(self) -> dt.date:
        """The day of the last release about it."""
        return timezone.localdate(self.record.released_at)

    @property
    def was_moved(self) -> bool:
        return self.first_due is not None and self.first_due != self.record.due

    @property
    def outcome(self) -> str:
        """What its column “Met” says: met, late, unreported (overdue without a release since), continued or pending."""
        if self.record.is_met:
            return "met"
        if self.record.due is None or self.record.due >= self.day:
            return "pending"
        if self.is_absorbed:
            return "continued"
        return "late" if self.days_late else "unreported"

    @property
    def slip_kind(self) -> str:
        """unknown, late, later, earlier or none: what its column “Slip” says."""
        if self.slip is None or self.outcome in {"unreported", "continued"}:
            return "unknown"
        if self.days_late:
            return "late"
        return "later" if self.slip > 0 else "earlier" if self.slip < 0 else "none"


def deadlines_of(
    milestones: Iterable[Milestone],
    released: Iterable[Milestone],
    at: dt.datetime,
    *,
    is_absorbed: bool = False,
) -> list[Deadline]:
    """Milestones as deadlines; `released` has every version published by then, oldest first."""
    first: dict[tuple[int, str], dt.date] = {}
    for one in released:
        if one.due:
            first.setdefault((one.undertaking_id, one.code), one.due)
    day = timezone.localdate(at)
    return [Deadline(one, first.get((one.undertaking_id, one.code)), day, is_absorbed) for one in milestones]


@dataclass(frozen=True)
class ReportVersion(Version):
    """A released report on a work item, or on the whole project."""

    item: WorkItem | None = None


def report_versions(
    reports: Iterable[ProgressReport], items: Mapping[str, WorkItem], at: dt.datetime
) -> list[ReportVersion]:
    """Every report of a project released by then: latest day first, then by item, then newest release first."""
    later: dict[tuple, ProgressReport] = {}
    versions = []
    for report in sorted(reports, key=lambda one: one.released_at, reverse=True):
        key = report.work_item, report.as_at
        item = items.get(report.work_item)
        versions.append(ReportVersion.of(report, later.get(key), at, item=item))
        later[key] = report
    versions.sort(key=lambda one: (one.item.pk if one.item else 0, one.record.work_item))
    return sorted(versions, key=lambda one: one.record.as_at, reverse=True)


@dataclass(frozen=True)
class Share:
    """One source of funding, or the total, with the amounts that were stated for it."""

    source: FundingSource
    amounts: list[Funding]

    @property
    def notes(self) -> list[str]:
        return notes_of(*self.amounts)


@dataclass(frozen=True)
class Account:
    """A stated total beside the shares of its sources; without a total, the shares of one kind."""

    kind: FundingKind
    total: Funding | None
    shares: list[Funding]

    @property
    def sum(self) -> Sum | None:
        """The computed sum of the shares; None if no share is stated."""
        return Sum.of(term_of(share) for share in self.shares) if self.shares else None

    @property
    def sum_of_shares(self) -> Decimal | None:
        return self.sum and self.sum.value

    @property
    def gap(self) -> Decimal | None:
        """Total less shares, negative if the shares exceed it; None if either is unknown, or any amount is rough."""
        if not (self.total and self.shares) or self.is_rough:
            return None
        return self.total.amount - self.sum_of_shares

    @property
    def size_of_gap(self) -> Decimal:
        return abs(self.gap)

    @property
    def is_rough(self) -> bool:
        """Whether any amount is “about”, “over” …: then a gap would be exact only in appearance."""
        return any(one.qualifier for one in (self.total, *self.shares) if one)

    @property
    def is_rounded(self) -> bool:
        """Whether the gap is no larger than what printing amounts in 万 or 亿 rounds away."""
        slack = sum(term_of(one).slack for one in (self.total, *self.shares))
        return bool(self.gap) and self.size_of_gap <= slack

    @property
    def holds(self) -> bool | None:
        """Whether the shares make up the total; None if nobody can say."""
        if self.gap is None or self.is_rounded:
            return None
        return not self.gap


def term_of(amount: Funding) -> Term:
    return Term(amount.amount, amount.qualifier, amount.as_printed)


def is_share_of(share: Funding, total: Funding) -> bool:
    """Whether a document states the share as a part of the total.

    By the same word; or by another word for who bears the cost, in the same paragraph (总造价…，其中财政补助…).
    """
    if share.kind == total.kind:
        return True
    same_place = (share.release_id, share.section_id, share.paragraph) == (
        total.release_id,
        total.section_id,
        total.paragraph,
    )
    return same_place and share.section_id is not None and share.kind in BORNE and total.kind in BORNE


@dataclass(frozen=True)
class FundingSummary:
    """The amounts in force of a project; `expected` sources are listed even if nothing is known of them."""

    currency: ClassVar[str] = "CNY"

    amounts: list[Funding]
    expected: Collection[str] = ()

    @property
    def rows(self) -> list[Share]:
        """The sources that were named, then the total."""
        kinds, shown = list(FundingKind), self.expected if self.amounts else ()
        amounts = sorted(self.amounts, key=lambda one: kinds.index(one.kind))
        shares = [
            Share(source, [one for one in amounts if one.source == source])
            for source in sorted(FundingSource, key=lambda source: source == FundingSource.TOTAL)
        ]
        return [share for share in shares if share.amounts or share.source in shown]

    @property
    def accounts(self) -> list[Account]:
        """The totals with their shares, and shares of no total by kind; as far as there is any amount."""
        accounts = [self.account(kind) for kind in FundingKind]
        return [account for account in accounts if account.total or account.shares]

    def total(self, kind: str) -> Funding | None:
        return next(
            (one for one in self.amounts if one.source == FundingSource.TOTAL and one.kind == kind), None
        )

    def account(self, kind: str) -> Account:
        """The total of that kind with its shares; each share belongs to one total."""
        shares = (one for one in self.amounts if one.source != FundingSource.TOTAL)
        mine = [one for one in shares if self._kind_of_account(one) == kind]
        return Account(FundingKind(kind), self.total(kind), mine)

    def _kind_of_account(self, share: Funding) -> str:
        """The kind of the total that the share is a part of: of its own kind, or else the first that it fits."""
        totals = (total for kind in (share.kind, *BORNE) if (total := self.total(kind)))
        return next((total.kind for total in totals if is_share_of(share, total)), share.kind)
