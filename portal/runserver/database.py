"""Database checks before the start."""

from __future__ import annotations

from contextlib import closing

import psycopg2
from django.db import Error, NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.runserver.errors import Refusal

OLDEST = 15
"""The oldest major version of PostgreSQL that the portal is tested on."""


def ensure_embedded_database(settings: dict) -> None:
    """Create the database in a new cluster."""
    with closing(psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname="postgres")) as server:
        server.autocommit = True  # CREATE DATABASE cannot run in a transaction
        with server.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [settings["NAME"]])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{settings["NAME"]}"')


def refuse_unfit_database(connection: BaseDatabaseWrapper, oldest: int = OLDEST) -> None:
    """Raise Refusal for a database that is down, older than `oldest` or not in UTF-8."""
    place = address(connection.settings_dict)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_encoding')")
            (encoding,) = cursor.fetchone()
    except NotSupportedError as error:
        raise Refusal(f"The database at {place} is too old: {error}.") from None
    except Error as error:
        raise Refusal(f"The database at {place} does not answer: {first_line(error)}.") from None
    version = connection.pg_version // 10_000
    if version < oldest:
        raise Refusal(f"The database at {place} is PostgreSQL {version}; the portal needs {oldest} or newer.")
    if encoding != "UTF8":
        raise Refusal(f"The database at {place} is encoded in {encoding}; the portal needs UTF8.")


def address(settings: dict) -> str:
    """Host, port and name, without user and password."""
    return f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{settings['NAME']}"


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["it gave no reason"])[0].rstrip(".")
