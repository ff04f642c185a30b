"""Schemes as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api import WithdrawnRowSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.staff.filters import OfDepartment
from portal.web.api.endpoints import Endpoint
from portal.web.api.fields import Answer, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.filters import ChoiceFilter, StrictFilterSet, WordsFilter
from portal.web.keyset import Keyset
from welfare.models import Scheme
from welfare.schemes import SchemeDetail


class SchemeSerializer(serializers.Serializer):
    """A scheme under which people are paid or given something."""

    code = Text()
    name = Text()
    about = Text()
    department = Text(source="department.code")
    tier = Word(
        Scheme.Tier.choices,
        allow_blank=True,
        help_text=_("Assigned by this site, not taken from a release; empty if it has not been."),
    )


class SchemeAnswer(Answer, serializers.Serializer):
    """A scheme, with the ids of its versions, rules and disbursements in force."""

    code = Text(source="scheme.code")
    name = Text(source="scheme.name")
    about = Text(source="scheme.about")
    department = Text(source="scheme.department.code")
    tier = Word(Scheme.Tier.choices, source="scheme.tier", allow_blank=True)
    versions = serializers.SerializerMethodField(help_text=_("Ids in `scheme-versions`, the newest first."))
    rules = serializers.SerializerMethodField(help_text=_("Ids in `eligibility-rules`."))
    disbursements = serializers.SerializerMethodField(
        help_text=_("Ids in `disbursements`, the newest first.")
    )
    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))
    withdrawn = WithdrawnRowSerializer(many=True, help_text=_("Newest first."))

    def get_versions(self, detail: SchemeDetail) -> list[int]:
        return [version.record.pk for version in detail.versions]

    def get_rules(self, detail: SchemeDetail) -> list[int]:
        return [rule.pk for version in detail.versions for rule in version.rules]

    def get_disbursements(self, detail: SchemeDetail) -> list[int]:
        return [row.pk for row in detail.disbursements]


class SchemeFilter(StrictFilterSet):
    """Filters schemes of which a release states something."""

    q = WordsFilter("name_zh", "name_en", "about_zh", "about_en", "former_names", "code")
    tier = ChoiceFilter(Scheme.Tier.choices, "tier", label=_("tier"))
    department = OfDepartment("department")


class SchemeList(ListView):
    """Schemes by code."""

    serializer_class = SchemeSerializer
    filterset_class = SchemeFilter
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Scheme.objects.released(at).select_related("department")


class SchemeDetailView(DetailView):
    """One scheme."""

    serializer_class = SchemeAnswer

    def row(self, at: dt.datetime, **key: str) -> SchemeDetail:
        return SchemeDetail.at(key["code"], at)


SCHEMES = Endpoint(
    "schemes",
    SchemeList,
    SchemeDetailView,
    _("Schemes"),
    _("Schemes of relief, aid and insurance, by tier."),
    "welfare:scheme-list",
)
