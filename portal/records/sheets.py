"""The sheets of a workbook. Each is declared by the app that owns its rows, from `AppConfig.ready`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from django.db import models

from portal.records.columns import Column, Value, in_both_languages
from portal.records.lookups import Known

Key = tuple[Value, ...]
#: What a rule finds wrong: column and what is allowed.
Finding = tuple[str, str]


class Group(IntEnum):
    """What rows of a sheet are part of. Sheets are loaded in this order."""

    REFERENCE = 1
    RELEASE = 2
    CONTENT = 3


class Unread(KeyError):
    """A rule asks for a value that its cell does not give; the cell has been reported, the rule cannot say more."""


class Values(dict[str, Value]):
    """The values of a row by column code."""

    def __missing__(self, code: str) -> Value:
        raise Unread(code)


@dataclass
class Row:
    """One row of a sheet: its number as Excel counts, what it says, and what the database held before.

    `is_foreign`: it is another department's, so that nobody is told what it held.
    """

    number: int
    values: Values
    given: dict[str, str] = field(default_factory=dict)
    before: Values | None = None
    instance: models.Model | None = None
    is_foreign: bool = False

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.values != self.before


Rule = Callable[[Row, Known], Iterator[Finding]]


def _nothing(instance: models.Model) -> None:
    """No field follows from the others."""


def _never(before: Values, rows: list[Row]) -> bool:
    return False


def _always(before: Values, rows: list[Row]) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet and what its rows are in the database.

    `key`: the columns that tell rows apart. `order`: its place within its group; a sheet comes after those that it
    refers to. `rules`: what one column alone cannot say; each yields findings about a new or changed row.
    `position`: the field that keeps the place of the row in the sheet. `removes`: whether a row that the sheet leaves
    out is removed; by default the rows of a release are, others are not. `prepare` fills fields that follow from
    others. `export_order`: in which order rows are written.
    """

    code: str
    label: object
    group: Group
    order: int
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    position: str = ""
    removes: Callable[[Values, list[Row]], bool] | None = None
    prepare: Callable[[models.Model], None] = _nothing
    export_order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for column in self.columns:
            column.bind(self.model)
        if self.removes is None:
            object.__setattr__(self, "removes", _always if self.is_part_of_release else _never)

    @property
    def is_part_of_release(self) -> bool:
        """Whether its rows belong to one release, which is not the row of the release itself."""
        return self.group is Group.RELEASE and any(f.name == "release" for f in self.model._meta.get_fields())

    def labels(self) -> set[str]:
        """The words by which a workbook may name the sheet."""
        return {self.code, *in_both_languages(self.label)}

    def existing(self, lookup: Known) -> models.QuerySet:
        """The rows that the database holds within the reach of the workbook, ready to be read."""
        rows = self.model._default_manager.select_related(*(r for c in self.columns for r in c.related))
        rows = rows.prefetch_related(*(p for c in self.columns for p in c.prefetched))
        if self.is_part_of_release:
            rows = rows.filter(release=lookup.release) if lookup.release else rows.none()
        elif self.group is Group.RELEASE:
            rows = rows.filter(pk=lookup.release.pk) if lookup.release else rows.none()
        return rows.order_by(*(self.export_order or ("pk",)))

    def read(self, instance: models.Model) -> Values:
        """What a row of the database would say in the sheet."""
        return Values((column.code, column.get(instance)) for column in self.columns)

    def key_of(self, values: Mapping[str, Value]) -> Key:
        return tuple(values[code] for code in self.key)

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


_sheets: dict[str, Sheet] = {}


def register_sheet(sheet: Sheet) -> None:
    """Add a sheet to every workbook. Called once by the app that owns it."""
    _sheets[sheet.code] = sheet


def sheets(*groups: Group) -> list[Sheet]:
    """The sheets of these groups (of all, if none is named), in the order in which they are loaded."""
    chosen = (sheet for sheet in _sheets.values() if not groups or sheet.group in groups)
    return sorted(chosen, key=lambda sheet: (sheet.group, sheet.order, sheet.code))


def sheets_of(model: type[models.Model]) -> list[Sheet]:
    """The sheets whose rows are rows of the model; those of its proxies are such too."""
    return [sheet for sheet in _sheets.values() if issubclass(sheet.model, model)]


def sheet_of(model: type[models.Model]) -> Sheet | None:
    """The first sheet whose rows are rows of the model."""
    return next(iter(sheets_of(model)), None)


def sheet_named(code: str) -> Sheet:
    return _sheets[code]
