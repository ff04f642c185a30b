"""URLs of health."""

from django.urls import path

from health.pages import AccreditationList, HealthPage, ProgrammeList, SiteList, programme_page

app_name = "health"
urlpatterns = [
    path("", HealthPage.as_view(), name="sector"),
    path("accreditations/", AccreditationList.as_view(), name="accreditation-list"),
    path("sites/", SiteList.as_view(), name="site-list"),
    path("programmes/", ProgrammeList.as_view(), name="programme-list"),
    path("programmes/<slug:code>/", programme_page, name="programme"),
]
