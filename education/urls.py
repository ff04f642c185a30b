"""URLs of education."""

from django.urls import path

from education.pages import AwardList, NetworkList, SchoolList
from portal.site.sector_pages import SectorPage

app_name = "education"
urlpatterns = [
    path("", SectorPage.as_view(sector="education"), name="sector"),
    path("awards/", AwardList.as_view(), name="awards"),
    path("networks/", NetworkList.as_view(), name="networks"),
    path("schools/", SchoolList.as_view(), name="schools"),
]
