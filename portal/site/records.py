"""What the core's pages that join subjects add to the JSON interface."""

from django.utils.translation import gettext_lazy as _

from portal.areas.api import AreaList
from portal.site.api import AreaDetailView, IndicatorDetailView, ReleaseDetailView, ReleaseList
from portal.statistics.api.figures import IndicatorList
from portal.web.api.endpoints import Endpoint

ENDPOINTS = [
    Endpoint(
        "releases",
        ReleaseList,
        ReleaseDetailView,
        _("Releases"),
        _("What was published, when, by whom, with its sections."),
        "release-list",
    ),
    Endpoint(
        "indicators",
        IndicatorList,
        IndicatorDetailView,
        _("Indicators"),
        _("What is measured: definition, unit, basis, department."),
        "indicator-list",
    ),
    Endpoint(
        "areas",
        AreaList,
        AreaDetailView,
        _("Areas"),
        _("From the district down to estates and sites, with other names."),
    ),
]
