"""Every address of the portal. Each app's own begin with its name; the JSON siblings stand under `/api/v1/`."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from portal import pages, registry
from portal.views.checks import CheckList
from portal.views.commitments import CommitmentList, commitment_page
from portal.views.data import data
from portal.views.facilities import FacilityList
from portal.views.feeds import ReleaseFeed
from portal.views.home import home
from portal.views.indicators import IndicatorList, indicator_page
from portal.views.releases import ReleaseList, attachment, release_page
from portal.views.robots import robots
from portal.views.search import search_page

urlpatterns = [
    path("", home, name="home"),
    *[path(f"{sector}/", include(f"{sector}.urls")) for sector in registry.sectors],
    path("indicators/", IndicatorList.as_view(), name="indicator-list"),
    path("indicators/<slug:code>/", indicator_page, name="indicator-detail"),
    path("releases/", ReleaseList.as_view(), name="release-list"),
    path("releases/feed/", ReleaseFeed(), name="release-feed"),
    path("releases/<slug:slug>/", release_page, name="release-detail"),
    path("releases/<slug:slug>/attachments/<int:number>/", attachment, name="attachment"),
    path("commitments/", CommitmentList.as_view(), name="commitment-list"),
    path("commitments/<slug:code>/", commitment_page, name="commitment-detail"),
    path("checks/", CheckList.as_view(), name="check-list"),
    path("facilities/", FacilityList.as_view(), name="facility-list"),
    path("data/", data, name="data"),
    path("search/", search_page, name="search"),
    path("sitemap.xml", sitemap, {"sitemaps": pages.sitemaps}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("api/v1/", include("portal.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.views.errors.bad_request"
