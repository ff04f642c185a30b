"""Validation of health programmes, accreditations and the operation of sites."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from health.models import Accreditation, HealthProgramme, SiteOperation
from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.publishing.validation import (
    Paragraphs,
    numbers_are_the_printed_ones,
    paragraphs_of_sources,
    place,
    printed,
    source,
)
from portal.records.findings import Beside, Finding, Rule, constraint_message, every, readable
from portal.records.parsing import implausible_year
from portal.services.models import Service
from portal.web.days import YEARS

#: By field of a programme, the model whose rows it names by code.
NAMED: dict[str, type[Model]] = {"commitments": Commitment, "services": Service, "facilities": Facility}


@dataclass(frozen=True)
class ProgrammeContext:
    """The paragraphs of the source releases, and by field the codes of existing rows that it may name."""

    paragraphs: Paragraphs
    known: Mapping[str, Collection[str]]


def context_of_programmes(programmes: list[HealthProgramme], beside: Beside) -> ProgrammeContext:
    known = {field: known_codes(field, programmes, beside) for field in NAMED}
    return ProgrammeContext(paragraphs_of_sources(programmes, beside), known)


def known_codes(field: str, programmes: list[HealthProgramme], beside: Beside) -> set[str]:
    """The codes in the field of any of the programmes that a row has, stored or brought along; one query."""
    codes = {code for named in readable(programmes, attrgetter(field)) for code in named}
    stored = NAMED[field].objects.filter(code__in=codes).values_list("code", flat=True)
    return {*stored, *readable(beside(NAMED[field]), attrgetter("code"))}


def source_exists(programme: HealthProgramme, context: ProgrammeContext) -> Iterator[Finding]:
    yield from source(programme, context.paragraphs)


def named(field: str) -> Rule:
    """A rule: what the field names by code exists."""

    def exists(programme: HealthProgramme, context: ProgrammeContext) -> Iterator[Finding]:
        if unknown := [code for code in getattr(programme, field) if code not in context.known[field]]:
            what = NAMED[field]._meta.verbose_name
            words = _("There is no such %(what)s: %(codes)s.")
            yield Finding(field, words % {"what": what, "codes": ", ".join(unknown)})

    return exists


def named_or_counted(row: Accreditation, context: object) -> Iterator[Finding]:
    if row.facility and row.number is not None:
        yield Finding("number", constraint_message(Accreditation, "accreditation_named_or_counted"))


def year_is_plausible(row: Accreditation, context: object) -> Iterator[Finding]:
    if row.year is not None and row.year not in YEARS:
        yield Finding("year", implausible_year())


def states_a_day(row: SiteOperation, context: object) -> Iterator[Finding]:
    if row.opened_on is None and row.closed_on is None:
        yield Finding("opened_on", constraint_message(SiteOperation, "site_operation_states_a_day"))


def days_in_order(row: SiteOperation, context: object) -> Iterator[Finding]:
    if row.opened_on and row.closed_on and row.opened_on > row.closed_on:
        yield Finding("closed_on", constraint_message(SiteOperation, "site_operation_days_in_order"))


AS_PRINTED = gettext_lazy("Copy the words or the figure as the document prints it.")
validate_programme = every(source_exists, *map(named, NAMED))
validate_accreditation = every(
    place,
    printed(AS_PRINTED),
    numbers_are_the_printed_ones,
    named_or_counted,
    year_is_plausible,
)
validate_site_operation = every(place, printed(AS_PRINTED), states_a_day, days_in_order)
