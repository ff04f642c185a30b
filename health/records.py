"""Health programmes, their figures, accreditations and sites as records."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from health.api import AccreditationFields, ProgrammeDetailView, ProgrammeList, SiteList
from health.filters import AccreditationVersions
from health.models import Accreditation, HealthProgramme, ProgrammeFigure, SiteOperation
from health.validation import (
    context_of_programmes,
    validate_accreditation,
    validate_programme,
    validate_site_operation,
)
from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments, theirs
from portal.publishing.records import in_document, locator, source_columns
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, NOTES, Choice, Code, Date, Integer, Text, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint


def programme_hits(programmes: list[HealthProgramme], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            one.name,
            reverse("health:programme", args=[one.code]),
            [one.offer, one.for_whom, "、".join(one.aliases)],
            one.get_kind_display(),
            answer=one.for_whom,
        )
        for one in programmes
    ]


PROGRAMMES = Sheet(
    "HealthProgrammes",
    gettext_lazy("Health programmes"),
    Group.CONTENT,
    310,
    HealthProgramme,
    (
        Code("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        Reference("department", Target(Department), required=True),
        *texts("for_whom_zh", "for_whom_en"),
        *texts("offer_zh", "offer_en", required=True),
        *(Texts(name) for name in ("commitments", "services", "facilities", "aliases")),
        Integer("order"),
        *source_columns(),
        *changes(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)
FIGURES = Sheet(
    "HealthProgrammeFigures",
    gettext_lazy("Figures of health programmes"),
    Group.CONTENT,
    320,
    ProgrammeFigure,
    (
        Reference("programme", Target(HealthProgramme), required=True),
        Choice("role", required=True),
        Reference("indicator", Target(Indicator), required=True),
        *texts("why_zh", "why_en"),
        Integer("order"),
    ),
    key=("programme", "role", "indicator"),
    export_order=("programme__order", "programme__code", "order", "pk"),
)
ACCREDITATIONS = Sheet(
    "Accreditations",
    gettext_lazy("Accreditations"),
    Group.RELEASE,
    310,
    Accreditation,
    (
        Code("code", required=True),
        *locator(),
        Reference("department", Target(Department), required=True),
        *texts("standard_zh", "standard_en", required=True),
        Choice("level", required=True),
        Choice("state", required=True),
        *texts("holder_zh", "holder_en", required=True),
        Code("facility"),
        Integer("number"),
        *texts("body_zh", "body_en"),
        Integer("year"),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("code",),
    export_order=("section__order", "paragraph", "pk"),
)


SITE_OPERATIONS = Sheet(
    "SiteOperations",
    gettext_lazy("Operation of sites"),
    Group.RELEASE,
    320,
    SiteOperation,
    (
        Code("site", required=True),
        *locator(),
        Reference("department", Target(Department), required=True),
        Date("opened_on"),
        Date("closed_on"),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("site",),
    export_order=("section__order", "paragraph", "pk"),
)


def summary(row: Accreditation) -> str:
    """“Gushan Town Hospital · recommended standard · national · reached · 2022”."""
    parts = (row.holder, row.number, row.standard, row.get_level_display(), row.get_state_display(), row.year)
    return " · ".join(str(part) for part in parts if part)


RECORDS = [
    RecordType(
        model=HealthProgramme,
        access=Access(("department_id",), public=public_rows(HealthProgramme)),
        sheet=PROGRAMMES,
        validate=validate_programme,
        context=context_of_programmes,
        endpoint=Endpoint(
            "health-programmes",
            ProgrammeList,
            ProgrammeDetailView,
            gettext_lazy("Health programmes"),
            gettext_lazy(
                "What is done for whom, with figures, targets and commitments, and what was not reported."
            ),
            "health:programme-list",
        ),
        source=Source(
            "health-programmes",
            gettext_lazy("Health programmes"),
            HealthProgramme,
            lambda at: HealthProgramme.objects.public(at).for_list(),
            programme_hits,
            suggested=True,
            order=8,
        ),
        choices={"department": own_departments},
        admin=AdminOptions(
            fields=(
                ("code", "kind"),
                ("name_zh", "name_en"),
                "department",
                ("for_whom_zh", "for_whom_en"),
                ("offer_zh", "offer_en"),
                "commitments",
                "services",
                "facilities",
                "aliases",
                "order",
                ("release", "section", "paragraph"),
                "is_public",
            ),
            search=("code", *NAMES),
            filters=("kind", "is_public"),
        ),
    ),
    RecordType(
        model=ProgrammeFigure,
        access=Access(
            ("programme__department_id",),
            public=lambda at: Q(programme__in=HealthProgramme.objects.public(at)),
        ),
        sheet=FIGURES,
        related=("programme", "indicator"),
        choices={"programme": lambda user: theirs(HealthProgramme.objects.all(), user)},
        admin=AdminOptions(
            fields=("programme", "role", "indicator", ("why_zh", "why_en"), "order"),
            search=("programme__code", "programme__name_zh", "programme__name_en", "indicator__code"),
            filters=("role",),
            autocomplete=("indicator",),
        ),
    ),
    RecordType(
        model=Accreditation,
        access=Access(("department_id",), "release", contributes=True),
        sheet=ACCREDITATIONS,
        endpoint=record_endpoint(
            "accreditations",
            Accreditation,
            AccreditationFields,
            filters=AccreditationVersions,
            title=gettext_lazy("Accreditations"),
            about=gettext_lazy("Institutions that reached a standard, or are working towards one."),
            related=("department",),
        ),
        validate=validate_accreditation,
        summary=summary,
        choices=IN_OPEN_RELEASE | {"department": own_departments},
        admin=AdminOptions(
            fields=(
                ("code", "department"),
                ("standard_zh", "standard_en"),
                ("level", "state", "year"),
                ("holder_zh", "holder_en"),
                ("facility", "number"),
                ("body_zh", "body_en"),
            ),
            search=("code", "standard_zh", "standard_en", "holder_zh", "holder_en"),
            filters=("level", "state"),
        ),
    ),
    RecordType(
        model=SiteOperation,
        access=Access(("department_id",), "release", contributes=True),
        sheet=SITE_OPERATIONS,
        endpoint=Endpoint(
            "health-sites",
            SiteList,
            title=gettext_lazy("Clinics, hospitals and sampling points"),
            about=gettext_lazy("From when to when each was in operation, as far as a release states it."),
            page="health:site-list",
        ),
        validate=validate_site_operation,
        summary=lambda row: f"{row.site}: {row.opened_on or '?'} – {row.closed_on or '?'}",
        choices=IN_OPEN_RELEASE | {"department": own_departments},
        admin=AdminOptions(
            fields=(("site", "department"), ("opened_on", "closed_on")), search=("site", "note_zh", "note_en")
        ),
    ),
]
