"""Addresses under /api/v1/: the nouns of the pages, and whatever else the apps registered."""

from django.urls import path, re_path

from portal.areas import api as areas
from portal.commitments import api as commitments
from portal.facilities import api as facilities
from portal.glossary import api as glossary
from portal.publishing.calendar_api import CalendarList
from portal.site import release_api
from portal.staff import api as staff
from portal.statistics import api as statistics
from portal.statistics import codelists_api as codelists
from portal.web.api.about import DocsView, IndexView, OpenApiView
from portal.web.api.endpoints import Endpoint, endpoints, register
from portal.web.api.views import NowhereView

app_name = "api"

for own in [
    Endpoint("releases", release_api.ReleaseList, release_api.ReleaseDetail),
    Endpoint("indicators", statistics.IndicatorList, statistics.IndicatorDetail),
    Endpoint("series", statistics.SeriesList, statistics.SeriesDetail),
    Endpoint("observations", statistics.ObservationList, statistics.ObservationDetail),
    Endpoint("checks", statistics.CheckResultList, statistics.CheckResultDetail),
    Endpoint("commitments", commitments.CommitmentList, commitments.CommitmentDetail),
    Endpoint("calendar", CalendarList),
    Endpoint("facilities", facilities.FacilityList, facilities.FacilityDetail),
    Endpoint("glossary", glossary.GlossaryList, glossary.GlossaryDetail),
    Endpoint("areas", areas.AreaList, areas.AreaDetail),
    Endpoint("departments", staff.DepartmentList, staff.DepartmentDetail),
    Endpoint("sectors", staff.SectorList, staff.SectorDetail),
    Endpoint("units", codelists.UnitList, codelists.UnitDetail),
    Endpoint("dimensions", codelists.DimensionList, codelists.DimensionDetail),
]:
    register(own)

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    *[route for endpoint in endpoints.values() for route in endpoint.routes()],
    re_path(r"", NowhereView.as_view()),
]
