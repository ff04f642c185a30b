"""Ordinary content as sheets: facilities, and the glossary."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models import Release, Section
from portal.records.columns import Boolean, Choice, Code, Integer, Text, Texts
from portal.records.lookups import Target
from portal.records.pinyin import pinyin_key
from portal.records.references import Reference
from portal.records.sheets import Finding, Group, Row, Sheet, register_sheet
from portal.spreadsheets.reference_sheets import NAMES, NOTES, texts
from portal.spreadsheets.references import Lookup
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator


def source_exists(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The section and paragraph are ones of the release that the row comes from."""
    release, number, paragraph = (row.values[code] for code in ("release", "section", "paragraph"))
    if number and not release:
        yield "release", _("A section needs its release.")
    elif paragraph is not None and not number:
        yield "section", _("A paragraph needs its section.")
    elif number:
        last = lookup.recall("paragraphs of sections", _paragraphs).get((release, number))
        if last is None:
            yield (
                "section",
                _("The release %(release)s has no section %(section)s.")
                % {
                    "release": release,
                    "section": number,
                },
            )
        elif paragraph is not None and not 1 <= paragraph <= last:
            yield (
                "paragraph",
                _("Section %(section)s has the paragraphs 1 to %(last)d.")
                % {
                    "section": number,
                    "last": last,
                },
            )


def indicators_exist(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The codes of a term's indicators are ones of indicators."""
    known = lookup.codes(Target(Indicator))
    if unknown := [code for code in row.values["indicators"] if code not in known]:
        yield "indicators", _("There is no indicator %(codes)s.") % {"codes": ", ".join(unknown)}


def sort_by_reading(named: Facility | GlossaryTerm) -> None:
    """Lists of facilities and terms follow the reading of their Chinese names."""
    named.pinyin = pinyin_key(named.name_zh)


def _paragraphs() -> dict[tuple[str, str], int]:
    rows = Section.objects.values_list("release__slug", "number", "paragraphs")
    return {(slug, number): paragraphs for slug, number, paragraphs in rows}


FACILITIES = Sheet(
    "Facilities",
    gettext_lazy("Facilities"),
    Group.CONTENT,
    10,
    Facility,
    (
        Code("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        Reference("department", Target(Department), required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("area", Target(Area), required=True),
        *texts("address_zh", "address_en", "phone", "hours_zh", "hours_en", *NOTES),
        Texts("aliases"),
        Reference("release", Target(Release, by="slug")),
        Text("section"),
        Integer("paragraph"),
        Boolean("public", field="is_public"),
    ),
    key=("code",),
    rules=(source_exists,),
    prepare=sort_by_reading,
)

GLOSSARY = Sheet(
    "Glossary",
    gettext_lazy("Glossary"),
    Group.CONTENT,
    20,
    GlossaryTerm,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        Text("reading"),
        *texts("explanation_zh", "explanation_en", required=True),
        Boolean("explained", field="is_explained"),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        Texts("indicators"),
        Texts("aliases"),
        Reference("release", Target(Release, by="slug")),
        Text("section"),
        Integer("paragraph"),
        Boolean("public", field="is_public"),
    ),
    key=("code",),
    rules=(source_exists, indicators_exist),
    prepare=sort_by_reading,
)


def register() -> None:
    """Add ordinary content to every workbook."""
    register_sheet(FACILITIES)
    register_sheet(GLOSSARY)
