"""URLs of health."""

from django.urls import path

from health.pages import ProgrammeList, programme_page
from portal.site.sector_pages import SectorPage

app_name = "health"
urlpatterns = [
    path("", SectorPage.as_view(sector="health"), name="sector"),
    path("programmes/", ProgrammeList.as_view(), name="programme-list"),
    path("programmes/<slug:code>/", programme_page, name="programme"),
]
