"""Triggers that fix what gives released values their meaning: it is succeeded by another row, never changed."""

import pgtrigger


def fixed_by_release(
    *columns: str, rests: str, name: str, also: str = "", is_part: bool = False
) -> pgtrigger.Trigger:
    """Once a released value rests on the row, it is not deleted, and these columns do not change.

    `rests` is SQL that tells whether one rests on `{row}`; `also` is plpgsql to run first, with `found` to set. If the
    row is part of what the value rests on, none is added either.
    """
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
        if is_part
        else pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("found", "boolean = false"), ("reference", "record")],
        func=f"""
        IF TG_OP = 'UPDATE' AND NOT ({changed}) THEN
            RETURN NEW;
        END IF;
        {also}
        IF found OR (TG_OP <> 'INSERT' AND {rests.format(row="OLD")})
           OR (TG_OP <> 'DELETE' AND {rests.format(row="NEW")}) THEN
            RAISE EXCEPTION '%: released values rest on this row, so its meaning is fixed', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


#: Whether a figure in a unit has been released.
FIGURES_IN_UNIT = """EXISTS (
    SELECT FROM portal_observation o JOIN portal_series s ON s.id = o.series_id
    JOIN portal_indicator i ON i.id = s.indicator_id WHERE i.unit_id = {row}.code AND o.released_at IS NOT NULL)"""

#: Sets `found` if some other kind of record names the unit and has been released. The apps of the sectors have such
#: kinds, and the catalogue of the database knows which.
RECORDS_IN_UNIT = """
FOR reference IN
    SELECT c.conrelid::regclass AS "table", a.attname AS "column" FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'portal_unit'::regclass AND EXISTS (
        SELECT FROM pg_attribute r WHERE r.attrelid = c.conrelid AND r.attname = 'released_at' AND NOT r.attisdropped)
LOOP
    EXECUTE format('SELECT $1 OR EXISTS (SELECT FROM %s WHERE %I = $2 AND released_at IS NOT NULL)',
        reference."table", reference."column") INTO found USING found, OLD.code;
END LOOP;
"""

#: Whether a figure with a value of the dimension, or with this value, has been released.
FIGURES_BY_DIMENSION = """EXISTS (
    SELECT FROM portal_observation o JOIN portal_series s ON s.id = o.series_id
    WHERE s.dimensions ? {row}.code AND o.released_at IS NOT NULL)"""
FIGURES_OF_CODE = """EXISTS (
    SELECT FROM portal_observation o JOIN portal_series s ON s.id = o.series_id
    WHERE s.dimensions ->> {row}.dimension_id = {row}.code AND o.released_at IS NOT NULL)"""

#: Whether a result of the check has been released; the column names the check.
RESULTS_OF_CHECK = """EXISTS (
    SELECT FROM portal_checkresult r WHERE r.check_id = {row}.%s AND r.released_at IS NOT NULL)"""
