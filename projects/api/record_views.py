"""Released records about programmes and projects: reports, work items, money, milestones, beneficiaries."""

import datetime as dt

from django.db.models import QuerySet

from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset
from projects.api import record_rows, records
from projects.detail.records import Deadline, ReportVersion, WorkItemProgress
from projects.models import Benefit, Funding, Milestone, ProgressReport, ProjectRecord, WorkItem
from projects.record_filters import (
    BeneficiaryFilter,
    FundingFilter,
    MilestoneFilter,
    ProgressFilter,
    WorkItemFilter,
)

NAMED = ("undertaking__programme", "release", "section")


class Records:
    """Rows of one kind of record: every version that was published by the moment."""

    model: type[ProjectRecord]

    def rows(self, at: dt.datetime) -> QuerySet:
        return self.model.objects.released(at).select_related(*NAMED)


class RecordList(Records, ListView):
    keyset = Keyset("undertaking_id", "id")


class RecordDetail(Records, DetailView):
    key = "id"

    def prepare(self, rows: list) -> list:
        """As in the list of the same records."""
        return rows

    def complete(self, row: ProjectRecord, at: dt.datetime) -> object:
        (complete,) = self.prepare([row])
        return complete


class Progress:
    model = ProgressReport

    def prepare(self, rows: list[ProgressReport]) -> list[ReportVersion]:
        return record_rows.with_items(rows, self.request.moment.at)


class ProgressList(Progress, RecordList):
    """Reports of progress by project and day: those in force, or with `versions=all` every version."""

    serializer_class = records.ProgressSerializer
    filterset_class = ProgressFilter
    keyset = Keyset("undertaking_id", "as_at", "id")


class ProgressDetail(Progress, RecordDetail):
    """One report of progress, in force or superseded."""

    serializer_class = records.ProgressAnswer


class WorkItems:
    model = WorkItem

    def prepare(self, rows: list[WorkItem]) -> list[WorkItemProgress]:
        return record_rows.with_progress(rows, self.request.moment.at)


class WorkItemList(WorkItems, RecordList):
    """Work items with what is done of them: those in force, or with `versions=all` every version."""

    serializer_class = records.WorkItemSerializer
    filterset_class = WorkItemFilter


class WorkItemDetail(WorkItems, RecordDetail):
    """One work item, in force or superseded."""

    serializer_class = records.WorkItemAnswer


class FundingList(RecordList):
    """What projects cost and who pays: what is in force, or with `versions=all` every version."""

    model = Funding
    serializer_class = records.FundingSerializer
    filterset_class = FundingFilter


class FundingDetail(RecordDetail):
    """One amount of money, in force or superseded."""

    model = Funding
    serializer_class = records.FundingAnswer


class Milestones:
    model = Milestone

    def prepare(self, rows: list[Milestone]) -> list[Deadline]:
        return record_rows.with_first_due(rows, self.request.moment.at)


class MilestoneList(Milestones, RecordList):
    """Milestones with how far they slipped: those in force, or with `versions=all` every version."""

    serializer_class = records.MilestoneSerializer
    filterset_class = MilestoneFilter


class MilestoneDetail(Milestones, RecordDetail):
    """One milestone, in force or superseded."""

    serializer_class = records.MilestoneAnswer


class Beneficiaries:
    model = Benefit

    def rows(self, at: dt.datetime) -> QuerySet:
        return super().rows(at).select_related("unit")


class BeneficiaryList(Beneficiaries, RecordList):
    """How many benefit: what is in force, or with `versions=all` every version."""

    serializer_class = records.BeneficiarySerializer
    filterset_class = BeneficiaryFilter


class BeneficiaryDetail(Beneficiaries, RecordDetail):
    """One number of beneficiaries, in force or superseded."""

    serializer_class = records.BeneficiaryAnswer
