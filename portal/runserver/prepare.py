"""Brings the database and static files up to date, in one process and only where something has changed."""

import hashlib
import io
from contextlib import closing
from pathlib import Path

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import Error, NotSupportedError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from portal.runserver.refusals import Refusal

#: The oldest major version of PostgreSQL that the portal is tested on.
OLDEST = 15


def prepare() -> None:
    django.setup()
    if connection.settings_dict is settings.EMBEDDED_DATABASE:
        ensure_embedded_database(settings.EMBEDDED_DATABASE)
    refuse_unfit_database(connection)
    migrate()
    if settings.DEMO and not apps.get_model("portal", "Release").objects.exists():
        # in one transaction: the two releases and the demo accounts that signed them
        print("Loading the first releases …", flush=True)
        try:
            call_command("load_seeds")
            call_command("open_portal", username="administrator", stdout=io.StringIO())
        except CommandError as error:
            raise Refusal(f"The first releases could not be loaded: {error}") from None
    collect_static_files()


def ensure_embedded_database(database: dict) -> None:
    """Create the database in a new cluster."""
    with closing(psycopg2.connect(host=database["HOST"], user=database["USER"], dbname="postgres")) as server:
        server.autocommit = True  # CREATE DATABASE cannot run in a transaction
        with server.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [database["NAME"]])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{database["NAME"]}"')


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
        reason = (str(error).strip().splitlines() or ["it gave no reason"])[0].rstrip(".")
        raise Refusal(f"The database at {place} does not answer: {reason}.") from None
    version = connection.pg_version // 10_000
    if version < oldest:
        raise Refusal(f"The database at {place} is PostgreSQL {version}; the portal needs {oldest} or newer.")
    if encoding != "UTF8":
        raise Refusal(f"The database at {place} is encoded in {encoding}; the portal needs UTF8.")


def address(database: dict) -> str:
    """Host, port and name, without user and password."""
    return f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}/{database['NAME']}"


def migrate() -> None:
    """Run missing migrations. Raises Refusal if those applied to our own apps are not those of this checkout."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    applied = {(app, name) for app, name in loader.applied_migrations if app in own}
    if applied - loader.disk_migrations.keys():
        raise Refusal(
            f"The database at {address(connection.settings_dict)} was made by another version of the portal, whose "
            "tables this one cannot take over: remove it with make clean, or name an empty one in DATABASE_URL."
        )
    if executor.migration_plan(loader.graph.leaf_nodes()):
        print("Migrating the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Collect static files if the size or time of any source file has changed."""
    stamp = settings.STATIC_ROOT / ".collected"
    sources = sorted(
        f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    current = hashlib.sha256("\n".join(sources).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == current:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(current)
