"""The portal as `make run` starts it: real server, real static files, real headers, the two first releases."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.conf import settings
from psycopg2.sql import SQL, Identifier

from portal.runserver.paths import CHECKOUT

PATIENCE_SECONDS = 300


class Site:
    """One running portal. `environment` changes its settings; `folder` is its `var`."""

    def __init__(self, folder: Path, database: str, **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.said = folder / "said.log"
        own = {
            "PORTAL_VAR": str(folder),
            "PORT": str(self.port),
            "DATABASE_URL": database,
            "PORTAL_DEMO_WITHOUT_SECOND_FACTOR": "on",
            "DJANGO_SETTINGS_MODULE": "portal.settings",  # not those of the tests
            "MAKELEVEL": "1",  # as under make: it ends with whoever started it
        }
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.runserver"],
                cwd=CHECKOUT,
                env=os.environ | own | environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz").close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.said.read_text())

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(folder: Path, database: str, **environment: str) -> Iterator[Site]:
    site = Site(folder, database, **environment)
    try:
        site.wait_until_ready()
        yield site
    finally:
        site.stop()


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """The address of a new, empty database on the server of this run, for as long as it is needed."""
    server = settings.DATABASES["default"]
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: server[setting] for key, setting in keys.items() if server.get(setting)}
    with closing(psycopg2.connect(dbname="postgres", **given)) as connection:
        connection.autocommit = True  # CREATE DATABASE runs in no transaction
        order = connection.cursor()
        drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name))
        order.execute(drop)
        order.execute(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name)))
        try:
            yield address(given, name)
        finally:
            order.execute(drop)


def address(given: dict, name: str) -> str:
    part = {key: quote(str(value), safe="") for key, value in given.items()}
    who = f"{part.get('user', '')}:{part.get('password', '')}"
    return f"postgres://{who}@{part.get('host', '')}:{part.get('port', 5432)}/{name}"
