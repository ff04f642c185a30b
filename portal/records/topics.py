"""Topics of subscriptions and their digest lines, each declared with its record."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

KEY = re.compile(r"([a-z]{1,20}):([a-z0-9]+(?:[-_][a-z0-9]+)*)")
LONGEST_KEY = 140


@dataclass(frozen=True)
class Subject:
    """A thing that readers can follow: its kind, and the code in the address of its page."""

    kind: str
    reference: str

    @property
    def key(self) -> str:
        """Its key in addresses and forms: `indicator:solved`."""
        return f"{self.kind}:{self.reference}"

    @classmethod
    def read(cls, key: str) -> "Subject | None":
        """The subject with this key, whether or not it exists; None if the key is malformed."""
        match = KEY.fullmatch(key) if len(key) <= LONGEST_KEY else None
        return cls(match[1], match[2]) if match and match[1] in topics else None


@dataclass(frozen=True)
class Topic:
    """A kind of subject.

    `public` returns the rows that may be followed at a time, `code` is their code field, and `address` returns a row's
    page in the active language. `wider` lists broader subjects to offer instead. `order`: its place in e-mails, narrow
    subjects before wide ones.
    """

    kind: str
    label: str | Promise
    public: Callable[[dt.datetime], QuerySet]
    code: str
    address: Callable[[Model], str]
    wider: Callable[[Model], Iterable[Subject]] = lambda _row: ()
    order: int = 50


@dataclass(frozen=True)
class Found:
    """A subject with its row: its name and address on pages and in e-mails."""

    subject: Subject
    row: Model

    @property
    def label(self) -> str:
        """The kind, such as “indicator”."""
        return str(topics[self.subject.kind].label)

    @property
    def name(self) -> str:
        return str(self.row)

    @property
    def address(self) -> str:
        return topics[self.subject.kind].address(self.row)

    @property
    def wider(self) -> list[Subject]:
        return list(topics[self.subject.kind].wider(self.row))


#: By kind; `portal.records.registry` adds each.
topics: dict[str, Topic] = {}


def find(subjects: Iterable[Subject], at: dt.datetime) -> list[Found]:
    """The subjects that are public at that time, in the order given; one query a kind."""
    subjects = list(dict.fromkeys(subjects))
    rows: dict[Subject, Model] = {}
    for kind in {subject.kind for subject in subjects} & topics.keys():
        topic = topics[kind]
        codes = [subject.reference for subject in subjects if subject.kind == kind]
        for row in topic.public(at).filter(**{f"{topic.code}__in": codes}):
            rows[Subject(kind, getattr(row, topic.code))] = row
    return [Found(subject, rows[subject]) for subject in subjects if subject in rows]


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
    """The lines that one record type adds to the digest of a public release, sorted by `order`.

    `covers`: the records whose corrections and withdrawals they tell; of others, the line says that they changed.
    """

    order: int
    of: Callable[[Model], Iterable[DigestLine]]
    covers: tuple[type[Model], ...] = ()
