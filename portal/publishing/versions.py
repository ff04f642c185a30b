"""Versions of released records, and how each ended."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from portal.publishing.models import Release, ReleasedRecord


@dataclass(frozen=True)
class Version:
    """One released version of a record: in force, replaced by a later release, or withdrawn with its own."""

    record: ReleasedRecord
    ended_at: dt.datetime | None = None
    successor: Release | None = None

    @classmethod
    def of(cls, record: ReleasedRecord, later: ReleasedRecord | None, at: dt.datetime, **fields: Any) -> Self:
        """How the version ended by that time, given the one that came after it."""
        ended_at = record.superseded_by(at)
        replaced = ended_at is not None and later is not None and later.released_at == ended_at
        return cls(record, ended_at, later.release if replaced else None, **fields)

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and self.successor is None
