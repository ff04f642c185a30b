"""Services and guides as records."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.permissions import own_departments
from portal.publishing.records import source_columns
from portal.records.access import NOBODY, Access, public_rows
from portal.records.columns import NAMES, Choice, Code, Column, Date, Integer, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.lookups import Target
from portal.records.search_index import in_both
from portal.records.sheets import Group, Reference, References, Row, Sheet, Values
from portal.records.types import Hit, RecordType, Source
from portal.services import validation
from portal.services.api import (
    GuideDetailView,
    GuideList,
    HsdsServiceDetail,
    HsdsServiceList,
    ServiceDetailView,
    ServiceList,
)
from portal.services.faults import refusal
from portal.services.models import Guide, GuideAnswer, GuideNode, Service, ServiceArea, ServiceFacility
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint


def service_hits(services: list[Service], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            one.name,
            reverse("service-detail", args=[one.code]),
            [one.summary, one.hours, one.phone, one.audience, one.application, "、".join(one.aliases)],
            one.sector.name,
        )
        for one in services
    ]


def guide_hits(guides: list[Guide], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            one.name,
            reverse("guide-detail", args=[one.code]),
            [one.summary, "、".join(one.aliases)],
            one.sector.name,
        )
        for one in guides
    ]


def whose() -> tuple[Column, ...]:
    """The columns that say to which department and sector a row belongs."""
    return (
        Reference("department", Target(Department), required=True),
        Reference("sector", Target(Sector), required=True),
    )


class ServicesEndpoint(Endpoint):
    """The list of services also exists in the words of HSDS 3."""

    def routes(self) -> Iterator[URLPattern]:
        yield path("hsds/services", HsdsServiceList.as_view(), name="hsds-services")
        yield path("hsds/services/<uuid:uuid>", HsdsServiceDetail.as_view(), name="hsds-services-one")
        yield from super().routes()


GUIDES = Sheet(
    "Guides",
    _("Guides"),
    Group.CONTENT,
    30,
    Guide,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        *texts("summary_zh", "summary_en", required=True),
        Code("start", required=True),
        *whose(),
        Texts("aliases"),
        *source_columns(),
        Date("reviewed_on", required=True),
        *changes(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)
SERVICES = Sheet(
    "Services",
    _("Services"),
    Group.CONTENT,
    40,
    Service,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        *texts("summary_zh", "summary_en", required=True),
        *whose(),
        *texts(*in_both("audience", "documents", "application", "hours"), "phone", "online"),
        *texts("promise_zh", "promise_en"),
        Integer("promised_days"),
        *texts(*in_both("fee", "law"), "law_address"),
        References("areas", Target(Area)),
        References("facilities", Target(Facility)),
        Reference("standard", Target(Indicator)),
        Texts("counts"),
        Texts("next_services"),
        Texts("next_guides"),
        Texts("aliases"),
        *source_columns(),
        Date("reviewed_on", required=True),
        *changes(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)


def of_named_guides(before: Values, rows: list[Row]) -> bool:
    """Whether a node or an answer goes that the sheet lacks: it does where the sheet has others of its guide."""
    return before["guide"] in {row.values.get("guide") for row in rows}


def source_of_part() -> tuple[Column, ...]:
    """The columns of a source, without whether it is public: a part is public with the whole."""
    return tuple(column for column in source_columns() if column.code != "public")


NODES = Sheet(
    "GuideNodes",
    _("Nodes of guides"),
    Group.CONTENT,
    50,
    GuideNode,
    (
        Reference("guide", Target(Guide), required=True),
        Code("code", required=True),
        Choice("kind", required=True),
        *texts(*in_both("title", "text"), required=True),
        Code("next"),
        Texts("facilities"),
        Texts("services"),
        *texts("address", *in_both("address_label")),
        *source_of_part(),
        Date("reviewed_on", required=True),
    ),
    key=("guide", "code"),
    removes=of_named_guides,
    export_order=("guide__code", "pk"),
)
ANSWERS = Sheet(
    "GuideAnswers",
    _("Answers of guides"),
    Group.CONTENT,
    60,
    GuideAnswer,
    (
        Reference("guide", Target(Guide), required=True),
        Code("node", required=True),
        Integer("order", required=True),
        *texts("text_zh", "text_en", required=True),
        Code("leads_to", required=True),
    ),
    key=("guide", "node", "order"),
    removes=of_named_guides,
    export_order=("guide__code", "node", "order"),
)

#: Nodes and answers belong to their guide, and are public with it.
OF_GUIDE = Access(
    ("guide__department_id",), public=lambda at: Q(guide__in=Guide.objects.public(at).values("pk"))
)
#: Links that nobody edits by themselves.
OF_SERVICE = Access(
    ("service__department_id",),
    public=lambda at: Q(service__in=Service.objects.public(at).values("pk")),
    edited=NOBODY,
)
REFUSALS = {"public_guide_is_whole": refusal}

RECORDS = [
    RecordType(
        model=Service,
        access=Access(("department_id",), public=public_rows(Service)),
        sheet=SERVICES,
        validate=validation.validate_service,
        context=validation.context_of_services,
        endpoint=ServicesEndpoint(
            "services",
            ServiceList,
            ServiceDetailView,
            _("Services"),
            _("What residents can get done: who may, what to bring, where, when, how long it takes."),
            "service-list",
        ),
        source=Source(
            "services",
            _("Services"),
            Service,
            lambda at: Service.objects.public(at).for_list(),
            service_hits,
            suggested=True,
            order=6,
        ),
        choices={"department": own_departments},
    ),
    RecordType(
        model=Guide,
        access=Access(("department_id",), public=public_rows(Guide)),
        sheet=GUIDES,
        validate=validation.validate_guide,
        context=validation.context_of_guides,
        endpoint=Endpoint(
            "guides",
            GuideList,
            GuideDetailView,
            _("Guides"),
            _("Steps, questions with answers that lead on, and whom to call, each with its source."),
            "guide-list",
        ),
        source=Source(
            "guides",
            _("Guides"),
            Guide,
            lambda at: Guide.objects.public(at).for_list(),
            guide_hits,
            suggested=True,
            order=4,
        ),
        choices={"department": own_departments},
        refusals=REFUSALS,
    ),
    RecordType(
        model=GuideNode,
        access=OF_GUIDE,
        sheet=NODES,
        validate=validation.validate_node,
        context=validation.context_of_nodes,
        refusals=REFUSALS,
    ),
    RecordType(model=GuideAnswer, access=OF_GUIDE, sheet=ANSWERS, refusals=REFUSALS),
    RecordType(model=ServiceArea, access=OF_SERVICE),
    RecordType(model=ServiceFacility, access=OF_SERVICE),
]
