"""Checks as records."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records.columns import NAMES, NOTES, Boolean, Choice, Integer, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Known, Target
from portal.records.references import Reference
from portal.records.sheets import Finding, Group, Row, Sheet, Values
from portal.statistics.models import Check, CheckTerm
from portal.statistics.records.indicators import dimensions_of_indicator
from portal.statistics.series_columns import series_columns

#: The roles that the terms of a check of each kind have.
ROLES = {
    "ratio": {"result", "numerator", "denominator"},
    "sum": {"result", "part"},
    "agree": {"left", "right"},
}


def role_fits_check(row: Row, lookup: Known) -> Iterator[Finding]:
    """A ratio has a result, a numerator and a denominator, a sum a result and parts, two figures a left and a right."""
    check = lookup.row("Checks", row.values["check"])
    if check is not None and row.values["role"] not in ROLES[check["kind"]]:
        allowed = ", ".join(sorted(ROLES[check["kind"]]))
        yield (
            "role",
            _("A check of the kind %(kind)s has the roles %(roles)s.")
            % {"kind": check["kind"], "roles": allowed},
        )


def scale_is_positive(row: Row, lookup: Known) -> Iterator[Finding]:
    """A ratio of scale 0 would always be 0."""
    if row.values["scale"] == 0:
        yield "scale", _("at least 1")


def of_named_checks(before: Values, rows: list[Row]) -> bool:
    """A sheet speaks for all terms of the checks that it names, and of no others."""
    return before["check"] in {row.values.get("check") for row in rows}


def role_once(row: Row, lookup: Known) -> Iterator[Finding]:
    """Only parts are several."""
    role, check = row.values["role"], row.values["check"]
    if role != "part":
        same = [
            v for v in lookup.rows("CheckTerms").values() if (v.get("check"), v.get("role")) == (check, role)
        ]
        if len(same) > 1:
            yield "role", _("The check %(check)s has this role more than once.") % {"check": check}


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
