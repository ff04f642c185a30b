"""Pages about the site: how to read it, accessibility, privacy, and its data for journalists and developers.

Long texts are written in each language, not translated sentence by sentence: `templates/pages/<page>/` has one file for
each language, and a test keeps their outlines equal.
"""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.commitments.states import CommitmentState
from portal.facilities.models import Facility
from portal.publishing.citations import citation
from portal.publishing.models import Release
from portal.publishing.printed import CheckState
from portal.statistics.codes import Basis, CheckKind, Doubt, ObservationKind, ObservationStatus, Qualifier
from portal.statistics.figures import newest_indicator
from portal.web.api.endpoints import endpoints
from portal.web.numbers import is_english


def text_page(request: HttpRequest, page: str, **context: object) -> HttpResponse:
    """The page in the reader's language."""
    language = "en" if is_english() else "zh-hans"
    context |= {"contact": contact(request.moment.at), "at": request.moment.at}
    return render(request, f"pages/{page}/{language}.html", context)


def contact(at: dt.datetime) -> dict[str, object]:
    """The contact set for the installation, and public hotlines."""
    return {
        "who": settings.CONTACT["en" if is_english() else "zh-hans"],
        "phone": settings.CONTACT_PHONE,
        "email": settings.CONTACT_EMAIL,
        "is_set": any([*settings.CONTACT.values(), settings.CONTACT_PHONE, settings.CONTACT_EMAIL]),
        "hotlines": Facility.objects.public(at).filter(kind=Facility.Kind.HOTLINE).for_list()[:5],
    }


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return text_page(request, "accessibility")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    cookies = {"language": settings.LANGUAGE_COOKIE_NAME, "care": settings.CARE_COOKIE_NAME}
    return text_page(request, "privacy", cookies=cookies)


@require_safe
def how_to_read(request: HttpRequest) -> HttpResponse:
    """Units, periods, qualifiers, statuses, checks, states of commitments, with the labels of the other pages."""
    choices = {
        "basis": Basis,
        "kind": ObservationKind,
        "qualifier": Qualifier,
        "status": ObservationStatus,
        "state": CommitmentState,
        "check": CheckKind,
        "found": CheckState,
        "doubt": Doubt,
        "release": Release.Kind,
    }
    labels = {name: {one.value: one.label for one in enum} for name, enum in choices.items()}
    return text_page(request, "how-to-read", **labels)


#: Example requests that work on every installation. A test sends each.
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
    (_("Commitments passed over after their due day"), "commitments?state=silent"),
    (_("Checks that do not hold"), "checks?passed=false"),
    (_("Corrections"), "releases?kind=correction"),
)
#: Example requests about one indicator, if any is public.
OF_AN_INDICATOR = (
    (_("All figures of one indicator, here: %(name)s"), "observations?indicator=%(code)s"),
    (_("What it measures"), "indicators/%(code)s"),
)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The data sets, with example requests; those about one indicator name that of the newest headline figure."""
    examples = [(about, f"/api/v1/{address}") for about, address in EXAMPLES]
    if newest := newest_indicator(request.moment.at):
        names = {"name": newest.name, "code": newest.code}
        examples += [(about % names, f"/api/v1/{address % names}") for about, address in OF_AN_INDICATOR]
    context = {
        "at": request.moment.at,
        "data_sets": list(endpoints.values()),
        "origin": settings.SITE_URL,
        "examples": examples,
        "cite": citation(request, ""),
    }
    return render(request, "data.html", context)
