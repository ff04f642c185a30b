"""Validation of facilities: kind, telephone, web address, coordinates and opening hours."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.facilities.hours import BadHours, parsed
from portal.facilities.models import FORMER_KINDS, Facility
from portal.publishing.validation import source
from portal.records.findings import Finding, constraint_message, every

#: A number as printed: digits in groups, perhaps an extension.
NUMBER = re.compile(r"\+?[0-9(（][0-9 ()（）-]*(( ?转 ?| ?ext\.? ?)[0-9]+)?")
WEB_PAGE = re.compile(r"https?://[^/\s]+(/\S*)?")
NORTHERNMOST, EASTERNMOST = 90, 180


def kind_is_no_area(facility: Facility, context: object) -> Iterator[Finding]:
    if facility.kind in FORMER_KINDS:
        yield Finding("kind", constraint_message(Facility, "facility_is_no_area"))


def telephone_can_be_dialled(facility: Facility, context: object) -> Iterator[Finding]:
    for number in facility.phones:
        if not NUMBER.fullmatch(number):
            words = _("“%(number)s” is no telephone number: digits, hyphens, and semicolons between numbers.")
            yield Finding("phone", words % {"number": number})


def website_is_a_web_page(facility: Facility, context: object) -> Iterator[Finding]:
    if facility.website and not WEB_PAGE.fullmatch(facility.website):
        yield Finding("website", constraint_message(Facility, "facility_website_is_a_web_page"))


def both_coordinates(facility: Facility, context: object) -> Iterator[Finding]:
    latitude, longitude = facility.latitude, facility.longitude
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        yield Finding(missing, constraint_message(Facility, "facility_both_coordinates"))


def coordinates_are_on_earth(facility: Facility, context: object) -> Iterator[Finding]:
    for field, most in (("latitude", NORTHERNMOST), ("longitude", EASTERNMOST)):
        value = getattr(facility, field)
        if value is not None and abs(value) > most:
            words = _("A %(field)s is a number from −%(most)d to %(most)d; are the two coordinates swapped?")
            label = facility._meta.get_field(field).verbose_name
            yield Finding(field, words % {"field": label, "most": most})


def opening_hours_are_readable(facility: Facility, context: object) -> Iterator[Finding]:
    if facility.opening_hours:
        try:
            parsed(facility.opening_hours)
        except BadHours as error:
            yield Finding("opening_hours", str(error))


def charge_note_has_charge(facility: Facility, context: object) -> Iterator[Finding]:
    """A note explains a charge that is stated."""
    if facility.charge_note_zh and not facility.charge:
        yield Finding(
            "charge", _("Say whether it is free, cheaper for some, or charged; the note explains it.")
        )


validate_facility = every(
    source,
    kind_is_no_area,
    telephone_can_be_dialled,
    website_is_a_web_page,
    both_coordinates,
    coordinates_are_on_earth,
    opening_hours_are_readable,
    charge_note_has_charge,
)
