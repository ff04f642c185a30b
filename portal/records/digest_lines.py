"""Digest lines: what a release says about each subject that readers can follow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from portal.records.topics import Subject


@dataclass(frozen=True)
class DigestLine:
    """One line about a release in the active language, with the page it links to and the subjects it concerns.

    Two lines with the same address are the same fact, reported by two apps.
    """

    text: str
    address: str
    subjects: frozenset[Subject]


@dataclass(frozen=True)
class DigestLines:
    """The lines that one record type adds to the digest of a public release, sorted by `order`."""

    order: int
    of: Callable[[Model], Iterable[DigestLine]]
