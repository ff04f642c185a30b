"""Keyset pagination: each page starts after a given row, so a deep page costs no more than the first."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from portal.web.filters import BadParameter

DEFAULT_LIMIT, MOST = 100, 1000


@dataclass(frozen=True)
class Slice:
    """The rows of one page, with the cursors of the neighbouring pages if any."""

    rows: list[Model]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Key:
    """One column of an ordering; as in PostgreSQL, nulls sort last, and first if reversed."""

    name: str
    descending: bool
    nullable: bool

    @property
    def term(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    def of(self, row: Model) -> Any:
        """The row's value, as JSON."""
        value = reduce(getattr, self.name.split("__"), row)
        if isinstance(value, dt.date):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    def tied(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any) -> Q:
        """Rows strictly after one with that value."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.descending else Q(pk__in=[])
        later = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.name}__isnull": True}) if self.nullable and not self.descending else later


class Keyset:
    """A total order of rows, as names for `order_by`, the last one unique; columns in `nullable` may be null.

    A name may be an annotation or follow relations that the queryset selects. Cursors are signed: one that was tampered
    with or belongs to another list is a BadParameter.
    """

    def __init__(self, *order: str, nullable: tuple[str, ...] = ()) -> None:
        self.keys = [
            Key(name.lstrip("-"), name.startswith("-"), name.lstrip("-") in nullable) for name in order
        ]

    def ordered(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(*(key.term for key in self.keys))

    def slice(self, rows: QuerySet, cursor: str | None, limit: int) -> Slice:
        """The page at the cursor, or the first page."""
        backwards, values = self.read(rows, cursor) if cursor else (False, None)
        keys = [Key(key.name, key.descending != backwards, key.nullable) for key in self.keys]
        if values is not None:
            rows = rows.filter(after(keys, values))
        found = list(rows.order_by(*(key.term for key in keys))[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        if backwards:
            found.reverse()
        has_next = bool(found) and (more or backwards)
        has_previous = bool(found) and (more if backwards else values is not None)
        return Slice(
            found,
            self.write(rows, found[-1], backwards=False) if has_next else None,
            self.write(rows, found[0], backwards=True) if has_previous else None,
        )

    def write(self, rows: QuerySet, row: Model, *, backwards: bool) -> str:
        return self.signer(rows).sign_object([backwards, [key.of(row) for key in self.keys]])

    def read(self, rows: QuerySet, cursor: str) -> tuple[bool, list[Any]]:
        try:
            backwards, values = self.signer(rows).unsign_object(cursor)
        except BadSignature:
            raise BadParameter.value("cursor", cursor, []) from None
        return backwards, values

    def signer(self, rows: QuerySet) -> Signer:
        return Signer(salt=".".join([rows.model._meta.label, *(key.term for key in self.keys)]))


def after(keys: list[Key], values: list[Any]) -> Q:
    """Rows after the one with those values: as one comparison of rows where it can be, since an index begins there."""
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        comparison = TupleLessThan if keys[0].descending else TupleGreaterThan
        return Q(comparison(Tuple(*(F(key.name) for key in keys)), values))
    beyond, ties = Q(pk__in=[]), Q()
    for key, value in zip(
        keys, values, strict=True
    ):  # greater in the first, or equal there and greater in the next …
        beyond |= ties & key.beyond(value)
        ties &= key.tied(value)
    return beyond


def limit_of(text: str | None) -> int:
    """The page size. Raises BadParameter unless it is a whole number from 1 to 1000."""
    if not text:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise BadParameter.value("limit", text, [f"1–{MOST}"])
    return int(text)
