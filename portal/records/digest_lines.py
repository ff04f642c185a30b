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


@dataclass(frozen=True)
class DigestLines:
    """The lines that one kind of record adds to the digest of a public release; the lowest `order` stands first."""

    order: int
    of: Callable[[Model], Iterable[Told]]
