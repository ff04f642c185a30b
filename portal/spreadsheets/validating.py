"""Parsing and validating tables: from cells to rows with values, collecting every problem."""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from portal.records.cell_errors import BadCell, Problem
from portal.records.columns import Column, Value
from portal.records.findings import Finding, Unread
from portal.records.registry import verdicts
from portal.records.sheets import Key, Row, Sheet, Values
from portal.spreadsheets.permissions import Permit
from portal.spreadsheets.progress import Progress
from portal.spreadsheets.reading import Table
from portal.spreadsheets.references import Lookup


@dataclass
class Difference:
    """The difference between one sheet and the database."""

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
    """Reads one table after another and collects the problems of all."""

    def __init__(self, lookup: Lookup, permit: Permit, progress: Progress) -> None:
        self.lookup, self.permit, self.progress = lookup, permit, progress
        self.problems: list[Problem] = []

    def compare(self, table: Table) -> Difference:
        """The changes that loading the table would make."""
        sheet, lookup = table.sheet, self.lookup
        end = self.progress.done + len(table.rows)
        self._missing_columns(table)
        stored = [(sheet.read(instance), instance) for instance in sheet.existing(lookup)]
        before = {sheet.key_of(values): values for values, _instance in stored}
        instances = {sheet.key_of(values): instance for values, instance in stored}
        rows = [row for row in table.rows if not _is_untouched(sheet, row.given)]
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
        """Whether a row missing from the table is deleted: the sheet must cover it and the official must be allowed."""
        return sheet.removes(before, rows) and self.permit.allows(sheet, before, self.lookup)

    def _missing_columns(self, table: Table) -> None:
        for column in table.sheet.columns:
            if column.code not in table.columns and column.is_required(self.lookup) and table.columns:
                self.problems.append(
                    Problem(table.sheet.code, _("The required column is missing."), column=column.code)
                )

    def _read(self, codes: list[str], rows: list[Row], table: Table, *, settled: bool) -> None:
        """Parse these columns. Keys are parsed twice: first to identify rows, then to report problems."""
        for code in codes:
            if settled:  # half of the work on a row; the rules are the other half
                self.progress.add(len(rows) / len(codes) / 2)
            column = table.sheet.column(code)
            if code not in table.columns:
                for row in rows:
                    row.values[code] = row.before[code] if row.before else column.default
                continue
            for row in rows:
                self._read_cell(column, row, table, settled=settled)

    def _read_cell(self, column: Column, row: Row, table: Table, *, settled: bool) -> None:
        formula = table.formulas.get((row.number, column.code))
        text = formula or row.given[column.code]
        try:
            row.values[column.code] = _value(column, text, self.lookup, is_formula=bool(formula))
        except BadCell as bad:
            row.values.pop(column.code, None)
            if settled:
                self.problems.append(Problem(table.sheet.code, str(bad), row.number, column.code, text))

    def _by_key(self, sheet: Sheet, rows: list[Row]) -> dict[Key, Row]:
        """The rows by key; of two rows with the same key the second is a problem."""
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
                        _("Duplicate of row %(first)d; each may occur in the sheet only once.")
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
        known = {id(row) for row in keyed.values()}  # the others have no key, or a taken one
        checked = [*difference.new, *difference.changed, *(row for row in rows if id(row) not in known)]
        instances = [self.lookup.build(sheet, row.values, row.instance) for row in checked]
        found = verdicts(sheet.model, instances, self.lookup.beside)
        for row, findings in zip(checked, found, strict=True):
            self.problems += self._told(sheet, row, findings)
            self.progress.add(0.5)
        return difference

    def _told(self, sheet: Sheet, row: Row, findings: list[Finding]) -> Iterator[Problem]:
        """What a new or changed row does not fulfil. One that says what the database holds is not asked."""
        missing = (column for column in sheet.columns if column.code not in row.given)
        told = {column.code for column in missing if column.is_required(self.lookup)}
        for column in sheet.columns:
            if row.given.get(column.code) == "" and column.required is True:
                told.add(column.code)
                message = _("The cell is required: %(allowed)s.") % {"allowed": column.allowed()}
                yield Problem(sheet.code, message, row.number, column.code)
        for finding in findings:
            code = sheet.column_of(finding.field)
            if code not in told:
                yield Problem(sheet.code, finding.message, row.number, code, row.given.get(code, ""))
        for rule in (*sheet.rules, self.permit.rule(sheet)):
            with suppress(Unread):
                for finding in rule(row, self.lookup):
                    if finding.field not in told:
                        found = row.given.get(finding.field, "")
                        yield Problem(sheet.code, finding.message, row.number, finding.field, found)


def _is_untouched(sheet: Sheet, given: Mapping[str, str]) -> bool:
    """Whether a row is an untouched template line: it identifies something and adds no value."""
    if sheet.template is None:
        return False
    others = (column for column in sheet.columns if column.code not in sheet.template.naming)
    return all(given.get(column.code, "") in {"", column.show(column.default)} for column in others)


def _value(column: Column, text: str, lookup: Lookup, *, is_formula: bool) -> Value:
    if is_formula:
        raise BadCell(_("is a formula; enter its value instead."))
    return column.read(text, lookup) if text else column.default


def _positions(sheet: Sheet, keyed: dict[Key, Row]) -> dict[Key, int]:
    """The position of each row: its current one while the order of the sheet agrees, otherwise the next."""
    positions: dict[Key, int] = {}
    last: tuple[int, float] = (-1, 0)  # by position, then by primary key
    for key, row in keyed.items() if sheet.position else ():
        had = (getattr(row.instance, sheet.position), row.instance.pk) if row.instance is not None else last
        last = had if had > last else (last[0] + 1, math.inf)
        positions[key] = last[0]
    return positions
