"""Validity ranges: when each version of a record is in force.

A range starts with its release and ends with the next version, with the withdrawal, or never. Approving, cancelling and
withdrawing recompute the ranges; a deferred trigger verifies them.
"""

import datetime as dt
from collections.abc import Collection

from django.db import connection
from django.db.models import Model

from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.triggers import same_version
from portal.records.registry import declared


def record_models() -> list[type[ReleasedRecord]]:
    """Every model of released records, of whichever app."""
    found, waiting = [], list(ReleasedRecord.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if not model._meta.abstract:
            found.append(model)
    return sorted(found, key=lambda model: model._meta.label)


def open_ranges(*, release: Release, at: dt.datetime | None) -> None:
    """Put the release's records in force from `at` (None: never), and adjust all other versions."""
    for model in kinds_in(release, record_models()):
        _settle(model, release, at)
    with connection.cursor() as cursor:
        # fail here rather than at commit, so that the action can explain it
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for derive in declared("DERIVATIONS"):
        derive(release)


def kinds_in(release: Release, models: Collection[type[Model]]) -> list[type[Model]]:
    """Those of the models with rows in the release: usually a few of many, found in one query."""
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT FROM {model._meta.db_table} WHERE release_id = %(release)s)"
        for place, model in enumerate(models)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, {"release": release.pk})
        held = {place for (place,) in cursor.fetchall()}
    return [model for place, model in enumerate(models) if place in held]


def _settle(model: type[ReleasedRecord], release: Release, at: dt.datetime | None) -> None:
    """Recompute the ranges of the release's rows, and of all other versions of the same things.

    Neighbours are found by a join from the release's own rows, so that the version index is used.
    """
    # ruff: noqa: S608 - the statements contain names of our own tables and columns, no values
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


#: The time resolution.
INSTANT = dt.timedelta(microseconds=1)


def just_before(release: Release) -> dt.datetime:
    """The last moment before the release became public."""
    return release.released_at - INSTANT
