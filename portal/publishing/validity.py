"""Known ranges: when each version of a figure is the one in force.

A range begins with its release and ends at the earliest of: the next version, the withdrawal, never. Approving,
cancelling and withdrawing come down to settling the ranges anew; a deferred trigger holds the database to it.
"""

import datetime as dt
from collections.abc import Collection

from django.db import connection
from django.db.models import Model

from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.triggers import same_version
from portal.records.registry import declared


def record_models() -> list[type[ReleasedRecord]]:
    """Every kind of released record, whichever app it belongs to."""
    found, waiting = [], list(ReleasedRecord.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if not model._meta.abstract:
            found.append(model)
    return sorted(found, key=lambda model: model._meta.label)


def open_ranges(*, release: Release, at: dt.datetime | None) -> None:
    """Let the release's records be known from `at` (None: not at all), and settle all versions beside them."""
    for model in kinds_in(release, record_models()):
        _settle(model, release, at)
    with connection.cursor() as cursor:
        # what would fail at commit fails here, where the action can say why
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for derive in declared("DERIVATIONS"):
        derive(release)


def kinds_in(release: Release, models: Collection[type[Model]]) -> list[type[Model]]:
    """Those of the models of which the release has rows: mostly a few of very many, found in one go."""
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT FROM {model._meta.db_table} WHERE release_id = %(release)s)"
        for place, model in enumerate(models)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, {"release": release.pk})
        held = {place for (place,) in cursor.fetchall()}
    return [model for place, model in enumerate(models) if place in held]


def _settle(model: type[ReleasedRecord], release: Release, at: dt.datetime | None) -> None:
    """Set the ranges of the release's rows, and of every other version of the same things.

    The neighbours are found by a join from the release's own rows, so that the index by version serves.
    """
    # ruff: noqa: S608 - the statements hold names of our own tables and columns, no values
    table = model._meta.db_table
    same = same_version(model.version_key, {field.attname for field in model._meta.fields if field.null})
    later = f"(SELECT min(other.released_at) FROM {table} other WHERE {same} AND other.released_at > mine.released_at)"
    versions = (
        f"SELECT mine.* FROM {table} other JOIN {table} mine ON {same} WHERE other.release_id = %(release)s"
    )
    alone = f"SELECT mine.* FROM {table} mine WHERE mine.release_id = %(release)s"
    parameters = {"release": release.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET released_at = %(at)s, superseded_at = 'infinity'"
            " WHERE release_id = %(release)s AND released_at IS DISTINCT FROM %(at)s",
            parameters,
        )
        cursor.execute(
            f"""
            UPDATE {table} AS row SET superseded_at = settled.until
            FROM (SELECT mine.id, CASE WHEN mine.released_at IS NULL THEN 'infinity' ELSE
                         LEAST(r.withdrawn_at, {later if same else "NULL"}, 'infinity') END AS until
                  FROM ({versions if same else alone}) AS mine JOIN portal_release r ON r.id = mine.release_id
                 ) AS settled
            WHERE row.id = settled.id AND row.superseded_at <> settled.until
            """,
            parameters,
        )


#: The shortest time in which anything changes.
INSTANT = dt.timedelta(microseconds=1)


def just_before(release: Release) -> dt.datetime:
    """The last moment at which nothing of the release was public."""
    return release.released_at - INSTANT
