"""From the cells of a table to rows with values, with everything that is wrong with them."""

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from portal.records.cell_errors import BadCell, Problem
from portal.records.columns import Column, Value
from portal.records.sheets import Key, Row, Sheet, Unread, Values
from portal.spreadsheets.permissions import Permit
from portal.spreadsheets.progress import Progress
from portal.spreadsheets.raw_rows import RawRow
from portal.spreadsheets.references import Lookup
from portal.spreadsheets.tables import Table
from portal.spreadsheets.templates import says_nothing


@dataclass
class Difference:
    """One sheet of the workbook against the database."""

    sheet: Sheet
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)
    untouched: int = 0
    positions: dict[Key, int] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        return not (self.new or self.changed or self.removed)


class Validation:
    """Reads one table after another and gathers the problems of all."""

    def __init__(self, lookup: Lookup, permit: Permit, progress: Progress) -> None:
        self.lookup, self.permit, self.progress = lookup, permit, progress
        self.problems: list[Problem] = []

    def compare(self, table: Table) -> Difference:
        """What loading the table would change."""
        sheet, lookup = table.sheet, self.lookup
        end = self.progress.done + len(table.rows)
        self._missing_columns(table)
        stored = [(sheet.read(instance), instance) for instance in sheet.existing(lookup)]
        before = {sheet.key_of(values): values for values, _instance in stored}
        instances = {sheet.key_of(values): instance for values, instance in stored}
        rows = [Row(raw.number, Values(), _given(raw, table)) for raw in table.rows]
        rows = [row for row in rows if not says_nothing(sheet, row.given)]
        self._read(sheet.key, rows, table, settled=False)
        keyed = self._by_key(sheet, rows)
        gone = [key for key in before if key not in keyed and self._goes(sheet, before[key], rows)]
        kept = {key: instances[key].pk for key in before if key not in gone}
        lookup.settle(sheet, before, dict.fromkeys(keyed) | kept)
        for key, row in keyed.items():
            row.before, row.instance = before.get(key), instances.get(key)
        self._read([column.code for column in sheet.columns], rows, table, settled=True)
        lookup.remember(sheet, {k: before[k] for k in kept} | {k: row.values for k, row in keyed.items()})
        difference = self._sorted(
            sheet, rows, keyed, [instances[key] for key in gone], len(kept.keys() - keyed.keys())
        )
        self.progress.reach(end)
        return difference

    def _goes(self, sheet: Sheet, before: Values, rows: list[Row]) -> bool:
        """Whether a row that the table leaves out is removed: if the sheet speaks for it and the official may."""
        return sheet.removes(before, rows) and self.permit.allows(sheet, before, self.lookup)

    def _missing_columns(self, table: Table) -> None:
        for column in table.sheet.columns:
            if column.code not in table.columns and column.is_required(self.lookup) and table.columns:
                self.problems.append(
                    Problem(table.sheet.code, _("The column is missing; it is required."), column=column.code)
                )

    def _read(self, codes: list[str], rows: list[Row], table: Table, *, settled: bool) -> None:
        """Fill in the values of these columns. Keys are read twice: once to know them, once to say what is wrong."""
        for code in codes:
            if settled:  # the one half of the work on a row; the other is what the rules find
                self.progress.add(len(rows) / len(codes) / 2)
            column = table.sheet.column(code)
            if code not in table.columns:
                for row in rows:
                    row.values[code] = row.before[code] if row.before else column.default
                continue
            for row in rows:
                self._read_cell(column, row, table, settled=settled)

    def _read_cell(self, column: Column, row: Row, table: Table, *, settled: bool) -> None:
        formula = table.formulas.get((row.number, table.columns[column.code]))
        text = formula or row.given[column.code]
        try:
            row.values[column.code] = _value(column, text, self.lookup, is_formula=bool(formula))
        except BadCell as bad:
            row.values.pop(column.code, None)
            if settled:
                self.problems.append(Problem(table.sheet.code, str(bad), row.number, column.code, text))

    def _by_key(self, sheet: Sheet, rows: list[Row]) -> dict[Key, Row]:
        """The rows by their keys; the second of two with the same key is a problem."""
        keyed: dict[Key, Row] = {}
        for row in rows:
            try:
                key = sheet.key_of(row.values)
            except Unread:
                continue
            if (first := keyed.setdefault(key, row)) is not row:
                shown = ", ".join(filter(None, (sheet.column(c).show(row.values[c]) for c in sheet.key)))
                self.problems.append(
                    Problem(
                        sheet.code,
                        _("The same as row %(first)d; each may stand in the sheet once.")
                        % {"first": first.number},
                        row.number,
                        sheet.key[0] if len(sheet.key) == 1 else "",
                        shown,
                    )
                )
        return keyed

    def _sorted(
        self,
        sheet: Sheet,
        rows: list[Row],
        keyed: dict[Key, Row],
        removed: list[models.Model],
        untouched: int,
    ) -> Difference:
        difference = Difference(sheet, removed=removed, untouched=untouched)
        difference.positions = _positions(sheet, keyed)
        for key, row in keyed.items():
            moved = key in difference.positions and row.instance is not None
            moved = moved and getattr(row.instance, sheet.position) != difference.positions[key]
            if row.before is None:
                difference.new.append(row)
            elif row.is_changed or moved:
                difference.changed.append(row)
            else:
                difference.unchanged.append(row)
        for row in [*difference.new, *difference.changed]:
            self.problems += self._findings(sheet, row)
            self.progress.add(0.5)
        self.problems += self._unkeyed_findings(sheet, rows, keyed)
        return difference

    def _unkeyed_findings(self, sheet: Sheet, rows: list[Row], keyed: dict[Key, Row]) -> Iterator[Problem]:
        """Rows whose key cannot be read, or is taken, are still checked for what else is wrong with them."""
        known = {id(row) for row in keyed.values()}
        for row in rows:
            if id(row) not in known:
                yield from self._findings(sheet, row)

    def _findings(self, sheet: Sheet, row: Row) -> Iterator[Problem]:
        """What a new or changed row does not fulfil. One that says what the database holds is not asked."""
        empty = [
            column
            for column in sheet.columns
            if row.given.get(column.code) == "" and column.is_required(self.lookup)
        ]
        for column in empty:
            message = _("The cell is empty; it is required: %(allowed)s.") % {"allowed": column.allowed()}
            yield Problem(sheet.code, message, row.number, column.code)
        told = {column.code for column in empty}
        for rule in (one_language_alone, *sheet.rules, self.permit.rule(sheet)):
            with suppress(Unread):
                for code, message in rule(row, self.lookup):
                    if code not in told:
                        yield Problem(sheet.code, message, row.number, code, row.given.get(code, ""))


