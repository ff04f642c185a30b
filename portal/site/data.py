"""The page for journalists and developers: what there is, where, and how to cite it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.statistics.figures import newest_indicator
from portal.web.api.endpoints import endpoints

#: Requests that answer on every installation, with what they ask for. A test sends each.
EXAMPLES = (
    (
        _("Every figure of public safety as it stood on 1 July 2022"),
        "observations?sector=safety&as_of=2022-07-01",
    ),
    (
        _("The same as a file for a spreadsheet, in English"),
        "observations.csv?sector=safety&as_of=2022-07-01&lang=en",
    ),
    (_("Targets only"), "observations?kind=target"),
    (_("Every version that a figure ever had"), "observations?versions=all&limit=1000"),
    (_("Commitments that fell due without a report"), "commitments?state=silent"),
    (_("Checks that do not hold"), "checks?passed=false"),
    (_("Corrections"), "releases?kind=correction"),
)
#: The same for one indicator, if any is public.
OF_AN_INDICATOR = (
    (_("All figures of one indicator, here: %(name)s"), "observations?indicator=%(code)s"),
    (_("What it measures"), "indicators/%(code)s"),
)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    context = {
        "at": request.moment.at,
        "data_sets": list(endpoints.values()),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "examples": examples(request),
        "cite": citation(request, ""),
    }
    return render(request, "data.html", context)


def examples(request: HttpRequest) -> list[tuple[str, str]]:
    """Each example with its address; those of an indicator with the newest headline figure's."""
    found = [(about, f"/api/v1/{address}") for about, address in EXAMPLES]
    if newest := newest_indicator(request.moment.at):
        names = {"name": newest.name, "code": newest.code}
        found += [(about % names, f"/api/v1/{address % names}") for about, address in OF_AN_INDICATOR]
    return found
