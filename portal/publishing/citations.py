"""Citations of pages: title, the instant of the last public change, and the address that shows the page as of it."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from portal.publishing.models import Opening
from portal.web.addresses import absolute
from portal.web.numbers import is_english


@dataclass(frozen=True)
class Citation:
    """The parts of a citation. `address` is permanent: it shows the page as it is now, whatever is released later.

    `changed_at` is the last public change by the moment of the page, None before the first. The address names it
    rather than today, so that the page does not change with the calendar alone. `is_final`: the portal is open, so
    that nothing can be entered for earlier days any more.
    """

    site: str
    title: str
    changed_at: dt.datetime | None
    address: str
    is_final: bool


def citation(request: HttpRequest, title: str) -> Citation:
    """How to cite the page of the request, as of its moment."""
    moment = request.moment
    query = urlencode({"as_of": moment.unchanged_since}, safe=":")
    return Citation(
        site=settings.SITE_NAME["en" if is_english() else "zh-hans"],
        title=title,
        changed_at=moment.state.changed_at,
        address=absolute(f"{request.path}?{query}"),
        is_final=Opening.is_done(),
    )
