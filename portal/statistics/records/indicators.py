"""Codelists, indicators and series as records."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.publishing.permissions import own_departments, theirs
from portal.records.access import ADMINISTRATORS, Access, released_rows
from portal.records.columns import NAMES, Boolean, Choice, Date, Integer, Text, texts
from portal.records.columns import Code as CodeColumn
from portal.records.described import changes
from portal.records.findings import every
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, References, Sheet
from portal.records.topics import Subject, Topic
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics import meaning
from portal.statistics.api import (
    DimensionDetail,
    DimensionList,
    SeriesDetailView,
    SeriesList,
    UnitDetail,
    UnitList,
)
from portal.statistics.figures import indicator_rows
from portal.statistics.indicator_validation import stored_indicators, validate_indicator
from portal.statistics.models import Code, Dimension, Indicator, Series, Unit
from portal.statistics.validation import validate_series
from portal.web.api.endpoints import Endpoint
from portal.web.feeds import page

UNITS = Sheet(
    "Units",
    gettext_lazy("Units"),
    Group.REFERENCE,
    10,
    Unit,
    (
        CodeColumn("code", required=True),
        *texts(*NAMES, "symbol_zh", "symbol_en", required=True),
        Boolean("below_zero"),
        *changes(),
    ),
    key=("code",),
    export_order=("code",),
)


DIMENSIONS = Sheet(
    "Dimensions",
    gettext_lazy("Dimensions"),
    Group.REFERENCE,
    40,
    Dimension,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True), *changes()),
    key=("code",),
    export_order=("code",),
)


CODES = Sheet(
    "Codes",
    gettext_lazy("Dimension values"),
    Group.REFERENCE,
    50,
    Code,
    (
        Reference("dimension", Target(Dimension), required=True),
        CodeColumn("code", required=True),
        *texts(*NAMES, required=True),
        Integer("order"),
        *changes(),
    ),
    key=("dimension", "code"),
    export_order=("dimension", "order", "code"),
)

BREAKDOWN_FIXED = gettext_lazy(
    "Figures broken down by it have been released: its code cannot change, and it cannot be deleted. Create a new "
    "entry instead."
)
UNIT = RecordType(
    model=Unit,
    access=Access(edited=ADMINISTRATORS),
    sheet=UNITS,
    endpoint=Endpoint(
        "units", UnitList, UnitDetail, gettext_lazy("Units"), gettext_lazy("What values count or measure.")
    ),
    validate=every(meaning.UNIT),
    context=meaning.UNITS,
    refusals={
        "unit_fixed_by_release": gettext_lazy(
            "Values in this unit have been released: its code, names and symbols cannot change. Create a new unit "
            "instead."
        ),
    },
)
DIMENSION = RecordType(
    model=Dimension,
    access=Access(edited=ADMINISTRATORS),
    sheet=DIMENSIONS,
    endpoint=Endpoint(
        "dimensions",
        DimensionList,
        DimensionDetail,
        gettext_lazy("Breakdowns"),
        gettext_lazy("The ways in which indicators are broken down, with their values."),
    ),
    validate=every(meaning.DIMENSION),
    context=meaning.DIMENSIONS,
    refusals={"dimension_fixed_by_release": BREAKDOWN_FIXED},
)
CODE = RecordType(
    model=Code,
    access=Access(edited=ADMINISTRATORS),
    sheet=CODES,
    validate=every(meaning.CODE),
    context=meaning.CODES,
    refusals={"dimension_value_fixed_by_release": BREAKDOWN_FIXED},
)


INDICATORS = Sheet(
    "Indicators",
    gettext_lazy("Indicators"),
    Group.REFERENCE,
    60,
    Indicator,
    (
        CodeColumn("code", required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        *texts(*NAMES, "definition_zh", "definition_en", required=True),
        Reference("unit", Target(Unit), required=True),
        Choice("basis", required=True),
        Text("counted_from"),
        *texts("year_name_zh", "year_name_en"),
        Integer("decimals", required=True),
        References("dimensions", Target(Dimension)),
        Integer("smallest_count"),
        Date("comparable_from"),
        Reference("denominator", Target(Indicator)),
        Choice("frequency"),
        Integer("expected_after"),
        Boolean("headline"),
        Integer("order"),
        *texts("finding_zh", "finding_en"),
        *changes(),
    ),
    key=("code",),
    export_order=("sector__order", "order", "code"),
)


def indicator_hits(indicators: list[Indicator], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            row.indicator.name,
            reverse("indicator-detail", args=[row.indicator.code]),
            [row.indicator.definition],
            row.indicator.sector.name,
            row.latest,
        )
        for row in indicator_rows(indicators, at)
    ]


INDICATOR = RecordType(
    model=Indicator,
    access=Access(
        ("department_id",), appears_in=("series__observations__release",), public=released_rows(Indicator)
    ),
    sheet=INDICATORS,
    validate=validate_indicator,
    context=stored_indicators,
    source=Source(
        "indicators",
        gettext_lazy("Indicators"),
        Indicator,
        lambda at: Indicator.objects.released(at).with_latest(at).for_list(),
        indicator_hits,
        suggested=True,
        order=40,
    ),
    topic=Topic(
        "indicator",
        gettext_lazy("indicator"),
        Indicator.objects.released,
        "code",
        lambda indicator: page("indicator-detail", indicator.code),
        lambda indicator: [Subject("sector", indicator.sector_id)],
        order=40,
    ),
    choices={"department": own_departments},
    refusals={
        "meaning_fixed_by_release": gettext_lazy(
            "Figures of this indicator have been released: its code, unit, basis, decimals and dimensions cannot "
            "change. Create a new indicator instead."
        ),
    },
)
SERIES = RecordType(
    model=Series,
    access=Access(
        ("indicator__department_id",),
        appears_in=("observations__release",),
        public=lambda at: Q(indicator__in=Indicator.objects.released(at)),
    ),
    endpoint=Endpoint(
        "series",
        SeriesList,
        SeriesDetailView,
        gettext_lazy("Series"),
        gettext_lazy("Indicator by area and breakdown."),
    ),
    validate=validate_series,
    choices={"indicator": lambda user: theirs(Indicator.objects.all(), user)},
    refusals={
        "key_never_changes": gettext_lazy("The indicator, area and breakdown of a series never change."),
        "dimensions_are_codes": gettext_lazy("A series names one value for each dimension of its indicator."),
    },
)
