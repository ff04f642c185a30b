"""The doors through which a row comes into the portal, each asked what is wrong with the same row."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.test import RequestFactory

from portal.desk.rows.observations import PREFIX
from portal.publishing.models import Release, Section
from portal.records.findings import Finding, Severity
from portal.records.optimistic_locking import SavedSheet
from portal.records.registry import sheet_of
from portal.records.sheets import Sheet
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.spreadsheets.report import LoadReport
from portal.staff.models import User
from portal.statistics.actions import Figure, fill_sheet
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Observation, Series
from portal.statistics.return_form import Span, as_text, says_something
from projects import progress_form
from projects.actions import Declared, Entered, report_progress
from projects.models import ProgressReport, WorkItem
from tests.workbooks import workbook

#: What a door finds wrong: fields with what is said of each.
Found = set[tuple[str, str]]
#: The period of the return sheet.
YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))


def request_of(by: User) -> HttpRequest:
    request = RequestFactory().post("/")
    request.user = by
    return request


@functools.cache
def inline_of(model: type[Model], by: User) -> tuple[type[Model], type[forms.BaseInlineFormSet]] | None:
    """The page in which rows of a model are entered that has none of its own, and their forms."""
    for parent, page in admin.site._registry.items():
        for inline in page.inlines:
            if inline.model is model:
                return parent, inline(parent, admin.site).get_formset(request_of(by))
    return None


@functools.cache
def form_of(model: type[Model], by: User) -> type[forms.ModelForm] | None:
    """The class of the form in which rows of the model are entered; None if there is none."""
    page = admin.site._registry.get(model)
    if page is not None and page.has_add_permission(request_of(by)):
        return page.get_form(request_of(by))
    inline = inline_of(model, by)
    return inline[1].form if inline else None


def by_form(record: Model, by: User) -> Found:
    """What the admin says beside its boxes."""
    model = type(record)
    if model in admin.site._registry:
        form_class = form_of(model, by)
        form = form_class(_boxes(form_class(), record))
    else:
        _parent, formset_class = inline_of(model, by)
        parent = getattr(record, formset_class.fk.name)
        empty = formset_class(instance=parent)
        prefix = f"{empty.prefix}-0"
        boxes = {f"{prefix}-{name}": text for name, text in _boxes(empty.empty_form, record).items()}
        totals = {f"{empty.prefix}-TOTAL_FORMS": "1", f"{empty.prefix}-INITIAL_FORMS": "0"}
        files = {f"{prefix}-file": SimpleUploadedFile("plan.pdf", b"%PDF-1.4")}
        form = formset_class(boxes | totals, files, instance=parent).forms[0]
    return {("" if box == "__all__" else box, words) for box, said in form.errors.items() for words in said}


def _boxes(form: forms.ModelForm, record: Model) -> dict[str, object]:
    """The row as a browser sends it."""
    texts = {}
    for name in form.fields:
        value = _value(record, name)
        if value is None or value is False or value in ("", []):
            continue
        values = value if isinstance(value, list) else [value]
        texts[name] = [str(one.pk if isinstance(one, Model) else one) for one in values]
        if not isinstance(form.fields[name], forms.MultipleChoiceField):
            texts[name] = ",".join(texts[name])
    return texts


def _value(record: Model, box: str) -> object:
    """What the row says in a box: of the field of that name, or of one part of its series."""
    series = record if isinstance(record, Series) else getattr(record, "series", None)
    if series is not None and box.startswith(PREFIX):
        return series.dimensions.get(box.removeprefix(PREFIX))
    if series is not None and box in {"indicator", "area"}:
        return getattr(series, box)
    names = {field.name for field in record._meta.concrete_fields}
    return getattr(record, box) if box in names else None


def cells(sheet: Sheet, record: Model) -> dict[str, str]:
    """The row as the sheet writes it."""
    plain = [column for column in sheet.columns if not column.field.many_to_many]
    return {column.code: column.show(column.get(record)) for column in plain}


def book_of(record: Model) -> dict[str, list[dict[str, str]]]:
    sheet = sheet_of(type(record))
    beside = record.release.sections.all() if isinstance(record, Section) else ()  # lest they go
    sheets = {sheet.code: [cells(sheet, row) for row in (record, *beside)]}
    if sheet.is_part_of_release:
        sheets["Release"] = [cells(sheet_of(Release), record.release)]
    return sheets


def by_preview(record: Model, by: User) -> Found:
    return _told(preview_workbook(workbook=workbook(**book_of(record)), by=by), record)


def by_loading(record: Model, by: User) -> Found:
    """What the command says that loads workbooks; nothing stays of what it loads."""
    with transaction.atomic():
        report = load_workbook(workbook=workbook(**book_of(record)), by=by)
        transaction.set_rollback(True)
    return _told(report, record)


def _told(report: LoadReport, record: Model) -> Found:
    sheet = sheet_of(type(record))
    problems = [problem for problem in report.errors if problem.sheet == sheet.code]
    return {
        (sheet.column(problem.column).field_name if problem.column else "", problem.message)
        for problem in problems
    }


def by_return_sheet(record: Observation, by: User) -> Found:
    """What the department's sheet of figures says beside its boxes."""
    boxes = {name: getattr(record, name) for name in Figure.columns}
    rows = {str(record.series_id): Figure(**boxes, seen=as_text(None))}
    department = record.series.indicator.department
    about = {"release": record.release, "department": department, "span": YEAR}
    saved = _undone(fill_sheet, **about, rows=rows, by=by)
    return _errors(finding for _row, finding in saved.findings)


