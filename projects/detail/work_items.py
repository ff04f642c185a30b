"""Work items with what is done of them: per cent as stated, a quantity beside the planned one, or words only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.numbers import per_cent
from projects.models import ProgressReport, WorkItem


@dataclass(frozen=True)
class Work:
    """A work item. `told` is its newest report of all, `counted` the newest that gives per cent or a quantity."""

    item: WorkItem
    told: ProgressReport | None
    counted: ProgressReport | None

    @property
    def share(self) -> Decimal | None:
        """Per cent done: as stated, or the quantity done of the planned one. None where nothing says so."""
        if self.counted is None:
            return None
        if self.counted.percent is not None:
            return self.counted.percent
        planned = self.item.planned_quantity
        return per_cent(self.counted.quantity, planned) if planned else None

    @property
    def bar(self) -> Decimal | None:
        """How long the bar is, 100 at most."""
        return None if self.share is None else min(self.share, Decimal(100))

    @property
    def is_stated(self) -> bool:
        """Whether the percentage stands in the release, and is no quotient of quantities."""
        return self.counted is not None and self.counted.percent is not None

    @property
    def notes(self) -> list[str]:
        """What was said of it in words, each once."""
        rows = (self.told, self.counted, self.item)
        return list(dict.fromkeys(row.note for row in rows if row is not None and row.note))


def works_of(items: Sequence[WorkItem], newest_first: Sequence[ProgressReport]) -> list[Work]:
    """Each work item with its newest reports, in the order of the document."""
    return [_work(item, [one for one in newest_first if one.work_item == item.code]) for item in items]


def _work(item: WorkItem, reports: Sequence[ProgressReport]) -> Work:
    counted = (one for one in reports if one.percent is not None or one.quantity is not None)
    return Work(item, next(iter(reports), None), next(counted, None))
