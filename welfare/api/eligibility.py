"""The calculation of eligibility as JSON: what is posted is answered, and neither stored nor logged."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from portal.publishing.api import Locator
from portal.web.api.fields import Answer, Codes, Day, Text, Time, Word
from portal.web.api.views import ApiView
from portal.web.days import read_day
from portal.web.filters import EVERYWHERE, BadParameter, refuse_unknown
from welfare.detail import Eligibility
from welfare.eligibility import ENROLLED_ON, Contradiction, Facts
from welfare.models import Condition
from welfare.models.cases import ANSWERS
from welfare.rulebook import Rulebook

GIVEN = ("day", "answers", ENROLLED_ON)


class EligibilityRequestSerializer(serializers.Serializer):
    """One case: a day, and what is known of the person. What is left out, or null, is unanswered."""

    day = serializers.DateField(help_text=gettext_lazy("The day for which it is asked."))
    answers = serializers.DictField(
        child=serializers.BooleanField(allow_null=True),
        required=False,
        help_text=gettext_lazy("By code of a group or condition: true, false or null. GET lists the codes."),
    )
    enrolled_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy("When the person enrolled, where a stated boundary decides."),
    )


class EligibilityQuestionSerializer(serializers.Serializer):
    """A question on which the rules of the day depend."""

    code = Text(help_text=gettext_lazy("Its key in `answers`; `enrolled_on` is a member of its own."))
    kind = Word([*Condition.Kind.choices, ("day", gettext_lazy("day"))])
    text = Text()
    definition = Text(help_text=gettext_lazy("Empty if no release gives one."))


class ReasonSerializer(serializers.Serializer):
    """Why nothing follows."""

    code = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    def get_code(self, reason: tuple[str, str]) -> str:
        return reason[0]

    def get_text(self, reason: tuple[str, str]) -> str:
        return reason[1]


class PartSerializer(serializers.Serializer):
    """A group or condition of a rule."""

    code = Text(source="condition.code")
    name = Text(source="condition.name")
    met = Word(ANSWERS, source="truth")


class NeedSerializer(serializers.Serializer):
    """The groups or the conditions of a rule, and how many of them are needed."""

    kind = Word(Condition.Kind.choices)
    enough = Word(
        [("any", gettext_lazy("any one of them")), ("all", gettext_lazy("all of them"))],
        help_text=gettext_lazy("How many are needed: any one, or all of them."),
    )
    codes = Codes()
    met = Word(ANSWERS, source="truth")


class SourceSerializer(serializers.Serializer):
    """Where it is stated."""

    as_printed = Text(source="record.as_printed")
    note = Text(source="record.note")
    release = Text(source="record.release.slug")
    released_at = Time(source="record.released_at")
    locator = Locator(source="record")


class AppliedRuleSerializer(SourceSerializer):
    """A rule applied to the case."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    answer = Word(ANSWERS, source="truth")
    parts = PartSerializer(many=True)
    needs = NeedSerializer(
        many=True, help_text=gettext_lazy("Its groups, and its conditions if any: both are needed.")
    )
    benefit_name = Text(source="record.benefit_name")
    clause = Text(source="record.clause", help_text=gettext_lazy("What the release says, in our words."))


