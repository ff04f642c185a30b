"""Triggers that any table may carry."""

import pgtrigger


def never_truncated() -> pgtrigger.Trigger:
    """TRUNCATE passes row triggers by, so it is refused as a whole."""
    return pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
    )
