"""Released records about programmes and projects."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api.releases import Locator
from portal.statistics.models import Observation
from portal.web.api.fields import Answer, Day, PastTime, Shortened, Text, Time, Word
from projects.models import Benefit, Funding, Milestone, Stage, Undertaking


class About(serializers.Serializer):
    """What the record is about."""

    id = serializers.IntegerField()
    project = Text(source="undertaking.code", help_text=_("Code of the project or programme."))
    project_name = Text(source="undertaking.name")
    project_kind = Word(Undertaking.Kind.choices, source="undertaking.kind")
    programme = Text(source="undertaking.programme.code", default=None, allow_null=True)


class Released(serializers.Serializer):
    """Where and when it was stated."""

    as_printed = Text(help_text=_("The token of the document, damaged or not."))
    note = Text()
    release = Text(source="release.slug", help_text=_("Of the release that stated it."))
    locator = Locator()
    released_at = Time()
    superseded_at = PastTime(
        allow_null=True, help_text=_("When a later release took its place; null while it is in force.")
    )


class ProgressFields(serializers.Serializer):
    """How far it had come."""

    work_item = Text(help_text=_("Code; empty for the whole."))
    work_item_name = Text(source="item.name", default="")
    unit = Text(source="item.unit_id", default=None, allow_null=True)
    as_at = Day()
    stage = Word(Stage.choices, allow_blank=True)
    percent = Shortened(allow_null=True, help_text=_("As stated; null where it was not."))
    quantity = Shortened(allow_null=True, help_text=_("In the unit of the work item."))
    planned_quantity = Shortened(source="item.planned_quantity", default=None, allow_null=True)
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)
    status = Word(Observation.Status.choices)


class ProgressInProjectSerializer(ProgressFields, Released):
    """How far a project, or a work item of it, had come on a day."""


class ProgressSerializer(About, ProgressFields, Released):
    """How far a project, or a work item of it, had come on a day, as one release stated it."""


class WorkItemFields(serializers.Serializer):
    """A part of the work as planned, and what was done of it by the newest report."""

    code = Text()
    name = Text()
    unit = Text(source="unit_id", allow_null=True)
    planned_quantity = Shortened(allow_null=True)
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)
    weight = Shortened(allow_null=True, help_text=_("In the whole, as declared."))
    done_quantity = Shortened(source="work.counted.quantity", default=None, allow_null=True)
    done_percent = Shortened(
        source="work.share",
        allow_null=True,
        help_text=_("As stated, or the quantity done by the planned one."),
    )
    done_basis = serializers.SerializerMethodField(help_text=_("`reported`, `computed` or null."))
    done_as_at = Day(source="work.counted.as_at", default=None, allow_null=True)

    def get_done_basis(self, item) -> str | None:
        if item.work.share is None:
            return None
        return "reported" if item.work.is_stated else "computed"


class WorkItemInProjectSerializer(WorkItemFields, Released):
    """A part of the work as planned, and what was done of it."""


class WorkItemSerializer(About, WorkItemFields, Released):
    """A part of the work as one release planned it, and what was done of it by the newest report."""


class FundingFields(serializers.Serializer):
    """An amount of money."""

    source = Word(Funding.Source.choices, help_text=_("`total` is the whole cost."))
    kind = Word(Funding.Kind.choices)
    amount = Shortened(help_text=_("In yuan (CNY)."))
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)


class FundingInProjectSerializer(FundingFields, Released):
    """The whole cost, or the share of one source, in yuan."""


class FundingSerializer(About, FundingFields, Released):
    """The whole cost of a project, or the share of one source, as one release stated it."""


class MilestoneFields(serializers.Serializer):
    """A step with its days."""

    code = Text()
    kind = Word(Milestone.Kind.choices)
    name = Text()
    due = Day(allow_null=True)
    due_printed = Text(help_text=_("As stated."))
    is_met = serializers.BooleanField()
    met_on = Day(allow_null=True)
    first_due = Day(
        source="deadline.first_due", allow_null=True, help_text=_("The first day ever published for it.")
    )
    slip_days = serializers.IntegerField(
        source="deadline.slip",
        allow_null=True,
        help_text=_("Days from that day to the one on which it was met, or is now due; below 0 if earlier."),
    )


class MilestoneInProjectSerializer(MilestoneFields, Released):
    """A step of a project with the day by which it was to be reached, and the one on which it was."""


class MilestoneSerializer(About, MilestoneFields, Released):
    """A step of a project with its days, as one release stated it."""


class BeneficiaryFields(serializers.Serializer):
    """How many benefit."""

    unit = Text(source="unit_id")
    unit_name = Text(source="unit.name")
    kind = Word(Benefit.Kind.choices)
    value = Shortened()
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)


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
