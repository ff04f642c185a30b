"""The URLs of the portal. Each app's begin with its name; the JSON interface is under `/api/v1/`."""

from django.contrib import admin
from django.urls import include, path, re_path

from portal.commitments.feeds import CommitmentFeed
from portal.commitments.pages import CommitmentList, commitment_page
from portal.events.feeds import event_file
from portal.events.pages import EventList, event_page, month_page, week_page
from portal.facilities.pages import FacilityList, facility_page
from portal.glossary.pages import GlossaryList
from portal.publishing.calendar import CalendarPage, calendar_file
from portal.publishing.feeds import CalendarFeed, CorrectionFeed, ReleaseFeed
from portal.search.pages import search_page, suggestions
from portal.services.pages import GuideList, ServiceList, guide_page, node_page, service_page, whole_guide
from portal.site.about import accessibility, data, how_to_read, privacy
from portal.site.areas import AreaList, area_page
from portal.site.charts import chart_png, chart_svg
from portal.site.compare import compare_page
from portal.site.descriptions import DescriptionChangePage
from portal.site.feeds import AreaFeed, SectorFeed
from portal.site.home import home
from portal.site.indicators import IndicatorList, indicator_page
from portal.site.preview import preview, preview_attachment, preview_figures, preview_open
from portal.site.questions import QuestionPage
from portal.site.releases import ReleaseList, attachment, release_page
from portal.site.sitemaps import robots, sitemap, sitemap_part
from portal.site.styleguide import styleguide
from portal.statistics.feeds import IndicatorFeed
from portal.statistics.pages import CheckList
from portal.subscriptions.pages import confirmation, manage, requested, subscribe, unsubscribe
from portal.themes.pages import ThemeList, theme_page
from portal.web import sectors
from portal.web.api.views import NowhereView
from portal.web.error_pages import too_many_requests, unavailable

urlpatterns = [
    path("", home, name="home"),
    # before the apps, whose own addresses of one word would take it
    re_path(rf"^(?P<sector>{'|'.join(sectors.sectors)})/feed/$", SectorFeed(), name="sector-feed"),
    *[path(f"{sector}/", include(f"{sector}.urls")) for sector in sectors.sectors],
    path("indicators/", IndicatorList.as_view(), name="indicator-list"),
    path("indicators/<slug:code>/", indicator_page, name="indicator-detail"),
    path("indicators/<slug:code>/compare/", compare_page, name="indicator-compare"),
    path("indicators/<slug:code>/feed/", IndicatorFeed(), name="indicator-feed"),
    path("charts/<slug:code>.svg", chart_svg, name="chart-svg"),
    path("charts/<slug:code>.png", chart_png, name="chart-png"),
    path("releases/", ReleaseList.as_view(), name="release-list"),
    path("releases/feed/", ReleaseFeed(), name="release-feed"),
    path("releases/corrections/feed/", CorrectionFeed(), name="correction-feed"),
    path("questions/", QuestionPage.as_view(), name="question-list"),
    path("releases/<slug:slug>/", release_page, name="release-detail"),
    path("releases/<slug:slug>/attachments/<int:number>/", attachment, name="attachment"),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/feed/", CalendarFeed(), name="calendar-feed"),
    path("calendar.ics", calendar_file, name="calendar-file"),
    path("commitments/", CommitmentList.as_view(), name="commitment-list"),
    path("commitments/feed/", CommitmentFeed(), name="commitment-feed"),
    path("commitments/<slug:code>/", commitment_page, name="commitment-detail"),
    path("themes/", ThemeList.as_view(), name="theme-list"),
    path("themes/<slug:code>/", theme_page, name="theme-detail"),
    path("checks/", CheckList.as_view(), name="check-list"),
    path("services/", ServiceList.as_view(), name="service-list"),
    path("services/<slug:code>/", service_page, name="service-detail"),
    path("guides/", GuideList.as_view(), name="guide-list"),
    path("guides/<slug:code>/", guide_page, name="guide-detail"),
    path("guides/<slug:code>/all/", whole_guide, name="guide-whole"),
    path("guides/<slug:code>/<slug:node>/", node_page, name="guide-node"),
    path("events/", EventList.as_view(), name="event-list"),
    path("events/week/", week_page, name="event-week"),
    path("events/month/", month_page, name="event-month"),
    path("events/<slug:code>/", event_page, name="event-detail"),
    path("events.ics", event_file, name="event-file"),
    path("facilities/", FacilityList.as_view(), name="facility-list"),
    path("facilities/<slug:code>/", facility_page, name="facility-detail"),
    path("areas/", AreaList.as_view(), name="area-list"),
    path("areas/<slug:code>/", area_page, name="area-detail"),
    path("areas/<slug:code>/feed/", AreaFeed(), name="area-feed"),
    path("glossary/", GlossaryList.as_view(), name="glossary-list"),
    path("description-changes/", DescriptionChangePage.as_view(), name="description-changes"),
    path("preview/<str:token>/", preview, name="preview"),
    path("preview/<str:token>/<str:opening>/", preview_open, name="preview-open"),
    path("preview/<str:token>/<str:opening>/figures.csv", preview_figures, name="preview-figures"),
    path(
        "preview/<str:token>/<str:opening>/attachments/<int:number>/",
        preview_attachment,
        name="preview-attachment",
    ),
    path("data/", data, name="data"),
    path("how-to-read/", how_to_read, name="how-to-read"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("notices/", subscribe, name="subscribe"),
    path("notices/asked/", requested, name="subscription-requested"),
    path("notices/confirm/<slug:secret>/", confirmation, name="subscription-confirm"),
    path("notices/manage/<slug:secret>/", manage, name="subscription-manage"),
    path("notices/unsubscribe/<slug:secret>/", unsubscribe, name="unsubscribe"),
    path("search/", search_page, name="search"),
    path("search/suggest", suggestions, name="search-suggest"),
    path("styleguide/", styleguide, name="styleguide"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap-part"),
    path("robots.txt", robots, name="robots"),
    path("errors/429/", too_many_requests, name="too-many-requests"),
    path("errors/503/", unavailable, name="unavailable"),
    path("api/v1/", include("portal.web.api.urls")),
    re_path(r"^api/(?!v1$)", NowhereView.as_view()),
    path("accounts/", include("portal.staff.sign_in.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.web.error_pages.bad_request"
handler500 = "portal.web.error_pages.server_error"
