"""Brings the database and static files up to date, in one process and only where something has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.runserver.database import address, ensure_embedded_database, refuse_unfit_database
from portal.runserver.errors import Refusal


def prepare() -> None:
    django.setup()
    if connection.settings_dict is settings.EMBEDDED_DATABASE:
        ensure_embedded_database(settings.EMBEDDED_DATABASE)
    refuse_unfit_database(connection)
    migrate()
    if settings.DEMO:
        load_demo()
    collect_static_files()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    refuse_foreign_migrations(executor.loader)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def refuse_foreign_migrations(loader: MigrationLoader) -> None:
    """Raise Refusal for a database whose migrations of our own apps are not those of this checkout."""
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    if any(
        app in own and (app, name) not in loader.disk_migrations for app, name in loader.applied_migrations
    ):
        raise Refusal(
            f"The database at {address(connection.settings_dict)} was made by another version of the portal, whose "
            "tables this one cannot take over: remove it with make clean, or name an empty one in DATABASE_URL."
        )


def load_demo() -> None:
    """Fill an empty database in one transaction: the two releases and the demo accounts that signed them."""
    if apps.get_model("portal", "Release").objects.exists():
        return
    print("Loading the first releases …", flush=True)
    try:
        call_command("load_seeds")
    except CommandError as error:
        raise Refusal(f"The first releases could not be loaded: {error}") from None


def collect_static_files() -> None:
    """Collect static files if the size or time of any source file has changed."""
    stamp = settings.STATIC_ROOT / ".collected"
    current = hashlib.sha256("\n".join(sorted(static_sources())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == current:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(current)


def static_sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
