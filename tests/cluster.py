"""The database of the tests: a throw-away PostgreSQL, or the server that DATABASE_URL names.

One server for the whole run; each worker of pytest-xdist has its own database on it, a copy of one that was migrated.
The throw-away server begins with that one in it (tests/migrated.py).
"""

import os
import shutil
import signal
from types import FrameType

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from portal.runserver.embedded import Cluster, throw_away_cluster
from portal.runserver.prepare import refuse_unfit_database
from portal.runserver.refusals import Refusal
from tests.migrated import copy, migrated_cluster
from tests.template import KEPT, drop_template, make_template, name_template

SOCKET_FOLDER = "PORTAL_TEST_SOCKET_FOLDER"
"""Tells the workers, which inherit the environment, where the server of this run listens."""


def pytest_configure(config: pytest.Config) -> None:
    outside = bool(os.environ.get("DATABASE_URL"))
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        signal.signal(signal.SIGTERM, interrupt)
        try:
            begin(config, outside=outside)
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from None
    if not outside:
        settings.DATABASES["default"]["HOST"] = os.environ.get(SOCKET_FOLDER, "")


def begin(config: pytest.Config, *, outside: bool) -> None:
    """Once a run, before any worker exists."""
    unblock = config.stash[blocking_manager_key].unblock
    if outside:
        name_template()
        with unblock():
            refuse_unfit_database(connection)
            connection.close()
        config.add_cleanup(lambda: drop_template(unblock))
    else:
        name_template(KEPT)
        with unblock():
            os.environ[SOCKET_FOLDER] = str(start_cluster(config).socket)


def start_cluster(config: pytest.Config) -> Cluster:
    kept = migrated_cluster(migrate)
    cluster = throw_away_cluster()
    config.add_cleanup(lambda: shutil.rmtree(cluster.data.parent))
    config.add_cleanup(cluster.stop)
    copy(kept, cluster)
    cluster.start()
    return cluster


def migrate(cluster: Cluster) -> None:
    settings.DATABASES["default"]["HOST"] = str(cluster.socket)
    make_template()


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """End as on Ctrl-C, so that the server is stopped and its folder removed."""
    raise KeyboardInterrupt
