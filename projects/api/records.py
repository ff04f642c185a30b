"""Released records about programmes and projects."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.statistics.codes import ObservationStatus, Qualifier
from portal.web.api.fields import Day, Shortened, Text, Word
from projects.detail.records import WorkItemProgress
from projects.models import Benefit, Funding, Milestone, Stage, Undertaking


class About(serializers.Serializer):
    """What the record is about."""

    id = serializers.IntegerField(source="record.id")
    project = Text(source="record.undertaking.code", help_text=_("Code of the project or programme."))
    project_name = Text(source="record.undertaking.name")
    project_kind = Word(Undertaking.Kind.choices, source="record.undertaking.kind")
    programme = Text(source="record.undertaking.programme.code", default=None, allow_null=True)


class ProgressFields(serializers.Serializer):
    """How far a project, or a work item of it, had come on a day, as one release stated it."""

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
    """A part of the work as one release planned it, and what was done of it by the newest report."""

    code = Text(source="record.code")
    name = Text(source="record.name")
    unit = Text(source="record.unit_id", allow_null=True)
    planned_quantity = Shortened(source="record.planned_quantity", allow_null=True)
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)
    weight = Shortened(source="record.weight", allow_null=True, help_text=_("In the whole, as declared."))
    done_quantity = Shortened(allow_null=True)
    done_percent = Shortened(
        source="share",
        allow_null=True,
        help_text=_("As stated, or the quantity done by the planned one."),
    )
    done_basis = serializers.SerializerMethodField(help_text=_("`reported`, `computed` or null."))
    done_as_at = Day(source="measured.as_at", default=None, allow_null=True)

    def get_done_basis(self, row: WorkItemProgress) -> str | None:
        if row.share is None:
            return None
        return "reported" if row.is_stated else "computed"


class FundingFields(serializers.Serializer):
    """The whole cost of a project, or the share of one source, as one release stated it."""

    source = Word(Funding.Source.choices, source="record.source", help_text=_("`total` is the whole cost."))
    kind = Word(Funding.Kind.choices, source="record.kind")
    amount = Shortened(source="record.amount", help_text=_("In yuan (CNY)."))
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)


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
        help_text=_("Days from that day to the one on which it was met, or is now due; below 0 if earlier."),
    )


class BeneficiaryFields(serializers.Serializer):
    """How many households, people or buildings benefit from a project, as one release stated it."""

    unit = Text(source="record.unit_id")
    unit_name = Text(source="record.unit.name")
    kind = Word(Benefit.Kind.choices, source="record.kind")
    value = Shortened(source="record.value")
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)
