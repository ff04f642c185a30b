"""Services and guides as JSON."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.services import detail, hsds
from portal.services.filters import GuideFilter, ServiceFilter
from portal.services.models import Guide, GuideNode, Service
from portal.services.walk import GuideDetail, Place
from portal.statistics.api import LatestSerializer
from portal.web.addresses import absolute
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Text, Word
from portal.web.api.schema import AS_OF, LANGUAGE, ApiSchema, ErrorAnswerSerializer
from portal.web.api.views import ApiView, DetailView, ListView
from portal.web.filters import EVERYWHERE, BadParameter, refuse_unknown
from portal.web.keyset import DEFAULT_LIMIT, MOST, Keyset

#: Digits of a number in a parameter.
LONGEST = 9
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


class NodeSerializer(DetailSerializer, NodeFields):
    """One page of a guide, with where it leads and whom to call."""

    about, row = "node", NodeFields

    page = serializers.SerializerMethodField(help_text=_("Its address, which may be shared."))
    answers = LeadSerializer(many=True)
    facilities = Codes(source="facility_codes", help_text=_("Codes of the facilities to go to or ring up."))
    services = Codes(source="service_codes")
    link = Text(help_text=_("Where one goes on: a page of this site, or an https address."))
    link_text = Text()

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


class HsdsSchema(ApiSchema):
    """The parameters and answers; their members are those of the standard."""

    def get_operation_id(self) -> str:
        return f"hsds_services_{'one' if 'uuid' in self.path else 'list'}"

    def get_tags(self) -> list[str]:
        return ["services"]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if "{uuid}" in self.path:
            return [OpenApiParameter("uuid", OpenApiTypes.UUID, OpenApiParameter.PATH), AS_OF, LANGUAGE]
        numbers = [OpenApiParameter(name, OpenApiTypes.INT) for name in HsdsServiceList.own_parameters]
        return [*numbers, AS_OF, LANGUAGE]

    def get_response_serializers(self) -> dict:
        error = ErrorAnswerSerializer
        return {(200, "application/json"): OpenApiTypes.OBJECT, 400: error, 404: error}


def asked(request: Request, name: str, default: int, most: int) -> int:
    """The number in a parameter. Raises BadParameter unless it is from 1 to `most`."""
    text = request.GET.get(name) or str(default)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0
    if not 1 <= number <= most:
        raise BadParameter.value(name, text, [f"1–{most}"])
    return number


class HsdsServiceList(ApiView):
    """Services as a page of the Human Services Data Specification 3."""

    schema = HsdsSchema()
    own_parameters = ("page", "per_page")

    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, (*self.own_parameters, *EVERYWHERE))
        size = asked(request, "per_page", DEFAULT_LIMIT, MOST)
        rows = Service.objects.public(request.moment.at).for_list()
        total = rows.count()
        pages = max(1, -(-total // size))
        number = asked(request, "page", 1, pages)
        shown = [hsds.in_brief(service) for service in rows[(number - 1) * size : number * size]]
        answer = {
            "total_items": total,
            "total_pages": pages,
            "page_number": number,
            "size": len(shown),
            "first_page": number == 1,
            "last_page": number == pages,
            "empty": not shown,
            "contents": shown,
        }
        return Response(answer)


class HsdsServiceDetail(ApiView):
    """One service of the Human Services Data Specification 3, with everything that goes with it."""

    schema = HsdsSchema()

    def get(self, request: Request, uuid: UUID) -> Response:
        refuse_unknown(request.GET, EVERYWHERE)
        at = request.moment.at
        codes = Service.objects.public(at).values_list("code", flat=True)
        code = next((code for code in codes if hsds.id_of("service", code) == str(uuid)), None)
        if code is None:
            raise Http404
        return Response(hsds.in_full(detail.ServiceDetail.at(code, at)))
