"""What officials do with projects: open a draft for progress, report how far works have come, declare work items."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from portal.publishing import permissions
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release, Section
from portal.records.errors import HANDED_IN, NotAllowed, WrongState
from portal.records.named import code_validator
from portal.records.optimistic_locking import Entry, Finding, Unsound, refuse_overtaken
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Unit
from projects.doubts import doubts
from projects.models import ProgressReport, Undertaking, WorkItem, stages_of
from projects.progress_form import COLUMNS, Row, as_text, grid_of, says_something

PERCENT = Decimal(100)
#: Characters of a code, and of them those kept for telling it from others.
LONGEST_CODE, ROOM_FOR_NUMBER = 60, 4


@dataclass(frozen=True)
class Entered(Entry):
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
    if not permissions.may_add(by, draft):
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
    rows that they emptied leave the draft. Raises Unsound, Overtaken, NotAllowed or WrongState.
    """
    release = _writable(release, undertaking, by)
    grid = {row.code: row for row in grid_of(undertaking, release, as_at)}
    touched = {code: entered for code, entered in rows.items() if entered.is_touched}
    refuse_overtaken(grid, touched, as_text)
    findings = [
        f for code, entered in touched.items() for f in _check(grid, code, entered, undertaking, release)
    ]
    findings += _check_items(undertaking, release, items)
    if findings:
        raise Unsound(findings)
    with acting(by, action="report", door=door, release=release):
        _declare(undertaking, release, items)
        removed = [code for code, entered in touched.items() if entered.is_empty]
        for code, entered in touched.items():
            _write(grid[code], entered, undertaking, release, as_at)
    return Saved(len(touched) - len(removed), len(removed), len(items))


def _writable(release: Release, undertaking: Undertaking, by: User) -> Release:
    """The draft, locked, if the official may write about the undertaking in it."""
    current = Release.objects.select_for_update().filter(pk=release.pk).first()
    if current is None:
        raise WrongState(_("The release no longer exists."))
    if not permissions.own(Release.objects.filter(pk=current.pk), by).exists() or not permissions.belongs_to(
        by, undertaking
    ):
        raise NotAllowed(_("You may enter only what belongs to your department and is not released."))
    if current.has_part_of(undertaking.department_id):
        raise WrongState(str(HANDED_IN))
    if not current.is_editable:
        raise WrongState(
            _("The release is %(state)s by now; that cannot be done.")
            % {"state": current.get_state_display()}
        )
    return current


def _check(
    grid: Mapping[str, Row], code: str, entered: Entered, undertaking: Undertaking, release: Release
) -> Iterator[Finding]:
    """Everything that is wrong with, or to be explained in, one row."""
    if code not in grid:
        yield code, "", _("The project has no work item of this code: declare it first.")
        return
    if entered.is_empty:
        return
    found = [*_check_values(entered, code, undertaking.kind), *_check_place(entered, release)]
    if not (entered.note_zh and entered.note_en):
        asked = doubts(
            grid[code],
            undertaking.kind,
            stage=entered.stage,
            percent=entered.percent,
            quantity=entered.quantity,
        )
        found += asked
    yield from ((code, column, words) for column, words in found)


def _check_values(entered: Entered, code: str, kind: str) -> Iterator[tuple[str, str]]:
    if entered.stage and entered.stage not in stages_of(kind):
        yield "stage", _("Choose one of the stages of this kind of project.")
    if entered.percent is not None and not 0 <= entered.percent <= PERCENT:
        yield "percent", _("Per cent done is between 0 and 100.")
    if entered.quantity is not None and not code:
        yield "quantity", _("A quantity belongs to a work item, which gives its unit.")
    if entered.quantity is not None and entered.quantity < 0:
        yield "quantity", _("A quantity done is not negative.")
    if not entered.stage and entered.percent is None and entered.quantity is None and not entered.note_zh:
        yield "percent", _("A report gives a stage, per cent, a quantity or a note.")
    if entered.note_zh and not entered.note_en:
        yield "note_en", _("Given in Chinese only; write it in English too.")
    if entered.note_en and not entered.note_zh:
        yield "note_zh", _("Given in English only; write it in Chinese too.")


