"""One page of each kind, made before the first visitor asks: most of what a first page costs is read and made once.

It happens before the server forks its workers, so that all of them have it.
"""

import logging
from collections.abc import Iterator
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler


def make_first_pages(application: WSGIHandler, host: str) -> None:
    """Ask for them as a visitor of `host` would. A page that fails is logged, and hinders nothing."""
    logging.disable(logging.INFO)  # nobody asked
    for address in addresses():
        environment = {"PATH_INFO": address, "HTTP_HOST": host}
        setup_testing_defaults(environment)
        application.get_response(application.request_class(environment))
    logging.disable(logging.NOTSET)


def addresses() -> Iterator[str]:
    """The first of each part of the sitemap: the front page, an indicator, a release, a project …"""
    from portal.records.registry import declared  # once Django is set up

    for _name, part in declared("SITEMAPS"):
        section = part()
        yield from map(section.location, section.items()[:1])
