"""Columns of the case table as records."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.permissions import theirs
from portal.records.access import Access
from portal.records.columns import Choice
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, RecordType
from portal.statistics.models import Code, Indicator
from portal.web.api.endpoints import Endpoint
from safety.api import CaseList
from safety.models import CRIME_TYPE, CaseMeasure
from safety.validation import validate_case_measure

#: A type of case, by its code among the types of crime; a workbook refers to types that exist already.
CASE_TYPE = Target(Code, known=lambda codes, _lookup: codes.filter(dimension=CRIME_TYPE))

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
            "case_type": lambda _user: Code.objects.filter(dimension=CRIME_TYPE),
        },
        refusals={
            "case_type_from_one_source": _(
                "The type of case comes from the breakdown of the indicator by type of crime, or is named here if there "
                "is no breakdown."
            )
        },
        admin=AdminOptions(
            fields=("indicator", "measure", "case_type"), search=("indicator__code", "indicator__name_zh")
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
