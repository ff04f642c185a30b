"""The data version: an append-only log of public changes, and lookups of the state at a moment (decision 0009).

Deferred triggers write the log at commit, so changes by raw SQL are recorded too. This module provides the triggers for
the models, and reads from the log which version was current at a moment.
"""

import datetime as dt

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.checks import Error, Tags, register
from django.db import connection, models
from django.db.models import Q

#: Upper bits of the advisory lock key that a writer holds until commit; the lower bits are microseconds.
NAMESPACE = 0x4D5
TIME_BITS = 52
#: PostgreSQL's channel on which a commit that has added to the log, or taken from it, notifies whoever listens.
CHANNEL = "portal_public_change"

#: Opens the window in which this transaction may add changes: `since` is earlier than all of them. The lock is
#: shared and its key is the time, so writers never wait for each other and readers see the oldest window.
OPEN_WINDOW = f"""
since := nullif(current_setting('portal.window_since', true), '')::timestamptz;
IF since IS NULL THEN
    since := clock_timestamp();
    PERFORM pg_advisory_xact_lock_shared(
        ({NAMESPACE}::bigint << {TIME_BITS}) | (extract(epoch FROM since) * 1000000)::bigint);
    PERFORM set_config('portal.window_since', since::text, true);
END IF;
"""

#: Logs a change as of the commit. All rows whose triggers fire with one statement share an entry; `since` becomes its
#: instant.
LOG_NOW = """
IF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN
    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;
    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);
    PERFORM set_config('portal.logged_at', since::text, true);
END IF;
since := current_setting('portal.logged_at')::timestamptz;
"""


