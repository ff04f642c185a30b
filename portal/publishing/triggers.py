"""Database triggers that enforce the publishing rules on every channel.

Each factory builds one trigger; models list those they need. The SQL names `portal_release`, because all rules depend
on the state of the row's release.
"""

from collections.abc import Collection

import pgtrigger

#: States in which the content may change; in every other it is frozen.
EDITABLE = "('draft', 'returned')"

#: States in which results of its checks may be written.
UNDER_REVIEW = "('draft', 'returned', 'submitted')"

#: SQL for the department of a row in a section, for `closed_with_part`.
OF_SECTION = "(SELECT department_id FROM portal_section WHERE id = (part ->> 'section_id')::bigint)"

#: SQL condition for public ordinary content, for `public_change`: switched on, and its source is public.
SWITCHED_PUBLIC = """({row}.is_public AND ({row}.release_id IS NULL OR EXISTS (
    SELECT FROM portal_release r WHERE r.id = {row}.release_id AND r.released_at <= clock_timestamp())))"""

#: SQL for the release of a row with a release column, for `closed_with_part`.
OWN_RELEASE = "(part ->> 'release_id')::bigint"


def frozen_with_release(*, until: str = EDITABLE, name: str = "frozen_with_release") -> pgtrigger.Trigger:
    """Parts of a release change only while it is a draft.

    The validity range is the exception: it is set by approval, closed by a successor or a withdrawal, and reset only
    during the embargo. The release row is locked, so that nobody submits it meanwhile.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[
            ("closed", "boolean"),
            ("range_columns", "text[] = '{released_at,superseded_at}'"),
        ],
        func=f"""
        SELECT count(*) FILTER (WHERE state NOT IN {until}) > 0 INTO closed FROM (
            SELECT state FROM portal_release
            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,
                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)
            FOR SHARE
        ) AS touched;
        IF closed THEN
            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN
                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF to_jsonb(NEW) ? 'released_at'
               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()
               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN
                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def closed_with_part(department: str, release: str = OWN_RELEASE) -> pgtrigger.Trigger:
    """Rows are read-only, on every channel, while their department's contribution is handed in.

    `department` and `release` are SQL for the ids of the row's department and release, with the row as JSON in `part`;
    details of a record take them from the record. The contribution is locked, so that nobody hands it in between a
    change and its commit.
    """
    return pgtrigger.Trigger(
        name="closed_with_part",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[
            ("part", "jsonb"),
            ("found", "text"),
            ("range_columns", "text[] = '{released_at,superseded_at}'"),
        ],
        func=f"""
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN
            RETURN NEW;
        END IF;
        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP
            IF part IS NULL OR NOT EXISTS (
                SELECT 1 FROM portal_contribution WHERE release_id = {release}
            ) THEN
                CONTINUE;
            END IF;
            SELECT state INTO found FROM portal_contribution
                WHERE release_id = {release} AND department_id = ({department}) FOR SHARE;
            IF found = 'submitted' THEN
                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
        END LOOP;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def frozen_with(table: str, column: str, *, until: str = EDITABLE) -> pgtrigger.Trigger:
    """Details of a released record change only while the record itself may; `column` refers to it in `table`."""
    return pgtrigger.Trigger(
        name="frozen_with_its_record",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
        IF EXISTS (
            SELECT 1 FROM portal_release r JOIN {table} record ON record.release_id = r.id
            WHERE record.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.{column} END,
                                CASE WHEN TG_OP <> 'DELETE' THEN NEW.{column} END)
            AND r.state NOT IN {until}
            FOR SHARE OF r
        ) THEN
            RAISE EXCEPTION '%: what has been released is never rewritten', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def same_version(version_key: tuple[str, ...], nullable: Collection[str]) -> str:
    """SQL condition for `mine` and `other` being versions of the same thing; empty without versions.

    Uses plain equality wherever a column is NOT NULL, because only that can use an index.
    """
    return " AND ".join(
        f"other.{name} {'IS NOT DISTINCT FROM' if name in nullable else '='} mine.{name}"
        for name in version_key
    )


def known_range_follows_releases(
    table: str, version_key: tuple[str, ...], nullable: Collection[str]
) -> pgtrigger.Trigger:
    """At commit, a row's validity range must match its releases.

    It starts with the release and ends with the next version under the same key, or the withdrawal of its release,
    whichever is earlier. So no statement can open, close or extend a range by itself.
    """
    same = same_version(version_key, nullable) or "false"
    return pgtrigger.Trigger(
        name="known_range_follows_releases",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__released_at__isnull=False),
        func=f"""
        IF EXISTS (
            SELECT 1 FROM {table} mine JOIN portal_release r ON r.id = mine.release_id
            WHERE mine.id = NEW.id AND (
                mine.released_at IS DISTINCT FROM r.released_at
                OR mine.superseded_at IS DISTINCT FROM LEAST(
                    r.withdrawn_at,
                    (SELECT min(other.released_at) FROM {table} other
                     WHERE {same} AND other.released_at > mine.released_at),
                    'infinity'))
        ) THEN
            RAISE EXCEPTION '{table}: the known range of row % does not follow from the releases', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
        """,
    )


def remember_editor(
    release: str = "(part ->> 'release_id')::bigint", *, ignoring: str = "'{}'"
) -> pgtrigger.Trigger:
    """Whoever changes a part of a release is recorded as its editor and may no longer decide on it.

    The actor comes from the audit context. `release` is SQL for the id of the row's release, with the row as JSON in
    `part`; `ignoring` is a text[] of columns that do not count as editing.
    """
    return pgtrigger.Trigger(
        name="remember_editor",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        declare=[
            ("actor", "bigint"),
            ("part", "jsonb"),
            ("ignored", f"text[] = {ignoring}"),
        ],
        func=f"""
        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;
        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN
            RETURN NULL;
        END IF;
        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
        INSERT INTO portal_releaseeditor (release_id, user_id, since)
            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = {release}
            ON CONFLICT DO NOTHING;
        RETURN NULL;
        """,
    )
