"""What the core's pages that join subjects add to the JSON interface."""

from django.utils.translation import gettext_lazy as _

from portal.site.api import ReleaseDetail, ReleaseList
from portal.web.api.endpoints import Endpoint

ENDPOINTS = [
    Endpoint(
        "releases",
        ReleaseList,
        ReleaseDetail,
        _("Releases"),
        _("What was published, when, by whom, with its sections."),
        "release-list",
    ),
]
