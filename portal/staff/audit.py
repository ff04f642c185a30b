"""Audit context: the actor and the channel, recorded by the database with every change."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pghistory
from django.db.models import Model
from pghistory.runtime import Context, _tracker

from portal.staff.models import User

#: Keys that each `acting` sets itself; other keys of an outer context, such as the address, remain.
OWN = frozenset({"user", "action", "door", "release"})

_door: ContextVar[str] = ContextVar("door", default="")


@contextmanager
def through(door: str) -> Iterator[None]:
    """The default channel of changes that `acting` records inside."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


@contextmanager
def acting(by: User, *, action: str, door: str = "", release: Model | None = None) -> Iterator[None]:
    """Record changes inside with this actor and action; whoever edits a release becomes its editor.

    `door`: the channel of the change: form, grid, workbook, command or api; by default that of an outer `acting` or
    `through`. Nested `acting` blocks are recorded separately; changes after an inner block belong to the outer one
    again.
    """
    with pghistory.context() as outer:
        kept = {name: value for name, value in outer.metadata.items() if name not in OWN}
        about = {
            "user": by.pk,
            "action": action,
            "door": door or _door.get() or outer.metadata.get("door"),
            "release": release.slug if release else None,
        }
        metadata = kept | {name: value for name, value in about.items() if value}
        # pghistory would merge it into the outer context, which is stored once a request with the latest values
        _tracker.value = Context(id=uuid.uuid4(), metadata=metadata)
        try:
            yield
        finally:
            _tracker.value = outer
