"""Who is acting, through which door: recorded by the database with every change made inside."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pghistory
from django.db.models import Model
from pghistory.runtime import Context, _tracker

from portal.staff.models import User

#: What each `acting` says for itself; whatever else an outer context says, such as the address, stays.
OWN = frozenset({"user", "action", "door", "release"})

_door: ContextVar[str] = ContextVar("door", default="")


@contextmanager
def through(door: str) -> Iterator[None]:
    """Whatever `acting` records inside came in through this door, unless it names one itself."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


@contextmanager
def acting(by: User, *, action: str, door: str = "", release: Model | None = None) -> Iterator[None]:
    """Everything written inside is recorded with this actor and action, and whoever edits a release becomes its editor.

    `door` says where the change came in: form, grid, workbook, command, api. Where none is given, that of an outer
    `acting` or `through` stays. Each `acting` is recorded by itself, however many there are in a request or in one
    another; what is written after it is recorded with the outer one again.
    """
    with pghistory.context() as outer:
        kept = {name: value for name, value in outer.metadata.items() if name not in OWN}
        about = {
            "user": by.pk,
            "action": action,
            "door": door or _door.get() or outer.metadata.get("door"),
            "release": release.slug if release else None,
        }
        with _recorded_apart(outer, kept | {name: value for name, value in about.items() if value}):
            yield


@contextmanager
def _recorded_apart(outer: Context, metadata: dict[str, object]) -> Iterator[None]:
    """Changes inside belong to a context of their own.

    pghistory itself would merge it into the outer one, which is kept once a request and says what came last.
    """
    _tracker.value = Context(id=uuid.uuid4(), metadata=metadata)
    try:
        yield
    finally:
        _tracker.value = outer
