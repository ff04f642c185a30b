"""Triggers that any table may carry."""

import pgtrigger


def never_truncated() -> pgtrigger.Trigger:
    """Refuses TRUNCATE, which bypasses row triggers."""
    return pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
    )
