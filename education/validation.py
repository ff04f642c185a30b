"""Validation of awards, of the register of schools and of networks."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.models import FIRST_YEAR, LAST_YEAR, Award, Network, School
from portal.publishing.validation import numbers_are_the_printed_ones, place, printed
from portal.records.findings import Beside, Finding, constraint_message, every, readable
from portal.records.types import sources

PRINTED = printed(gettext_lazy("Copy the words or the figure as the document prints it."))


def year_is_plausible(row: Award, context: object) -> Iterator[Finding]:
    if row.year is not None and not FIRST_YEAR <= row.year <= LAST_YEAR:
        yield Finding("year", constraint_message(Award, "award_year_is_plausible"))


def programmes(rows: list[Model], beside: Beside) -> set[str]:
    """The codes of the programmes that exist, or that the workbook brings."""
    model = sources["programmes"].model
    named = readable(rows, lambda row: row.programme)
    stored = model._default_manager.filter(code__in=filter(None, named)).values_list("code", flat=True)
    return {*stored, *readable(beside(model), lambda programme: programme.code)}


def programme_exists(row: School, codes: set[str]) -> Iterator[Finding]:
    if row.programme and row.programme not in codes:
        yield Finding("programme", _("No such programme: %(code)s.") % {"code": row.programme})


def schools_of_the_register(rows: list[Model], beside: Beside) -> set[str]:
    """The codes of the schools that releases or drafts describe, or that the workbook brings."""
    return {
        *School.objects.values_list("code", flat=True),
        *readable(beside(School), lambda school: school.code),
    }


def members_are_schools(row: Network, codes: set[str]) -> Iterator[Finding]:
    if unknown := [code for code in row.members if code not in codes]:
        yield Finding("members", _("No such school: %(codes)s.") % {"codes": ", ".join(unknown)})


def named_or_counted(row: Network, context: object) -> Iterator[Finding]:
    if row.number is not None and (row.number < 1 or row.members):
        yield Finding("number", constraint_message(Network, "school_network_counts_several"))


validate_network = every(place, PRINTED, numbers_are_the_printed_ones, members_are_schools, named_or_counted)
validate_award = every(place, PRINTED, year_is_plausible)
validate_school = every(place, PRINTED, numbers_are_the_printed_ones, programme_exists)
