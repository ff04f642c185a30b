"""Workbook sheets, each declared with its record, and columns that refer to rows of other sheets."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from django.db import models
from django.utils.translation import gettext as _

from portal.records.cell_errors import BadCell, named
from portal.records.columns import Column, Value, in_both_languages
from portal.records.findings import Finding, Unread, enter_links
from portal.records.lookups import CodeLookup, Target


class Reference(Column):
    """The code of one row."""

    def __init__(self, code: str, to: Target, **options: object) -> None:
        super().__init__(code, **options)
        self.to = to

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.related = (self.field_name,)

    @property
    def path(self) -> str:
        return f"{self.field_name}__{self.to.by}"

    def read(self, text: str, lookup: CodeLookup) -> str:
        return known_code(text, self.to, lookup)

    def get(self, instance: models.Model) -> str:
        target = getattr(instance, self.field_name)
        return getattr(target, self.to.by) if target is not None else ""

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        code = values[self.code]
        setattr(instance, self.field.attname, lookup.pk(self.to, code) if code else None)

    def in_words(self, value: str, lookup: CodeLookup) -> str:
        return str(lookup.instance(self.to, value)) if value in lookup.codes(self.to) else value

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        code = values[self.code]
        setattr(row, self.field_name, lookup.instance(self.to, code) if code else None)

    def allowed(self) -> str:
        return _("the code of an existing row: %(what)s") % {"what": self.to.label}


class References(Column):
    """The codes of several rows, separated by semicolons. Fills a many-to-many field, or an array of codes."""

    default = ()

    def __init__(self, code: str, to: Target, **options: object) -> None:
        super().__init__(code, **options)
        self.to = to

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.many = self.field.many_to_many
        self.prefetched = (self.field_name,) if self.many else ()

    def read(self, text: str, lookup: CodeLookup) -> tuple[str, ...]:
        codes = [known_code(part.strip(), self.to, lookup) for part in text.split(";") if part.strip()]
        return tuple(sorted(set(codes))) if self.many else tuple(dict.fromkeys(codes))

    def show(self, value: tuple[str, ...]) -> str:
        return ";".join(value)

    def in_words(self, value: tuple[str, ...], lookup: CodeLookup) -> str:
        known = lookup.codes(self.to)
        return named(
            (str(lookup.instance(self.to, code)) if code in known else code for code in value), len(value)
        )

    def get(self, instance: models.Model) -> tuple[str, ...]:
        stored = getattr(instance, self.field_name)
        return tuple(sorted(getattr(row, self.to.by) for row in stored.all())) if self.many else tuple(stored)

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        if not self.many:
            setattr(instance, self.field_name, list(values[self.code]))

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        codes = values[self.code]
        if self.many:
            enter_links(row, self.field_name, codes)
        else:
            self.set(row, values, lookup)

    def link(self, rows: Iterable[tuple[models.Model, Mapping[str, Value]]], lookup: CodeLookup) -> None:
        """Write the many-to-many pairs of saved instances, and delete those that are no longer named."""
        through = self.field.remote_field.through
        here, there = (
            f"{name}_id" for name in (self.field.m2m_field_name(), self.field.m2m_reverse_field_name())
        )
        rows = list(rows)
        named = {
            (row.pk, lookup.pk(self.to, code)): None for row, values in rows for code in values[self.code]
        }
        stored = through.objects.filter(**{f"{here}__in": [row.pk for row, _values in rows]})
        pairs = {(getattr(link, here), getattr(link, there)): link.pk for link in stored}
        through.objects.filter(pk__in=[pk for pair, pk in pairs.items() if pair not in named]).delete()
        new = (pair for pair in named if pair not in pairs)
        through.objects.bulk_create(through(**{here: one, there: other}) for one, other in new)

    def allowed(self) -> str:
        return _("codes of existing rows, separated by semicolons (;): %(what)s") % {"what": self.to.label}


def known_code(text: str, to: Target, lookup: CodeLookup) -> str:
    """The code that the text is, in any width, or, if no other row has it, the name of.

    Raises BadCell with the closest codes.
    """
    for code in (text, unicodedata.normalize("NFKC", text)):
        if code in lookup.codes(to):
            return code
    same = lookup.codes_named(text, to)
    if len(same) == 1:
        return same[0]
    if same:
        rows = [lookup.instance(to, code) for code in same]
        choices = [
            f"{code} ({parent.name})" if (parent := getattr(row, "parent", None)) else code
            for code, row in zip(same, rows, strict=True)
        ]
        message = _("several rows (%(what)s) have this name; write the code of one: %(codes)s.")
        raise BadCell(message % {"what": to.label, "codes": named(choices)})
    raise BadCell(
        _("unknown (%(what)s); %(choose)s") % {"what": to.label, "choose": lookup.suggestion(text, to)}
    )


Key = tuple[Value, ...]


class Group(IntEnum):
    """The group of a sheet. Groups are loaded in this order."""

    REFERENCE = 1
    RELEASE = 2
    CONTENT = 3


class Values(dict[str, Value]):
    """The values of a row by column code."""

    def __missing__(self, code: str) -> Value:
        raise Unread(code)


@dataclass
class Row:
    """One row of a sheet: its number as Excel counts it, its values, and the values in the database.

    `is_foreign`: it belongs to another department, so the values in the database are not shown.
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


