"""Which rows an official may load: those of their department, by the portal's permissions."""

from collections.abc import Iterator
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.publishing.models import Contribution, Release, Section
from portal.publishing.permissions import for_user
from portal.records.findings import Finding
from portal.records.registry import access_of, record_types, sheet_of, sheets_of
from portal.records.sheets import Reference, Row, Sheet, SheetRule, Values
from portal.spreadsheets.references import Lookup
from portal.staff.models import ADMINISTRATOR, EDITOR, User


class Permit:
    """What one official may load, without a query a row."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.department = by.department.code if by.department else ""

    def visible(self, rows: QuerySet) -> QuerySet:
        """The rows that the official may see."""
        return for_user(rows, self.by) if rows.model in record_types else rows

    def allows(self, sheet: Sheet, values: Values, lookup: Lookup) -> bool:
        """Whether the official may change a row with these values."""
        edited = access_of(sheet.model).edited
        if is_handed_in(sheet, values, lookup):
            return False
        if self.by.is_administrator:
            return ADMINISTRATOR in edited
        may = EDITOR in edited and self.by.has_role(EDITOR)
        return may and bool(self.department) and department_of(sheet, values, lookup) == self.department

    def allows_new(self, sheet: Sheet, values: Values, lookup: Lookup) -> bool:
        """Whether the official may add the row. A publisher also sets up the sections that others fill in."""
        if self.allows(sheet, values, lookup):
            return True
        release = _release(lookup)
        outlines = sheet.model is Section and release is not None and self.allows(*release, lookup)
        return outlines and not is_handed_in(sheet, values, lookup)

    def rule(self, sheet: Sheet) -> SheetRule:
        """As a rule of the sheet: neither what a row says nor what it said before is another department's."""

        def only_ones_own(row: Row, lookup: Lookup) -> Iterator[Finding]:
            if row.before is None:
                allowed = self.allows_new(sheet, row.values, lookup)
            else:
                both = (row.before, row.values)
                allowed = all(self.allows(sheet, values, lookup) for values in both)
            if not allowed:
                row.is_foreign = True
                yield Finding("", self._refusal(sheet, row, lookup))

        return only_ones_own

    def _refusal(self, sheet: Sheet, row: Row, lookup: Lookup) -> str:
        owner = department_of(sheet, row.before or row.values, lookup)
        if is_handed_in(sheet, row.before or row.values, lookup) or is_handed_in(sheet, row.values, lookup):
            return _(
                "The contribution has been handed in: its rows can be changed once it is recalled or returned."
            )
        if not owner:
            return _("Only an administrator may load this row.")
        if owner == self.department:
            return _("Only an editor may load this row; you are not one.")
        return _("The row belongs to %(owner)s; you edit for %(own)s.") % {
            "owner": owner,
            "own": self.department or "—",
        }


def is_handed_in(sheet: Sheet, values: Values, lookup: Lookup) -> bool:
    """Whether the row belongs to a department whose contribution has been handed in."""
    if lookup.release is None or not sheet.is_part_of_release:
        return False
    closed = lookup.recall("departments_in", lambda: _departments_in(lookup.release))
    return bool(closed) and department_of(sheet, values, lookup) in closed


def _departments_in(release: Release) -> frozenset[str]:
    parts = release.contributions.filter(state=Contribution.State.SUBMITTED)
    return frozenset(parts.values_list("department__code", flat=True))


def department_of(sheet: Sheet, values: Values, lookup: Lookup) -> str:
    """The code of the row's department, by the access rules of its model; empty for the administrators."""
    found = (_follow(sheet, values, path, lookup) for path in access_of(sheet.model).department)
    return next(filter(None, found), "")


def _follow(sheet: Sheet, values: Values, path: str, lookup: Lookup) -> str:
    """The value of a lookup such as section__department_id, followed through the values of rows."""
    steps = [step for step in path.removesuffix("_id").split("__") if step != "series"]
    read = values.__getitem__
    for place, step in enumerate(steps, start=1):
        if step == "release" and sheet.is_part_of_release:
            if (release := _release(lookup)) is None:
                return ""
            sheet, read = release[0], release[1].__getitem__
            continue
        column = next(c for c in sheet.columns if step in {c.code, c.field_name})
        code = read(column.code)
        if place == len(steps) or not code:
            return code
        targets = sheets_of(column.to.model) if isinstance(column, Reference) else []
        sheet = next((t for t in targets if lookup.cell(t.code, t.key[0], code) is not None), None)
        if sheet is None:
            return ""
        read = partial(_cell, lookup, sheet, code)
    return ""


def _cell(lookup: Lookup, sheet: Sheet, code: str, column: str) -> object:
    return lookup.cell(sheet.code, column, code)


def _release(lookup: Lookup) -> tuple[Sheet, Values] | None:
    """The row of the workbook's release."""
    sheet = sheet_of(Release)
    return next(((sheet, values) for values in lookup.rows(sheet.code).values()), None)
