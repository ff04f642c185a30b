"""Links from rows of a table to rows of the same table."""

import pgtrigger


def no_circle(name: str, table: str, column: str, refusal: str) -> pgtrigger.Trigger:
    """Refuses a link that closes a circle, or leads from a row to itself.

    `column`: of the links, without `from_` and `to_` before it. Two transactions that each add half of a circle wait
    for each other.
    """
    origin, target = f"from_{column}", f"to_{column}"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
        PERFORM pg_advisory_xact_lock(hashtextextended('{table}', 0));
        IF EXISTS (
            WITH RECURSIVE reached AS (
                SELECT NEW.{target} AS id
                UNION
                SELECT link.{target} FROM {table} link JOIN reached ON link.{origin} = reached.id
            ) SELECT FROM reached WHERE id = NEW.{origin}
        ) THEN
            RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
        """,  # noqa: S608 - our own SQL
    )
