"""What the released records of a project amount to: work items, milestones, money and reports, each as a row.

Pure functions of records read before. A row holds its `record` beside what follows from other records.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils import timezone

from portal.publishing.models.released import Version
from portal.web.numbers import per_cent
from projects.models import Funding, Milestone, ProgressReport, WorkItem

Source = Funding.Source


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
    def share(self) -> Decimal | None:
        """Per cent done: as stated, or quantity done over quantity planned. None where nothing says so."""
        if self.measured is None:
            return None
        if self.measured.percent is not None:
            return self.measured.percent
        planned = self.record.planned_quantity
        return per_cent(self.measured.quantity, planned) if planned else None

    @property
    def bar(self) -> Decimal | None:
        """Length of the progress bar: the share, capped at 100."""
        return None if self.share is None else min(self.share, Decimal(100))

    @property
    def is_stated(self) -> bool:
        """Whether the percentage is the release's own, not a quotient of quantities."""
        return self.measured is not None and self.measured.percent is not None

    @property
    def stated_by(self) -> ProgressReport | None:
        """The report that states the percentage; None where it is computed."""
        return self.measured if self.is_stated else None

    @property
    def source(self) -> ProgressReport | WorkItem:
        """The record to cite: the newest report, or the plan where nothing has been reported."""
        return self.latest or self.record

    @property
    def notes(self) -> list[str]:
        """Notes on the item and its reports, without repetition."""
        rows = (self.latest, self.measured, self.record)
        return list(dict.fromkeys(row.note for row in rows if row is not None and row.note))


def work_item_progress(
    items: Iterable[WorkItem], reports: Iterable[ProgressReport]
) -> list[WorkItemProgress]:
    """Each work item with its newest reports; `reports` come newest first, of any number of projects."""
    by_item: dict[tuple[int, str], list[ProgressReport]] = {}
    for report in reports:
        by_item.setdefault((report.undertaking_id, report.work_item), []).append(report)
    return [_progress(item, by_item.get((item.undertaking_id, item.code), [])) for item in items]


def _progress(item: WorkItem, newest_first: Sequence[ProgressReport]) -> WorkItemProgress:
    measured = (one for one in newest_first if one.percent is not None or one.quantity is not None)
    return WorkItemProgress(item, next(iter(newest_first), None), next(measured, None))


@dataclass(frozen=True)
class Deadline:
    """A milestone as known on `day`; `first_due` is the first due day ever published for it.

    It is late only where a release after the due day said so; until then nobody knows.
    """

    record: Milestone
    first_due: dt.date | None
    day: dt.date

    @property
    def slip(self) -> int | None:
        """Days from the first due day to the day it was met or is now due; None where either is unknown."""
        reached = self.record.met_on if self.record.is_met else self.record.due
        if reached is None or self.first_due is None:
            return None
        return (reached - self.first_due).days

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
        """Days past due when last stated; 0 where it is met or not known to be late."""
        if self.record.is_met or self.record.due is None:
            return 0
        return max((timezone.localdate(self.record.released_at) - self.record.due).days, 0)

    @property
    def overdue_unreported(self) -> bool:
        """Whether its due day has passed without a release since that mentions it."""
        due = self.record.due
        return not self.record.is_met and due is not None and due < self.day and not self.days_late

    @property
    def was_moved(self) -> bool:
        return self.first_due is not None and self.first_due != self.record.due

    @property
    def outcome(self) -> str:
        """met, late, unreported or pending: what its column “Met” says."""
        if self.record.is_met:
            return "met"
        return "late" if self.days_late else "unreported" if self.overdue_unreported else "pending"

    @property
    def slip_kind(self) -> str:
        """unknown, late, later, earlier or none: what its column “Slip” says."""
        if self.slip is None or self.overdue_unreported:
            return "unknown"
        if self.days_late:
            return "late"
        return "later" if self.slip > 0 else "earlier" if self.slip < 0 else "none"


def deadlines_of(
    milestones: Iterable[Milestone], released: Iterable[Milestone], at: dt.datetime
) -> list[Deadline]:
    """Milestones as deadlines; `released` has every version published by then, oldest first."""
    first: dict[tuple[int, str], dt.date] = {}
    for one in released:
        if one.due:
            first.setdefault((one.undertaking_id, one.code), one.due)
    day = timezone.localdate(at)
    return [Deadline(one, first.get((one.undertaking_id, one.code)), day) for one in milestones]


