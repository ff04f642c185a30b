"""What is read once a request or task, and read again in the next: names may have changed since."""

import threading

from django.core.signals import request_started
from django_tasks.signals import task_started

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


def next_turn(**_signal: object) -> None:
    _turn.number += 1


for signal in (request_started, task_started, moment_changed):
    signal.connect(next_turn)
