"""The serializer of the answer box of a project."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.statistics.codes import Qualifier
from portal.web.api.fields import Codes, Day, Shortened, Text, Word
from projects.models import FundingKind, FundingSource


class AmountSerializer(serializers.Serializer):
    """An amount of money in the answer."""

    source = Word(FundingSource.choices, help_text=_("`total` is the whole amount."))
    kind = Word(FundingKind.choices, help_text=_("What the document calls the amount, and no more."))
    amount = Shortened(help_text=_("In yuan (CNY)."))
    qualifier = Word(Qualifier.choices, allow_blank=True)


class AnswerSerializer(serializers.Serializer):
    """What residents ask first: where it stands, its commitment, due day, money, and whom to call."""

    sentence = Text(help_text=_("What was last reported, when, and what follows from the due day; computed."))
    is_passed_over = serializers.BooleanField(
        source="status.is_passed_over",
        help_text=_("It had a due day, and its department has published since without a word of it."),
    )
    commitment = Text(source="commitment.code", default=None, allow_null=True)
    due = Day(source="deadline.record.due", default=None, allow_null=True)
    money_of = Text(
        source="whole.code",
        default=None,
        allow_null=True,
        help_text=_("Code of the programme, if the money is stated for all of that."),
    )
    money = AmountSerializer(
        many=True, help_text=_("Totals, or the shares where none is stated; at most three.")
    )
    department = Text(source="status.undertaking.department.code")
    phones = Codes(source="numbers", help_text=_("Telephone numbers of the department."))
    hotlines = Codes(
        source="general_numbers", help_text=_("The general line, if the department has no number.")
    )
