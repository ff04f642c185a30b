"""Warm-up: requests one page of each kind, so that no visitor pays for first-time caches.

It runs before the server forks, so that all workers share the result.
"""

import logging
from collections.abc import Iterator
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler


def make_first_pages(application: WSGIHandler, host: str) -> None:
    """Request the pages like a visitor of `host`. A failing page is logged and stops nothing."""
    logging.disable(logging.INFO)  # nobody asked
    for address in addresses():
        environment = {"PATH_INFO": address, "HTTP_HOST": host}
        setup_testing_defaults(environment)
        application.get_response(application.request_class(environment))
    logging.disable(logging.NOTSET)


def addresses() -> Iterator[str]:
    """The first address of each part of the sitemap: the home page, an indicator, a release, a project …"""
    from portal.records.registry import declared  # needs Django set up

    for _name, part in declared("SITEMAPS"):
        section = part()
        yield from map(section.location, section.items()[:1])
