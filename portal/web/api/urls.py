"""Addresses under /api/v1/: the nouns of the pages, and whatever else the apps registered."""

from django.urls import path, re_path

from portal.api.views import acts, calendar, figures, glossary, places
from portal.web.api.about import DocsView, IndexView, OpenApiView
from portal.web.api.endpoints import Endpoint, endpoints, register
from portal.web.api.views import NowhereView

app_name = "api"

for own in [
    Endpoint("releases", acts.ReleaseList, acts.ReleaseDetail),
    Endpoint("indicators", figures.IndicatorList, figures.IndicatorDetail),
    Endpoint("series", figures.SeriesList, figures.SeriesDetail),
    Endpoint("observations", figures.ObservationList, figures.ObservationDetail),
    Endpoint("checks", figures.CheckResultList, figures.CheckResultDetail),
    Endpoint("commitments", acts.CommitmentList, acts.CommitmentDetail),
    Endpoint("calendar", calendar.CalendarList),
    Endpoint("facilities", places.FacilityList, places.FacilityDetail),
    Endpoint("glossary", glossary.GlossaryList, glossary.GlossaryDetail),
    Endpoint("areas", places.AreaList, places.AreaDetail),
    Endpoint("departments", places.DepartmentList, places.DepartmentDetail),
    Endpoint("sectors", places.SectorList, places.SectorDetail),
    Endpoint("units", places.UnitList, places.UnitDetail),
    Endpoint("dimensions", places.DimensionList, places.DimensionDetail),
]:
    register(own)

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    *[route for endpoint in endpoints.values() for route in endpoint.routes()],
    re_path(r"", NowhereView.as_view()),
]
