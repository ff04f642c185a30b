"""Lines of digests: what a release says of each subject that can be followed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from portal.records.topics import Subject


@dataclass(frozen=True)
class Told:
    """One line of what a release says, in the active language: where it is told in full, and of which subjects it is.

    Two lines of one address are one and the same thing, told by two apps.
    """

    text: str
    address: str
    subjects: frozenset[Subject]


#: Each gives the lines of a public release; the lower its order, the earlier they stand.
tellers: list[tuple[int, Callable[[Model], Iterable[Told]]]] = []


def register_teller(teller: Callable[[Model], Iterable[Told]], *, order: int) -> None:
    """Add what an app's records of a release say."""
    tellers.append((order, teller))
    tellers.sort(key=lambda one: one[0])
