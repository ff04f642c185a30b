"""Statistics as JSON."""

from portal.statistics.api.codelists import DimensionDetail, DimensionList, UnitDetail, UnitList
from portal.statistics.api.figures import (
    CheckResultDetail,
    CheckResultList,
    CheckResultSerializer,
    DefinitionSerializer,
    IndicatorList,
    IndicatorSerializer,
    LatestSerializer,
    ObservationDetail,
    ObservationList,
    ObservationSerializer,
    SeriesDetailView,
    SeriesList,
    SeriesWithLatestSerializer,
)

__all__ = [
    "CheckResultDetail",
    "CheckResultList",
    "CheckResultSerializer",
    "DefinitionSerializer",
    "DimensionDetail",
    "DimensionList",
    "IndicatorList",
    "IndicatorSerializer",
    "LatestSerializer",
    "ObservationDetail",
    "ObservationList",
    "ObservationSerializer",
    "SeriesDetailView",
    "SeriesList",
    "SeriesWithLatestSerializer",
    "UnitDetail",
    "UnitList",
]
