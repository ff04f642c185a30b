"""Figures of a department, many at a time: the sheet of a release is written all of it or not at all."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.models import Release, Section
from portal.records.errors import HANDED_IN, NotAllowed, WrongState
from portal.records.findings import Finding, Severity
from portal.records.optimistic_locking import RowEntry, ValidationFailed, refuse_edit_conflicts
from portal.records.registry import verdicts
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Observation
from portal.statistics.periods import Period
from portal.statistics.plausibility import plausibility_warning
from portal.statistics.return_form import COLUMNS, NORMAL, SheetRow, Span, as_text, says_something, sheet_of


@dataclass(frozen=True)
class Figure(RowEntry):
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
class SavedCounts:
    """How many figures were written, and how many removed from the draft."""

    written: int
    removed: int


def can_fill(by: User, release: Release, department: Department) -> bool:
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
) -> SavedCounts:
    """Write figures of a department for one period into a draft; all of them or none.

    `rows` by key of the series. Rows that the official left as they saw them are not written, rows that they emptied
    leave the draft. Raises ValidationFailed, EditConflict, NotAllowed or WrongState.
    """
    release = release.locked(Release.State.DRAFT, Release.State.RETURNED)
    if not can_fill(by, release, department):
        raise NotAllowed(_("You may enter only what belongs to your department and is not released."))
    if release.has_contribution_of(department.pk):
        raise WrongState(str(HANDED_IN))
    touched = {code: figure for code, figure in rows.items() if figure.is_touched}
    keys = {int(code) for code in touched if code.isdecimal()}
    sheet = {row.code: row for row in sheet_of(release, department, span, keys)}
    refuse_edit_conflicts(sheet, touched, as_text)
    findings = [
        (code, finding)
        for code, figure in touched.items()
        for finding in check_row(sheet.get(code), figure, release, span)
    ]
    if findings:
        raise ValidationFailed(findings)
    with acting(by, action="fill", door=door, release=release):
        for code, figure in touched.items():
            _write(sheet[code], figure, release, span)
    removed = sum(figure.is_empty for figure in touched.values())
    return SavedCounts(len(touched) - removed, removed)


def check_row(row: SheetRow | None, figure: Figure, release: Release, span: Span) -> Iterator[Finding]:
    """Everything that is wrong with, or to be explained in, one row."""
    if row is None:
        yield Finding("", _("Your department has no such series."))
        return
    if figure.is_empty:
        return
    for findings in verdicts(Observation, [_entered(row, figure, release, span)]):
        yield from findings
    yield from _doubts(row, figure, span)


def _doubts(row: SheetRow, figure: Figure, span: Span) -> Iterator[Finding]:
    """What is unlike the series' history is explained in a note."""
    if figure.value is None or (figure.note_zh and figure.note_en):
        return
    basis = row.series.indicator.basis
    period = Period(span.first_day(basis), span.end, basis)
    history = [(one.period, one.value) for one in row.history if one.is_result]
    if warning := plausibility_warning(period, figure.value, history):
        words = _("%(doubt)s If it is right, explain it in the notes.") % {"doubt": warning}
        yield Finding("value", words, Severity.WARNING)


def _entered(row: SheetRow, figure: Figure, release: Release, span: Span) -> Observation:
    """The observation as it will be: the one of the draft, or a new one."""
    start = span.first_day(row.series.indicator.basis)
    observation = copy(row.draft) if row.draft else Observation(period_start=start, period_end=span.end)
    observation.release, observation.series = release, row.series
    return figure.write_to(observation)


def _write(row: SheetRow, figure: Figure, release: Release, span: Span) -> None:
    if not figure.is_empty:
        _entered(row, figure, release, span).save()
    elif row.draft:
        row.draft.delete()
