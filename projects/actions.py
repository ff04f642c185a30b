"""Actions on projects: open a draft for progress, report progress, declare work items."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from portal.records.optimistic_locking import RowEntry, SavedSheet, edit_conflicts
from portal.records.registry import verdicts
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Unit
from projects.models import ProgressReport, Undertaking, WorkItem
from projects.progress_form import COLUMNS, Row, as_text, grid_of, says_something

#: The longest code, and how many of its characters are left for a number that makes it unique.
LONGEST_CODE, ROOM_FOR_NUMBER = 60, 4


@dataclass(frozen=True)
class Entered(RowEntry):
    """A row of the progress grid as submitted; `seen` is the draft as it was when the form was opened."""

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
    """A work item to declare; without a code it gets one made from its name."""

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
class Saved(SavedSheet):
    """The same, and how many work items were declared; `wrong_items`: what is wrong with others, by their place."""

    declared: int = 0
    wrong_items: Sequence[tuple[int, Finding]] = ()


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
    """Open a draft release in which the department reports progress as at that day."""
    slug = f"progress-{department.code}-{day.isoformat()}"
    taken = Release.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    draft = Release(
        slug=free_code(slug, taken),
        kind=kind,
        department=department,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
    )
    if not permissions.can_add(by, draft):
        raise NotAllowed(_("Only an editor of the department may open its releases."))
    with acting(by, action="add", door=door):
        draft.save()
    return draft


def free_code(wanted: str, taken: Iterable[str]) -> str:
    """The code, with a number appended if it is taken."""
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
    """Report the progress of a project and its work items as at a day, in a draft: every row that is right, no other.

    `rows`: by code of the work item, '' for the whole. Rows that the official did not touch are not written; rows that
    they emptied are removed from the draft. Raises NotAllowed or WrongState.
    """
    release = _locked_draft(release, undertaking, by)
    grid = {row.code: row for row in grid_of(undertaking, release, as_at)}
    touched = {code: entered for code, entered in rows.items() if entered.is_touched}
    conflicts = edit_conflicts(grid, touched, as_text)
    about = {"undertaking": undertaking, "release": release, "as_at": as_at}
    reports = {
        code: _report(grid.get(code), code, one, about) for code, one in touched.items() if not one.is_empty
    }
    findings = list(_report_findings(grid, reports))
    new_items = [WorkItem(undertaking=undertaking, release=release, **vars(item)) for item in items]
    wrong_items = list(_work_item_findings(undertaking, new_items))
    left_out = {code for code, _finding in findings} | set(conflicts)
    wrong_places = {place for place, _finding in wrong_items}
    right_items = [item for place, item in enumerate(new_items) if place not in wrong_places]
    written = [report for code, report in reports.items() if code not in left_out]
    removed = touched.keys() - reports.keys() - left_out
    with acting(by, action="report", door=door, release=release):
        _declare(undertaking, right_items)
        for report in written:
            report.save()
        for code, row in grid.items():
            if code in removed and row.draft:
                row.draft.delete()
    return Saved(len(written), len(removed), findings, conflicts, len(right_items), wrong_items)


def _report(row: Row | None, code: str, entered: Entered, about: Mapping[str, object]) -> ProgressReport:
    """The draft's report, or a new one, with the values entered; unsaved. What the grid does not show stays."""
    report = copy(row.draft) if row and row.draft else ProgressReport(work_item=code)
    for name, value in about.items():
        setattr(report, name, value)
    return entered.write_to(report)


def _declare(undertaking: Undertaking, items: Sequence[WorkItem]) -> None:
    """Save new work items; those without a code get one."""
    taken = set(WorkItem.objects.filter(undertaking=undertaking).values_list("code", flat=True))
    taken |= {item.code for item in items}
    for item in items:
        item.code = item.code or free_code(code_from_name(item), taken)
        taken.add(item.code)
        item.save()


def _locked_draft(release: Release, undertaking: Undertaking, by: User) -> Release:
    """The draft, locked, if the official may report on the project in it."""
    current = Release.objects.select_for_update().filter(pk=release.pk).first()
    if current is None:
        raise WrongState(_("The release no longer exists."))
    takes_part = permissions.own(Release.objects.filter(pk=current.pk), by).exists()
    if not takes_part or not permissions.belongs_to(by, undertaking):
        raise NotAllowed(
            _("You may enter only what belongs to your own department, in a release that is not yet public.")
        )
    if current.has_contribution_of(undertaking.department_id):
        raise WrongState(str(HANDED_IN))
    if not current.is_editable:
        words = _("Not possible: the release is now %(state)s.")
        raise WrongState(words % {"state": current.get_state_display()})
    return current


def _report_findings(
    grid: Mapping[str, Row], reports: Mapping[str, ProgressReport]
) -> Iterator[tuple[str, Finding]]:
    """By row, what is wrong with the reports, and which changes need a note."""
    found = verdicts(ProgressReport, list(reports.values()))
    for (code, report), findings in zip(reports.items(), found, strict=True):
        yield from ((code, finding) for finding in findings)
        for column, message in grid.get(code, Row(code)).unexplained(report):
            yield code, Finding(column, message, Severity.WARNING)


def _work_item_findings(undertaking: Undertaking, items: Sequence[WorkItem]) -> Iterator[tuple[int, Finding]]:
    """By place, what is wrong with work items to declare. Their codes may be empty."""
    stored = set(WorkItem.objects.filter(undertaking=undertaking).values_list("release", "code"))
    for place, (item, findings) in enumerate(zip(items, verdicts(WorkItem, list(items)), strict=True)):
        yield from ((place, finding) for finding in findings)
        if not (item.name_zh or item.name_en):
            for column in ("name_zh", "name_en"):
                yield place, Finding(column, _("A work item has a name in both languages."))
        if item.code and not re.fullmatch(code_validator.regex, item.code):
            yield place, Finding("code", str(code_validator.message))
        if item.code and (item.release_id, item.code) in stored:
            yield place, Finding("code", constraint_message(WorkItem, "work_item_once_in_release"))
        stored.add((item.release_id, item.code))


def code_from_name(item: WorkItem) -> str:
    """A code made from the English name, or from the pinyin of the Chinese one."""
    words = slugify(item.name_en) or slugify(" ".join(lazy_pinyin(item.name_zh)))
    code = re.sub(r"[^a-z0-9]+", "-", words)[: LONGEST_CODE - ROOM_FOR_NUMBER].strip("-")
    return code or "item"
