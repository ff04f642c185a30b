"""Comparing a workbook with the database: what it would change, and every problem in it."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from django.db import models
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.publishing.permissions import visible_to
from portal.records.cell_errors import BadCell, Problem, named, quoted
from portal.records.findings import Finding, Unread
from portal.records.parsing import QUALIFIER_WORDS, Measured, qualified
from portal.records.registry import sheet_of, verdicts
from portal.records.sheets import Key, Row, Sheet, Values
from portal.spreadsheets.lookup import Lookup
from portal.spreadsheets.permit import Permit
from portal.spreadsheets.reading import RawSheet, Table, read_tables
from portal.staff.models import User
from portal.web.numbers import exact, is_english

#: Callback: the stage (a code of WorkbookJob.Stage), rows done, and their total or None if unknown.
OnProgress = Callable[[str, int, int | None], None]


def unwatched(stage: str, done: int, total: int | None) -> None:
    """The default: report nothing."""


class Progress:
    """Counts the rows of one stage. A row may be counted in parts."""

    def __init__(self, on_progress: OnProgress, stage: str, total: int) -> None:
        self.on_progress, self.stage, self.total = on_progress, stage, total
        self.reach(0)

    def add(self, rows: float) -> None:
        self.reach(self.done + rows)

    def reach(self, rows: float) -> None:
        self.done = rows
        self.on_progress(self.stage, min(round(rows), self.total), self.total)


@dataclass
class SheetChanges:
    """What one sheet changes. `untouched` rows are missing from it and stay."""

    sheet: Sheet
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)
    untouched: int = 0
    positions: dict[Key, int] = field(default_factory=dict)


class Comparison:
    """A workbook compared with the database, sheet by sheet. Nothing is written."""

    def __init__(self, workbook: list[RawSheet], by: User, on_progress: OnProgress = unwatched) -> None:
        reading = read_tables(workbook)
        tables, self.problems, self.notices = reading.tables, reading.problems, reading.notices
        self.by = by
        coming = (table.sheet.code for table in tables)
        self.lookup = Lookup(self._named_release(tables), partial(visible_to, by), coming)
        self.permit = Permit(by, self.lookup)
        self.progress = Progress(on_progress, "comparing", sum(len(table.rows) for table in tables))
        self.changes = [self._compare(table) for table in tables]

    def _named_release(self, tables: list[Table]) -> Release | None:
        """The workbook's release, locked; None if it is new or not named."""
        sheet = sheet_of(Release)
        table = next((table for table in tables if table.sheet is sheet), None)
        if table is None:
            if any(other.sheet.is_part_of_release for other in tables):
                message = _("The sheet is missing; it names the release of the other sheets.")
                self.problems.append(Problem(sheet.code, message))
            return None
        if len(table.rows) != 1:
            message = _("The sheet has %(rows)d rows; it must have exactly one.") % {"rows": len(table.rows)}
            self.problems.append(Problem(sheet.code, message))
            return None
        row = table.rows[0]
        slug = row.given.get("slug", "")
        release = Release.objects.select_for_update().filter(slug=slug).first()
        if release and not visible_to(self.by, Release.objects.filter(pk=release.pk)).exists():
            taken = _("The address is used by a release to which your department does not contribute.")
            self.problems.append(Problem(sheet.code, taken, row.number, "slug", slug))
            return None
        return release

    @property
    def release(self) -> Release | None:
        """The release being loaded; a new one is not saved yet."""
        if self.lookup.release is not None:
            return self.lookup.release
        new = (row for changes in self.changes if changes.sheet.model is Release for row in changes.new)
        return next((Release(slug=row.values["slug"]) for row in new), None)

    @property
    def rows_to_write(self) -> int:
        """The number of new and changed rows."""
        return sum(len(changes.new) + len(changes.changed) for changes in self.changes)

    def _compare(self, table: Table) -> SheetChanges:
        """The changes that loading the table would make."""
        sheet, lookup = table.sheet, self.lookup
        end = self.progress.done + len(table.rows)
        stored = {}
        for instance in sheet.existing(lookup):
            values = sheet.read(instance)
            stored[sheet.key_of(values)] = values, instance
        rows = [row for row in table.rows if not _is_untouched(sheet, row.given)]
        self._read(sheet.key, rows, table, settled=False)
        keyed = self._by_key(sheet, rows)
        removed = {
            key: instance
            for key, (values, instance) in stored.items()
            if key not in keyed and sheet.removes(values, rows) and self.permit.allows(sheet, values)
        }
        staying = {key: found for key, found in stored.items() if key not in removed}
        pks = {key: instance.pk for key, (_values, instance) in staying.items()}
        lookup.settle(sheet, stored, dict.fromkeys(keyed) | pks)
        for key, row in keyed.items():
            row.before, row.instance = stored.get(key, (None, None))
        self._read([column.code for column in sheet.columns], rows, table, settled=True)
        for row in rows:
            qualified(row.values)
        for code in table.columns:
            self._say_how_read(table, code, rows)
        values = {key: values for key, (values, _instance) in staying.items()}
        lookup.remember(sheet, values | {key: row.values for key, row in keyed.items()})
        changes = _sorted(sheet, keyed)
        changes.removed, changes.untouched = list(removed.values()), len(staying.keys() - keyed.keys())
        self._validate(changes, rows, keyed)
        if sheet.model is Release:
            for row in [*changes.new, *changes.changed]:
                lookup.release_kind = row.values.get("kind", "")
        self.progress.reach(end)
        return changes

    def _read(self, codes: Sequence[str], rows: list[Row], table: Table, *, settled: bool) -> None:
        """Parse these columns. Keys are parsed twice: first to identify rows, then to report problems."""
        for code in codes:
            if settled:  # half of the work on a row; the rules are the other half
                self.progress.add(len(rows) / len(codes) / 2)
            column = table.sheet.column(code)
            if code not in table.columns:
                if settled and table.columns and column.is_required(self.lookup):
                    missing = _("The required column is missing.")
                    self.problems.append(Problem(table.sheet.code, missing, column=code))
                for row in rows:
                    row.values[code] = row.before[code] if row.before else column.default
                continue
            for row in rows:
                text, why = table.unread.get((row.number, code), (row.given[code], ""))
                try:
                    if why:
                        raise BadCell(why)  # noqa: TRY301 - reported like any bad cell
                    row.values[code] = column.read(text, self.lookup) if text else column.default
                except BadCell as bad:
                    row.values.pop(code, None)
                    if settled:
                        self.problems.append(Problem(table.sheet.code, str(bad), row.number, code, text))

    def _say_how_read(self, table: Table, code: str, rows: list[Row]) -> None:
        """A notice of how numbers were read that are written as documents print them."""
        numbers = {row.number: row.values.get(code) for row in rows if row.given.get(code)}
        spelled = {row: n for row, n in numbers.items() if isinstance(n, Measured) and n.is_spelled_out}
        if spelled:
            self.notices.append(Problem(table.sheet.code, as_read(spelled), column=code))

    def _by_key(self, sheet: Sheet, rows: list[Row]) -> dict[Key, Row]:
        """The rows by key; of two rows with the same key the second is a problem."""
        keyed: dict[Key, Row] = {}
        for row in rows:
            try:
                key = sheet.key_of(row.values)
            except Unread:
                continue
            if (first := keyed.setdefault(key, row)) is not row:
                message = _("Duplicate of row %(first)d; each may occur in the sheet only once.")
                self.problems.append(
                    Problem(
                        sheet.code,
                        message % {"first": first.number},
                        row.number,
                        sheet.key[0] if len(sheet.key) == 1 else "",
                        shown_key(sheet, row.values),
                    )
                )
        return keyed

    def _validate(self, changes: SheetChanges, rows: list[Row], keyed: Mapping[Key, Row]) -> None:
        """Check new and changed rows, and those without a key of their own; others say what the database holds."""
        sheet = changes.sheet
        known = {id(row) for row in keyed.values()}
        checked = [*changes.new, *changes.changed, *(row for row in rows if id(row) not in known)]
        instances = [self.lookup.build(sheet, row.values, row.instance) for row in checked]
        found = verdicts(sheet.model, instances, self.lookup.beside)
        for row, findings in zip(checked, found, strict=True):
            self.problems += self._problems(sheet, row, findings)
            self.progress.add(0.5)

    def _problems(self, sheet: Sheet, row: Row, findings: list[Finding]) -> Iterator[Problem]:
        """The problems of a row: required cells that are empty, the findings of its record, the rules of the sheet."""
        missing = (column for column in sheet.columns if column.code not in row.given)
        reported = {column.code for column in missing if column.is_required(self.lookup)}
        for column in sheet.columns:
            if row.given.get(column.code) == "" and column.required is True:
                reported.add(column.code)
                message = _("The cell is required: %(allowed)s.") % {"allowed": column.allowed()}
                yield Problem(sheet.code, message, row.number, column.code)
        for finding in findings:
            code = sheet.column_of(finding.field)
            if code not in reported:
                yield Problem(sheet.code, finding.message, row.number, code, row.given.get(code, ""))
        for rule in sheet.rules:
            with suppress(Unread):
                for finding in rule(row, self.lookup):
                    if finding.field not in reported:
                        found = row.given.get(finding.field, "")
                        yield Problem(sheet.code, finding.message, row.number, finding.field, found)
        with suppress(Unread):
            if refusal := self.permit.refusal(sheet, row):
                row.is_foreign = True
                yield Problem(sheet.code, refusal, row.number)


