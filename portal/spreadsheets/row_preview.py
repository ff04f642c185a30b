"""The rows that a workbook would add, change or remove, in the words of the reader."""

from contextlib import suppress
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist

from portal.records.columns import Column
from portal.records.findings import Unread
from portal.records.registry import record_types
from portal.records.sheets import Row, Sheet, Values
from portal.spreadsheets.comparing import SheetChanges, shown_key
from portal.spreadsheets.lookup import Lookup

#: Rows of a sheet that are put into words; beyond these a preview gives their number.
MOST_ROWS = 200
NEW, CHANGED, REMOVED = "new", "changed", "removed"
#: What a row with unreadable cells lacks.
INCOMPLETE = (Unread, AttributeError, TypeError, ObjectDoesNotExist)


class ChangedCell(NamedTuple):
    """A changed cell: its column, the old and new text as the sheet has them, and both in words."""

    column: str
    before: str
    after: str
    before_words: str
    after_words: str


class RowPreview(NamedTuple):
    """One row: its number in the workbook (none if removed), key and name, its value now and before, changed cells."""

    number: int | None
    what: str
    key: str
    name: str
    now: str
    before: str
    cells: list[ChangedCell]


def row_previews(changes: SheetChanges, lookup: Lookup) -> list[RowPreview]:
    """New and changed rows in the order of the sheet, then removed ones."""
    sheet, own = changes.sheet, [row for row in changes.changed if not row.is_foreign]
    rows = sorted([*changes.new, *own], key=lambda row: row.number)[:MOST_ROWS]
    removed = (sheet.read(instance) for instance in changes.removed[:MOST_ROWS])
    return [
        *(_of_row(sheet, row, lookup) for row in rows),
        *(_of_removed(sheet, values, lookup) for values in removed),
    ]


def _of_row(sheet: Sheet, row: Row, lookup: Lookup) -> RowPreview:
    name, now = _name_and_value(sheet, row.values, lookup)
    before, cells = "", []
    if row.before:
        _name, before = _name_and_value(sheet, row.before, lookup)
        cells = [_cell(column, row, lookup) for column in sheet.columns if _is_changed(column, row)]
    what = CHANGED if row.before else NEW
    return RowPreview(row.number, what, shown_key(sheet, row.values), name, now, before, cells)


def _of_removed(sheet: Sheet, values: Values, lookup: Lookup) -> RowPreview:
    name, before = _name_and_value(sheet, values, lookup)
    return RowPreview(None, REMOVED, shown_key(sheet, values), name, "", before, [])


def _is_changed(column: Column, row: Row) -> bool:
    return column.code in row.values and row.before[column.code] != row.values[column.code]


def _cell(column: Column, row: Row, lookup: Lookup) -> ChangedCell:
    before, after = row.before[column.code], row.values[column.code]
    words = column.in_words(before, lookup), column.in_words(after, lookup)
    return ChangedCell(column.code, column.show(before), column.show(after), *words)


def _name_and_value(sheet: Sheet, values: Values, lookup: Lookup) -> tuple[str, str]:
    """The name of a row, its key if unreadable cells leave it without one; and its value, if it has one."""
    instance, record_type = lookup.build(sheet, values), record_types[sheet.model]
    say, name, value = record_type.value or record_type.summary, "", ""
    with suppress(*INCOMPLETE):
        name = str(instance)
    with suppress(*INCOMPLETE):
        value = say(instance) if say else ""
    return name or shown_key(sheet, values), value
