"""Figures of a department, many at a time: the sheet of a release is written all of it or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.actions.locking import locked
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release, Section
from portal.records.errors import HANDED_IN, NotAllowed, WrongState
from portal.records.optimistic_locking import Entry, Unsound, refuse_overtaken
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Observation
from portal.statistics.plausibility import Point, doubt, points_of
from portal.statistics.return_form import COLUMNS, NORMAL, SheetRow, Span, as_text, says_something, sheet_of
from portal.statistics.validation import BELOW_ZERO

Status = Observation.Status
UNCERTAIN = (Status.LOW_RELIABILITY, Status.MISSING)


@dataclass(frozen=True)
class Figure(Entry):
    """What an official enters of one series; `seen` is what the draft held when they began."""

    value: Decimal | None = None
    qualifier: str = ""
    status: str = NORMAL
    note_zh: str = ""
    note_en: str = ""
    section: Section | None = None
    paragraph: int | None = None
    as_printed: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    columns = COLUMNS
    says_something = staticmethod(says_something)


@dataclass(frozen=True)
class Filled:
    """How many figures were written, and how many removed from the draft."""

    written: int
    removed: int


def may_fill(by: User, release: Release, department: Department) -> bool:
    """Whether the official fills the department's sheet of the release."""
    return by.edits_for(department.pk) and permissions.own(Release.objects.filter(pk=release.pk), by).exists()


@transaction.atomic
def fill_sheet(
    *,
    release: Release,
    department: Department,
    span: Span,
    rows: Mapping[str, Figure],
    by: User,
    door: str = "grid",
) -> Filled:
    """Write figures of a department for one period into a draft; all of them or none.

    `rows` by key of the series. Rows that the official left as they saw them are not written, rows that they emptied
    leave the draft. Raises Unsound, Overtaken, NotAllowed or WrongState.
    """
    release = locked(release, Release.State.DRAFT, Release.State.RETURNED)
    if not may_fill(by, release, department):
        raise NotAllowed(_("You may enter only what belongs to your department and is not released."))
    if release.has_part_of(department.pk):
        raise WrongState(str(HANDED_IN))
    touched = {code: figure for code, figure in rows.items() if figure.is_touched}
    keys = {int(code) for code in touched if code.isdecimal()}
    sheet = {row.code: row for row in sheet_of(release, department, span, keys)}
    refuse_overtaken(sheet, touched, as_text)
    findings = [
        (code, column, words)
        for code, figure in touched.items()
        for column, words in check_row(sheet.get(code), figure, release, span)
    ]
    if findings:
        raise Unsound(findings)
    with acting(by, action="fill", door=door, release=release):
        for code, figure in touched.items():
            _write(sheet[code], figure, release, span)
    removed = sum(figure.is_empty for figure in touched.values())
    return Filled(len(touched) - removed, removed)


def check_row(
    row: SheetRow | None, figure: Figure, release: Release, span: Span
) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with, or to be explained in, one row: the column and the words."""
    if row is None:
        yield "", _("Your department has no such series.")
        return
    if figure.is_empty:
        return
    yield from _check_value(row, figure)
    yield from _check_words(figure)
    yield from _check_place(figure, release)
    yield from _check_history(row, figure, span)


def _check_value(row: SheetRow, figure: Figure) -> Iterator[tuple[str, str]]:
    indicator, value = row.series.indicator, figure.value
    if value is None:
        if figure.status not in Observation.VALUELESS:
            yield "value", _("Give the value, or say by the status that it is suppressed or missing.")
        return
    if figure.status in Observation.VALUELESS:
        yield "value", _("A value is left out exactly when it is suppressed or missing.")
    if value != round(value, indicator.decimals):
        words = _("The indicator has at most %(count)d decimals.") % {"count": indicator.decimals}
        yield "value", words if indicator.decimals else _("The indicator has whole numbers only.")
    if value < 0 and not indicator.unit.below_zero:
        yield "value", str(BELOW_ZERO) % {"unit": indicator.unit.name}
    least = indicator.smallest_count
    if least and 0 < value < least:
        yield (
            "value",
            _("Counts below %(count)d are suppressed, so that nobody is recognised.") % {"count": least},
        )


def _check_words(figure: Figure) -> Iterator[tuple[str, str]]:
    if figure.status in UNCERTAIN and not figure.note_zh:
        label = Status(figure.status).label
        yield "note_zh", _("With the status %(status)s a note says why.") % {"status": label}
    if figure.note_zh and not figure.note_en:
        yield "note_en", _("Given in Chinese only; write it in English too.")
    if figure.note_en and not figure.note_zh:
        yield "note_zh", _("Given in English only; write it in Chinese too.")


def _check_place(figure: Figure, release: Release) -> Iterator[tuple[str, str]]:
    """A release that retells a document says of each figure where in it that stands, and how it is printed."""
    section, paragraph = figure.section, figure.paragraph
    if release.kind in DOCUMENTS:
        if section is None:
            yield "section", _("Say in which section of the document this stands.")
        if paragraph is None:
            yield "paragraph", _("Say in which paragraph of the section this stands.")
        if not figure.as_printed:
            yield "as_printed", _("Copy the figure with its unit as the document prints it.")
    if section and section.release_id != release.pk:
        yield "section", _("This section belongs to another release.")
    elif section and paragraph is not None and not 1 <= paragraph <= section.paragraphs:
        words = {"section": section.number, "last": section.paragraphs}
        yield "paragraph", _("Section %(section)s has the paragraphs 1 to %(last)d.") % words


def _check_history(row: SheetRow, figure: Figure, span: Span) -> Iterator[tuple[str, str]]:
    """What is unlike the series' history is explained in a note."""
    if figure.value is None or (figure.note_zh and figure.note_en):
        return
    basis = row.series.indicator.basis
    new = Point(span.first_day(basis), span.end, figure.value)
    if asked := doubt(basis, points_of(row.history), new):
        yield "value", _("%(doubt)s If it is right, explain it in the notes.") % {"doubt": asked}


def _write(row: SheetRow, figure: Figure, release: Release, span: Span) -> None:
    if figure.is_empty:
        if row.draft:
            row.draft.delete()
        return
    stored = row.draft or Observation(
        release=release,
        series=row.series,
        period_start=span.first_day(row.series.indicator.basis),
        period_end=span.end,
    )
    figure.write_to(stored)
