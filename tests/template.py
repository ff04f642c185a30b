"""The migrated database, of which each worker of pytest-xdist begins with a copy.

Our own server comes with it; on another it is made once a run, by the worker that is first to need it. It is left
aside where the databases of an earlier run are used again.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

LOCK = 7_203_951
"""Any number: the advisory lock under which one worker migrates and the others wait."""
NAME = "PORTAL_TEST_TEMPLATE"
"""Tells the workers, which inherit the environment, what the migrated database of this run is called."""
KEPT = "test_portal_template"
"""What it is called where it is the only one on its server."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker, django_db_keepdb) -> None:
    """Before the database of the worker is made: let it be a copy."""
    if django_db_keepdb:
        return
    with django_db_blocker.unblock():
        make_template()
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ[NAME]


def make_template() -> None:
    """Unless it is there."""
    name = os.environ[NAME]
    with one_at_a_time() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            migrate_draft(f"{name}_draft")
            cursor.execute(f'ALTER DATABASE "{name}_draft" RENAME TO "{name}"')


@contextmanager
def one_at_a_time() -> Iterator[CursorWrapper]:
    """A connection to the server, and to none of the databases that are copied."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def migrate_draft(name: str) -> None:
    """Make and migrate a database as Django makes those of tests, and leave it."""
    test = connection.settings_dict["TEST"]
    outside, own = connection.settings_dict["NAME"], test["NAME"]
    test["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.creation.destroy_test_db(outside, verbosity=0, keepdb=True)
    test["NAME"] = own


def name_template(name: str = "") -> None:
    """By default as no other run does."""
    os.environ[NAME] = name or f"test_portal_template_{uuid.uuid4().hex}"


def drop_template(unblock: Callable[[], AbstractContextManager]) -> None:
    """On a server that stays; whatever was left half done too."""
    with unblock(), one_at_a_time() as cursor:
        for name in (os.environ[NAME], f"{os.environ[NAME]}_draft"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
