"""Indicators and series as records."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from portal.publishing.permissions import own_departments, theirs
from portal.records.access import Access, released_rows
from portal.records.columns import NAMES, Boolean, Choice, Integer, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, References, Sheet
from portal.records.topics import Subject, Topic
from portal.records.types import RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics.api.figures import SeriesDetailView, SeriesList
from portal.statistics.models import Dimension, Indicator, Series, Unit
from portal.statistics.search import indicator_hits
from portal.statistics.search import indicators as searched_indicators
from portal.statistics.validation import released_indicators, validate_indicator, validate_series
from portal.web.api.endpoints import Endpoint
from portal.web.feeds import page

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
        Integer("decimals", required=True),
        References("dimensions", Target(Dimension)),
        Integer("smallest_count"),
        Choice("frequency"),
        Integer("expected_after"),
        Boolean("headline"),
        Integer("order"),
    ),
    key=("code",),
    export_order=("sector__order", "order", "code"),
)

INDICATOR = RecordType(
    model=Indicator,
    access=Access(
        ("department_id",), appears_in=("series__observations__release",), public=released_rows(Indicator)
    ),
    sheet=INDICATORS,
    validate=validate_indicator,
    context=released_indicators,
    source=Source(
        "indicators",
        gettext_lazy("Indicators"),
        Indicator,
        searched_indicators,
        indicator_hits,
        suggested=True,
        order=10,
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
            "Figures of this indicator have been released: its code, unit, basis, decimals and dimensions are fixed. "
            "Make a new indicator instead."
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
