"""Validation of disbursements."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.publishing.validation import numbers_are_the_printed_ones, place, printed
from portal.records.findings import Finding, constraint_message, every
from welfare.models import Disbursement


def period_in_order(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.period_start > row.period_end:
        yield Finding("period_end", constraint_message(Disbursement, "disbursement_period_in_order"))


def states_something(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.persons is None and row.households is None and row.amount is None:
        yield Finding("amount", constraint_message(Disbursement, "disbursement_states_something"))


def amount_is_not_negative(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.amount is not None and row.amount < 0:
        yield Finding("amount", constraint_message(Disbursement, "disbursement_not_negative"))


validate_disbursement = every(
    place,
    printed(_("Copy the words or the figure as the document prints it.")),
    numbers_are_the_printed_ones,
    period_in_order,
    states_something,
    amount_is_not_negative,
)
