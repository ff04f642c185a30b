"""Actions on projects: open a draft for progress, report progress, declare work items."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from portal.publishing import permissions
from portal.publishing.models import Release, Section
from portal.records.errors import HANDED_IN, NotAllowed, WrongState
from portal.records.fields import code_validator
from portal.records.findings import Finding, Severity, constraint_message
from portal.records.optimistic_locking import RowEntry, ValidationFailed, refuse_edit_conflicts
from portal.records.registry import verdicts
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Unit
from projects.models import ProgressReport, Undertaking, WorkItem
from projects.progress_form import COLUMNS, MEASURES, Row, as_text, doubts, grid_of, says_something

#: Characters of a code, and of them those kept for telling it from others.
LONGEST_CODE, ROOM_FOR_NUMBER = 60, 4


@dataclass(frozen=True)
class Entered(RowEntry):
    """What an official enters of the whole or of one work item; `seen` is what the draft held when they began."""

    stage: str = ""
    percent: Decimal | None = None
    quantity: Decimal | None = None
    qualifier: str = ""
    note_zh: str = ""
    note_en: str = ""
    section: Section | None = None
    paragraph: int | None = None
    as_printed: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    columns = COLUMNS
    says_something = staticmethod(says_something)


@dataclass(frozen=True)
class Declared:
    """A work item to declare; without a code it gets one that is made from its name."""

    name_zh: str = ""
    name_en: str = ""
    code: str = ""
    unit: Unit | None = None
    planned_quantity: Decimal | None = None
    weight: Decimal | None = None
    section: Section | None = None
    paragraph: int | None = None
    as_printed: str = ""


@dataclass(frozen=True)
class Saved:
    """How many rows were written, removed from the draft, and work items declared."""

    written: int
    removed: int
    declared: int


@transaction.atomic
def open_draft(
    *,
    department: Department,
    kind: str,
    title_zh: str,
    title_en: str,
    day: dt.date,
    by: User,
    door: str = "form",
) -> Release:
    """Begin a release in which the department reports progress as at that day."""
    draft = Release(
        slug=_free_slug(f"progress-{department.code}-{day.isoformat()}"),
        kind=kind,
        department=department,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
    )
    if not permissions.can_add(by, draft):
        raise NotAllowed(_("Only an editor of the department opens a release of it."))
    with acting(by, action="add", door=door):
        draft.save()
    return draft


def _free_slug(wanted: str) -> str:
    taken = set(Release.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return free_code(wanted, taken)


def free_code(wanted: str, taken: Iterable[str]) -> str:
    """The code, with a number behind it if it is taken."""
    taken, number, code = set(taken), 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


@transaction.atomic
def report_progress(
    *,
    undertaking: Undertaking,
    release: Release,
    as_at: dt.date,
    rows: Mapping[str, Entered],
    items: Sequence[Declared] = (),
    by: User,
    door: str = "form",
) -> Saved:
    """Write into a draft how far a project and its work items had come on a day; all of it or nothing.

    `rows` by code of the work item, '' for the whole. Rows that the official left as they saw them are not written,
    rows that they emptied leave the draft. Raises ValidationFailed, EditConflict, NotAllowed or WrongState.
    """
    release = _writable(release, undertaking, by)
    grid = {row.code: row for row in grid_of(undertaking, release, as_at)}
    touched = {code: entered for code, entered in rows.items() if entered.is_touched}
    refuse_edit_conflicts(grid, touched, as_text)
    reports = {
        code: _entered(grid.get(code, Row(code)), entered, undertaking, release, as_at)
        for code, entered in touched.items()
        if not entered.is_empty
    }
    works = {
        f"new-{number}": WorkItem(undertaking=undertaking, release=release, **vars(item))
        for number, item in enumerate(items)
    }
    findings = [*_of_reports(grid, reports), *_of_works(undertaking, works)]
    if findings:
        raise ValidationFailed(findings)
    with acting(by, action="report", door=door, release=release):
        _declare(undertaking, works.values())
        for report in reports.values():
            report.save()
        removed = touched.keys() - reports.keys()
        for row in grid.values():
            if row.code in removed and row.draft:
                row.draft.delete()
    return Saved(len(reports), len(removed), len(items))


def _writable(release: Release, undertaking: Undertaking, by: User) -> Release:
    """The draft, locked, if the official may write about the undertaking in it."""
    current = Release.objects.select_for_update().filter(pk=release.pk).first()
    if current is None:
        raise WrongState(_("The release no longer exists."))
    if not permissions.own(Release.objects.filter(pk=current.pk), by).exists() or not permissions.belongs_to(
        by, undertaking
    ):
        raise NotAllowed(_("You may enter only what belongs to your department and is not released."))
    if current.has_contribution_of(undertaking.department_id):
        raise WrongState(str(HANDED_IN))
    if not current.is_editable:
        raise WrongState(
            _("Not possible: the release is now %(state)s.") % {"state": current.get_state_display()}
        )
    return current


def _entered(
    row: Row, entered: Entered, undertaking: Undertaking, release: Release, as_at: dt.date
) -> ProgressReport:
    """The report as it will be. Status and whatever else the grid does not show stay as they are."""
    report = copy(row.draft) if row.draft else ProgressReport(work_item=row.code, as_at=as_at)
    report.undertaking, report.release = undertaking, release
    return entered.write_to(report)


def _of_reports(
    grid: Mapping[str, Row], reports: Mapping[str, ProgressReport]
) -> Iterator[tuple[str, Finding]]:
    """Everything that is wrong with, or to be explained in, the rows."""
    found = verdicts(ProgressReport, list(reports.values()))
    for (code, report), findings in zip(reports.items(), found, strict=True):
        yield from ((code, finding) for finding in findings)
        if not (report.note_zh and report.note_en):
            measures = {name: getattr(report, name) for name in MEASURES}
            for column, words in doubts(grid.get(code, Row(code)), report.undertaking.kind, **measures):
                yield code, Finding(column, words, Severity.WARNING)


def _of_works(undertaking: Undertaking, works: Mapping[str, WorkItem]) -> Iterator[tuple[str, Finding]]:
    """What is wrong with work items to declare; their codes may be left empty."""
    found = verdicts(WorkItem, list(works.values()))
    here = set(WorkItem.objects.filter(undertaking=undertaking).values_list("release", "code"))
    for (row, work), findings in zip(works.items(), found, strict=True):
        yield from ((row, finding) for finding in [*findings, *_of_name(work)])
        if work.code and (work.release_id, work.code) in here:
            yield row, Finding("code", constraint_message(WorkItem, "work_item_once_in_release"))
        here.add((work.release_id, work.code))


def _of_name(work: WorkItem) -> Iterator[Finding]:
    """What the boxes of other forms ask for by themselves."""
    if not (work.name_zh or work.name_en):
        for column in ("name_zh", "name_en"):
            yield Finding(column, _("A work item has a name in both languages."))
    if work.code and not re.fullmatch(code_validator.regex, work.code):
        yield Finding("code", str(code_validator.message))


def _declare(undertaking: Undertaking, works: Collection[WorkItem]) -> None:
    taken = set(WorkItem.objects.filter(undertaking=undertaking).values_list("code", flat=True))
    taken |= {work.code for work in works if work.code}
    for work in works:
        work.code = work.code or free_code(code_from(work), taken)
        taken.add(work.code)
        work.save()


def code_from(item: WorkItem) -> str:
    """A code that is made from the English name, or from how the Chinese one is read."""
    words = slugify(item.name_en) or slugify(" ".join(lazy_pinyin(item.name_zh)))
    code = re.sub(r"[^a-z0-9]+", "-", words)[: LONGEST_CODE - ROOM_FOR_NUMBER].strip("-")
    return code or "item"