def by_date(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """In the order of the days on which they were met or are due; those without any last."""
    return sorted(deadlines, key=_by_date)


def _by_date(one: Deadline) -> tuple[bool, dt.date, int]:
    day = one.record.met_on or one.record.due
    return day is None, day or one.day, one.record.pk


@dataclass(frozen=True)
class ReportVersion(Version):
    """A released report on a work item, or on the whole project."""

    item: WorkItem | None = None


def report_versions(
    reports: Iterable[ProgressReport], items: Mapping[str, WorkItem], at: dt.datetime
) -> list[ReportVersion]:
    """Every report of one project released by then, latest day first; of one day and item the newest release first."""
    ordered = sorted(reports, key=lambda one: one.released_at, reverse=True)
    later: dict[tuple, ProgressReport] = {}
    versions = []
    for report in ordered:
        key = report.work_item, report.as_at
        item = items.get(report.work_item)
        versions.append(ReportVersion.of(report, later.get(key), at, item=item))
        later[key] = report
    versions.sort(key=lambda one: (one.item.pk if one.item else 0, one.record.work_item))
    return sorted(versions, key=lambda one: one.record.as_at, reverse=True)


def newest_first(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """Reports by the day they describe, then by release."""
    return sorted(reports, key=lambda one: (one.as_at, one.released_at, one.pk), reverse=True)


@dataclass(frozen=True)
class Share:
    """One source, or the total: planned and paid amount; None where no release states it."""

    source: Source
    planned: Funding | None
    paid: Funding | None

    @property
    def notes(self) -> list[str]:
        """Notes on the amounts, without repetition."""
        return list(dict.fromkeys(one.note for one in (self.planned, self.paid) if one and one.note))


@dataclass(frozen=True)
class Account:
    """The stated total of one kind, planned or paid, beside the sum of its shares."""

    kind: Funding.Kind
    total: Funding | None
    shares: list[Funding]

    @property
    def sum(self) -> Decimal:
        return sum((share.amount for share in self.shares), Decimal(0))

    @property
    def can_be_checked(self) -> bool:
        return self.total is not None and bool(self.shares)

    @property
    def gap(self) -> Decimal:
        """Total less shares; negative where the shares exceed it."""
        return self.total.amount - self.sum

    @property
    def gap_if_checked(self) -> Decimal | None:
        """The gap; None where there is nothing to check it against."""
        return self.gap if self.can_be_checked else None

    @property
    def sum_of_shares(self) -> Decimal | None:
        """The sum; None where no share is stated."""
        return self.sum if self.shares else None

    @property
    def size_of_gap(self) -> Decimal:
        return abs(self.gap)

    @property
    def is_rough(self) -> bool:
        """Whether any amount is “about”, “over” …, which may explain a gap."""
        return any(one.qualifier for one in (self.total, *self.shares))


@dataclass(frozen=True)
class FundingSummary:
    """The amounts in force of a project; `expected` sources are listed even where nothing is known of them."""

    currency: ClassVar[str] = "CNY"

    amounts: list[Funding]
    expected: Collection[Source] = ()

    @property
    def rows(self) -> list[Share]:
        """The sources that were named, then the total."""
        found = {(one.source, one.kind): one for one in self.amounts}
        order = [*(source for source in Source if source != Source.TOTAL), Source.TOTAL]
        shares = [
            Share(source, found.get((source, Funding.Kind.PLANNED)), found.get((source, Funding.Kind.PAID)))
            for source in order
        ]
        shown = self.expected if self.amounts else ()
        return [share for share in shares if share.planned or share.paid or share.source in shown]

    @property
    def accounts(self) -> list[Account]:
        """One for each kind with any amount."""
        accounts = [self._account(kind) for kind in Funding.Kind]
        return [account for account in accounts if account.total or account.shares]

    @property
    def has_planned(self) -> bool:
        return any(one.kind == Funding.Kind.PLANNED for one in self.amounts)

    @property
    def has_paid(self) -> bool:
        return any(one.kind == Funding.Kind.PAID for one in self.amounts)

    def _account(self, kind: Funding.Kind) -> Account:
        mine = [one for one in self.amounts if one.kind == kind]
        total = next((one for one in mine if one.source == Source.TOTAL), None)
        return Account(kind, total, [one for one in mine if one.source != Source.TOTAL])


def funding_of(amounts: Iterable[Funding], expected: Collection[Source] = ()) -> FundingSummary:
    """The amounts, in the order of the document, as a summary."""
    return FundingSummary(sorted(amounts, key=lambda one: one.pk), expected)
