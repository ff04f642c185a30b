"""One-line summaries of released records of projects, for lists and reviewers."""

from collections.abc import Iterable
from decimal import Decimal
from functools import singledispatch

from django.utils.translation import gettext as _

from portal.publishing.models import ReleasedRecord
from portal.web.numbers import exact, with_unit
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    WorkItem,
)

#: What `stated` reads of each kind of record besides its undertaking.
RELATED = {
    WorkItem: ("unit",),
    Benefit: ("unit",),
    ProjectCommitment: ("commitment",),
    ProjectDocument: ("attachment",),
}


@singledispatch
def stated(record: ReleasedRecord) -> str:
    """What the record states, without saying of what."""
    raise NotImplementedError


@stated.register
def _work_item(item: WorkItem) -> str:
    planned = number(item.planned_quantity, item.qualifier and item.get_qualifier_display())
    unit = item.unit.symbol if item.unit else ""
    weight = _("weight %(weight)s") % {"weight": exact(item.weight)} if item.weight is not None else ""
    return joined([item.name, planned and with_unit(planned, unit), weight])


@stated.register
def _progress(report: ProgressReport) -> str:
    return joined([report.as_at.isoformat(), *how_far(report)])


@stated.register
def _funding(funding: Funding) -> str:
    amount = number(funding.amount, funding.qualifier and funding.get_qualifier_display())
    return joined([funding.get_source_display(), funding.get_kind_display(), f"¥ {amount}"])


@stated.register
def _milestone(milestone: Milestone) -> str:
    due = milestone.due.isoformat() if milestone.due else milestone.due_printed
    met = milestone.met_on.isoformat() if milestone.met_on else ""
    return joined(
        [
            milestone.name,
            due and _("due %(day)s") % {"day": due},
            milestone.is_met and (_("met on %(day)s") % {"day": met} if met else _("met")),
        ]
    )


@stated.register
def _benefit(benefit: Benefit) -> str:
    value = number(benefit.value, benefit.qualifier and benefit.get_qualifier_display())
    return joined([benefit.get_kind_display(), with_unit(value, benefit.unit.symbol)])


@stated.register
def _commitment(link: ProjectCommitment) -> str:
    return link.commitment.title


@stated.register
def _document(document: ProjectDocument) -> str:
    return joined([document.get_kind_display(), document.attachment.title])


def how_far(report: ProgressReport) -> list[str]:
    """Stage, per cent and quantity, as far as the report gives them. The unit stands with the work item."""
    qualifier = report.qualifier and report.get_qualifier_display()
    per_cent = number(report.percent, qualifier)
    status = (
        ""
        if report.status == ProgressReport._meta.get_field("status").default
        else report.get_status_display()
    )
    return [
        report.get_stage_display() if report.stage else "",
        per_cent and f"{per_cent}%",
        number(report.quantity, qualifier),
        status,
    ]


def number(value: Decimal | None, qualifier: str = "") -> str:
    """The number with all its digits, after its qualifier; empty if there is none."""
    return "" if value is None else " ".join(filter(None, (str(qualifier), exact(value))))


def joined(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)
