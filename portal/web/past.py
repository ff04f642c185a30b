"""Ordinary content and what describes the record, as they were at a moment of the past (decision 0015).

The triggers of `public_change` keep the public row that a change replaces. For each of these tables the schema
`portal_past` has a view of the same name: the rows as they were at the moment in the setting `portal.as_of`. A request
with `as_of` puts that schema first in its search path, so that every query in it reads the past: filters, joins, search
and raw SQL alike, and no code has to know. Requests about now read the tables themselves.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.dispatch import Signal

from portal.web.data_version import ContentChange

SCHEMA = "portal_past"

#: The moment of the past that queries of this thread read; None while they read the present.
moment_read: ContextVar[dt.datetime | None] = ContextVar("moment_read", default=None)

#: Sent when this thread begins or ends to read the past: what it holds of descriptions is of another moment.
moment_changed = Signal()


class FormerRow(models.Model):
    """The public row that a public change replaced, and the one that took its place.

    `before` is null if nothing of it had been public, `after` if nothing of it was any more; `fields` are the columns
    in which they differ. `until` is the instant of the entry in the log of public changes. The first version of a row
    is no change unless the portal was open: it stands for the time before it, too. Keys of rows are texts, since some
    are codes.
    """

    table = models.CharField(max_length=63)
    row = models.CharField(max_length=80)
    until = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_change = models.BooleanField(default=True)
    fields = ArrayField(models.CharField(max_length=63), default=list)

    class Meta:
        app_label = "portal"
        ordering = ("until", "id")
        indexes = [
            models.Index(fields=["table", "row", "until", "id"], name="former_row_by_row"),
            models.Index(
                fields=["table", "until"], condition=models.Q(is_change=True), name="former_row_by_instant"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'former rows: never truncated' USING ERRCODE = 'restrict_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} · {self.until.isoformat()}"


#: The rows that have not changed since, and those that have as they were. A column that the table got later has the
#: value of today.
VIEW = """
CREATE VIEW {schema}."{table}" AS
SELECT present.* FROM {base} AS present WHERE NOT EXISTS (
    SELECT FROM {former} AS later WHERE later."table" = '{table}' AND later.row = present.{key}::text
    AND later.is_change AND later.until > current_setting('portal.as_of')::timestamptz)
UNION ALL
SELECT past.* FROM (
    SELECT DISTINCT ON (row) row, before FROM {former}
    WHERE "table" = '{table}' AND is_change AND until > current_setting('portal.as_of')::timestamptz
    ORDER BY row, until, id
) AS first LEFT JOIN {base} AS present ON present.{key}::text = first.row
CROSS JOIN LATERAL jsonb_populate_record(NULL::{base}, coalesce(to_jsonb(present), '{{}}') || first.before) AS past
WHERE first.before IS NOT NULL
"""


def remembered() -> dict[str, type[models.Model]]:
    """The models whose former rows are kept, by table."""
    found = (model for model, trigger in pgtrigger.registered() if isinstance(trigger, ContentChange))
    return {model._meta.db_table: model for model in sorted(found, key=lambda model: model._meta.db_table)}


def drop_views(plan: Iterable[object] = (), **_signal: object) -> None:
    """Before migrations: a table cannot change under its view."""
    if plan:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def create_views(**_signal: object) -> None:
    """After migrations: the views of the tables as they are now, unless they exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema()), obj_description(to_regnamespace(%s))", [SCHEMA])
        own, existing = cursor.fetchone()
        statements = [
            VIEW.format(
                schema=SCHEMA,
                table=table,
                key=model._meta.pk.column,
                base=f'{own}."{table}"',
                former=f"{own}.{FormerRow._meta.db_table}",
            )
            for table, model in remembered().items()
        ]
        cursor.execute(
            "SELECT string_agg(attrelid::regclass || attname || atttypid, ' ' ORDER BY attrelid, attnum)"
            " FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid = ANY (%s::regclass[])",
            [list(remembered())],
        )
        digest = hashlib.sha256(repr((statements, cursor.fetchone())).encode()).hexdigest()
        if existing == digest:
            return
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{digest}'")


#: Refuses to read while the views do not exist, rather than show the present as the past.
ENTER = f"""
SELECT '{SCHEMA}'::regnamespace, current_setting('search_path'),
    set_config('portal.as_of', %s, true),
    set_config('search_path', '{SCHEMA}, ' || current_setting('search_path'), true)
"""


@contextmanager
def reading(at: dt.datetime | None) -> Iterator[None]:
    """Queries within read ordinary content and descriptions as they were at `at`; None: as they are now."""
    if at is None or moment_read.get() == at:
        yield
        return
    token = moment_read.set(at)
    moment_changed.send(None)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ENTER, [at.isoformat()])
            _schema, path, *_set = cursor.fetchone()
            yield
            # for a transaction around this one; a failed one takes the setting back itself
            cursor.execute("SELECT set_config('search_path', %s, true)", [path])
    finally:
        moment_read.reset(token)
        moment_changed.send(None)


def read_then(at: dt.datetime | None, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A stream whose queries read as `reading` does."""
    with reading(at):
        yield from chunks