def shown_key(sheet: Sheet, values: Values) -> str:
    """The key of a row, from its cells; unreadable cells are skipped."""
    return ", ".join(filter(None, (sheet.column(c).show(values[c]) for c in sheet.key if c in values)))


def as_read(numbers: Mapping[int, Measured]) -> str:
    """How numbers were read that are written as documents print them, by row."""
    words = _("%(text)s in row %(row)d as %(number)s")
    each = (
        words % {"text": quoted(number.text), "row": row, "number": _with_qualifier(number)}
        for row, number in numbers.items()
    )
    return _("Numbers with words are read: %(numbers)s.") % {"numbers": named(each)}


def _with_qualifier(number: Measured) -> str:
    """“over 2,800”"""
    qualifier = QUALIFIER_WORDS.get(number.qualifier)
    return f"{qualifier}{' ' * is_english()}{exact(number)}" if qualifier else exact(number)


def _is_untouched(sheet: Sheet, given: Mapping[str, str]) -> bool:
    """Whether a row is an untouched template line: it identifies something and adds no value."""
    if sheet.template is None:
        return False
    others = (column for column in sheet.columns if column.code not in sheet.template.naming)
    return all(given.get(column.code, "") in {"", column.show(column.default)} for column in others)


def _sorted(sheet: Sheet, keyed: dict[Key, Row]) -> SheetChanges:
    """The rows by what they change. A row keeps its position while the sheet agrees, otherwise takes the next."""
    changes = SheetChanges(sheet)
    last: tuple[int, float] = (-1, 0)  # by position, then by primary key
    for key, row in keyed.items():
        moved = False
        if sheet.position:
            had = None if row.instance is None else (getattr(row.instance, sheet.position), row.instance.pk)
            last = had if had is not None and had > last else (last[0] + 1, math.inf)
            changes.positions[key] = last[0]
            moved = had is not None and had[0] != last[0]
        if row.before is None:
            changes.new.append(row)
        elif row.is_changed or moved:
            changes.changed.append(row)
        else:
            changes.unchanged.append(row)
    return changes
