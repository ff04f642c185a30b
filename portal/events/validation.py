"""Validation of events: days, times and repetition."""

import re
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from portal.events.models import CLOCK, PublicEvent
from portal.events.recurrence import LONGEST, BadRule, days_of, read_rule
from portal.publishing.validation import numbers_are_the_printed_ones, place
from portal.records.codes import is_word_of_addresses
from portal.records.findings import Beside, Finding, constraint_message, every, readable
from portal.records.parsing import ImplausibleYear, parse_day

#: The departments that have an event, by its code.
Owners = Mapping[str, Collection[int]]


def code_is_no_page(row: PublicEvent, context: object) -> Iterator[Finding]:
    if is_word_of_addresses(row.code):
        words = _("“%(code)s” is a word of the addresses of this portal; choose another code.")
        yield Finding("code", words % {"code": row.code})


def departments_of_codes(records: list[PublicEvent], beside: Beside) -> Owners:
    """The departments that other releases name for events of these codes."""
    codes = readable(records, lambda record: record.code)
    found: dict[str, set[int]] = {}
    for code, department in PublicEvent.objects.filter(code__in=codes).values_list("code", "department_id"):
        found.setdefault(code, set()).add(department)
    return found


def code_is_of_own_department(row: PublicEvent, owners: Owners) -> Iterator[Finding]:
    """A later release supersedes an event by its code: nobody does so to that of another department."""
    if (departments := owners.get(row.code)) and row.department.pk not in departments:
        yield Finding("code", _("Another department has an event with this code."))


def days_by_precision(row: PublicEvent, context: object) -> Iterator[Finding]:
    """Both days where a date is stated, in order; neither where none is."""
    message = constraint_message(PublicEvent, "event_days_by_precision")
    days = (row.first_day, row.last_day)
    if row.precision == PublicEvent.Precision.NONE:
        yield from (
            Finding(name, message) for name in ("first_day", "last_day") if getattr(row, name) is not None
        )
    elif None in days:
        yield from (
            Finding(name, message) for name in ("first_day", "last_day") if getattr(row, name) is None
        )
    elif row.first_day > row.last_day:
        yield Finding("last_day", message)


def times_need_the_day(row: PublicEvent, context: object) -> Iterator[Finding]:
    message = constraint_message(PublicEvent, "event_time_needs_day")
    for name in ("start_time", "end_time"):
        time = getattr(row, name)
        if time and (
            not re.fullmatch(CLOCK, time) or row.precision != PublicEvent.Precision.DAY or not row.start_time
        ):
            yield Finding(name, message)


def repetition_ends(row: PublicEvent, context: object) -> Iterator[Finding]:
    message = constraint_message(PublicEvent, "event_repetition_ends")
    if not row.rule:
        if row.repeats_until is not None:
            yield Finding("repeats_until", message)
        if row.except_days:
            yield Finding("except_days", message)
    elif row.precision != PublicEvent.Precision.DAY or row.first_day != row.last_day:
        yield Finding("last_day" if row.precision == PublicEvent.Precision.DAY else "precision", message)
    elif row.repeats_until is None or (
        row.first_day and not row.first_day <= row.repeats_until <= row.first_day + LONGEST
    ):
        yield Finding("repeats_until", message)


def rule_fits_the_first_day(row: PublicEvent, context: object) -> Iterator[Finding]:
    if row.rule and row.first_day:
        try:
            read_rule(row.rule, row.first_day)
        except BadRule as error:
            yield Finding("rule", str(error))


def except_days_are_days(row: PublicEvent, context: object) -> Iterator[Finding]:
    """Each exception is a day on which the rule has the event; at least one day is left."""
    try:
        days = {day: parse_day(day) for day in row.except_days}
    except (ValueError, ImplausibleYear):
        days = None
    if days is None or any(day.isoformat() != text for text, day in days.items()):
        yield Finding("except_days", _("Write days as 2022-10-03."))
    elif row.except_days and row.rule and row.first_day and row.repeats_until:
        if row.repeats_until - row.first_day > LONGEST:
            return  # told of the last day
        try:
            all_days = set(days_of(row.rule, row.first_day, row.repeats_until, ()))
        except BadRule:
            return  # told of the rule
        if strange := sorted(set(days.values()) - all_days):
            words = _("It does not take place on %(days)s anyway.")
            yield Finding("except_days", words % {"days": ", ".join(day.isoformat() for day in strange)})
        elif set(days.values()) == all_days:
            yield Finding("except_days", _("No day is left on which it takes place."))


def what_took_place_has_passed(row: PublicEvent, context: object) -> Iterator[Finding]:
    """A release cannot report an event of a later day."""
    published = row.release.published_on or row.release.document_date
    if row.status == PublicEvent.Status.HELD and row.first_day and published and row.first_day > published:
        yield Finding("status", _("The event is later than the release that says it took place."))


validate_event = every(
    place,
    code_is_of_own_department,
    numbers_are_the_printed_ones,
    code_is_no_page,
    days_by_precision,
    times_need_the_day,
    repetition_ends,
    rule_fits_the_first_day,
    except_days_are_days,
    what_took_place_has_passed,
)
