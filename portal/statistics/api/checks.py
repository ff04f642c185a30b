"""Results of checks as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api import VersionFields
from portal.publishing.filters import versions_asked_for
from portal.publishing.printed import CheckState
from portal.statistics.api.figures import DimensionValues, PeriodOf
from portal.statistics.check_words import RELATIONS
from portal.statistics.codes import CheckKind, CheckRole, Doubt
from portal.statistics.filters import CheckResultFilter
from portal.statistics.models import CheckResult
from portal.web.api.fields import Answer, Codes, PastTime, Shortened, Text, Time, Value, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class OperandSerializer(serializers.Serializer):
    """A figure used in a check, with its role."""

    observation = serializers.IntegerField(source="observation_id", help_text=_("Its id."))
    role = Word(CheckRole.choices)
    indicator = Text(source="observation.series.indicator.code")
    area = Text(source="observation.series.area.code")
    dimensions = DimensionValues(source="observation.series.dimensions")
    value = Value(source="observation.rounded", allow_null=True)
    release = Text(source="observation.release.slug")


class UnevaluatedSerializer(serializers.Serializer):
    """A declared check of a period without a result, because the value of a term is not published."""

    check = Text(source="check.code")
    title = Text(source="check.name")
    kind = Word(CheckKind.choices, source="check.kind")
    period = PeriodOf()
    reason = Text(help_text=_("Why it is not evaluated."))
    terms = Codes(help_text=_("The names of the figures without a value."))


class CheckResultSerializer(serializers.Serializer):
    """The result of a check for a period, as of the submission of a release."""

    id = serializers.IntegerField()
    kind = Word(CheckKind.choices)
    title = Text()
    note = Text()
    indicator = Text(source="series.indicator.code")
    indicator_name = Text(source="series.indicator.name")
    sector = Text(source="series.indicator.sector_id")
    area = Text(source="series.area.code")
    area_name = Text(source="series.area.label")
    dimensions = DimensionValues(source="series.dimensions")
    period = PeriodOf()
    unit = Text(source="series.indicator.unit_id")
    stated = Shortened()
    computed = Shortened(help_text=_("The other side, whatever it is called: see `computed_name`."))
    difference = Shortened(
        allow_null=True,
        help_text=_(
            "Stated minus the other side; null where they are not in one unit. It means something only if "
            "`difference_name` is not empty."
        ),
    )
    passed = serializers.BooleanField()
    reason = Text(help_text="Why it is published although it does not hold; empty where it holds.")
    operands = OperandSerializer(many=True, source="operands.all")
    release = Text(source="release.slug")
    released_at = Time()
    superseded_at = PastTime(
        source="ended_at",
        allow_null=True,
        help_text=_("When a later result replaced it or one of its figures ended; null while in force."),
    )
    rechecked_at = Time(
        allow_null=True,
        help_text=_(
            "When it was computed anew, because a release with figures that it was compared with had been withdrawn; "
            "null if it was computed with its release."
        ),
    )
    check = Text(source="code", help_text=_("Code of the declared check; empty for an automatic one."))
    state = Word(
        CheckState.choices,
        help_text=_("A contradiction fails under every reading; a doubtful result may have an explanation."),
    )
    state_name = Text(help_text=_("What was found, in the words of this kind of check."))
    doubt = Word(
        Doubt.choices, allow_blank=True, help_text=_("Why it is doubtful, as a code; empty otherwise.")
    )
    because = Text(help_text=_("Why it is doubtful, in words; empty otherwise."))
    relation = Word(
        RELATIONS,
        source="words.relation",
        help_text=_("What should be true of the stated value and the other side."),
    )
    stated_name = Text(source="words.stated")
    computed_name = Text(source="words.other")
    difference_name = Text(help_text=_("Empty where the distance of the two sides is no error."))
    compared = Text(help_text=_("Both sides in words, with their units."))
    named = Codes(help_text=_("Codes of the things that were counted."))


class CheckResultVersionSerializer(CheckResultSerializer, VersionFields):
    """The result of a check for a period, as of the submission of a release, with those before and after."""


class CheckResultAnswer(Answer, CheckResultVersionSerializer):
    """One result of a check."""


class CheckResultList(ListView):
    """Results of checks, contradictions first, then doubtful ones: in force, or with `versions=all` superseded too."""

    serializer_class = CheckResultVersionSerializer
    filterset_class = CheckResultFilter
    keyset = Keyset("state", "-period_end", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return versions_asked_for(CheckResult.objects, self.request).with_neighbours().for_list()


class CheckResultDetail(DetailView):
    """One result of a check, in force or superseded."""

    serializer_class = CheckResultAnswer
    key = "id"

    def rows(self, at: dt.datetime) -> QuerySet:
        return CheckResult.objects.released(at).with_neighbours().for_list()
