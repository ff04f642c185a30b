"""What corrections change: each of their rows with what was stated before and what is stated now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from portal.publishing.models import Release, ReleasedRecord, RowWithdrawal
from portal.publishing.summaries import rows_of
from portal.records.registry import record_types
from portal.records.types import RecordType

#: Rows of a kind that an answer has of a correction, and rows that a page shows; the list of the kind has all.
MOST_CHANGES, MOST_ON_PAGE = 500, 50


@dataclass(frozen=True)
class RowChange:
    """One row of a correction: of which record, what it stated before, if anything, and what it states now.

    `withdrawal`: by which it took back this record and states nothing in its place, if it did.
    """

    kind: RecordType
    record: ReleasedRecord
    former: ReleasedRecord | None
    withdrawal: RowWithdrawal | None = None

    @property
    def noun(self) -> str:
        """The list of the JSON interface that has the record."""
        return self.kind.endpoint.noun if self.kind.endpoint else self.kind.name

    @property
    def anchor(self) -> str:
        """Where the page of the correction shows it."""
        return f"change-{self.noun}-{self.record.pk}"

    @property
    def subject(self) -> str:
        return str(self.record)

    @property
    def before(self) -> str | None:
        return None if self.former is None else self._words(self.former)

    @property
    def after(self) -> str:
        return _("withdrawn") if self.withdrawal else self._words(self.record)

    @property
    def text(self) -> str:
        """“Cases · 2022: 638 cases → 641 cases”"""
        if self.former is None:
            words = _("%(what)s: %(value)s (new)")
        elif self.before == self.after:
            words = _("%(what)s: %(value)s (the value is as before)")
        else:
            words = _("%(what)s: %(old)s → %(new)s")
        names = {"old": self.before, "new": self.after, "value": self.after}
        return words % {"what": self.subject, **names}

    @property
    def subject_and_words(self) -> str:
        """“Cases · 2022: 641 cases”"""
        return _("%(what)s: %(value)s") % {"what": self.subject, "value": self._words(self.record)}

    def _words(self, record: ReleasedRecord) -> str:
        return (self.kind.value or self.kind.summary or str)(record)


def _correctable() -> list[RecordType]:
    """The record types whose rows have versions and words for what they state."""
    return [
        kind
        for kind in record_types.values()
        if getattr(kind.model, "version_key", ()) and (kind.value or kind.summary)
    ]


def _rows(kind: RecordType) -> QuerySet:
    rows = rows_of(kind)
    return rows.for_list() if hasattr(rows, "for_list") else rows


class RowChanges(list[RowChange]):
    """The rows of a correction; `total`: how many there are, if these are the first of them."""

    total: int = 0

    @property
    def beyond_page(self) -> int:
        """How many a page does not show."""
        return max(self.total - MOST_ON_PAGE, 0)


def row_changes(
    releases: Iterable[Release], at: dt.datetime, most: int | None = None
) -> Mapping[int, RowChanges]:
    """By release the rows of those that are corrections, in force at that time; three queries a kind of record.

    `most`: of each release and kind of record at most so many.
    """
    corrections = {one.pk for one in releases if one.corrects_id and not one.is_withdrawn(at)}
    found: defaultdict[int, RowChanges] = defaultdict(RowChanges)
    place = Window(RowNumber(), partition_by="release", order_by="pk")
    for kind in _correctable() if corrections else ():
        rows = rows_of(kind).released(at).filter(release__in=corrections).order_by()
        first = rows if most is None else rows.annotate(place=place).filter(place__lte=most)
        ids = list(first.values_list("pk", flat=True))
        if not ids:
            continue
        for release, count in rows.values_list("release").annotate(Count("pk")):
            found[release].total += count
        shown = _rows(kind).filter(pk__in=ids).with_neighbours().order_by("pk")
        for record in with_versions(shown, at, _rows(kind)):
            found[record.release_id].append(RowChange(kind, record, record.former))
    for withdrawal in RowWithdrawal.objects.released(at).filter(release__in=corrections):
        found[withdrawal.release_id].append(withdrawn_row(withdrawal))
        found[withdrawal.release_id].total += 1
    return found


def changes_in(release: Release) -> list[RowChange]:
    """What a public correction changes; nothing for other releases."""
    return row_changes([release], release.released_at).get(release.pk, [])


def withdrawn_row(withdrawal: RowWithdrawal) -> RowChange:
    """What was stated by the row that a correction withdraws; two queries."""
    kind = next(one for one in record_types.values() if one.model._meta.db_table == withdrawal.record)
    record = _rows(kind).with_neighbours().get(pk=withdrawal.row_id)
    return RowChange(kind, record, record, withdrawal)


def withdrawn_among(rows: Iterable[QuerySet], at: dt.datetime) -> list[RowChange]:
    """Those of the rows, of several models, that corrections had withdrawn alone by that time, the newest first.

    A query, and two for each row found.
    """
    among = Q()
    for some in rows:
        among |= Q(record=some.model._meta.db_table, row_id__in=some.order_by().values("pk"))
    ordered = (
        RowWithdrawal.objects.known_at(at)
        .filter(among)
        .select_related("release")
        .order_by("-released_at", "-pk")
    )
    return [withdrawn_row(withdrawal) for withdrawal in ordered]


def with_versions(
    records: Iterable[ReleasedRecord], at: dt.datetime, versions: QuerySet
) -> list[ReleasedRecord]:
    """The records (`with_neighbours`), each with its `former` version and, as far as public, its `successor`.

    `versions`: the rows among which these are found; one query.
    """
    records = list(records)
    ids = {one.supersedes_id for one in records} | {
        one.superseded_by_id for one in records if one.superseded_by(at)
    }
    found = versions.in_bulk(ids - {None}) if ids - {None} else {}
    for one in records:
        one.former = found.get(one.supersedes_id)
        one.successor = found.get(one.superseded_by_id) if one.superseded_by(at) else None
    return records


def version_lines(record: ReleasedRecord, said: Callable[[Any], str]) -> list[str]:
    """What it replaced and what replaced it, with the reason of the correction; the record is `with_versions`."""
    lines = []
    for old, new in ((record.former, record), (record, record.successor)):
        if old is not None and new is not None:
            lines.append(_("%(old)s → %(new)s") % {"old": said(old), "new": said(new)})
            lines += [new.release.reason] * bool(new.release.reason)
    return lines


def attach_row_changes(releases: Collection[Release], at: dt.datetime) -> None:
    """Sets `row_changes` of each of the releases: the first of them, with their number."""
    found = row_changes(releases, at, MOST_CHANGES)
    for release in releases:
        release.row_changes = found.get(release.pk, RowChanges())