def by_progress_grid(record: ProgressReport, by: User) -> Found:
    """What the grid of a project says beside its boxes."""
    rows = {record.work_item: Entered(**{name: getattr(record, name) for name in Entered.columns})}
    about = {"undertaking": record.undertaking, "release": record.release, "as_at": record.as_at}
    saved = _undone(report_progress, **about, rows=rows, by=by)
    return _errors(finding for _row, finding in saved.findings)


def by_declaration(record: WorkItem, by: User) -> Found:
    """What the same page says of a new work item."""
    item = Declared(**{field.name: getattr(record, field.name) for field in dataclasses.fields(Declared)})
    about = {"undertaking": record.undertaking, "release": record.release, "as_at": YEAR.end}
    saved = _undone(report_progress, **about, rows={}, items=[item], by=by)
    return _errors(finding for _place, finding in saved.wrong_items)


def _undone(action: Callable[..., SavedSheet], **entered: object) -> SavedSheet:
    """What an action saves and leaves out; nothing stays of it."""
    with transaction.atomic():
        saved = action(**entered)
        transaction.set_rollback(True)
    return saved


def _errors(findings: Iterable[Finding]) -> Found:
    return {(one.field, one.message) for one in findings if one.severity == Severity.ERROR}


def doors_to(record: Model, by: User) -> dict[str, Found]:
    """What every door that the row can come through finds wrong with it."""
    found = {}
    if form_of(type(record), by):
        found["form"] = by_form(record, by)
    if sheet_of(type(record)):
        found |= {"preview": by_preview(record, by), "command": by_loading(record, by)}
    if isinstance(record, Observation) and _is_in_return_sheet(record):
        found["return sheet"] = by_return_sheet(record, by)
    if isinstance(record, ProgressReport) and record.status == "normal" and _says(record):
        found["progress grid"] = by_progress_grid(record, by)
    if isinstance(record, WorkItem) and not (record.qualifier or record.note_zh or record.note_en):
        found["new work item"] = by_declaration(record, by)
    return found


def _is_in_return_sheet(record: Observation) -> bool:
    """Whether the figure is one of the sheet: a result of its period."""
    span = YEAR.first_day(record.series.indicator), YEAR.end
    is_period = (record.period_start, record.period_end) == span
    return is_period and record.kind == ObservationKind.ACTUAL and says_something(as_text(record))


def _says(record: ProgressReport) -> bool:
    """Whether the row of the grid is one that is written at all."""
    return progress_form.says_something(progress_form.as_text(record))
