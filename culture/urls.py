"""URLs of culture."""

from django.urls import path

from portal.site.sector_pages import SectorPage

app_name = "culture"
urlpatterns = [path("", SectorPage.as_view(sector="culture"), name="sector")]
