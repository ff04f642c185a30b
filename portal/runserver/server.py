"""The production server: granian, with a few forked workers of a few threads each."""

from __future__ import annotations

import os
import signal

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.runserver.embedded import die_with_parent
from portal.runserver.port import ADDRESS
from portal.runserver.warm_up import make_first_pages

MOST_WORKERS = 4
THREADS = 4
"""For each worker; each thread keeps one database connection, of the 100 that PostgreSQL gives."""

PATIENCE_SECONDS = 5
"""How long a worker may finish what it is doing when the server is told to stop."""


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

    make_first_pages(load_application(), f"{ADDRESS}:{port}")
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
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def load_application() -> WSGIHandler:
    """The WSGI application of each worker, already imported when the worker is forked."""
    from portal.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - imports the views
    return application


def about_demo_accounts() -> str:
    """Where the demo passwords are, and whether they need a second factor; empty without demo accounts."""
    path = settings.VAR / "demo-accounts.txt"
    if not (settings.DEMO and path.exists()):
        return ""
    spared = settings.DEMO_WITHOUT_SECOND_FACTOR
    return (
        f"  demo accounts, with their passwords: {path}\n"
        "  They sign in without a second factor (PORTAL_DEMO_WITHOUT_SECOND_FACTOR=off asks for it).\n"
        if spared
        else f"  demo accounts, with their passwords: {path}\n"
    )


def print_addresses(site: str) -> None:
    print(
        f"\n  {settings.SITE_NAME['zh-hans']} · {settings.SITE_NAME['en']}\n"
        f"  pages   {site}/\n"
        f"  JSON    {site}/api/v1/docs/\n"
        f"  admin   {site}/admin/\n"
        f"{about_demo_accounts()}"
        "  Ctrl-C stops server and database.\n",
        flush=True,
    )
