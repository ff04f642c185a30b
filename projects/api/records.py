"""Released records about programmes and projects."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api.releases import Locator
from portal.statistics.models import Observation
from portal.web.api.fields import Answer, Day, PastTime, Shortened, Text, Time, Word
from projects.detail.records import WorkItemProgress
from projects.models import Benefit, Funding, Milestone, Stage, Undertaking


class About(serializers.Serializer):
    """What the record is about."""

    id = serializers.IntegerField(source="record.id")
    project = Text(source="record.undertaking.code", help_text=_("Code of the project or programme."))
    project_name = Text(source="record.undertaking.name")
    project_kind = Word(Undertaking.Kind.choices, source="record.undertaking.kind")
    programme = Text(source="record.undertaking.programme.code", default=None, allow_null=True)


class Released(serializers.Serializer):
    """Where and when it was stated."""

    as_printed = Text(source="record.as_printed", help_text=_("The token of the document, damaged or not."))
    note = Text(source="record.note")
    release = Text(source="record.release.slug", help_text=_("Of the release that stated it."))
    locator = Locator(source="record")
    released_at = Time(source="record.released_at")
    superseded_at = PastTime(
        source="record.superseded_at",
        allow_null=True,
        help_text=_("When a later release took its place; null while it is in force."),
    )


class ProgressFields(serializers.Serializer):
    """How far it had come."""

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
    qualifier = Word(Observation.Qualifier.choices, source="record.qualifier", allow_blank=True)
    status = Word(Observation.Status.choices, source="record.status")


class ProgressInProjectSerializer(ProgressFields, Released):
    """How far a project, or a work item of it, had come on a day."""


class ProgressSerializer(About, ProgressFields, Released):
    """How far a project, or a work item of it, had come on a day, as one release stated it."""


class WorkItemFields(serializers.Serializer):
    """A part of the work as planned, and what was done of it by the newest report."""

    code = Text(source="record.code")
    name = Text(source="record.name")
    unit = Text(source="record.unit_id", allow_null=True)
    planned_quantity = Shortened(source="record.planned_quantity", allow_null=True)
    qualifier = Word(Observation.Qualifier.choices, source="record.qualifier", allow_blank=True)
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


class WorkItemInProjectSerializer(WorkItemFields, Released):
    """A part of the work as planned, and what was done of it."""


class WorkItemSerializer(About, WorkItemFields, Released):
    """A part of the work as one release planned it, and what was done of it by the newest report."""


class FundingFields(serializers.Serializer):
    """An amount of money."""

    source = Word(Funding.Source.choices, source="record.source", help_text=_("`total` is the whole cost."))
    kind = Word(Funding.Kind.choices, source="record.kind")
    amount = Shortened(source="record.amount", help_text=_("In yuan (CNY)."))
    qualifier = Word(Observation.Qualifier.choices, source="record.qualifier", allow_blank=True)


class FundingInProjectSerializer(FundingFields, Released):
    """The whole cost, or the share of one source, in yuan."""


class FundingSerializer(About, FundingFields, Released):
    """The whole cost of a project, or the share of one source, as one release stated it."""


class MilestoneFields(serializers.Serializer):
    """A step with its days."""

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


class MilestoneInProjectSerializer(MilestoneFields, Released):
    """A step of a project with the day by which it was to be reached, and the one on which it was."""


class MilestoneSerializer(About, MilestoneFields, Released):
    """A step of a project with its days, as one release stated it."""


class BeneficiaryFields(serializers.Serializer):
    """How many benefit."""

    unit = Text(source="record.unit_id")
    unit_name = Text(source="record.unit.name")
    kind = Word(Benefit.Kind.choices, source="record.kind")
    value = Shortened(source="record.value")
    qualifier = Word(Observation.Qualifier.choices, source="record.qualifier", allow_blank=True)


class BeneficiaryInProjectSerializer(BeneficiaryFields, Released):
    """How many households, people or buildings benefit."""


class BeneficiarySerializer(About, BeneficiaryFields, Released):
    """How many households, people or buildings benefit from a project, as one release stated it."""


class ProgressAnswer(Answer, ProgressSerializer):
    """One report of progress."""


class WorkItemAnswer(Answer, WorkItemSerializer):
    """One work item."""


class FundingAnswer(Answer, FundingSerializer):
    """One amount of money."""


class MilestoneAnswer(Answer, MilestoneSerializer):
    """One milestone."""


class BeneficiaryAnswer(Answer, BeneficiarySerializer):
    """One number of beneficiaries."""
