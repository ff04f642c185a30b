"""JSON of released records about projects: fields, filters, and rows with what follows from other records."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from portal.publishing.api import record_serializer
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.codes import ObservationStatus, Qualifier
from portal.statistics.models import Unit
from portal.web.api.fields import Day, Shortened, Text, Word
from portal.web.filters import ChoiceFilter, DayFilter, RowFilter, StrictFilterSet
from projects.detail.records import (
    Deadline,
    ReportVersion,
    WorkItemProgress,
    deadlines_of,
    reports_in_force,
    work_item_progress,
)
from projects.filters import OfCategory, Within
from projects.models import (
    Benefit,
    FundingKind,
    FundingSource,
    Milestone,
    Stage,
    Undertaking,
    WorkItem,
    newest_first,
)


class About(serializers.Serializer):
    """The project or programme of a record."""

    id = serializers.IntegerField(source="record.id")
    project = Text(source="record.undertaking.code", help_text=_("Code of the project or programme."))
    project_name = Text(source="record.undertaking.name")
    project_kind = Word(Undertaking.Kind.choices, source="record.undertaking.kind")
    programme = Text(source="record.undertaking.programme.code", default=None, allow_null=True)


class ProgressFields(serializers.Serializer):
    """The progress of a project, or of one work item, as at a day, as one release stated it."""

    work_item = Text(source="record.work_item", help_text=_("Code; empty for the whole."))
    work_item_name = Text(source="item.name", default="")
    unit = Text(source="item.unit_id", default=None, allow_null=True)
    as_at = Day(source="record.as_at")
    stage = Word(Stage.choices, source="record.stage", allow_blank=True)
    percent = Shortened(
        source="record.percent", allow_null=True, help_text=_("As stated; null where it was not.")
    )
    quantity = Shortened(
        source="record.quantity", allow_null=True, help_text=_("In the unit of the work item.")
    )
    planned_quantity = Shortened(source="item.planned_quantity", default=None, allow_null=True)
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)
    status = Word(ObservationStatus.choices, source="record.status")


class WorkItemFields(serializers.Serializer):
    """A work item as one release planned it, with its progress by the newest report."""

    code = Text(source="record.code")
    name = Text(source="record.name")
    unit = Text(source="record.unit_id", allow_null=True)
    planned_quantity = Shortened(source="record.planned_quantity", allow_null=True)
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)
    weight = Shortened(
        source="record.weight", allow_null=True, help_text=_("Share of the whole, as declared.")
    )
    done_quantity = Shortened(allow_null=True)
    done_percent = Shortened(
        source="share",
        allow_null=True,
        help_text=_("As stated, or the quantity done over the quantity planned."),
    )
    done_qualifier = Word(
        Qualifier.choices, source="qualifier", allow_blank=True, help_text=_("Of `done_percent`.")
    )
    done_basis = Text(source="basis", allow_null=True, help_text=_("`reported`, `computed` or null."))
    done_as_at = Day(source="measured.as_at", default=None, allow_null=True)


class FundingFields(serializers.Serializer):
    """The whole amount of a project, or the share of one source, as one release stated it."""

    source = Word(FundingSource.choices, source="record.source", help_text=_("`total` is the whole amount."))
    kind = Word(
        FundingKind.choices,
        source="record.kind",
        help_text=_("What the document calls the amount, and no more."),
    )
    amount = Shortened(source="record.amount", help_text=_("In yuan (CNY)."))
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)


class AccountSerializer(serializers.Serializer):
    """The stated total beside the sum of the shares; null if nothing is stated, never computed from a part."""

    kind = Word(FundingKind.choices)
    total = Shortened(source="total.amount", default=None, allow_null=True)
    sum_of_shares = Shortened(allow_null=True)
    gap = Shortened(
        allow_null=True,
        help_text=_("The total less the sum of the shares; null also if any of them is “about”, “over” …."),
    )
    sum_qualifier = Word(
        Qualifier.choices,
        source="sum.qualifier",
        default="",
        allow_blank=True,
        help_text=_("The weakest qualifier of the shares."),
    )


class MoneySerializer(serializers.Serializer):
    """Money in yuan (CNY), under the words that were printed for it."""

    currency = Text()
    rows = record_serializer("FundingInProject", FundingFields, versions=True)(many=True, source="amounts")
    accounts = AccountSerializer(many=True)


class MilestoneFields(serializers.Serializer):
    """A step of a project with its days, as one release stated it."""

    code = Text(source="record.code")
    kind = Word(Milestone.Kind.choices, source="record.kind")
    name = Text(source="record.name")
    due = Day(source="record.due", allow_null=True)
    due_printed = Text(source="record.due_printed", help_text=_("As stated."))
    is_met = serializers.BooleanField(source="record.is_met")
    met_on = Day(source="record.met_on", allow_null=True)
    first_due = Day(allow_null=True, help_text=_("The first day ever published for it."))
    slip_days = serializers.IntegerField(
        source="slip",
        allow_null=True,
        help_text=_("Days from `first_due` to the day it was met or is now due; below 0 if earlier."),
    )


class BeneficiaryFields(serializers.Serializer):
    """How many households, people or buildings benefit from a project, as one release stated it."""

    unit = Text(source="record.unit_id")
    unit_name = Text(source="record.unit.name")
    kind = Word(Benefit.Kind.choices, source="record.kind")
    value = Shortened(source="record.value")
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)


class RecordFilter(StrictFilterSet):
    """Filters of all records."""

    project = RowFilter(
        Undertaking.objects.released, "projects", field_name="undertaking", label=_("project or programme")
    )
    programme = RowFilter(
        lambda at: Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME).released(at),
        "programmes",
        field_name="undertaking__programme",
        label=_("programme"),
        help_text=_("That the project is part of."),
    )
    kind = ChoiceFilter(Undertaking.Kind.choices, "undertaking__kind", label=_("kind"))
    area = Within("undertaking")
    department = OfDepartment("undertaking__department")
    sector = InSector("undertaking__sector")
    category = OfCategory("undertaking__category")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class ProgressFilter(RecordFilter):
    """Filters of progress reports."""

    stage = ChoiceFilter(Stage.choices, "stage", label=pgettext_lazy("of a project", "stage"))
    status = ChoiceFilter(ObservationStatus.choices, "status", label=_("status"))
    from_ = DayFilter("as_at", "gte", label=_("from"), help_text=_("As at that day or later."))
    to_ = DayFilter("as_at", "lte", label=_("to"), help_text=_("As at that day or earlier."))


class FundingFilter(RecordFilter):
    """Filters of funding."""

    source = ChoiceFilter(FundingSource.choices, "source", label=_("source of money"))
    basis = ChoiceFilter(FundingKind.choices, "kind", label=_("what the money is"))


class MilestoneFilter(RecordFilter):
    """Filters of milestones."""

    step = ChoiceFilter(Milestone.Kind.choices, "kind", label=_("kind of milestone"))
    due_from = DayFilter("due", "gte", label=_("due from"))
    due_to = DayFilter("due", "lte", label=_("due to"))


class WorkItemFilter(RecordFilter):
    """Filters of work items."""

    unit = RowFilter(Unit.objects, "units", field_name="unit", label=_("unit"))


class BeneficiaryFilter(RecordFilter):
    """Filters of beneficiaries."""

    unit = RowFilter(Unit.objects, "units", field_name="unit", label=_("unit"))
    basis = ChoiceFilter(Benefit.Kind.choices, "kind", label=_("planned or reached"))


def with_items(reports: Iterable[Model], at: dt.datetime) -> list[ReportVersion]:
    """Reports with their work items, each in its newest version; one query."""
    reports = list(reports)
    of_items = {one.undertaking_id for one in reports if one.work_item}
    items = WorkItem.objects.released(at).filter(undertaking__in=of_items).order_by("released_at", "pk")
    newest = {(item.undertaking_id, item.code): item for item in items}
    return [ReportVersion(one, item=newest.get((one.undertaking_id, one.work_item))) for one in reports]


def with_progress(items: Iterable[WorkItem], at: dt.datetime) -> list[WorkItemProgress]:
    """Work items with their newest reports; one query."""
    items = list(items)
    reports = reports_in_force({one.undertaking_id for one in items}, at).exclude(work_item="")
    return work_item_progress(items, newest_first(reports))


def with_first_due(milestones: Iterable[Milestone], at: dt.datetime) -> list[Deadline]:
    """Milestones with the first due day published for each; one query."""
    milestones = list(milestones)
    about = {one.undertaking_id for one in milestones}
    released = Milestone.objects.released(at).filter(undertaking__in=about, due__isnull=False)
    return deadlines_of(milestones, released.order_by("released_at", "pk"), at)
