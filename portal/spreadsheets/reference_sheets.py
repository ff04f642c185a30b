"""The codelists as sheets: units, departments, areas, dimensions and their values, indicators, checks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.records.columns import Boolean, Choice, Integer, Text, Texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Target
from portal.records.references import Reference, References
from portal.records.sheets import Finding, Group, Row, Sheet, Values, register_sheet
from portal.spreadsheets.references import Lookup
from portal.staff.models import Department, Sector
from portal.statistics.models import Check, CheckTerm, Code, Dimension, Indicator, Observation, Unit
from portal.statistics.series_columns import series_columns

NAMES = ("name_zh", "name_en")
NOTES = ("note_zh", "note_en")

#: Width of each kind of area; a parent is wider than its children.
RANKS = {"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2, "estate": 3, "site": 4}

#: The roles that the terms of a check of each kind have.
ROLES = {
    "ratio": {"result", "numerator", "denominator"},
    "sum": {"result", "part"},
    "agree": {"left", "right"},
}

#: What gives figures their meaning, and is fixed once one has been released.
FIXED = ("unit", "basis", "decimals", "dimensions")


def texts(*codes: str, required: bool = False) -> tuple[Text, ...]:
    """Columns of plain text."""
    return tuple(Text(code, required=required) for code in codes)


def parent_is_wider(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The district has no parent; every other area has one of a wider kind."""
    kind, parent = row.values["kind"], row.values["parent"]
    if (kind == "district") == bool(parent):
        yield "parent", _("The district has no parent; every other area needs one.")
    elif parent:
        above = lookup.row("Areas", parent)
        if above is not None and RANKS[above["kind"]] >= RANKS[kind]:
            yield (
                "parent",
                _("is of the kind %(kind)s; a parent must be of a wider kind than %(own)s.")
                % {"kind": above["kind"], "own": kind},
            )


def meaning_is_fixed(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Figures that were released keep their unit, basis, decimals and dimensions."""
    changed = [code for code in FIXED if row.before and row.values[code] != row.before[code]]
    if not changed:
        return
    figures = Observation.objects.filter(series__indicator=row.instance, released_at__isnull=False)
    if figures.exists():
        for code in changed:
            yield code, _("is fixed, because figures of this indicator have been released.")


def dimensions_of_indicator(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A series names a value for each dimension of its indicator, and for no other."""
    if not row.values["indicator"]:
        return
    indicator = lookup.row("Indicators", row.values["indicator"])
    wanted = sorted(indicator["dimensions"]) if indicator else []
    if indicator is not None and [dimension for dimension, _code in row.values["dimensions"]] != wanted:
        yield (
            "dimensions",
            _("%(indicator)s has these dimensions, each is needed once: %(dimensions)s.")
            % {"indicator": row.values["indicator"], "dimensions": ", ".join(wanted) or _("none")},
        )


def role_fits_check(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A ratio has a result, a numerator and a denominator, a sum a result and parts, two figures a left and a right."""
    check = lookup.row("Checks", row.values["check"])
    if check is not None and row.values["role"] not in ROLES[check["kind"]]:
        allowed = ", ".join(sorted(ROLES[check["kind"]]))
        yield (
            "role",
            _("A check of the kind %(kind)s has the roles %(roles)s.")
            % {"kind": check["kind"], "roles": allowed},
        )


def scale_is_positive(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A ratio of scale 0 would always be 0."""
    if row.values["scale"] == 0:
        yield "scale", _("at least 1")


def of_named_checks(before: Values, rows: list[Row]) -> bool:
    """A sheet speaks for all terms of the checks that it names, and of no others."""
    return before["check"] in {row.values.get("check") for row in rows}


def role_once(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """Only parts are several."""
    role, check = row.values["role"], row.values["check"]
    if role != "part":
        same = [
            v for v in lookup.rows("CheckTerms").values() if (v.get("check"), v.get("role")) == (check, role)
        ]
        if len(same) > 1:
            yield "role", _("The check %(check)s has this role more than once.") % {"check": check}


UNITS = Sheet(
    "Units",
    gettext_lazy("Units"),
    Group.REFERENCE,
    10,
    Unit,
    (
        CodeColumn("code", required=True),
        *texts(*NAMES, "symbol_zh", "symbol_en", required=True),
        Boolean("below_zero"),
    ),
    key=("code",),
    export_order=("code",),
)
DEPARTMENTS = Sheet(
    "Departments",
    gettext_lazy("Departments"),
    Group.REFERENCE,
    20,
    Department,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True), *texts(*NOTES)),
    key=("code",),
)
AREAS = Sheet(
    "Areas",
    gettext_lazy("Areas"),
    Group.REFERENCE,
    30,
    Area,
    (
        CodeColumn("code", required=True),
        Choice("kind", required=True),
        Reference("parent", Target(Area)),
        *texts(*NAMES, required=True),
        Texts("aliases"),
    ),
    key=("code",),
    rules=(parent_is_wider,),
)
DIMENSIONS = Sheet(
    "Dimensions",
    gettext_lazy("Dimensions"),
    Group.REFERENCE,
    40,
    Dimension,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True)),
    key=("code",),
    export_order=("code",),
)
CODES = Sheet(
    "Codes",
    gettext_lazy("Dimension values"),
    Group.REFERENCE,
    50,
    Code,
    (
        Reference("dimension", Target(Dimension), required=True),
        CodeColumn("code", required=True),
        *texts(*NAMES, required=True),
        Integer("order"),
    ),
    key=("dimension", "code"),
    export_order=("dimension", "order", "code"),
)
INDICATORS = Sheet(
    "Indicators",
    gettext_lazy("Indicators"),
    Group.REFERENCE,
    60,
    Indicator,
    (
        CodeColumn("code", required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        *texts(*NAMES, "definition_zh", "definition_en", required=True),
        Reference("unit", Target(Unit), required=True),
        Choice("basis", required=True),
        Integer("decimals", required=True),
        References("dimensions", Target(Dimension)),
        Integer("smallest_count"),
        Choice("frequency"),
        Integer("expected_after"),
        Boolean("headline"),
        Integer("order"),
    ),
    key=("code",),
    rules=(meaning_is_fixed,),
    export_order=("sector__order", "order", "code"),
)
CHECKS = Sheet(
    "Checks",
    gettext_lazy("Checks"),
    Group.REFERENCE,
    70,
    Check,
    (
        CodeColumn("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        *texts(*NOTES),
        Integer("scale"),
        Boolean("complete"),
    ),
    key=("code",),
    rules=(scale_is_positive,),
)
CHECK_TERMS = Sheet(
    "CheckTerms",
    gettext_lazy("Terms of checks"),
    Group.REFERENCE,
    80,
    CheckTerm,
    (
        Reference("check", Target(Check), required=True, field="check_rule"),
        Choice("role", required=True),
        *series_columns(),
        Integer("order"),
    ),
    key=("check", "indicator", "area", "dimensions"),
    rules=(role_fits_check, role_once, dimensions_of_indicator),
    removes=of_named_checks,
    export_order=("check_rule__code", "order", "pk"),
)


def register() -> None:
    """Add the codelists to every workbook."""
    for sheet in (UNITS, DEPARTMENTS, AREAS, DIMENSIONS, CODES, INDICATORS, CHECKS, CHECK_TERMS):
        register_sheet(sheet)