class PublicChange(models.Model):
    """The instant of a public change: past, present or scheduled.

    Entries are ordered by instant; the last one not after a moment names the version at that moment. `token` identifies
    the entry in public, because gaps between ids would reveal scheduled entries. A `late` entry was written after its
    instant, which only happens for documents of earlier days, until the portal is opened.
    """

    at = models.DateTimeField()
    token = models.UUIDField(db_default=RandomUUID())
    is_late = models.BooleanField()
    #: The release whose approval scheduled the entry, and whose cancellation removes it.
    release_id = models.BigIntegerField(null=True)

    class Meta:
        app_label = "portal"
        ordering = ("at", "id")
        indexes = [
            models.Index(fields=["at", "id"], name="public_change_by_instant"),
            models.Index(fields=["at"], condition=Q(is_late=True), name="public_change_late"),
            models.Index(fields=["release_id", "at"], name="public_change_of_release"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="nothing_for_the_past_once_open",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                IF NEW.at < coalesce(
                    nullif(current_setting('portal.window_since', true), '')::timestamptz, clock_timestamp()
                ) AND EXISTS (SELECT FROM portal_opening) THEN
                    RAISE EXCEPTION 'the portal is open: nothing becomes public as of %, which has passed', NEW.at
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="removed_only_before_its_instant",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                IF OLD.at <= clock_timestamp() THEN
                    RAISE EXCEPTION 'public change %: its instant has passed', OLD.id
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN OLD;
                """,
            ),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'public changes: never truncated' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Trigger(
                name="notify",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                when=pgtrigger.After,
                func=f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.at.isoformat()}"


class ContentChange(pgtrigger.Trigger):
    """Logs changes to a row that is public before or after, and keeps the public row that was replaced.

    `public`: SQL that tells whether `{row}` is public at `clock_timestamp()`. All changes of a commit are one, from the
    row as it was to the row as it is. The first version of a row is marked as no change until the portal is opened: it
    stands for the time before it, too. `part_of` names the column and the table of the row that the rows are part of,
    such as links: they have a first version only in the first version of that row.
    """

    def __init__(self, *, public: str, part_of: tuple[str, str] | None = None, **options: object) -> None:
        self.public, self.part_of = public, part_of
        super().__init__(**options)

    def get_declare(self, model: type[models.Model]) -> list[tuple[str, str]]:
        return [
            ("since", "timestamptz"),
            ("last", f'"{model._meta.db_table}"%ROWTYPE'),
            ("former", "jsonb"),
            ("latter", "jsonb"),
            ("key", "text"),
            ("opened", "boolean"),
            ("published", "timestamptz"),
        ]

    def get_func(self, model: type[models.Model]) -> str:
        table, column = model._meta.db_table, model._meta.pk.column
        return f"""
        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NULL;
        END IF;
        {OPEN_WINDOW}
        IF TG_OP <> 'INSERT' AND {self.public.format(row="OLD")} THEN
            former := to_jsonb(OLD);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            SELECT * INTO last FROM "{table}" WHERE "{column}" = NEW."{column}";
            IF FOUND AND {self.public.format(row="last")} THEN
                latter := to_jsonb(last);
            END IF;
        END IF;
        IF former IS NULL AND latter IS NULL THEN
            RETURN NULL;
        END IF;
        {LOG_NOW}
        opened := EXISTS (SELECT FROM portal_opening);
        key := coalesce(former, latter) ->> '{column}';
        {self.since_release(model)}
        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)
            SELECT TG_TABLE_NAME, key, since, former, latter, {self.is_change()}, coalesce(array(
                SELECT name FROM jsonb_each(former) AS was (name, value)
                WHERE latter -> name <> value ORDER BY name), '{{}}')
            WHERE NOT EXISTS (
                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);
        RETURN NULL;
        """

    def since_release(self, model: type[models.Model]) -> str:
        """Until the portal is open, a version taken from a later release counts from that release on, as it does."""
        if not any(field.column == "release_id" for field in model._meta.concrete_fields):
            return ""
        return """
        SELECT r.released_at INTO published FROM portal_release r, portal_release earlier
            WHERE r.id = (latter ->> 'release_id')::bigint AND earlier.id = (former ->> 'release_id')::bigint
            AND r.released_at > earlier.released_at AND r.released_at < since AND NOT opened;
        IF FOUND THEN
            since := published;
            INSERT INTO portal_publicchange (at, is_late) VALUES (since, true);
        END IF;
        """

    def is_change(self) -> str:
        """SQL: not the first version of a row, or the portal is open. What takes a deleted row's code is no first."""
        if self.part_of:
            column, table = self.part_of
            return f"""former IS NOT NULL OR opened OR NOT EXISTS (
                SELECT FROM portal_formerrow f WHERE f."table" = '{table}' AND f.row = latter ->> '{column}'
                AND f.until = since AND f.before IS NULL)"""
        return """former IS NOT NULL OR opened OR EXISTS (
            SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME
            AND (f.row = key OR f.after IS NULL AND f.before ->> 'code' = latter ->> 'code'))"""


def public_change(*, when: str = "true", part_of: tuple[str, str] | None = None) -> ContentChange:
    """Logs changes to a row of ordinary content, or of what describes the record, and keeps its former versions.

    `when` is SQL that tells whether `{row}` is public at `clock_timestamp()`. It is evaluated inside the window: if an
    embargo ends meanwhile, readers do not move past its end before this change is visible.
    """
    return ContentChange(
        name="public_change",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        public=when,
        part_of=part_of,
    )


def release_change() -> pgtrigger.Trigger:
    """Logs the publication of a release with all its content, its withdrawal, and the removal of a cancelled one."""
    return _trigger(
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"""
        IF (TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at
                AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)
           OR coalesce(NEW.released_at, OLD.released_at) IS NULL THEN
            RETURN NULL;
        END IF;
        {OPEN_WINDOW}
        IF TG_OP <> 'INSERT' AND OLD.released_at IS DISTINCT FROM NEW.released_at THEN
            DELETE FROM portal_publicchange WHERE release_id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            {_log_at("NEW.released_at", release="NEW.id")}
            {_log_at("NEW.withdrawn_at", release="NEW.id")}
        END IF;
        """,
    )


def falls_due(column: str = "due") -> pgtrigger.Trigger:
    """Schedules the midnight after the due date of a released record, when unfinished work becomes late or silent."""
    midnight = f"(NEW.{column} + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'"
    return _trigger(
        pgtrigger.Insert | pgtrigger.Update,
        f"""
        IF TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN
            RETURN NULL;
        END IF;
        {OPEN_WINDOW}
        {_log_at(f"greatest(NEW.released_at, {midnight})", release="NEW.release_id")}
        """,
        condition=pgtrigger.Q(**{"new__released_at__isnull": False, f"new__{column}__isnull": False}),
    )


def scheduled_by(
    name: str, operation: pgtrigger.Operation, day: str, *, floor: str, release: str, **options: object
) -> pgtrigger.Trigger:
    """Schedules the midnight after a day, not before `floor`. `day`: an SQL query of the day, nothing if it is null."""
    midnight = f"(day + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'"
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("since", "timestamptz"), ("day", "date")],
        func=f"""
        day := ({day});
        IF day IS NULL THEN
            RETURN NULL;
        END IF;
        {OPEN_WINDOW}
        {_log_at(f"greatest({floor}, {midnight})", release=release)}
        RETURN NULL;
        """,
        **options,
    )


