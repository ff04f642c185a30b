"""What a release reports of each project, beside what earlier releases reported."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from portal.publishing.models import Release
from portal.web.numbers import rounded_share
from projects.models import FINISHED, ProgressReport, Undertaking, WorkItem, newest_first
from projects.models.state import GIVEN_UP
from projects.progress_form import WHOLE, LastValue, Row, last_values, work_items_with
from projects.status_history import completion_of

ALL = Decimal(100)


@dataclass(frozen=True)
class ReportedProgress:
    """A project once the release is out: its reports here and in earlier releases, its work items."""

    undertaking: Undertaking
    here: list[ProgressReport]
    before: list[ProgressReport]
    items: dict[str, WorkItem]

    def name_of(self, work_item: str) -> str:
        item = self.items.get(work_item)
        return " · ".join(filter(None, (self.undertaking.name, item.name if item else work_item)))

    def unexplained(self) -> Iterator[tuple[ProgressReport, str, LastValue | None]]:
        """Each change that lacks its note: the report, the column and the last value before it."""
        for report in self.here:
            earlier = last_values(
                other
                for other in (*self.before, *self.here)
                if other.work_item == report.work_item and other.as_at < report.as_at
            )
            last = earlier.get(report.work_item, {})
            row = Row(report.work_item, self.items.get(report.work_item), report, last)
            for column, _message in row.unexplained(report):
                yield report, column, last.get(column)

    @property
    def finish(self) -> ProgressReport | None:
        """The newest report of the release on the stage of the whole, if it says finished."""
        staged = (one for one in newest_first(self.here) if one.work_item == WHOLE and one.stage)
        newest = next(staged, None)
        done = newest is not None and newest.stage in FINISHED and newest.stage not in GIVEN_UP
        return newest if done else None

    def incomplete_parts(self) -> Iterator[tuple[str, Decimal]]:
        """Name and percentage of the parts below 100 % by their newest report; of the whole, by its final report."""
        if self.finish.percent is not None and self.finish.percent < ALL:
            yield self.name_of(WHOLE), self.finish.percent
        newest = newest_first([*self.here, *self.before])
        for code, item in self.items.items():
            done = completion_of(item, newest)
            if done is not None and done < ALL:
                yield self.name_of(code), rounded_share(done, 1)


def reported_progress(release: Release) -> list[ReportedProgress]:
    """The projects that the release reports on; three queries for any number."""
    now = timezone.now()
    here, before = defaultdict(list), defaultdict(list)
    reports = ProgressReport.objects.select_related("undertaking", "release").order_by("pk")
    for report in reports.filter(release=release):
        here[report.undertaking].append(report)
    undertakings = [undertaking.pk for undertaking in here]
    for report in reports.known_at(now).filter(undertaking__in=undertakings).exclude(release=release):
        before[report.undertaking_id].append(report)
    items = work_items_with(release, undertakings, now)
    return [ReportedProgress(one, some, before[one.pk], items[one.pk]) for one, some in here.items()]
