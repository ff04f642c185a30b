"""Citations of pages: title, newest release behind the page, and a permanent address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from portal.publishing.models import Release
from portal.web.addresses import absolute
from portal.web.numbers import is_english


@dataclass(frozen=True)
class Citation:
    """The parts of a citation. `address` is permanent: it shows the page as it is now, whatever is released later.

    It contains the time of the last change, not today, so that the page does not change with the calendar alone.
    """

    site: str
    title: str
    newest: Release | None
    address: str


def citation(request: HttpRequest, title: str) -> Citation:
    """How to cite the page of the request, as of its moment."""
    moment = request.moment
    query = urlencode({"as_of": moment.as_of or moment.unchanged_since})
    return Citation(
        site=settings.SITE_NAME["en" if is_english() else "zh-hans"],
        title=title,
        newest=Release.objects.known_at(moment.at).for_list().first(),
        address=absolute(f"{request.path}?{query}"),
    )
