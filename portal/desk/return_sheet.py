"""The return sheet: all figures of a department for one period, entered in a release on one page."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.desk.db_errors import check_deferred, explain
from portal.desk.fields import (
    NOT_CHOSEN,
    DayField,
    SeenRow,
    number_field,
    text_field,
    who_changed,
)
from portal.desk.pages import back, concerns, desk_view, key_of, refusal_text, visible_or_404
from portal.publishing.models import Release
from portal.records.errors import HANDED_IN, NotAllowed, Refused
from portal.records.optimistic_locking import SavedSheet
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.actions import Figure, can_fill, check_row, fill_sheet
from portal.statistics.codes import PERCENT, ObservationStatus, Qualifier
from portal.statistics.models import Observation, Series
from portal.statistics.return_form import COLUMNS, Span, as_text, next_span, sheet_of
from portal.statistics.small_counts import given_away

DAY = {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")}


class SpanForm(forms.Form):
    """The period of the sheet. A point in time is its last day; a year to date begins on 1 January."""

    start = DayField(label=gettext_lazy("first day"), **DAY)
    end = DayField(label=gettext_lazy("last day"), **DAY)

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", _("The first day of a period is not after its last."))
        return cleaned

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["start"], self.cleaned_data["end"])


class FigureForm(SeenRow):
    """One series of the sheet."""

    columns = field_order = COLUMNS
    as_text = staticmethod(as_text)
    value = number_field(Observation, "value", gettext_lazy("value"), measured=True)
    qualifier = forms.ChoiceField(
        label=gettext_lazy("qualifier"), required=False, choices=[("", NOT_CHOSEN), *Qualifier.choices]
    )
    status = forms.ChoiceField(label=gettext_lazy("status"), choices=ObservationStatus.choices)
    not_comparable = forms.ChoiceField(
        label=gettext_lazy("not comparable"),
        required=False,
        choices=[("", NOT_CHOSEN), *Observation._meta.get_field("not_comparable").choices],
    )
    period_inferred = forms.BooleanField(label=gettext_lazy("days inferred"), required=False)
    note_zh = text_field(Observation, "note_zh", gettext_lazy("note (Chinese)"), rows=1)
    note_en = text_field(Observation, "note_en", gettext_lazy("note (English)"), rows=1)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].percent = self.row.series.indicator.unit_id == PERCENT

    def entered(self) -> Figure:
        """The row for the action. Where the sheet has no columns for the place, it stays as it was."""
        values = self.values()
        if not self.place and self.row.draft:
            values |= {name: getattr(self.row.draft, name) for name in self.PLACE}
        return Figure(seen=self.cleaned_data["seen"], **values)


@dataclass
class ReturnSheet:
    """The sheet of a department in a release for a period: a row for each series."""

    release: Release
    department: Department
    span: Span
    rows: list[FigureForm]

    @classmethod
    def of(
        cls,
        release: Release,
        department: Department,
        span: Span,
        data: QueryDict | None = None,
        *,
        only: set[int] | None = None,
        typed: Collection[str] | None = None,
    ) -> "ReturnSheet":
        """`only`: restricts the sheet to these series. `typed`: the codes of rows that show `data`, by default all."""
        sections = list(release.sections.all()) if release.is_document else []
        rows = sheet_of(release, department, span, only)
        forms = [
            FigureForm(
                data if typed is None or row.code in typed else None,
                row=row,
                release=release,
                sections=sections,
            )
            for row in rows
        ]
        return cls(release, department, span, forms)

    def save(self, by: User) -> SavedSheet:
        """Save the rows without errors."""
        return fill_sheet(
            release=self.release,
            department=self.department,
            span=self.span,
            rows={form.row.code: form.entered() for form in self.rows if form.is_valid()},
            by=by,
        )

    def left_out(self, saved: SavedSheet, data: QueryDict) -> "ReturnSheet | None":
        """The sheet after saving, with the rows that were left out as they were typed; None if there are none."""
        wrong = {form.row.code for form in self.rows if form.errors} | saved.left_out
        if not wrong:
            return None
        again = ReturnSheet.of(self.release, self.department, self.span, data, typed=wrong)
        again.show(saved)
        return again

    def show(self, saved: SavedSheet) -> None:
        """Show beside the cells why a row was left out."""
        forms = {form.row.code: form for form in self.rows}
        for code, finding in saved.findings:
            forms[code].report(finding)
        who = who_changed(Observation, saved.conflicts.values())
        for code, figure in saved.conflicts.items():
            message = _("Somebody else has cleared this row in the meantime. Save again to restore yours.")
            if figure is not None:
                figure.series = forms[code].row.series
                text = _("%(who)s has saved this row in the meantime: %(what)s. Save again to overwrite it.")
                message = text % {
                    "who": who.get(figure.pk) or _("Somebody else"),
                    "what": " · ".join(filter(None, (figure.text, figure.note))) or "—",
                }
            forms[code].show_conflict(as_text(figure), message)

    def errors(self) -> dict[str, dict[str, list[str]]]:
        """The errors by series and column, for scripts."""
        for form in self.rows:
            if form.is_valid() and (figure := form.entered()).is_touched:
                for finding in check_row(form.row, figure, self.release, self.span):
                    form.report(finding)
        return {
            form.row.code: {name or "": list(errors) for name, errors in form.errors.items()}
            for form in self.rows
        }


def sheet_address(
    release: Release, department: Department, span: Span | None = None, *, page: str = "return"
) -> str:
    query = {"start": span.start.isoformat(), "end": span.end.isoformat()} if span else {}
    return reverse(f"admin:portal_release_{page}", args=[release.pk, department.pk], query=query)


def sheets_for(user: User, release: Release) -> list[tuple[Department, str]]:
    """The sheets that the official fills in a release: of its publisher, its contributors and their own department."""
    if not release.is_editable:
        return []
    owners = {release.department_id: release.department}
    for contribution in release.contributions.select_related("department"):
        owners[contribution.department_id] = contribution.department
    if user.department_id and user.department_id not in owners:
        owners[user.department_id] = user.department
    filled = [owner for owner in owners.values() if user.edits_for(owner.pk)]
    if not (filled and concerns(user, release)):
        return []
    return [(owner, sheet_address(release, owner)) for owner in filled]


@desk_view
def return_sheet(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    """Choose a period, fill in the figures, save those that are right."""
    release, owner = _fillable_or_403(request, pk, department)
    if request.method != "POST":
        choose = SpanForm(_asked_span(request, owner))
        sheet = ReturnSheet.of(release, owner, choose.span) if choose.is_valid() else None
        return _page(request, release, owner, choose, sheet)
    choose = SpanForm(request.GET)  # never save into a period that the address does not name
    if not choose.is_valid():
        messages.error(request, _("Not saved: choose a valid period."))
        return _page(request, release, owner, choose, None)
    sheet = ReturnSheet.of(release, owner, choose.span, request.POST)
    try:
        saved = sheet.save(request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (Refused, DatabaseError) as refusal:
        messages.error(request, refusal_text(refusal))
        return _page(request, release, owner, choose, sheet)
    if again := sheet.left_out(saved, request.POST):
        messages.warning(request, _saved_text(saved))
        return _page(request, release, owner, choose, again)
    return back(request, sheet_address(release, owner, choose.span), _saved_text(saved))


@desk_view
def return_check(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    """The errors of the submitted rows as JSON: {series: {column: [sentences]}}. Saves nothing."""
    release, owner = _fillable_or_403(request, pk, department)
    choose = SpanForm(request.GET)
    if request.method != "POST" or not choose.is_valid():
        return JsonResponse({}, status=400)
    names = (name.removeprefix("row-").partition("-")[0] for name in request.POST if name.startswith("row-"))
    only = {key for name in names if (key := key_of(name)) is not None}
    return JsonResponse(ReturnSheet.of(release, owner, choose.span, request.POST, only=only).errors())


@desk_view
def return_series(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    """Add a series without figures, then return to the sheet."""
    release, owner = _fillable_or_403(request, pk, department)
    form = _series_form(request, request.POST if request.method == "POST" else None)
    choose = SpanForm(_asked_span(request, owner))
    span = choose.span if choose.is_valid() else next_span(owner)
    if form.is_bound and form.is_valid():
        try:
            with acting(request.user, action="add", door="grid", release=release):
                form.save()
                check_deferred()
        except DatabaseError as error:
            form.add_error(None, explain(error))
        else:
            return back(request, sheet_address(release, owner, span), _("The series has been added."))
    return _page(request, release, owner, choose, ReturnSheet.of(release, owner, span), series=form)


def _fillable_or_403(request: HttpRequest, pk: int, department: int) -> tuple[Release, Department]:
    """404 for a release that the official may not see, 403 for a sheet that they may not fill in."""
    release = visible_or_404(Release.objects.select_related("department"), request, pk)
    owner = get_object_or_404(Department, pk=department)
    if not can_fill(request.user, release, owner):
        raise PermissionDenied
    return release, owner


def _asked_span(request: HttpRequest, owner: Department) -> dict[str, str]:
    """The period in the address, by default the next one."""
    usual = next_span(owner)
    given = {name: request.GET[name] for name in ("start", "end") if name in request.GET}
    return {"start": usual.start.isoformat(), "end": usual.end.isoformat()} | given


def _series_form(request: HttpRequest, data: QueryDict | None = None) -> forms.ModelForm:
    return admin.site.get_model_admin(Series).get_form(request)(data, prefix="series")


def _page(
    request: HttpRequest,
    release: Release,
    owner: Department,
    choose: SpanForm,
    sheet: ReturnSheet | None,
    *,
    series: forms.Form | None = None,
) -> HttpResponse:
    closed = ""
    if not release.is_editable:
        closed = _("The release is %(state)s: its figures are read-only.") % {
            "state": release.get_state_display()
        }
    elif release.has_contribution_of(owner.pk):
        closed = HANDED_IN
    form, span = series or _series_form(request), sheet and sheet.span
    context = {
        "title": _("Return sheet"),
        "subtitle": f"{release} · {owner.name}",
        "release": release,
        "owner": owner,
        "choose": choose,
        "sheet": sheet,
        "invalid_rows": [form for form in sheet.rows if form.errors] if sheet else [],
        "sheet_address": sheet_address(release, owner, span),
        "check_address": sheet_address(release, owner, span, page="return_check"),
        "closed": closed,
        "small_counts": given_away(release) if release.is_editable else [],
        "series": form,
        "series_address": sheet_address(release, owner, span, page="return_series"),
        "adds_series": series is not None,
        "media": form.media,
        "is_nav_sidebar_enabled": False,  # the table needs its room
    }
    return TemplateResponse(request, "desk/return_sheet.html", context)


def _saved_text(saved: SavedSheet) -> str:
    if not (saved.written or saved.removed):
        return _("Nothing was changed.")
    text = ngettext("Saved: %(count)d figure written", "Saved: %(count)d figures written", saved.written)
    text %= {"count": saved.written}
    if saved.removed:
        text += _(", ") + _("%(count)d removed from the draft") % {"count": saved.removed}
    return text
