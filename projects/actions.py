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
from portal.records.optimistic_locking import RowEntry, ValidationFailed, refuse_edit_conflicts
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
class Saved:
    """How many rows were written to the draft and removed from it, and how many work items were declared."""

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
    """Report the progress of a project and its work items as at a day, in a draft; all or nothing.

    `rows`: by code of the work item, '' for the whole. Rows that the official did not touch are not written; rows that
    they emptied are removed from the draft. Raises ValidationFailed, EditConflict, NotAllowed or WrongState.
    """
    release = _locked_draft(release, undertaking, by)
    grid = {row.code: row for row in grid_of(undertaking, release, as_at)}
    touched = {code: entered for code, entered in rows.items() if entered.is_touched}
    refuse_edit_conflicts(grid, touched, as_text)
    reports: dict[str, ProgressReport] = {}
    for code, entered in touched.items():
        if not entered.is_empty:
            draft = grid[code].draft if code in grid else None
            # status and whatever else the grid does not show stay as they are
            report = copy(draft) if draft else ProgressReport(work_item=code, as_at=as_at)
            report.undertaking, report.release = undertaking, release
            reports[code] = entered.write_to(report)
    new_items = [WorkItem(undertaking=undertaking, release=release, **vars(item)) for item in items]
    findings = [*_report_findings(grid, reports), *_work_item_findings(undertaking, new_items)]
    if findings:
        raise ValidationFailed(findings)
    removed = touched.keys() - reports.keys()
    with acting(by, action="report", door=door, release=release):
        taken = set(WorkItem.objects.filter(undertaking=undertaking).values_list("code", flat=True))
        taken |= {item.code for item in new_items}
        for item in new_items:
            item.code = item.code or free_code(code_from_name(item), taken)
            taken.add(item.code)
            item.save()
        for report in reports.values():
            report.save()
        for code, row in grid.items():
            if code in removed and row.draft:
                row.draft.delete()
    return Saved(len(reports), len(removed), len(items))


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


def _work_item_findings(undertaking: Undertaking, items: Sequence[WorkItem]) -> Iterator[tuple[str, Finding]]:
    """By row, what is wrong with work items to declare. Their codes may be empty."""
    stored = set(WorkItem.objects.filter(undertaking=undertaking).values_list("release", "code"))
    for number, (item, findings) in enumerate(zip(items, verdicts(WorkItem, list(items)), strict=True)):
        row = f"new-{number}"
        yield from ((row, finding) for finding in findings)
        if not (item.name_zh or item.name_en):
            for column in ("name_zh", "name_en"):
                yield row, Finding(column, _("A work item has a name in both languages."))
        if item.code and not re.fullmatch(code_validator.regex, item.code):
            yield row, Finding("code", str(code_validator.message))
        if item.code and (item.release_id, item.code) in stored:
            yield row, Finding("code", constraint_message(WorkItem, "work_item_once_in_release"))
        stored.add((item.release_id, item.code))


def code_from_name(item: WorkItem) -> str:
    """A code made from the English name, or from the pinyin of the Chinese one."""
    words = slugify(item.name_en) or slugify(" ".join(lazy_pinyin(item.name_zh)))
    code = re.sub(r"[^a-z0-9]+", "-", words)[: LONGEST_CODE - ROOM_FOR_NUMBER].strip("-")
    return code or "item"
