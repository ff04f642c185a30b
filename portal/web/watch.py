"""The public state in memory, so that a cached answer costs no query (decision 0022).

A thread of each worker listens for the notification that PostgreSQL sends when a commit has added to the log of
public changes, and reads the state again. It also knows the instant of the next scheduled change. A state counts only
until that instant, and only for a second after it was last confirmed: if a notification is lost, or the database is
gone, whoever asks gets None and reads the state by a query.
"""

import datetime as dt
import select
import threading
import time
from dataclasses import dataclass

import structlog
from django.db import Error, connection
from django.utils import timezone

from portal.web.as_of import PublicState, state_at, version_of
from portal.web.data_version import CHANNEL, next_change

#: Seconds for which a state counts after it was last confirmed, and between two confirmations.
TRUSTED, CONFIRMED_EVERY = 1.0, 0.4
#: Seconds between two looks while a writer holds the moment back, and before the database is tried again.
SOON, AGAIN = 0.05, 1.0

log = structlog.get_logger("portal.watch")


@dataclass(frozen=True)
class Known:
    """A state with the instant up to which it holds, unless a notification arrives, and when it was confirmed."""

    state: PublicState
    holds_until: dt.datetime
    confirmed: float

    def counts(self) -> bool:
        return time.monotonic() - self.confirmed < TRUSTED and timezone.now() < self.holds_until


class Watch:
    """Watches the log of public changes, by a connection of its own. `changed` is set after each change."""

    def __init__(self) -> None:
        self.changed = threading.Event()
        self.known: Known | None = None
        self.thread = threading.Thread(target=self.run, name="public state", daemon=True)
        self.stopped = threading.Event()

    def version(self) -> str | None:
        """What every public answer depends on besides its address, as `version_of`; None while it is not known."""
        known = self.known
        return (
            version_of(known.state, timezone.localdate(known.state.at)) if known and known.counts() else None
        )

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.listen()
            except Error as error:
                self.known = None
                log.warning("public state unknown", error=str(error).strip())
                connection.close()
                self.stopped.wait(AGAIN)
        connection.close()

    def listen(self) -> None:
        """Confirm the state at each notification, and often enough without. Raises Error when the database is gone."""
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while not self.stopped.is_set():
            before, self.known = self.known, self.read()
            if before and before.state.latest != self.known.state.latest:
                self.changed.set()
            ahead = (self.known.holds_until - timezone.now()).total_seconds()
            self.wait(min(CONFIRMED_EVERY, max(ahead, SOON)))

    def read(self) -> Known:
        """The state now. While a writer holds the moment back, a change may already be due: then it never counts."""
        confirmed, state = time.monotonic(), state_at()
        midnight = dt.datetime.combine(timezone.localdate(state.at) + dt.timedelta(days=1), dt.time.min)
        ahead = [timezone.make_aware(midnight), next_change(state.at)]
        return Known(state, min(filter(None, ahead)), confirmed)

    def wait(self, seconds: float) -> None:
        """Wait for a notification, at most that long."""
        listening = connection.connection
        with connection.wrap_database_errors:
            if not listening.notifies:  # one may have come with the answer to a query
                select.select([listening], [], [], seconds)
                listening.poll()
            listening.notifies.clear()

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        self.changed.set()  # lets go of whoever waits for it
        self.thread.join()