def _value(column: Column, text: str, lookup: Lookup, *, is_formula: bool) -> Value:
    if is_formula:
        raise BadCell(_("is a formula; write its value."))
    return column.read(text, lookup) if text else column.default


def one_language_alone(row: Row, lookup: Lookup) -> Iterator[tuple[str, str]]:
    """A text is given in both languages or in neither."""
    for code in row.values:
        if code.endswith("_zh") and (other := f"{code[:-3]}_en") in row.values:
            if row.values[code] and not row.values[other]:
                yield other, _("Given in Chinese only; write it in English too.")
            if row.values[other] and not row.values[code]:
                yield code, _("Given in English only; write it in Chinese too.")


def _given(raw: RawRow, table: Table) -> dict[str, str]:
    """The text of the row's cells by column; a row that ends early has empty cells."""
    return {code: raw.cells[index] if index < len(raw.cells) else "" for code, index in table.columns.items()}


def _positions(sheet: Sheet, keyed: dict[Key, Row]) -> dict[Key, int]:
    """The place of each row: the one it has, as long as the order of the sheet agrees with it, else the next."""
    positions: dict[Key, int] = {}
    last: tuple[int, float] = (-1, 0)  # the place, and among rows of the same place the identity
    for key, row in keyed.items() if sheet.position else ():
        had = (getattr(row.instance, sheet.position), row.instance.pk) if row.instance is not None else last
        last = had if had > last else (last[0] + 1, math.inf)
        positions[key] = last[0]
    return positions
