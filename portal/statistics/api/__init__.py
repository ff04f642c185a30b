"""Statistics as JSON."""

from portal.statistics.api.checks import (
    CheckResultDetail,
    CheckResultList,
    CheckResultVersionSerializer,
    UnevaluatedSerializer,
)
from portal.statistics.api.codelists import DimensionDetail, DimensionList, UnitDetail, UnitList
from portal.statistics.api.figures import (
    DefinitionSerializer,
    IndicatorList,
    IndicatorSerializer,
    LatestSerializer,
    ObservationDetail,
    ObservationList,
    ObservationSerializer,
    ObservationVersionSerializer,
    SeriesDetailView,
    SeriesList,
    SeriesWithLatestSerializer,
)
from portal.statistics.api.gaps import GapList

__all__ = [
    "CheckResultDetail",
    "CheckResultList",
    "CheckResultVersionSerializer",
    "DefinitionSerializer",
    "DimensionDetail",
    "DimensionList",
    "GapList",
    "IndicatorList",
    "IndicatorSerializer",
    "LatestSerializer",
    "ObservationDetail",
    "ObservationList",
    "ObservationSerializer",
    "ObservationVersionSerializer",
    "SeriesDetailView",
    "SeriesList",
    "SeriesWithLatestSerializer",
    "UnevaluatedSerializer",
    "UnitDetail",
    "UnitList",
]