def _check_place(entered: Entered | Declared, release: Release) -> Iterator[tuple[str, str]]:
    """A release that retells a document says of each row where in it that stands, and how it is printed."""
    if release.kind in DOCUMENTS:
        if entered.section is None:
            yield "section", _("Say in which section of the document this stands.")
        if entered.paragraph is None:
            yield "paragraph", _("Say in which paragraph of the section this stands.")
        if not entered.as_printed:
            yield "as_printed", _("Copy the words or the figure as the document prints it.")
    section, paragraph = entered.section, entered.paragraph
    if section and section.release_id != release.pk:
        yield "section", _("This section belongs to another release.")
    elif section and paragraph and not 1 <= paragraph <= section.paragraphs:
        yield (
            "paragraph",
            _("Section %(section)s has the paragraphs 1 to %(last)d.")
            % {"section": section.number, "last": section.paragraphs},
        )


def _write(row: Row, entered: Entered, undertaking: Undertaking, release: Release, as_at: dt.date) -> None:
    """Status and whatever else the grid does not show stay as they are."""
    if entered.is_empty:
        if row.draft:
            row.draft.delete()
        return
    report = row.draft or ProgressReport(
        undertaking=undertaking, release=release, work_item=row.code, as_at=as_at
    )
    entered.write_to(report)


def _check_items(undertaking: Undertaking, release: Release, items: Sequence[Declared]) -> Iterator[Finding]:
    stored = list(WorkItem.objects.filter(undertaking=undertaking).select_related("unit"))
    here = {item.code for item in stored if item.release_id == release.pk}
    units = {item.code: item.unit for item in stored if item.released_at and item.unit}
    for number, item in enumerate(items):
        found = [*_check_item(item, units.get(item.code)), *_check_place(item, release)]
        if item.code and item.code in here:
            found.append(("code", _("The release already has a work item of this code.")))
        if item.code:
            here.add(item.code)
        yield from ((f"new-{number}", column, words) for column, words in found)


def _check_item(item: Declared, released_in: Unit | None) -> Iterator[tuple[str, str]]:
    for column in ("name_zh", "name_en"):
        if not getattr(item, column):
            yield column, _("A work item has a name in both languages.")
    if item.code and not re.fullmatch(code_validator.regex, item.code):
        yield "code", str(code_validator.message)
    if item.planned_quantity is not None and item.planned_quantity <= 0:
        yield "planned_quantity", _("A planned quantity is more than 0.")
    if item.planned_quantity is not None and item.unit is None:
        yield "unit", _("A planned quantity needs its unit.")
    if item.weight is not None and item.weight <= 0:
        yield "weight", _("A weight is more than 0.")
    if released_in and item.unit and item.unit != released_in:
        yield "unit", _("Released quantities of this work item are in %(unit)s.") % {"unit": released_in.name}


def _declare(undertaking: Undertaking, release: Release, items: Sequence[Declared]) -> None:
    taken = set(WorkItem.objects.filter(undertaking=undertaking).values_list("code", flat=True))
    taken |= {item.code for item in items if item.code}
    for item in items:
        code = item.code or free_code(code_from(item), taken)
        taken.add(code)
        WorkItem.objects.create(
            undertaking=undertaking,
            release=release,
            code=code,
            name_zh=item.name_zh,
            name_en=item.name_en,
            unit=item.unit,
            planned_quantity=item.planned_quantity,
            weight=item.weight,
            section=item.section,
            paragraph=item.paragraph,
            as_printed=item.as_printed,
        )


def code_from(item: Declared) -> str:
    """A code that is made from the English name, or from how the Chinese one is read."""
    words = slugify(item.name_en) or slugify(" ".join(lazy_pinyin(item.name_zh)))
    code = re.sub(r"[^a-z0-9]+", "-", words)[: LONGEST_CODE - ROOM_FOR_NUMBER].strip("-")
    return code or "item"
