"""URLs of health."""

from django.urls import path

from portal.site.sector_pages import SectorPage

app_name = "health"
urlpatterns = [path("", SectorPage.as_view(sector="health"), name="sector")]
