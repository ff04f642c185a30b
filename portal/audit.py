"""Who is acting, through which door: recorded by the database with every change made inside."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

import pghistory

from portal.models import Release, User

_door: ContextVar[str] = ContextVar("door", default="")


@contextmanager
def through(door: str) -> Iterator[None]:
    """Whatever `acting` records inside came in through this door, unless it names one itself."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def acting(
    by: User, *, action: str, door: str = "", release: Release | None = None
) -> AbstractContextManager:
    """Everything written inside is recorded with this actor and action, and whoever edits a release becomes its editor.

    `door` says where the change came in: form, grid, workbook, command, api. Where none is given, that of an outer
    `acting` or `through` stays. Within one request or outer `acting` all changes are recorded with the last action.
    """
    about = {
        "user": by.pk,
        "action": action,
        "door": door or _door.get(),
        "release": release.slug if release else None,
    }
    return pghistory.context(**{name: value for name, value in about.items() if value})
