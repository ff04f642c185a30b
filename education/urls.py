"""URLs of education."""

from django.urls import path

from portal.site.sector_pages import SectorPage

app_name = "education"
urlpatterns = [path("", SectorPage.as_view(sector="education"), name="sector")]
