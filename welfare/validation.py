"""What must be true of disbursements."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.records.lookups import Known
from portal.records.sheets import Finding, Row


def states_something(row: Row, lookup: Known) -> Iterator[Finding]:
    """Persons, households or an amount; an amount is not negative."""
    values = row.values
    if values["persons"] is None and values["households"] is None and values["amount"] is None:
        yield "amount", _("Give persons, households or an amount.")
    elif values["amount"] is not None and values["amount"] < 0:
        yield "amount", _("An amount of money is not negative.")


def period_in_order(row: Row, lookup: Known) -> Iterator[Finding]:
    """The last day is not before the first."""
    if row.values["period_start"] > row.values["period_end"]:
        yield "period_end", _("The last day of the period lies before its first.")
