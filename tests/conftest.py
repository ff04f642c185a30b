"""The database of the tests: a throw-away PostgreSQL, or the server that DATABASE_URL names."""

import os
import shutil

import pytest
from django.conf import settings

from portal.launch.lodging import throw_away_cluster
from portal.launch.refusal import Refusal

SOCKET_FOLDER = "PORTAL_TEST_SOCKET_FOLDER"
"""Tells the workers of pytest-xdist, which inherit the environment, where the cluster of this run listens."""


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL"):
        return
    if not hasattr(config, "workerinput"):
        os.environ[SOCKET_FOLDER] = str(start_cluster(config).socket)
    settings.DATABASES["default"]["HOST"] = os.environ[SOCKET_FOLDER]


def start_cluster(config: pytest.Config):
    cluster = throw_away_cluster()
    config.add_cleanup(lambda: shutil.rmtree(cluster.data.parent))
    config.add_cleanup(cluster.stop)
    try:
        cluster.make()
        cluster.start()
    except Refusal as refusal:
        raise pytest.UsageError(str(refusal)) from None
    return cluster
