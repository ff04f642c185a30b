"""Everything that the page of one undertaking shows of it; a fixed number of queries, whatever was released."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.commitments.models import Commitment
from portal.publishing.models import ReleasedRecord
from portal.statistics.charts.figures import attach_charts
from portal.statistics.figures import attach_changes, attach_latest
from portal.statistics.models import Indicator
from projects.detail.charts import history_charts
from projects.detail.funding import money_of
from projects.detail.history import versions_of
from projects.detail.milestones import deadlines_of
from projects.detail.status import standing_of
from projects.detail.work_items import works_of
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    WorkItem,
)

#: Rows of one kind on the page; the data has all of them.
MOST = 500


def dossier_of(undertaking: Undertaking, at: dt.datetime) -> dict[str, Any]:
    """What was public of the undertaking at that time, under the names that its templates use."""
    reports = _released(ProgressReport, undertaking, at)
    known = [one for one in reports if in_force(one, at)]
    items = _released(WorkItem, undertaking, at)
    milestones = _released(Milestone, undertaking, at)
    standing = standing_of(undertaking, at, known, [one for one in milestones if in_force(one, at)])
    versions = versions_of(reports, {one.code: one for one in items}, at)
    return {
        "standing": standing,
        "works": works_of([one for one in items if in_force(one, at)], standing.reports),
        "deadlines": deadlines_of(milestones, at, timezone.localdate(at)),
        "money": money_of(_known(Funding, undertaking, at)[:MOST]),
        "benefits": _known(Benefit, undertaking, at).select_related("unit").order_by("unit", "-kind")[:MOST],
        "versions": versions,
        "charts": history_charts(undertaking, versions),
        "commitments": promises_about(undertaking, at),
        "indicators": statistics_of(undertaking, at),
        "documents": _known(ProjectDocument, undertaking, at).select_related("attachment__release")[:MOST],
        "released": max((one.released_at for one in (*reports, *items, *milestones)), default=None),
    }


def in_force(record: ReleasedRecord, at: dt.datetime) -> bool:
    """Whether a record that was released by then had not been superseded or withdrawn."""
    return record.superseded_at is None or record.superseded_at > at


def _released(model: type[ReleasedRecord], undertaking: Undertaking, at: dt.datetime) -> list[ReleasedRecord]:
    """Every version released by then, the older first."""
    rows = model.objects.released(at).filter(undertaking=undertaking).select_related("release", "section")
    rows = rows.select_related("unit") if model is WorkItem else rows
    return list(rows.order_by("released_at", "pk")[:MOST])


def _known(model: type[ReleasedRecord], undertaking: Undertaking, at: dt.datetime) -> QuerySet:
    rows = model.objects.known_at(at).filter(undertaking=undertaking)
    return rows.select_related("release", "section").order_by("pk")


def promises_about(undertaking: Undertaking, at: dt.datetime) -> QuerySet:
    """Promises about it, or about the projects of a programme, with their states."""
    of_it = Q(undertaking=undertaking) | Q(undertaking__programme=undertaking)
    links = ProjectCommitment.objects.known_at(at).filter(of_it)
    promises = Commitment.objects.known_at(at).filter(pk__in=links.values("commitment"))
    return promises.with_state(at).for_list().most_pressing_first()


def statistics_of(undertaking: Undertaking, at: dt.datetime) -> list[Indicator]:
    """The district's figures about it, with their changes, targets and charts."""
    indicators = Indicator.objects.released(at).filter(undertakings=undertaking)
    indicators = attach_latest(indicators.with_latest(at).for_list(), at)
    attach_changes(indicators, at)
    attach_charts(indicators, at)
    return indicators
