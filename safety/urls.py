"""URLs of public safety."""

from django.urls import path

from portal.site.sector_pages import SectorPage

app_name = "safety"
urlpatterns = [path("", SectorPage.as_view(sector="safety"), name="sector")]
