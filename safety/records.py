"""Columns of the case table, police operations and villages without a criminal case as records."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments, theirs
from portal.publishing.records import in_document, locator
from portal.records.access import Access, released_rows
from portal.records.columns import NAMES, NOTES, Choice, Code, Date, Integer, Text, texts
from portal.records.described import changes
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department, User
from portal.statistics.models import Code as CodeOfDimension
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint
from safety.api import (
    CaseList,
    CrimeFreeVillageFields,
    OperationDetailView,
    OperationFigureFields,
    OperationList,
    OperationReportFields,
)
from safety.filters import OfOperation, VillageFilter
from safety.models import (
    CRIME_TYPE,
    AreaMeasure,
    CaseMeasure,
    CrimeFreeVillage,
    Operation,
    OperationFigure,
    OperationReport,
)
from safety.validation import (
    validate_case_measure,
    validate_operation_figure,
    validate_operation_report,
    validate_village,
)

#: A type of case, by its code among the types of crime.
CASE_TYPE = Target(
    CodeOfDimension,
    known=lambda codes, _lookup: codes.filter(dimension__code=CRIME_TYPE),
    under=(CRIME_TYPE,),
)

#: The columns of a row that a document prints.
PRINTED = (Text("as_printed", required=in_document), *texts(*NOTES))


def operation_hits(operations: list[Operation], _at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            one.name,
            reverse("safety:operation", args=[one.code]),
            [text for report in one.told for text in (report.task, report.outcome)],
            one.get_kind_display(),
        )
        for one in operations
    ]


def operations_for(user: User) -> QuerySet:
    return theirs(Operation.objects.all(), user)


RECORDS = [
    RecordType(
        model=CaseMeasure,
        access=Access(
            ("indicator__department_id",),
            public=lambda at: Q(indicator__in=Indicator.objects.released(at)),
        ),
        sheet=Sheet(
            "CaseMeasures",
            _("Columns of the case table"),
            Group.CONTENT,
            110,
            CaseMeasure,
            (
                Reference("indicator", Target(Indicator), required=True),
                Choice("measure", required=True),
                Reference("case_type", CASE_TYPE),
            ),
            key=("indicator",),
        ),
        validate=validate_case_measure,
        choices={
            "indicator": lambda user: theirs(Indicator.objects.all(), user),
            "case_type": lambda _user: CodeOfDimension.objects.filter(dimension=CRIME_TYPE),
        },
        refusals={
            "case_type_from_one_source": _(
                "The type of case comes from the breakdown of the indicator by type of crime, or is named here if "
                "there is no breakdown."
            )
        },
        admin=AdminOptions(
            fields=("indicator", "measure", "case_type"), search=("indicator__code", "indicator__name_zh")
        ),
    ),
    RecordType(
        model=AreaMeasure,
        access=Access(
            ("indicator__department_id",),
            public=lambda at: Q(indicator__in=Indicator.objects.released(at)),
        ),
        sheet=Sheet(
            "AreaMeasures",
            _("Indicators shown by area"),
            Group.CONTENT,
            115,
            AreaMeasure,
            (Reference("indicator", Target(Indicator), required=True), Choice("block", required=True)),
            key=("indicator",),
        ),
        choices={"indicator": lambda user: theirs(Indicator.objects.all(), user)},
        admin=AdminOptions(
            fields=("indicator", "block"),
            search=("indicator__code", "indicator__name_zh"),
            filters=("block",),
        ),
    ),
    RecordType(
        model=Operation,
        access=Access(
            ("department_id",),
            appears_in=("reports__release", "figures__release"),
            public=released_rows(Operation),
        ),
        sheet=Sheet(
            "Operations",
            _("Police operations"),
            Group.REFERENCE,
            230,
            Operation,
            (
                Code("code", required=True),
                Choice("kind", required=True),
                *texts(*NAMES, required=True),
                Reference("department", Target(Department), required=True),
                Integer("order"),
                *changes(),
            ),
            key=("code",),
            export_order=("order", "code"),
        ),
        endpoint=Endpoint(
            "operations",
            OperationList,
            OperationDetailView,
            title=_("Police operations"),
            about=_("Campaigns, security tasks, deployments and incidents: days, tasks, outcomes, figures."),
            page="safety:operations",
        ),
        source=Source(
            "operations",
            _("Police operations"),
            Operation,
            lambda at: Operation.objects.known_at(at).for_list(at),
            operation_hits,
            suggested=True,
            order=35,
        ),
        choices={"department": own_departments},
        admin=AdminOptions(
            fields=("code", "kind", "name_zh", "name_en", "department", "order"),
            search=("code", *NAMES),
            filters=("kind",),
        ),
    ),
    RecordType(
        model=OperationReport,
        access=Access(("operation__department_id",), "release", contributes=True),
        sheet=Sheet(
            "OperationReports",
            _("Reports on police operations"),
            Group.RELEASE,
            230,
            OperationReport,
            (
                Reference("operation", Target(Operation), required=True),
                *locator(),
                Date("as_at", required=True),
                Date("starts_on"),
                Date("ends_on"),
                *texts("when_zh", "when_en", "place_zh", "place_en"),
                *texts("task_zh", "task_en", required=True),
                *texts("outcome_zh", "outcome_en"),
                *PRINTED,
            ),
            key=("operation", "as_at"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "operation-reports",
            OperationReport,
            OperationReportFields,
            filters=OfOperation,
            title=_("Reports on police operations"),
            about=_("What each release says of a campaign, security task, deployment or incident."),
            related=("operation",),
        ),
        validate=validate_operation_report,
        summary=lambda row: " · ".join(filter(None, (row.task, row.when, row.place, row.outcome))),
        related=("operation",),
        choices=IN_OPEN_RELEASE | {"operation": operations_for},
        admin=AdminOptions(
            fields=(
                "operation",
                ("as_at", "starts_on", "ends_on"),
                ("when_zh", "when_en"),
                ("place_zh", "place_en"),
                ("task_zh", "task_en"),
                ("outcome_zh", "outcome_en"),
            ),
            search=("operation__code", "operation__name_zh", "operation__name_en", "task_zh", "task_en"),
            filters=("operation__kind",),
        ),
    ),
    RecordType(
        model=OperationFigure,
        access=Access(("operation__department_id",), "release", contributes=True),
        sheet=Sheet(
            "OperationFigures",
            _("Figures of police operations"),
            Group.RELEASE,
            240,
            OperationFigure,
            (
                Reference("operation", Target(Operation), required=True),
                Reference("indicator", Target(Indicator), required=True),
                *locator(),
                Choice("attribution", required=True),
                *PRINTED,
            ),
            key=("operation", "indicator"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "operation-figures",
            OperationFigure,
            OperationFigureFields,
            filters=OfOperation,
            title=_("Figures of police operations"),
            about=_(
                "Which indicators releases name with an operation, and whether they are its own results."
            ),
            related=("operation", "indicator"),
        ),
        validate=validate_operation_figure,
        summary=lambda row: f"{row.indicator} · {row.get_attribution_display()}",
        related=("operation", "indicator"),
        choices=IN_OPEN_RELEASE
        | {"operation": operations_for, "indicator": lambda user: theirs(Indicator.objects.all(), user)},
        admin=AdminOptions(
            fields=("operation", "indicator", "attribution"),
            search=("operation__code", "operation__name_zh", "indicator__code", "indicator__name_zh"),
            filters=("attribution",),
        ),
    ),
    RecordType(
        model=CrimeFreeVillage,
        access=Access(("department_id",), "release", contributes=True),
        sheet=Sheet(
            "CrimeFreeVillages",
            _("Villages without criminal cases"),
            Group.RELEASE,
            250,
            CrimeFreeVillage,
            (
                Reference("area", Target(Area), required=True),
                Integer("year", required=True),
                Reference("department", Target(Department), required=True),
                *locator(),
                *PRINTED,
            ),
            key=("area", "year"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "crime-free-villages",
            CrimeFreeVillage,
            CrimeFreeVillageFields,
            filters=VillageFilter,
            title=_("Villages without criminal cases"),
            about=_(
                "The villages and communities that a release names as without a criminal case in a year."
            ),
            related=("area__parent", "department"),
        ),
        validate=validate_village,
        summary=lambda row: f"{row.year}",
        related=("area", "department"),
        choices=IN_OPEN_RELEASE | {"department": own_departments},
        admin=AdminOptions(
            fields=("area", "year", "department"),
            search=("area__code", "area__name_zh", "area__name_en"),
            filters=("year",),
            autocomplete=("area",),
        ),
    ),
]

ENDPOINTS = [
    Endpoint(
        "case-statistics",
        CaseList,
        title=_("Cases by type"),
        about=_("Cases, persons caught, gangs, money and rate of each type of case, by period."),
        page="safety:cases",
    )
]
