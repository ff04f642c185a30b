"""The interface by which columns and rules look codes up while a workbook is read."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db import models

Result = TypeVar("Result")
Codes = Mapping[str, int | str | None]
SeriesKey = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Target:
    """Rows that a cell may refer to: those of a model, identified by their code field.

    `within_release`: only rows of the workbook's release. `known`: narrows the rows down to those that may be referred
    to. `under`: what the key of their sheet begins with, where a code is unique only under another, such as the value
    of a dimension.
    """

    model: type[models.Model]
    by: str = "code"
    within_release: bool = False
    known: "Callable[[models.QuerySet, CodeLookup], models.QuerySet] | None" = None
    under: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


class CodeLookup(Protocol):
    """Codes, and the values of the rows behind them.

    `release` is the workbook's release, if it exists yet; `release_kind` is its kind as the workbook gives it.
    """

    release: models.Model | None
    release_kind: str

    def codes(self, to: Target) -> Codes:
        """Primary keys, by code, of the rows that may be referred to."""

    def pk(self, to: Target, code: str) -> object:
        """The primary key of a code already found valid."""

    def instance(self, to: Target, code: str) -> models.Model:
        """The row of a valid code with its new values; it may be unsaved."""

    def rows(self, sheet: str) -> Mapping[tuple, Mapping[str, object]]:
        """The values of all rows of a sheet, by key."""

    def cell(self, sheet: str, column: str, *key: object) -> object:
        """The value of one cell in the row with that key; None without such a row."""

    def recall(self, name: Hashable, read: Callable[[], Result]) -> Result:
        """The result of `read`, computed once."""

    def codes_named(self, text: str, to: Target) -> list[str]:
        """The codes of the rows with that name or alias, in either language."""

    def suggestion(self, text: str, to: Target) -> str:
        """The known code closest to an unknown one."""

    def dimension_codes(self) -> dict[str, dict[str, str]]:
        """For every dimension, the accepted words for its values (codes and names), each with its code."""

    def series_pk(self, key: SeriesKey) -> int:
        """The primary key of an existing series."""
