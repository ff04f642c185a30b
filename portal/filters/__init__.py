"""What lists can be filtered by: one FilterSet for the page of a list and for its JSON sibling."""

from portal.areas.filters import AreaFilter
from portal.facilities.filters import FacilityFilter
from portal.filters.acts import CommitmentFilter, ReleaseFilter
from portal.filters.calendar import CalendarFilter
from portal.filters.figures import CheckResultFilter, IndicatorFilter, ObservationFilter, SeriesFilter
from portal.filters.glossary import GlossaryFilter
from portal.staff.filters import DepartmentFilter, SectorFilter
from portal.web.filters.strict import BadParameter, StrictFilterSet, refuse_unknown

__all__ = [
    "AreaFilter",
    "BadParameter",
    "CalendarFilter",
    "CheckResultFilter",
    "CommitmentFilter",
    "DepartmentFilter",
    "FacilityFilter",
    "GlossaryFilter",
    "IndicatorFilter",
    "ObservationFilter",
    "ReleaseFilter",
    "SectorFilter",
    "SeriesFilter",
    "StrictFilterSet",
    "refuse_unknown",
]
