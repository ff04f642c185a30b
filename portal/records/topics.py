"""Topics of subscriptions: the kinds of things that can be followed, each declared with its record."""

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
    """One thing that can be followed: its kind, and the code by which its page is found."""

    kind: str
    reference: str

    @property
    def key(self) -> str:
        """As addresses and forms name it: `indicator:solved`."""
        return f"{self.kind}:{self.reference}"

    @classmethod
    def read(cls, key: str) -> "Subject | None":
        """The subject that a key names, whether there is such a thing or not; None if it is no key."""
        match = KEY.fullmatch(key) if len(key) <= LONGEST_KEY else None
        return cls(match[1], match[2]) if match and match[1] in topics else None


@dataclass(frozen=True)
class Topic:
    """A kind of subject.

    `public` gives the rows that may be followed at a time, `code` the field by which they are found, `address` the page
    of one in the active language. `wider` names what somebody who looks at one may want to follow instead. `order`: its
    place in mails, which tell of the narrow before the wide.
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
    """A subject with its row: what pages and mails call it, and where it is."""

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
    """Those that are public at that time, in the order given; a query for each kind."""
    subjects = list(dict.fromkeys(subjects))
    rows: dict[Subject, Model] = {}
    for kind in {subject.kind for subject in subjects} & topics.keys():
        topic = topics[kind]
        codes = [subject.reference for subject in subjects if subject.kind == kind]
        for row in topic.public(at).filter(**{f"{topic.code}__in": codes}):
            rows[Subject(kind, getattr(row, topic.code))] = row
    return [Found(subject, rows[subject]) for subject in subjects if subject in rows]
