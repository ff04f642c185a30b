"""Validation of awards and of the register of schools."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.models import FIRST_YEAR, LAST_YEAR, Award, School
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


validate_award = every(place, PRINTED, year_is_plausible)
validate_school = every(place, PRINTED, numbers_are_the_printed_ones, programme_exists)
