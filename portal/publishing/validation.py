"""Validation of releases and their parts, and what must be true of a release before it is submitted or approved."""

import re
from collections.abc import Iterator, Mapping

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing import checklist
from portal.publishing.models import Release, ReleasedRecord, RowWithdrawal, Section
from portal.publishing.models.released import kinds_in, record_models
from portal.records.findings import Beside, Finding, Rule, constraint_message, every, readable

OTHER_RELEASE = gettext_lazy("This section belongs to another release.")
#: The number of paragraphs of each section, by release and number.
Paragraphs = Mapping[tuple[str, str], int]


def paragraph_of_section(record: ReleasedRecord, context: object) -> Iterator[Finding]:
    """The section belongs to the release; paragraphs count from 1 and need a section."""
    section, paragraph = record.section, record.paragraph
    if section is None:
        if paragraph is not None and not record.release.is_document:
            yield Finding("section", _("A paragraph needs its section."))
    elif section.release_id != record.release.pk:
        yield Finding("section", str(OTHER_RELEASE))
    elif paragraph is not None and not 1 <= paragraph <= section.paragraphs:
        yield _no_such_paragraph(section.number, section.paragraphs)


def _no_such_paragraph(section: str, last: int) -> Finding:
    words = _("Section %(section)s has paragraphs 1 to %(last)d.")
    return Finding("paragraph", words % {"section": section, "last": last})


def place_in_document(record: ReleasedRecord, context: object) -> Iterator[Finding]:
    """In a release that reproduces a document, every row needs section and paragraph."""
    if record.release.is_document:
        if record.section is None:
            yield Finding("section", _("Give the section of the document."))
        if record.paragraph is None:
            yield Finding("paragraph", _("Give the paragraph of the section."))


place = every(paragraph_of_section, place_in_document)


def printed(words: object) -> Rule:
    """A rule: a row of a document keeps the token as printed; `words` asks for it."""

    def as_printed(record: ReleasedRecord, context: object) -> Iterator[Finding]:
        if record.release.is_document and not record.as_printed:
            yield Finding("as_printed", str(words))

    return as_printed


def numbers_are_the_printed_ones(record: ReleasedRecord, context: object) -> Iterator[Finding]:
    """A number that contradicts its own printed token, by a power of ten or otherwise, needs a word that says why."""
    for field, text in record.contradictions.items() if not is_explained(record) else ():
        words = _("%(contradiction)s; if it is right, explain it in the notes.")
        yield Finding(field, words % {"contradiction": text})


def is_explained(record: ReleasedRecord) -> bool:
    """Whether a note says why the row is as it is or, in a correction, its public reason."""
    return bool(record.note_zh) or record.release.kind == Release.Kind.CORRECTION


def section_of_release(record: Model, context: object) -> Iterator[Finding]:
    if record.section.release_id != record.release.pk:
        yield Finding("section", str(OTHER_RELEASE))


def source(record: Model, paragraphs: Paragraphs) -> Iterator[Finding]:
    """The source of ordinary content: a release, with a section and a paragraph that exist."""
    release, section, paragraph = record.release, record.section, record.paragraph
    if not section:
        if paragraph is not None:
            yield Finding("section", _("A paragraph needs its section."))
    elif release is None:
        yield Finding("release", _("A section needs its release."))
    elif (last := paragraphs.get((release.slug, section))) is None:
        words = _("The release %(release)s has no section %(section)s.")
        yield Finding("section", words % {"release": release.slug, "section": section})
    elif paragraph is not None and not 1 <= paragraph <= last:
        yield _no_such_paragraph(section, last)


def paragraphs_of_sources(records: list[Model], beside: Beside) -> Paragraphs:
    slugs = readable(records, lambda record: record.release and record.release.slug)
    rows = Section.objects.filter(release__slug__in=filter(None, slugs))
    found = {
        (slug, number): last
        for slug, number, last in rows.values_list("release__slug", "number", "paragraphs")
    }
    sections = readable(
        beside(Section), lambda section: (section.release.slug, section.number, section.paragraphs)
    )
    return found | {(slug, number): last for slug, number, last in sections}


def of_corrections(field: str) -> Rule:
    """A rule: every correction needs this field, and no other release has it."""

    def corrections_only(release: Release, context: object) -> Iterator[Finding]:
        is_correction = release.kind == Release.Kind.CORRECTION
        if is_correction and not getattr(release, field):
            words = _("A correction names the release that it corrects, and the reason in both languages.")
            yield Finding(field, words)
        elif getattr(release, field) and not is_correction:
            yield Finding(field, _("Only corrections have this field."))

    return corrections_only


def corrected_is_own(release: Release, context: object) -> Iterator[Finding]:
    """A department corrects its own releases."""
    if release.corrects is not None and release.corrects.department != release.department:
        words = _("Only the department that published it, %(department)s, may correct it.")
        yield Finding("corrects", words % {"department": release.corrects.department.code})


def source_is_a_web_page(release: Release, context: object) -> Iterator[Finding]:
    if release.source_url and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", release.source_url):
        yield Finding("source_url", constraint_message(Release, "release_source_is_a_web_page"))


validate_release = every(
    *map(of_corrections, ("corrects", "reason_zh", "reason_en")), corrected_is_own, source_is_a_web_page
)
validate_question = every(section_of_release)


def printed_numbers_are_explained(release: Release) -> Iterator[checklist.ChecklistEntry]:
    """The rows whose number is not the printed one, each with both."""
    silent, explained = [], []
    for model in kinds_in(release, [model for model in record_models() if model.printed_numbers]):
        for row in model.objects.filter(release=release).exclude(as_printed=""):
            for text in row.contradictions.values():
                words = _("%(row)s: %(text)s") % {"row": row, "text": text}
                (explained if is_explained(row) else silent).append(words)
    words = _("Numbers that are not the printed ones, without a note that says why: %(rows)s.")
    yield from checklist.about(silent, words, is_error=True)
    yield from checklist.about(explained, _("Numbers that are not the printed ones: %(rows)s."))


def withdrawn_rows_are_in_force(release: Release) -> Iterator[checklist.ChecklistEntry]:
    """A row that has ended meanwhile needs no withdrawal."""
    rows = [withdrawal.withdrawn for withdrawal in RowWithdrawal.objects.filter(release=release)]
    ended = [row for row in rows if row is None or not row.is_known_at(timezone.now())]
    words = _("The correction withdraws what is no longer in force: %(rows)s.")
    yield from checklist.about(ended, words, is_error=True)


RELEASE_ERRORS = [
    withdrawn_rows_are_in_force,
    printed_numbers_are_explained,
    checklist.both_languages,
    checklist.contributions_are_in,
    checklist.comments_are_answered,
    checklist.metadata_is_stated,
    checklist.corrections_change_something,
    checklist.corrections_are_up_to_date,
]
RELEASE_WARNINGS = [checklist.announced_time]
