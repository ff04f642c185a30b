"""Health programmes and their figures as records."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from health.api import ProgrammeDetailView, ProgrammeListView
from health.models import HealthProgramme, ProgrammeFigure
from portal.commitments.models import Commitment
from portal.publishing.permissions import own_departments, theirs
from portal.publishing.records import source_columns
from portal.publishing.validation import Paragraphs, paragraphs_of_sources, source
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, Choice, Code, Integer, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.findings import Beside, Finding, every, readable
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint


@dataclass(frozen=True)
class ProgrammeContext:
    """The paragraphs of the source releases, and the codes of existing commitments."""

    paragraphs: Paragraphs
    commitments: Collection[str]


def context(programmes: list[HealthProgramme], beside: Beside) -> ProgrammeContext:
    codes = {code for named in readable(programmes, lambda one: one.commitments) for code in named}
    stored = Commitment.objects.filter(code__in=codes).values_list("code", flat=True)
    brought = readable(beside(Commitment), lambda commitment: commitment.code)
    return ProgrammeContext(paragraphs_of_sources(programmes, beside), {*stored, *brought})


def source_exists(programme: HealthProgramme, context: ProgrammeContext) -> Iterator[Finding]:
    yield from source(programme, context.paragraphs)


def commitments_exist(programme: HealthProgramme, context: ProgrammeContext) -> Iterator[Finding]:
    """The commitments of a programme exist."""
    if unknown := [code for code in programme.commitments if code not in context.commitments]:
        yield Finding("commitments", _("No such commitment: %(codes)s.") % {"codes": ", ".join(unknown)})


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

RECORDS = [
    RecordType(
        model=HealthProgramme,
        access=Access(("department_id",), public=public_rows(HealthProgramme)),
        sheet=PROGRAMMES,
        validate=every(source_exists, commitments_exist),
        context=context,
        endpoint=Endpoint(
            "health-programmes",
            ProgrammeListView,
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
]
