"""Actions on figures: filling in a return sheet, and explaining failed checks."""

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.checklist import Reasons
from portal.publishing.models import Release, ReleaseEditor, Section
from portal.records.errors import HANDED_IN, NotAllowed, WrongState
from portal.records.findings import Finding, Severity
from portal.records.optimistic_locking import RowEntry, SavedSheet, edit_conflicts
from portal.records.registry import verdicts
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics import checks
from portal.statistics.comparability import ALONG, incomparable
from portal.statistics.models import CheckResult, Observation
from portal.statistics.plausibility import plausibility_warning
from portal.statistics.return_form import COLUMNS, NORMAL, SheetRow, Span, as_text, says_something, sheet_of


@dataclass(frozen=True)
class Figure(RowEntry):
    """An official's entry for one series; `seen`: the values of the draft when they began."""

    value: Decimal | None = None
    qualifier: str = ""
    status: str = NORMAL
    not_comparable: str = ""
    period_inferred: bool = False
    note_zh: str = ""
    note_en: str = ""
    section: Section | None = None
    paragraph: int | None = None
    as_printed: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    columns = COLUMNS
    says_something = staticmethod(says_something)


def can_fill(by: User, release: Release, department: Department) -> bool:
    """Whether the official may fill in the department's sheet of the release."""
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
) -> SavedSheet:
    """Save a department's figures for one period in a draft: every row that is right, and no other.

    `rows`: by series id. Unchanged rows are not written; emptied rows are removed from the draft. Raises NotAllowed or
    WrongState.
    """
    release = release.locked(Release.State.DRAFT, Release.State.RETURNED)
    if not can_fill(by, release, department):
        raise NotAllowed(
            _("You may enter only what belongs to your own department, in a release that is not yet public.")
        )
    if release.has_contribution_of(department.pk):
        raise WrongState(str(HANDED_IN))
    touched = {code: figure for code, figure in rows.items() if figure.is_touched}
    keys = {int(code) for code in touched if code.isdecimal()}
    sheet = {row.code: row for row in sheet_of(release, department, span, keys)}
    conflicts = edit_conflicts(sheet, touched, as_text)
    findings = [
        (code, finding)
        for code, figure in touched.items()
        for finding in check_row(sheet.get(code), figure, release, span)
    ]
    wrong = {code for code, _finding in findings} | set(conflicts)
    right = {code: figure for code, figure in touched.items() if code not in wrong}
    with acting(by, action="fill", door=door, release=release):
        for code, figure in right.items():
            _save_row(sheet[code], figure, release, span)
    removed = sum(figure.is_empty for figure in right.values())
    return SavedSheet(len(right) - removed, removed, findings, conflicts)


def check_row(row: SheetRow | None, figure: Figure, release: Release, span: Span) -> Iterator[Finding]:
    """Errors of one row, and a warning if its value looks wrong and no note explains it."""
    if row is None:
        yield Finding("", _("Your department has no such series."))
        return
    if figure.is_empty:
        return
    for findings in verdicts(Observation, [_observation(row, figure, release, span)]):
        yield from findings
    if figure.value is None or (figure.note_zh and figure.note_en):
        return
    period = row.series.indicator.period(span.first_day(row.series.indicator), span.end)
    new = _observation(row, figure, release, span)
    alike = (one for one in row.history if one.is_result and not incomparable(new, one, ALONG))
    history = [(one.period, one.value) for one in alike]
    if warning := plausibility_warning(period, figure.value, history):
        words = _("%(warning)s If it is right, explain it in the notes.") % {"warning": warning}
        yield Finding("value", words, Severity.WARNING)


def _observation(row: SheetRow, figure: Figure, release: Release, span: Span) -> Observation:
    """The draft's observation, or a new one, with the values entered; unsaved."""
    start = span.first_day(row.series.indicator)
    observation = copy(row.draft) if row.draft else Observation(period_start=start, period_end=span.end)
    observation.release, observation.series = release, row.series
    return figure.write_to(observation)


def _save_row(row: SheetRow, figure: Figure, release: Release, span: Span) -> None:
    if not figure.is_empty:
        _observation(row, figure, release, span).save()
    elif row.draft:
        row.draft.delete()


def can_explain(by: User, release: Release) -> bool:
    """Whether the official may explain failures of the release: an editor of a department involved in it."""
    if by.edits_for(release.department_id):
        return True
    contributes = permissions.own(Release.objects.filter(pk=release.pk), by)
    return by.edits_for(by.department_id) and contributes.exists()


def can_explain_failure(by: User, release: Release, departments: Collection[int]) -> bool:
    """Whether the official may explain a failed check of these departments' figures."""
    return by.edits_for(release.department_id) or by.department_id in departments


@transaction.atomic
def explain(*, release: Release, by: User, reasons: Reasons, seen: Reasons | None = None) -> Release:
    """Save reasons for publishing despite failed checks; either language may be left for later.

    The publisher's editors may explain any failure, those of a contributing department only failures of its own
    figures; they may do so after handing in, because a check often fails only once another department's figures arrive.
    `seen`: the reasons shown when these were written. Overwriting a newer text of somebody else is Invalid. Saving
    reasons counts as editing the release, because the public reads them.
    """
    release = release.locked(Release.State.DRAFT, Release.State.RETURNED, Release.State.SUBMITTED)
    if not can_explain(by, release):
        raise NotAllowed(
            _("Only editors of the publishing department or of a contributing one may explain failed checks.")
        )
    with acting(by, action="explain", release=release):
        checks.evaluate(release)
        failures = [failure for failure in release.checkresults.failed() if failure.key in reasons]
        _refuse_others(failures, release, by)
        for failure in failures:
            checks.set_reasons(failure, reasons[failure.key], seen and seen.get(failure.key))
        CheckResult.objects.bulk_update(failures, ["reason_zh", "reason_en"])
        if failures:
            ReleaseEditor.objects.get_or_create(release=release, user=by, defaults={"since": timezone.now()})
    return release


def _refuse_others(failures: list[CheckResult], release: Release, by: User) -> None:
    if by.edits_for(release.department_id):
        return
    own = release.checkresults.with_figures_of(indicator__department=by.department_id)
    theirs = set(own.values_list("key", flat=True))
    if any(failure.key not in theirs for failure in failures):
        raise NotAllowed(_("Your department may only explain failed checks of its own figures."))
