"""URLs of welfare."""

from django.urls import path

from portal.site.sector_pages import SectorPage

app_name = "welfare"
urlpatterns = [path("", SectorPage.as_view(sector="welfare"), name="sector")]
