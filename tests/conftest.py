"""What every test stands on: the database of the run, and the people of the small district."""

import gc
import sys
import threading
from collections.abc import Iterator, Sequence

import pytest
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.db import connection
from django.utils import translation

from tests.cluster import pytest_configure  # noqa: F401 - a hook
from tests.followers import mail_folder  # noqa: F401 - a fixture
from tests.mail_server import mail_server  # noqa: F401 - a fixture
from tests.scheduling import pytest_xdist_make_scheduler  # noqa: F401 - a hook
from tests.shared import pytest_collection_modifyitems, shared, unchanged  # noqa: F401 - a hook, fixtures
from tests.template import django_db_modify_db_settings  # noqa: F401 - a fixture of pytest-django
from tests.work import task_queue  # noqa: F401 - a fixture
from tests.world import administrator, editor, outsider, reviewer  # noqa: F401 - fixtures

if sys.dont_write_bytecode:  # not beside the sources then; else pytest compiles every test for every worker
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(settings.VAR / "pycache")

TRUNCATE_TRIGGERS = """
    SELECT format('ALTER TABLE %s {} TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE tgname LIKE 'pgtrigger_never_truncated%'
"""


def pytest_collection_finish() -> None:
    """What has been imported stays: to look through it for garbage again and again costs a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def switch_truncate_triggers(action: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRUNCATE_TRIGGERS.format(action))
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def emptying(_style: object, tables: Sequence[str], **_options: object) -> list[str]:
    """As `sql_flush` of Django, by DELETE: TRUNCATE makes new files for each table and index, most of them empty."""
    deletes = [f'DELETE FROM "{table}"' for table in tables]
    return ["SET session_replication_role = replica", *deletes, "SET session_replication_role = DEFAULT"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Tests with connections of their own are cleaned up past the triggers, by which the portal refuses that."""
    with django_db_blocker.unblock():
        switch_truncate_triggers("DISABLE")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:  # who is not cannot leave triggers out
                connection.ops.sql_flush = emptying


@pytest.fixture(scope="module", autouse=True)
def swept(django_db_blocker) -> Iterator[None]:
    """What the tests of a module took back is removed after the last, or each would be slower than the one before.

    The server does not do so by itself: whenever it finds a table empty between two tests, it plans the next query on
    ten thousand rows as if there were none.
    """
    yield
    if not connection.settings_dict["NAME"].startswith("test_"):
        return  # no test has needed the database yet: those of the browser have one of their own
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_stat_user_tables WHERE n_dead_tup > 100")
        if tables := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"VACUUM {', '.join(tables)}")


@pytest.fixture
def in_english(client) -> Iterator[None]:
    """For files of tests that read English: what a visitor asks for, and what is said without one."""
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def page_cache(settings, monkeypatch) -> Iterator[BaseCache]:
    """The page cache of production in memory, with room for thirty answers, however cheap."""
    monkeypatch.setattr("portal.web.page_cache.SHARED_FROM", 0)
    backend = "django.core.cache.backends.locmem.LocMemCache"
    pages = {"BACKEND": backend, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 30}}
    settings.CACHES = {**settings.CACHES, "pages": pages}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def no_budget(monkeypatch) -> None:
    """Tests leave files unread, which no server does; tests of the budget have one of their own."""
    monkeypatch.setattr("portal.web.budget.free", threading.Semaphore(10_000))


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    """Tests that commit nothing have one version of the data: what is held for it is of the test before."""
    from portal.web import memo

    memo.forget_versions()


@pytest.fixture
def truncation_refused(db) -> None:
    """The portal's own rule, for the length of a test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    switch_truncate_triggers("ENABLE")
