"""Validation of areas: width, days, and what an area became."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.records.findings import Beside, Finding, constraint_message, every
from portal.records.lookups import CodeLookup, Target
from portal.records.sheets import Row

#: Width of each kind of area; a parent is wider than its children.
RANKS = {
    "city": 0,
    "district": 1,
    "subdistrict": 2,
    "town": 2,
    "community": 3,
    "village": 3,
    "estate": 4,
    "site": 5,
    "group": 6,
}
WIDEST = (Area.Kind.CITY, Area.Kind.DISTRICT)


@dataclass(frozen=True)
class Succession:
    """What every stored area became, by code."""

    successors: Mapping[str, frozenset[str]]

    def leads_to(self, start: str, end: str) -> bool:
        """Whether one area became the other, over any number of steps."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            code = waiting.pop()
            if code == end:
                return True
            if code not in seen:
                seen.add(code)
                waiting += self.successors.get(code, ())
        return False

    def without(self, code: str) -> "Succession":
        """The same without what one area became."""
        return Succession({one: codes for one, codes in self.successors.items() if one != code})


def stored_succession() -> Succession:
    links = Area.successors.through.objects.values_list("from_area__code", "to_area__code")
    found: dict[str, set[str]] = {}
    for earlier, later in links:
        found.setdefault(earlier, set()).add(later)
    return Succession({code: frozenset(codes) for code, codes in found.items()})


def parent_is_wider(area: Area, context: object) -> Iterator[Finding]:
    """A city has no parent, a district none or a city; every other area has a parent of a wider kind."""
    parent = area.parent
    if (area.kind == Area.Kind.CITY and parent is not None) or (area.kind not in WIDEST and parent is None):
        yield Finding("parent", constraint_message(Area, "area_parent_unless_widest"))
    elif parent is not None and RANKS[parent.kind] >= RANKS[area.kind]:
        words = _("A parent is of a wider kind than %(own)s; this one is of the kind %(kind)s.")
        yield Finding("parent", words % {"own": area.get_kind_display(), "kind": parent.get_kind_display()})


def group_has_members(area: Area, context: object) -> Iterator[Finding]:
    """A group puts at least two areas together; no other area has members, nor is a group one."""
    if (area.kind == Area.Kind.GROUP) != (len(area.members) > 1) or (
        area.members and area.kind != Area.Kind.GROUP
    ):
        yield Finding("members", constraint_message(Area, "area_members_if_group"))
    elif area.code in area.members:
        yield Finding("members", _("An area is not a member of itself."))


def days_in_order(area: Area, context: object) -> Iterator[Finding]:
    if area.first_day and area.last_day and area.last_day < area.first_day:
        yield Finding("last_day", constraint_message(Area, "area_days_in_order"))


def successors_remain(area: Area, has_successors: set[object]) -> Iterator[Finding]:
    """An area that became another keeps its last day."""
    if area.pk in has_successors and area.last_day is None:
        yield Finding("last_day", _("It became another area, so it has a last day."))


def areas_with_successors(records: list[Area], beside: Beside) -> set[object]:
    """The ids of those that became others."""
    links = Area.successors.through.objects.filter(from_area__in=[record.pk for record in records])
    return set(links.values_list("from_area", flat=True))


validate_area = every(parent_is_wider, group_has_members, days_in_order, successors_remain)


def succession_findings(
    code: str, last_day: object, chosen: Mapping[str, Model], stored: Succession
) -> Iterator[Finding]:
    """What is wrong with the areas that this one is said to have become; `chosen`: those, by code."""
    if chosen and last_day is None:
        yield Finding("last_day", _("It became another area, so it has a last day."))
    for later, area in chosen.items():
        if stored.leads_to(later, code):
            words = _("%(name)s is or became this area itself.")
            yield Finding("successors", words % {"name": area.name})
        elif last_day and area.first_day and (area.first_day - last_day).days > 1:
            words = _("%(name)s begins later, on %(day)s.")
            yield Finding("successors", words % {"name": area.name, "day": area.first_day.isoformat()})
        elif last_day and area.last_day and area.last_day <= last_day:
            words = _("%(name)s had ended by then, on %(day)s.")
            yield Finding("successors", words % {"name": area.name, "day": area.last_day.isoformat()})


def succession_of_row(row: Row, lookup: CodeLookup) -> Iterator[Finding]:
    """The same for a row of a workbook, beside the workbook's other rows."""
    rows = lookup.rows("Areas")
    stored = Succession({values["code"]: frozenset(values.get("successors", ())) for values in rows.values()})
    others = stored.without(row.values["code"])
    chosen = {code: lookup.instance(Target(Area), code) for code in row.values["successors"]}
    yield from succession_findings(row.values["code"], row.values["last_day"], chosen, others)
