"""The production server: granian, with a few forked workers of a few threads each."""

import logging
import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.runserver.embedded import die_with_parent
from portal.runserver.refusals import ADDRESS

if TYPE_CHECKING:  # it needs Django set up
    from portal.web.front import Front

MOST_WORKERS = 4
#: Threads of a worker, twice as many as expensive requests (`portal.web.budget`). Each keeps one of the 100 database
#: connections that PostgreSQL allows, and so do the two that watch for changes and make pages anew.
THREADS = 6
#: What a worker may ask of the database for a request: a statement, a wait for a lock, and a transaction that does
#: nothing, in milliseconds. Commands and background work have no such limits.
LIMITS = {
    "statement_timeout": 30_000,
    "lock_timeout": 10_000,
    "idle_in_transaction_session_timeout": 60_000,
}
#: Seconds a worker may take to finish its requests when the server stops.
PATIENCE_SECONDS = 5


def serve(port: int) -> None:
    """Serve until a signal arrives, then return once every worker has stopped."""
    server = Granian(
        "portal.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(os.cpu_count() or 1, MOST_WORKERS),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
    )

    @server.on_startup
    def started() -> None:
        # A closed terminal stops the server too; granian would restart its workers.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        print_addresses(f"http://{ADDRESS}:{port}")

    caches["pages"].clear()  # of another version of the code
    warm_up(load_application(), f"{ADDRESS}:{port}")
    connections.close_all()  # workers are forked from this process and open their own
    os.register_at_fork(after_in_child=become_worker)
    server.serve(target_loader=load_application, wrap_loader=False)


def become_worker() -> None:
    """Stop only when the server says so, or when it dies.

    Ctrl-C reaches every process of a terminal, and a worker told twice to stop may hang, so workers ignore it. Until
    granian installs its signal handlers, a fork would inherit the server's and live on, so those are reset.
    """
    os.setsid()
    die_with_parent()
    limit_statements()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def limit_statements() -> None:
    """Give the connections that this process will open the limits of requests."""
    options = connections.settings["default"]["OPTIONS"]
    options["options"] += "".join(f" -c {name}={value}" for name, value in LIMITS.items())


def load_application() -> "Front":
    """The WSGI application of each worker, already imported when the worker is forked."""
    from portal.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - imports the views
    return application


def warm_up(front: "Front", host: str) -> None:
    """Request one page of each kind as a visitor of `host`, so that no visitor pays for first-time caches.

    Runs before the server forks, so that all workers share the result. A failing page is logged and stops nothing.
    """
    application = front.application
    logging.disable(logging.INFO)  # these are no visitors
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


def print_addresses(site: str) -> None:
    """Where to open the portal, and where the demo passwords are."""
    demo = ""
    passwords = settings.VAR / "demo-accounts.txt"
    if settings.DEMO and passwords.exists():
        demo = f"  demo accounts, with their passwords: {passwords}\n"
        if settings.DEMO_WITHOUT_SECOND_FACTOR:
            setting = "PORTAL_DEMO_WITHOUT_SECOND_FACTOR=off"
            demo += f"  They sign in without a second factor ({setting} asks for it).\n"
    print(
        f"\n  {settings.SITE_NAME['zh-hans']} · {settings.SITE_NAME['en']}\n"
        f"  pages   {site}/\n"
        f"  JSON    {site}/api/v1/docs/\n"
        f"  admin   {site}/admin/\n"
        f"{demo}"
        "  Ctrl-C stops server and database.\n",
        flush=True,
    )
