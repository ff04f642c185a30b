"""URLs of public safety."""

from django.urls import path

from portal.site.sector_pages import SectorPage
from safety.pages import CasesPage, OperationsPage, operation_page

app_name = "safety"
urlpatterns = [
    path("", SectorPage.as_view(sector="safety"), name="sector"),
    path("operations/", OperationsPage.as_view(), name="operations"),
    path("operations/<slug:code>/", operation_page, name="operation"),
    path("cases/", CasesPage.as_view(), name="cases"),
]