class StatedVersionSerializer(SourceSerializer):
    """The version of the scheme, and the days on which it holds."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    name = Text(source="record.name")
    valid_from = Day(source="record.valid_from", allow_null=True)
    known_from = Day(source="record.known_from", allow_null=True)
    valid_to = Day(source="record.valid_to", allow_null=True)
    newcomers_from = Day(source="record.newcomers_from", allow_null=True)


class SideSerializer(serializers.Serializer):
    """A version that governs the case or may, and what it gives."""

    side = Text(
        allow_null=True,
        help_text=gettext_lazy("In a transition: newcomer (new rules) or earlier (old ones)."),
    )
    in_effect = Word(ANSWERS, source="covers", help_text=gettext_lazy("Whether it holds on that day."))
    answer = Word(ANSWERS, source="truth")
    version = serializers.SerializerMethodField(
        help_text=gettext_lazy("Null: perhaps no rule held on that day, or none is released.")
    )
    rules = AppliedRuleSerializer(
        many=True, help_text=gettext_lazy("Every rule that was applied; any one of them is enough.")
    )

    def get_version(self, side) -> dict | None:
        return StatedVersionSerializer(side, context=self.context).data if side.record else None


class OutcomeSerializer(serializers.Serializer):
    """The answer for one benefit: yes, no, or cannot_tell with the reasons and with what would help."""

    scheme = Text(source="scheme.code")
    scheme_name = Text(source="scheme.name")
    department = Text(source="scheme.department.code")
    benefit = Text()
    benefit_name = Text()
    answer = Word(ANSWERS, source="truth")
    reasons = ReasonSerializer(many=True, help_text=gettext_lazy("Why it cannot be told; empty otherwise."))
    missing = EligibilityQuestionSerializer(
        many=True, help_text=gettext_lazy("The questions whose answers would help.")
    )
    trace = SideSerializer(many=True, source="sides")


class EligibilityAnswer(Answer):
    """Whether a person has which benefit on a day, by the rules published at the moment."""

    day = Day()
    questions = EligibilityQuestionSerializer(
        many=True, help_text=gettext_lazy("All that the rules of the day need.")
    )
    results = OutcomeSerializer(many=True, source="outcomes")


class EligibilityCalculation(ApiView):
    """GET: the questions of a day, and what follows without any answer. POST: what follows from the answers.

    Nothing of what is posted is stored, logged or cached.
    """

    http_method_names = [*ApiView.http_method_names, "post"]
    parser_classes = [JSONParser]
    serializer_class = EligibilityAnswer
    request_serializer_class = EligibilityRequestSerializer
    schema_parameters = [
        OpenApiParameter("day", OpenApiTypes.DATE, description=gettext_lazy("Today, if it is left out."))
    ]

    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, ("day", *EVERYWHERE))
        asked = request.GET.get("day")
        day = day_of("day", asked) if asked else timezone.localdate(request.moment.at)
        return self.answer(Rulebook.known_at(request.moment.at), Facts(day))

    def post(self, request: Request) -> Response:
        refuse_unknown(request.GET, EVERYWHERE)
        book = Rulebook.known_at(request.moment.at)
        response = self.answer(book, facts_of(request.data, book))
        add_never_cache_headers(response)
        return response

    def answer(self, book: Rulebook, facts: Facts) -> Response:
        try:
            eligibility = Eligibility.of(book, facts)
        except Contradiction as error:
            words = _("answers: those to %(code)s and to a group that contains it exclude each other.")
            raise BadParameter("answers", words % {"code": error}) from None
        return Response(self.get_serializer(eligibility).data)


def day_of(name: str, value: object) -> dt.date:
    day = read_day(value) if isinstance(value, str) else None
    if day is None:
        raise BadParameter.value(name, str(value), ["YYYY-MM-DD"])
    return day


def facts_of(given: object, book: Rulebook) -> Facts:
    """The case that is posted. Raises BadParameter naming what is wrong, and what is allowed."""
    if not isinstance(given, dict):
        raise BadParameter("", _("The body is not a JSON object."), GIVEN)
    for name in given:
        if name not in GIVEN:
            raise BadParameter.unknown(name, GIVEN)
    if "day" not in given:
        raise BadParameter("day", _("day: missing."), ["YYYY-MM-DD"])
    enrolled_on = given.get(ENROLLED_ON)
    return Facts(
        day_of("day", given["day"]),
        _answers(given.get("answers"), book.conditions),
        None if enrolled_on is None else day_of(ENROLLED_ON, enrolled_on),
    )


def _answers(given: object, conditions: Mapping[str, Condition]) -> dict[str, bool]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadParameter("answers", _("answers: not a JSON object."), sorted(conditions))
    for code, value in given.items():
        if code not in conditions:
            raise BadParameter.unknown(f"answers.{code}", sorted(conditions))
        if not isinstance(value, bool | None):
            raise BadParameter.value(f"answers.{code}", str(value), ["true", "false", "null"])
    return {code: value for code, value in given.items() if value is not None}
