"""The checker: which help a person may have on a day. It keeps nothing of what is answered.

The day is in the address; the answers are posted, so that they stand in no address, log, history or cache.
"""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.web.days import read_day
from portal.web.filters import EVERY_PAGE, EVERYWHERE, BadParameter, refuse_unknown
from welfare.detail import Eligibility
from welfare.eligibility import Contradiction, Facts
from welfare.forms import EligibilityForm
from welfare.pages.sector import contacts
from welfare.rulebook import Rulebook


@csrf_exempt  # it changes nothing, and a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility_page(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ("day", *EVERYWHERE, *EVERY_PAGE))
    day, book = asked_day(request), Rulebook.known_at(request.moment.at)
    form = EligibilityForm(
        Eligibility.of(book, Facts(day)), request.POST if request.method == "POST" else None
    )
    answered = answer_of(form, book) if form.is_bound else None
    context = {
        "day": day,
        "form": form,
        "eligibility": answered,
        "contacts": contacts(request.moment.at),
        "has_rules": bool(book.versions),
    }
    response = render(request, "welfare/eligibility.html", context, status=400 if form.errors else 200)
    response.headers["Referrer-Policy"] = "no-referrer"
    if form.is_bound:
        add_never_cache_headers(response)
    return response


def asked_day(request: HttpRequest) -> dt.date:
    """The day in the address, or that of the moment."""
    asked = request.GET.get("day", "")
    if not asked:
        return timezone.localdate(request.moment.at)
    if (day := read_day(asked)) is None:
        raise BadParameter.value("day", asked, ["YYYY-MM-DD"])
    return day


def answer_of(form: EligibilityForm, book: Rulebook) -> Eligibility | None:
    """What follows from the form; None if it has errors."""
    if not form.is_valid():
        return None
    try:
        return Eligibility.of(book, form.facts)
    except Contradiction as error:
        words = _(
            "Whoever is in “%(part)s” is in the group that contains it too. Please correct one of the answers."
        )
        form.add_error(None, words % {"part": book.conditions[str(error)].name})
        return None
