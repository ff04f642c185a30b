"""Which rows of a workbook an official may load."""

from django.utils.translation import gettext as _

from portal.publishing.models import Contribution, Release, Section
from portal.records.registry import access_of, sheet_of, sheets_of
from portal.records.sheets import Reference, Row, Sheet, Values
from portal.spreadsheets.lookup import Lookup
from portal.staff.models import ADMINISTRATOR, EDITOR, User


class Permit:
    """What one official may load, without a query a row."""

    def __init__(self, by: User, lookup: Lookup) -> None:
        self.by, self.lookup = by, lookup
        self.department = by.department.code if by.department else ""

    def allows(self, sheet: Sheet, values: Values) -> bool:
        """Whether the official may change a row with these values."""
        edited = access_of(sheet.model).edited
        if self._is_handed_in(sheet, values):
            return False
        if self.by.is_administrator:
            return ADMINISTRATOR in edited
        may = EDITOR in edited and self.by.has_role(EDITOR)
        return may and bool(self.department) and self._owner(sheet, values) == self.department

    def refusal(self, sheet: Sheet, row: Row) -> str:
        """Why the official may not load the row; empty if they may.

        Neither its values nor those it replaces may belong to another department. A publisher also sets up the sections
        that others fill in.
        """
        if row.before is not None:
            allowed = self.allows(sheet, row.before) and self.allows(sheet, row.values)
        else:
            allowed = self.allows(sheet, row.values)
            if not allowed and sheet.model is Section and (release := self._release_values()) is not None:
                publishes = self.allows(sheet_of(Release), release)
                allowed = publishes and not self._is_handed_in(sheet, row.values)
        if allowed:
            return ""
        shown = row.before or row.values
        owner = self._owner(sheet, shown)
        if self._is_handed_in(sheet, shown) or self._is_handed_in(sheet, row.values):
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

    def _is_handed_in(self, sheet: Sheet, values: Values) -> bool:
        """Whether the row belongs to a department whose contribution has been handed in."""
        release = self.lookup.release
        if release is None or not sheet.is_part_of_release:
            return False

        def departments() -> frozenset[str]:
            handed_in = release.contributions.filter(state=Contribution.State.SUBMITTED)
            return frozenset(handed_in.values_list("department__code", flat=True))

        closed = self.lookup.recall("departments_in", departments)
        return bool(closed) and self._owner(sheet, values) in closed

    def _owner(self, sheet: Sheet, values: Values) -> str:
        """The code of the row's department, by the access rules of its model; empty for the administrators."""
        found = (self._follow(sheet, values, path) for path in access_of(sheet.model).department)
        return next(filter(None, found), "")

    def _follow(self, sheet: Sheet, values: Values, path: str) -> str:
        """The value of a lookup such as section__department_id, followed through the values of rows."""
        steps = [step for step in path.removesuffix("_id").split("__") if step != "series"]
        key = None  # of the row that is followed, once it is not the one with these values
        for place, step in enumerate(steps, start=1):
            if step == "release" and sheet.is_part_of_release:
                if (values := self._release_values()) is None:
                    return ""
                sheet, key = sheet_of(Release), None
                continue
            column = next(c for c in sheet.columns if step in {c.code, c.field_name})
            code = values[column.code] if key is None else self.lookup.cell(sheet.code, column.code, key)
            if place == len(steps) or not code:
                return code
            targets = sheets_of(column.to.model) if isinstance(column, Reference) else []
            found = (t for t in targets if self.lookup.cell(t.code, t.key[0], code) is not None)
            if (sheet := next(found, None)) is None:
                return ""
            key = code
        return ""

    def _release_values(self) -> Values | None:
        """The row of the workbook's release."""
        return next(iter(self.lookup.rows(sheet_of(Release).code).values()), None)
