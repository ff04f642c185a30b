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
    """The number of the request or task of this thread, or of the moment that it reads."""

    number = 0


_turn = Turn()


class Memo(threading.local):
    """A value of this thread that is out of date with the next request, task or moment read."""

    turn: int | None = None
    held: object = None

    def fresh(self) -> object:
        """The value, or None if there is none of this turn."""
        return self.held if self.turn == _turn.number else None

    def hold(self, value: object) -> None:
        self.turn, self.held = _turn.number, value

    def forget(self, **_signal: object) -> None:
        self.turn = None


class Versioned:
    """Values of this process for public answers, by data version and language; those of the latest few are held."""

    def __init__(self, new: Callable[[], Any], most: int = 6) -> None:
        self.new, self.most = new, most
        self.held: OrderedDict[tuple, Any] = OrderedDict()
        self.lock = threading.Lock()

    def at(self, moment: Moment) -> Any:
        key = (moment.state.key, get_language())
        with self.lock:
            if key not in self.held:
                self.held[key] = self.new()
            self.held.move_to_end(key)
            while len(self.held) > self.most:
                self.held.popitem(last=False)
            return self.held[key]


def next_turn(**_signal: object) -> None:
    _turn.number += 1


for signal in (request_started, task_started, moment_changed):
    signal.connect(next_turn)
