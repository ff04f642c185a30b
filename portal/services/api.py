"""Services and guides as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.services import detail
from portal.services.filters import GuideFilter, ServiceFilter
from portal.services.models import Guide, GuideNode, Service
from portal.services.walk import GuideDetail, Place
from portal.statistics.api import LatestSerializer
from portal.web.addresses import absolute
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset

ORIGINS = [("release", _("from a release")), ("operator", _("written by the operator of this site"))]


class SourcedSerializer(serializers.Serializer):
    """Its code, who says so, and when somebody last made sure of it."""

    code = Text()
    origin = Word(
        ORIGINS, help_text=_("`operator`: written by the operator of this site, not taken from a release.")
    )
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")
    reviewed_on = Day()


class ServiceSerializer(SourcedSerializer):
    """Something that residents can get done. An empty text means that it is not published."""

    name = Text()
    summary = Text(help_text=_("The answer in a sentence or two."))
    audience = Text(help_text=_("Who may."))
    documents = Text(help_text=_("What to bring, one a line."))
    application = Text(help_text=_("How to apply."))
    hours = Text()
    phone = Text()
    online = Text()
    promise = Text(help_text=_("How long it is promised to take."))
    promised_days = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=_("Promised working days; null if none are promised.")
    )
    fee = Text()
    law = Text()
    law_address = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    areas = Codes(source="area_codes")
    facilities = Codes(
        source="facility_codes", help_text=_("Codes of the public facilities where it is to be had.")
    )
    aliases = Codes()


class ServiceAnswer(Answer, DetailSerializer, ServiceSerializer):
    """One service with its figures and where it leads."""

    about, row = "service", ServiceSerializer

    standard = LatestSerializer(
        source="standard_figure",
        allow_null=True,
        help_text=_("The promised level of service as last published."),
    )
    counts = LatestSerializer(
        source="count_figures", many=True, help_text=_("The newest figure of each indicator that counts it.")
    )
    next_services = Codes(source="next_service_codes")
    next_guides = Codes(source="next_guide_codes")
    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class ServiceList(ListView):
    """Services by pinyin."""

    serializer_class = ServiceSerializer
    filterset_class = ServiceFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Service.objects.public(at).for_list()

    def prepare(self, rows: list[Service]) -> list[Service]:
        return detail.attach_facilities(rows, self.request.moment.at)


class ServiceDetailView(DetailView):
    """One service."""

    serializer_class = ServiceAnswer

    def row(self, at: dt.datetime, **key: str) -> detail.ServiceDetail:
        return detail.ServiceDetail.at(key["code"], at)


class GuideSerializer(SourcedSerializer):
    """A way through a matter, one step or question at a time."""

    name = Text()
    summary = Text()
    start = Text(help_text=_("The code of the first node."))
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    aliases = Codes()


class LeadSerializer(serializers.Serializer):
    """An answer, and the code of the node to which it leads."""

    text = Text()
    leads_to = Text(source="node.code")


class NodeFields(SourcedSerializer):
    """One page of a guide: a step that leads on, a question with answers, or an end with whom to call."""

    kind = Word(GuideNode.Kind.choices)
    title = Text()
    text = Text(help_text=_("One paragraph a line."))
    next = Text(help_text=_("Of a step: the code of the next node; empty otherwise."))
    link = Text(source="address")
    link_text = Text(source="address_label")


class NodeSerializer(DetailSerializer, NodeFields):
    """One page of a guide, with where it leads and whom to call."""

    about, row = "node", NodeFields

    page = serializers.SerializerMethodField(help_text=_("Its address, which may be shared."))
    answers = LeadSerializer(many=True)
    facilities = Codes(source="facility_codes", help_text=_("Codes of the facilities to go to or ring up."))
    services = Codes(source="service_codes")

    def get_page(self, place: Place) -> str:
        return absolute(reverse("guide-node", args=[place.guide.code, place.node.code]))


class GuideAnswer(Answer, DetailSerializer, GuideSerializer):
    """One guide with all its nodes, in the order of a walk that takes each first answer first."""

    about, row = "guide", GuideSerializer

    nodes = NodeSerializer(source="places", many=True)
    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class GuideList(ListView):
    """Guides by pinyin."""

    serializer_class = GuideSerializer
    filterset_class = GuideFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Guide.objects.public(at).for_list()


class GuideDetailView(DetailView):
    """One guide with all its nodes."""

    serializer_class = GuideAnswer

    def row(self, at: dt.datetime, **key: str) -> GuideDetail:
        return GuideDetail.at(key["code"], at)
