"""What is read once a request or task, and read again in the next: names may have changed since.

Or, for what only public answers show, once a data version.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.core.signals import request_started
from django.utils.translation import get_language
from django_tasks.signals import task_started

from portal.web.as_of import Moment
from portal.web.past import moment_changed


class Turn(threading.local):
    """The number of the request or task of this thread, or of the moment that it reads.

    `version`: of everything public that the request reads; empty where it is not known, as for officials.
    """

    number = 0
    version = ""


_turn = Turn()
#: Counts how often what was held for versions has been forgotten.
_epoch = 0


class Memo(threading.local):
    """A value of this thread that is out of date with the next request, task or moment read.

    `lasting`: one that follows from public rows alone, and so stays while requests read the same version of them.
    """

    turn: int | None = None
    version: str = ""
    held: object = None

    def __init__(self, *, lasting: bool = False) -> None:
        self.lasting = lasting

    def fresh(self) -> object:
        """The value, or None if it is out of date."""
        lasts = self.lasting and self.version and self.version == _turn.version
        return self.held if lasts or self.turn == _turn.number else None

    def hold(self, value: object) -> None:
        self.turn, self.version, self.held = _turn.number, _turn.version, value

    def forget(self, **_signal: object) -> None:
        self.turn, self.version = None, ""


class Versioned:
    """Values of this process for public answers, by data version and language; those of the latest few are held."""

    def __init__(self, new: Callable[[], Any], most: int = 6) -> None:
        self.new, self.most = new, most
        self.held: OrderedDict[tuple, Any] = OrderedDict()
        self.lock = threading.Lock()

    def at(self, moment: Moment) -> Any:
        key = (_epoch, moment.state.key, get_language())
        with self.lock:
            if key not in self.held:
                self.held[key] = self.new()
            self.held.move_to_end(key)
            while len(self.held) > self.most:
                self.held.popitem(last=False)
            return self.held[key]


def next_turn(**_signal: object) -> None:
    _turn.number += 1
    _turn.version = ""


def this_turn_reads(version: str) -> None:
    """Say which version of everything public the request of this thread reads (`PublicState.key`)."""
    _turn.version = f"{_epoch} {version}"


def forget_versions() -> None:
    """Hold nothing any longer that was read for a version: for tests, whose changes are taken back."""
    global _epoch  # noqa: PLW0603 - a count that all threads share
    _epoch += 1


for signal in (request_started, task_started, moment_changed):
    signal.connect(next_turn)
