"""The rows of a release among the other versions of the same things: whose range follows whose."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from portal.publishing.models.release import Release
from portal.publishing.models.released import (
    WITHDRAWN_ALONE,
    ReleasedRecord,
    kinds_in,
    record_models,
    same_version,
)
from portal.publishing.models.row_withdrawal import RowWithdrawal
from portal.records.registry import access_of


def versions_beside(release: Release) -> dict[int, list[tuple[type[ReleasedRecord], int]]]:
    """Which rows (model and id) of a release have approved versions in which other releases, by id of these.

    Approved for whatever time, withdrawn since or not: together they decide what the release replaces.
    """
    found = defaultdict(list)
    for model in kinds_in(release, [m for m in record_models() if m.version_key and access_of(m).edited]):
        table = model._meta.db_table
        same = same_version(model.version_key, {field.attname for field in model._meta.fields if field.null})
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT other.release_id, mine.id FROM {table} mine JOIN {table} other ON {same}"
                " WHERE mine.release_id = %s AND other.release_id <> mine.release_id"
                " AND other.released_at IS NOT NULL ORDER BY mine.id",
                [release.pk],
            )
            for other, row in cursor.fetchall():
                found[other].append((model, row))
    return dict(found)


def rows_among(pairs: Iterable[tuple[type[ReleasedRecord], int]]) -> list[ReleasedRecord]:
    """The rows of these models and ids, to be named."""
    keys = defaultdict(list)
    for model, key in pairs:
        keys[model].append(key)
    return [row for model in keys for row in model._default_manager.filter(pk__in=keys[model]).order_by("pk")]


def open_ranges(release: Release, at: dt.datetime | None) -> None:
    """Put the release's records in force from `at` (None: never), and adjust all other versions."""
    found = set(kinds_in(release, record_models()))
    withdrawn = set(RowWithdrawal.objects.filter(release=release).values_list("record", flat=True))
    ordered = [RowWithdrawal] * (RowWithdrawal in found)  # the ranges of others follow from its rows
    ordered += [model for model in record_models() if model in found or model._meta.db_table in withdrawn]
    for model in dict.fromkeys(ordered):
        settle_rows(model, release, at)
    with connection.cursor() as cursor:
        # fail here rather than at commit, so that the action can explain it
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def settle_rows(model: type[ReleasedRecord], release: Release, at: dt.datetime | None) -> None:
    """Recompute the ranges of the release's rows, and of all other versions of the same things.

    Neighbours are found by a join from the release's own rows, so that the version index is used.
    """
    table = model._meta.db_table
    same = same_version(model.version_key, {field.attname for field in model._meta.fields if field.null})
    later = f"(SELECT min(other.released_at) FROM {table} other WHERE {same} AND other.released_at > mine.released_at)"
    versions = (
        f"SELECT mine.* FROM {table} other JOIN {table} mine ON {same} WHERE other.release_id = %(release)s"
    )
    alone = f"SELECT mine.* FROM {table} mine WHERE mine.release_id = %(release)s"
    alone_until = WITHDRAWN_ALONE.format(table=table)
    withdrawn = (
        f"SELECT mine.* FROM {table} mine JOIN portal_rowwithdrawal w ON w.row_id = mine.id"
        f" WHERE w.record = '{table}' AND w.release_id = %(release)s"
    )
    parameters = {"release": release.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET released_at = %(at)s, superseded_at = 'infinity'"
            f" WHERE release_id = %(release)s AND released_at IS DISTINCT FROM %(at)s AND {model.starts_with_release}",
            parameters,
        )
        cursor.execute(
            f"""
            UPDATE {table} AS row SET superseded_at = settled.until
            FROM (SELECT mine.id, CASE WHEN mine.released_at IS NULL THEN 'infinity' ELSE
                         LEAST(r.withdrawn_at, {later if same else "NULL"}, {alone_until}, 'infinity') END AS until
                  FROM ({versions if same else alone} UNION ALL {withdrawn}) AS mine
                  JOIN portal_release r ON r.id = mine.release_id
                 ) AS settled
            WHERE row.id = settled.id AND row.superseded_at <> settled.until
            """,
            parameters,
        )