def announcement_change() -> pgtrigger.Trigger:
    """Logs an announcement, and schedules the instant after which the announced release is late."""
    return _trigger(
        pgtrigger.Insert | pgtrigger.Delete,
        f"""
        {OPEN_WINDOW}
        IF TG_OP = 'DELETE' THEN
            {LOG_NOW}
        ELSE
            {_log_at("NEW.announced_at")}
            {_log_at("NEW.scheduled_for")}
        END IF;
        """,
    )


def _trigger(operation: pgtrigger.Operation, func: str, **options: object) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="public_change",
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("since", "timestamptz")],
        func=f"{func} RETURN NULL;",
        **options,
    )


def _log_at(instant: str, release: str = "NULL::bigint") -> str:
    """SQL that logs a change at an instant, once a release; nothing if the instant is null."""
    return f"""
    INSERT INTO portal_publicchange (at, is_late, release_id)
        SELECT {instant}, {instant} < since, {release}
        WHERE {instant} IS NOT NULL AND NOT EXISTS (
            SELECT FROM portal_publicchange
            WHERE at = {instant} AND release_id IS NOT DISTINCT FROM {release});
    """


def instant_of_change() -> dt.datetime:
    """The current instant, as the publication time of something in the caller's transaction.

    Readers are not served this instant until the transaction has committed. Take it late, after all checks: readers
    stay at the previous moment for that long.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ DECLARE since timestamptz; BEGIN {OPEN_WINDOW} END $$")
        cursor.execute(
            "SELECT clock_timestamp()"
        )  # by the clock of the window, whatever that of this machine says
        (now,) = cursor.fetchone()
    return now


def next_change(after: dt.datetime) -> dt.datetime | None:
    """The instant of the next scheduled change after a moment; only for deciding how long an answer holds."""
    return PublicChange.objects.filter(at__gt=after).aggregate(next=models.Min("at"))["next"]


#: Triggers that log a row's changes, or forbid any once its release is public.
LOGGED_OR_FROZEN = {"public_change", "frozen_with_release", "frozen_with_its_record"}


@register(Tags.models)
def check_public_changes(app_configs: object, **options: object) -> list[Error]:
    """Every audited model logs its public changes, is frozen with its release, or explains in `not_public` why not."""
    audited = {getattr(event, "pgh_tracked_model", None) for event in apps.get_models()} - {None}
    return [
        Error(
            f"{model._meta.label} is audited, but its changes do not reach the data version.",
            hint="Give it the trigger public_change(), or say in `not_public` why the public never sees it.",
            obj=model,
            id="portal.E001",
        )
        for model in sorted(audited, key=lambda model: model._meta.label)
        if not (LOGGED_OR_FROZEN & _trigger_names(model) or getattr(model, "not_public", ""))
    ]


def _trigger_names(model: type[models.Model]) -> set[str]:
    return {trigger.name for _model, trigger in pgtrigger.registered() if _model is model}