SheetRule = Callable[[Row, CodeLookup], Iterator[Finding]]


@dataclass(frozen=True)
class TemplateRow:
    """One line that a department reports regularly: the cells that identify it, its name, and its last value."""

    cells: Mapping[str, Value]
    name: str
    last: str = ""
    when: str = ""


@dataclass(frozen=True)
class TemplateRows:
    """The rows that a department's template lists in a sheet.

    `naming`: the columns that identify a row; all others are left empty to fill in.
    """

    of: Callable[[models.Model], Iterable[TemplateRow]]
    naming: frozenset[str]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet, and how its rows map to the database.

    `key`: the columns that identify a row. `order`: its place within its group; a sheet comes after those that it
    refers to. `rules`: rules that apply to workbooks only, beside the validator of the record; each yields findings
    about a new or changed row. `position`: the field that stores the place of the row in the sheet. `removes`: whether
    a row missing from the sheet is removed; by default rows of a release are, others are not. `prepare` fills derived
    fields. `export_order`: the order of exported rows. `template`: the rows that a department's template lists.
    """

    code: str
    label: object
    group: Group
    order: int
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[SheetRule, ...] = ()
    position: str = ""
    removes: Callable[[Values, list[Row]], bool] | None = None
    prepare: Callable[[models.Model], None] = lambda _instance: None
    export_order: tuple[str, ...] = ()
    template: TemplateRows | None = None

    def __post_init__(self) -> None:
        for column in self.columns:
            column.bind(self.model)
        if self.removes is None:
            object.__setattr__(self, "removes", lambda _before, _rows: self.is_part_of_release)

    @property
    def is_part_of_release(self) -> bool:
        """Whether its rows belong to one release; false for the sheet of the release itself."""
        return self.group is Group.RELEASE and any(f.name == "release" for f in self.model._meta.get_fields())

    def labels(self) -> set[str]:
        """The accepted names of the sheet in a workbook."""
        return {self.code, *in_both_languages(self.label)}

    def existing(self, lookup: CodeLookup) -> models.QuerySet:
        """The database rows within the scope of the workbook, with their relations loaded."""
        rows = self.model._default_manager.select_related(*(r for c in self.columns for r in c.related))
        rows = rows.prefetch_related(*(p for c in self.columns for p in c.prefetched))
        if self.is_part_of_release:
            rows = rows.filter(release=lookup.release) if lookup.release else rows.none()
        elif self.group is Group.RELEASE:
            rows = rows.filter(pk=lookup.release.pk) if lookup.release else rows.none()
        return rows.order_by(*(self.export_order or ("pk",)))

    def read(self, instance: models.Model) -> Values:
        """The values of a database row, as the sheet would show them."""
        return Values((column.code, column.get(instance)) for column in self.columns)

    def key_of(self, values: Mapping[str, Value]) -> Key:
        return tuple(values[code] for code in self.key)

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)

    def column_of(self, field: str) -> str:
        """The code of the column that shows a field of the model; empty if none does."""
        if field.startswith("dimension_"):
            field = "dimensions"  # one column for all of them
        shown = (column.code for column in self.columns if field in {column.code, column.field_name})
        return next(shown, "")
