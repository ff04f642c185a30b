"""Observations as records."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.records import in_document, locator, place_exists
from portal.records.columns import (
    NOTES,
    Choice,
    Date,
    DecimalNumber,
    Text,
    plain,
    texts,
)
from portal.records.lookups import Known
from portal.records.sheets import Finding, Group, Row, Sheet
from portal.statistics.models import Observation
from portal.statistics.records.indicators import dimensions_of_indicator
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import BELOW_ZERO


def value_follows_status(row: Row, lookup: Known) -> Iterator[Finding]:
    """A value is left out exactly when it is suppressed or missing."""
    withheld = row.values["status"] in Observation.VALUELESS
    if withheld and row.values["value"] is not None:
        yield (
            "value",
            _("With the status %(status)s the value is left empty.") % {"status": row.values["status"]},
        )
    elif not withheld and row.values["value"] is None:
        yield (
            "value",
            _(
                "The value is empty; that is allowed with the status suppressed or missing only, not with %(status)s."
            )
            % {"status": row.values["status"]},
        )


def damage_is_explained(row: Row, lookup: Known) -> Iterator[Finding]:
    """An uncertain or impossible reading says in a note what was read, and why."""
    if row.values["status"] in {"low_reliability", "missing"} and not row.values["note_zh"]:
        yield "note_zh", _("With the status %(status)s a note says why.") % {"status": row.values["status"]}


def period_fits_basis(row: Row, lookup: Known) -> Iterator[Finding]:
    """The first day of the period is what the basis of the indicator asks for."""
    start, end = row.values["period_start"], row.values["period_end"]
    indicator = lookup.row("Indicators", row.values["indicator"])
    if indicator is None or end is None:
        return
    basis = indicator["basis"]
    if basis in {"point", "since_start"} and start is not None:
        yield (
            "period_start",
            _("The basis of the indicator is %(basis)s: leave the first day empty.") % {"basis": basis},
        )
    elif basis == "ytd" and start != end.replace(month=1, day=1):
        first = end.replace(month=1, day=1).isoformat()
        yield (
            "period_start",
            _("The basis of the indicator is ytd: the first day is %(day)s.") % {"day": first},
        )
    elif basis == "period" and start is None:
        yield "period_start", _("The basis of the indicator is period: the first day is needed.")
    if start is not None and start > end:
        yield "period_end", _("The last day of the period lies before its first.")


def value_fits_indicator(row: Row, lookup: Known) -> Iterator[Finding]:
    """No more decimals than the indicator has, nothing counted below zero, no count that shows who is meant."""
    value, indicator = row.values["value"], lookup.row("Indicators", row.values["indicator"])
    if value is None or indicator is None:
        return
    if value != round(value, indicator["decimals"]):
        yield (
            "value",
            _("%(indicator)s has at most %(decimals)d decimals.")
            % {"indicator": row.values["indicator"], "decimals": indicator["decimals"]},
        )
    unit = lookup.row("Units", indicator["unit"])
    if value < 0 and unit is not None and not unit["below_zero"]:
        yield "value", str(BELOW_ZERO) % {"unit": indicator["unit"]}
    smallest = indicator["smallest_count"]
    if smallest is not None and row.values["kind"] == "actual" and 0 < value < smallest:
        yield (
            "value",
            _("%(value)s is below %(smallest)d, the smallest count that may be published: suppress it.")
            % {"value": plain(value), "smallest": smallest},
        )


OBSERVATIONS = Sheet(
    "Observations",
    gettext_lazy("Observations"),
    Group.RELEASE,
    40,
    Observation,
    (
        *locator(),
        *series_columns(),
        Date("period_start"),
        Date("period_end", required=True),
        Choice("kind", required=True),
        DecimalNumber("value"),
        Choice("qualifier"),
        Choice("status", required=True),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("indicator", "area", "dimensions", "period_start", "period_end", "kind"),
    rules=(
        place_exists,
        dimensions_of_indicator,
        value_follows_status,
        damage_is_explained,
        period_fits_basis,
        value_fits_indicator,
    ),
    export_order=("section__order", "paragraph", "pk"),
)
