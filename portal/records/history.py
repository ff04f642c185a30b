"""The audit trail: the database records every change to a row, with its actor, and never alters the record."""

from collections.abc import Callable

import pghistory
import pgtrigger
from django.db import models


def never_truncated() -> pgtrigger.Trigger:
    """Refuses TRUNCATE, which bypasses row triggers."""
    return pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
    )


def audited(
    model: type[models.Model] | None = None, *, exclude: list[str] | None = None
) -> Callable | type[models.Model]:
    """Class decorator: records inserts, updates and deletes of the model, except in the fields in `exclude`."""

    def track(model: type[models.Model]) -> type[models.Model]:
        events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
        never = {"triggers": [never_truncated()]}
        return pghistory.track(*events, append_only=True, exclude=exclude, meta=never)(model)

    return track if model is None else track(model)


def audited_link(model: type[models.Model]) -> type[models.Model]:
    """Class decorator for the links of a many-to-many field: records their creation and removal."""
    never = {"triggers": [never_truncated()]}
    events = (pghistory.InsertEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, append_only=True, obj_field=None, meta=never)(model)
