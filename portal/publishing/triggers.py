"""Database triggers that enforce the publishing rules on every channel.

Each factory builds one trigger; models list those they need. The SQL names `portal_release`, because all rules depend
on the state of the row's release.
"""

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


def frozen_with_release(
    *, until: str = EDITABLE, name: str = "frozen_with_release", unless: str = ""
) -> pgtrigger.Trigger:
    """Parts of a release change only while it is a draft. `unless`: SQL for new rows that are added later.

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
        {_added_later(unless)}SELECT count(*) FILTER (WHERE state NOT IN {until}) > 0 INTO closed FROM (
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


def _added_later(unless: str) -> str:
    return f"IF TG_OP = 'INSERT' AND {unless} THEN RETURN NEW; END IF;\n        " if unless else ""


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


def frozen_with(table: str, column: str, *, until: str = EDITABLE, unless: str = "") -> pgtrigger.Trigger:
    """Details of a released record change only while the record itself may; `column` refers to it in `table`.

    `unless`: SQL for new details that are added later.
    """
    return pgtrigger.Trigger(
        name="frozen_with_its_record",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
        {_added_later(unless)}IF EXISTS (
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


#: Written by the workflow; changing these does not count as editing.
WORKFLOW_COLUMNS = (
    "'{state,submitted_by_id,submitted_at,decision,decided_by_id,decided_at,decision_reason,released_at,"
    "withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}'"
)
WITHDRAWAL_COLUMNS = "'{state,withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}'"

#: The life cycle of a release: its states, who decides, what may still change.
RELEASE_TRIGGERS = [
    pgtrigger.FSM(
        name="state_moves",
        field="state",
        transitions=[
            ("draft", "submitted"),
            ("submitted", "approved"),
            ("submitted", "returned"),
            ("returned", "submitted"),
            ("approved", "submitted"),
            ("approved", "withdrawn"),
        ],
    ),
    pgtrigger.Trigger(
        name="never_rewritten",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[
            ("workflow", f"text[] = {WORKFLOW_COLUMNS}"),
            ("withdrawal", f"text[] = {WITHDRAWAL_COLUMNS}"),
        ],
        func="""
                IF TG_OP = 'DELETE' THEN
                    IF OLD.state <> 'draft' THEN
                        RAISE EXCEPTION 'release %: only a draft is ever deleted', OLD.slug
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    -- deleting its parts has just made the deleting official an editor
                    DELETE FROM portal_releaseeditor WHERE release_id = OLD.id;
                    RETURN OLD;
                END IF;
                IF OLD.state NOT IN ('draft', 'returned')
                   AND to_jsonb(NEW) - workflow <> to_jsonb(OLD) - workflow THEN
                    RAISE EXCEPTION 'release %: what has been submitted or released is never rewritten', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.released_at <= clock_timestamp()
                   AND to_jsonb(NEW) - withdrawal <> to_jsonb(OLD) - withdrawal THEN
                    RAISE EXCEPTION 'release %: what has been released is only ever withdrawn', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.released_at > clock_timestamp() AND NEW.state = 'withdrawn' THEN
                    RAISE EXCEPTION 'release %: not public yet, so it is cancelled, not withdrawn', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state = NEW.state AND OLD.state IN ('submitted', 'approved', 'withdrawn')
                   AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
                    RAISE EXCEPTION 'release %: signatures and times change with the state only', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
    ),
    pgtrigger.Trigger(
        name="correction_compared",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__kind="correction", new__compared_at__isnull=True),
        func="NEW.compared_at := clock_timestamp(); RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="second_person_decides",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__decided_by__isnull=False),
        func="""
                IF NEW.decided_by_id = NEW.submitted_by_id OR EXISTS (
                    SELECT 1 FROM portal_releaseeditor e
                    WHERE e.release_id = NEW.id AND e.user_id = NEW.decided_by_id
                ) THEN
                    RAISE EXCEPTION 'release %: whoever edited or submitted it cannot decide on it', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NOT EXISTS (
                    SELECT 1 FROM portal_user u
                    WHERE u.id = NEW.decided_by_id AND (u.department_id = NEW.department_id
                        OR TG_OP = 'UPDATE' AND OLD.decided_by_id = NEW.decided_by_id)
                ) THEN
                    RAISE EXCEPTION 'release %: decided on by the publishing department only', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
    ),
    pgtrigger.Trigger(
        name="submitted_with_every_part",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__state__in=["draft", "returned"], new__state="submitted"),
        func="""
                IF EXISTS (SELECT 1 FROM portal_contribution c
                           WHERE c.release_id = NEW.id AND c.state <> 'submitted') THEN
                    RAISE EXCEPTION 'release %: parts of it are not in yet', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
    ),
    pgtrigger.Trigger(
        name="public_when_announced",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(old__released_at__isnull=True, new__released_at__isnull=False),
        func="""
                IF EXISTS (
                    SELECT 1 FROM portal_release r, LATERAL (
                        SELECT scheduled_for, confirmed FROM portal_announcement a
                        WHERE a.release_id = r.id ORDER BY a.id DESC LIMIT 1
                    ) AS standing
                    WHERE r.id = NEW.id AND r.released_at <> standing.scheduled_for AND standing.confirmed
                ) THEN
                    RAISE EXCEPTION 'release %: the public was told another time', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
    ),
]
