"""What columns and rules may ask while a workbook is read, whoever answers."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db import models

Kept = TypeVar("Kept")
Codes = Mapping[str, int | str | None]
SeriesKey = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Target:
    """Rows that a cell may name: those of a model, by the field that is their code.

    `within_release`: only those of the workbook's release. `known`: narrows them down to what may be named.
    """

    model: type[models.Model]
    by: str = "code"
    within_release: bool = False
    known: "Callable[[models.QuerySet, Known], models.QuerySet] | None" = None

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


class Known(Protocol):
    """Codes, and what the rows behind them say.

    `release` is the one that the workbook is about, if it exists yet; `release_kind` is what the workbook calls it.
    """

    release: models.Model | None
    release_kind: str

    def codes(self, to: Target) -> Codes:
        """Primary keys by code, of the rows that may be named."""

    def pk(self, to: Target, code: str) -> object:
        """The primary key behind a code that was found known."""

    def instance(self, to: Target, code: str) -> models.Model:
        """The row behind a code that was found known, as it will be; it need not be saved."""

    def rows(self, sheet: str) -> Mapping[tuple, Mapping[str, object]]:
        """What all rows of a sheet say, by their keys."""

    def recall(self, name: Hashable, read: Callable[[], Kept]) -> Kept:
        """What `read` gives, asked for once."""

    def suggestion(self, text: str, to: Target) -> str:
        """What may have been meant by an unknown code."""

    def dimension_codes(self) -> dict[str, dict[str, str]]:
        """For every dimension the words that may stand for its values (codes and names), with the code of each."""

    def series_pk(self, key: SeriesKey) -> int:
        """The primary key of a series that has been made."""
