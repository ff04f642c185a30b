"""The page that reports the progress of one project: its forms, and the grid of the whole and its work items."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from portal.desk.fields import (
    NOT_CHOSEN,
    DayField,
    PlaceForm,
    RowField,
    SeenRow,
    number_field,
    text_field,
    who_changed,
)
from portal.desk.pages import back, can_change, desk_view, refusal_text, visible_or_404
from portal.publishing.models import Release
from portal.publishing.permissions import open_releases
from portal.records.errors import Refused
from portal.staff.models import User
from portal.statistics.codes import Qualifier
from portal.statistics.models import Unit
from projects import actions
from projects.models import ProgressReport, Undertaking, WorkItem, stages_of
from projects.progress_form import COLUMNS, MEASURES, as_text, grid_of
from projects.records.progress import progress_text
from projects.records.released import joined

NEW_ITEMS = 3


class ChooseForm(forms.Form):
    """The draft to report in, and the day to report as at."""

    release = forms.ModelChoiceField(Release.objects.none(), label=gettext_lazy("Draft release"))
    as_at = DayField(label=gettext_lazy("As at"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args, releases: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = releases
        self.fields["as_at"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is in the future; report progress as at today or an earlier day.")
            )
        return day


class DraftForm(forms.Form):
    """A new draft release to report in."""

    title_zh = forms.CharField(label=gettext_lazy("title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("title (English)"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("kind"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Release.Kind.STATISTICAL_RETURN, Release.Kind.ARTICLE, Release.Kind.PRESS_CONFERENCE)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class RowForm(SeenRow):
    """One row of the grid: the whole project or a work item."""

    columns = COLUMNS
    as_text = staticmethod(as_text)
    stage = forms.ChoiceField(label=pgettext_lazy("of a project", "stage"), required=False)
    percent = number_field(ProgressReport, "percent", gettext_lazy("per cent done"), percent=True)
    quantity = number_field(ProgressReport, "quantity", gettext_lazy("quantity done"), measured=True)
    qualifier = forms.ChoiceField(
        label=gettext_lazy("qualifier"),
        required=False,
        choices=[("", NOT_CHOSEN), *Qualifier.choices],
    )
    note_zh = text_field(ProgressReport, "note_zh", gettext_lazy("note (Chinese)"), rows=2)
    note_en = text_field(ProgressReport, "note_en", gettext_lazy("note (English)"), rows=2)

    def __init__(self, *args, undertaking: Undertaking, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        allowed = stages_of(undertaking.kind)
        self.fields["stage"].choices = [("", NOT_CHOSEN), *((one.value, one.label) for one in allowed)]

    def cells(self) -> list[tuple[forms.BoundField | None, object]]:
        """The boxes of the measures, each with its last value. The whole has no unit, so no box for a quantity."""
        return [
            (None if name == "quantity" and not self.row.code else self[name], self.row.last.get(name))
            for name in MEASURES
        ]

    @property
    def name(self) -> str:
        return self.row.name or _("The whole")

    def entered(self) -> actions.Entered:
        """The row as `report_progress` takes it."""
        return actions.Entered(seen=self.cleaned_data["seen"], **self.values())


class ItemForm(PlaceForm):
    """A work item to declare; a form left empty declares none."""

    name_zh = text_field(WorkItem, "name_zh", gettext_lazy("name (Chinese)"))
    name_en = text_field(WorkItem, "name_en", gettext_lazy("name (English)"))
    code = text_field(WorkItem, "code", gettext_lazy("code"))
    planned_quantity = number_field(
        WorkItem, "planned_quantity", gettext_lazy("planned quantity"), measured=True
    )
    unit = RowField(label=gettext_lazy("unit"), required=False)
    weight = number_field(WorkItem, "weight", gettext_lazy("weight"))

    BOXES = ("name_zh", "name_en", "code", "planned_quantity", "unit", "weight")

    def __init__(self, *args, number: int, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, prefix=f"new-{number}", **kwargs)
        self.number = number
        self.fields["unit"].offer(units)

    @property
    def name(self) -> str:
        return _("New work item %(number)s") % {"number": self.number + 1}

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [*(self[name] for name in self.BOXES), *self.place]

    def declared(self) -> actions.Declared | None:
        if not any(self.cleaned_data.get(name) for name in self.BOXES):
            return None
        return actions.Declared(
            **{name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        )


@dataclass
class Sheet:
    """The forms of one page: the rows of the grid and the work items to declare, in a draft, as at a day."""

    release: Release
    as_at: dt.date
    rows: list[RowForm]
    items: list[ItemForm]

    @classmethod
    def of(
        cls,
        undertaking: Undertaking,
        release: Release,
        as_at: dt.date,
        data: QueryDict | None = None,
        *,
        typed: Collection[str] | None = None,
    ) -> "Sheet":
        """`typed`: the prefixes of the forms that show `data`, by default all."""
        shared = {
            "release": release,
            "sections": list(release.sections.all()) if release.is_document else [],
        }
        units = list(Unit.objects.all())

        def shown(prefix: str) -> QueryDict | None:
            return data if typed is None or prefix in typed else None

        rows = [
            RowForm(shown(f"row-{row.code}"), row=row, undertaking=undertaking, **shared)
            for row in grid_of(undertaking, release, as_at)
        ]
        items = [
            ItemForm(shown(f"new-{number}"), number=number, units=units, **shared)
            for number in range(NEW_ITEMS)
        ]
        return cls(release, as_at, rows, items)

    @property
    def is_document(self) -> bool:
        return self.release.is_document

    @property
    def wrong(self) -> list[RowForm | ItemForm]:
        """The forms that were not saved."""
        return [form for form in (*self.rows, *self.items) if form.errors]

    @property
    def declared(self) -> list[ItemForm]:
        """The forms of work items that are filled in without errors."""
        return [form for form in self.items if form.is_valid() and form.declared()]

    def save(self, undertaking: Undertaking, by: User) -> actions.Saved:
        """Save the rows and declare the work items without errors."""
        return actions.report_progress(
            undertaking=undertaking,
            release=self.release,
            as_at=self.as_at,
            rows={form.row.code: form.entered() for form in self.rows if form.is_valid()},
            items=[form.declared() for form in self.declared],
            by=by,
            door="grid",
        )

    def left_out(self, undertaking: Undertaking, saved: actions.Saved, data: QueryDict) -> "Sheet | None":
        """The sheet after saving, with what was left out as it was typed; None if nothing was."""
        prefixes = [form.prefix for form in self.declared]
        findings = [(f"row-{code}", finding) for code, finding in saved.findings]
        findings += [(prefixes[place], finding) for place, finding in saved.wrong_items]
        typed = {form.prefix for form in self.wrong} | {prefix for prefix, _finding in findings}
        typed |= {f"row-{code}" for code in saved.conflicts}
        if not typed:
            return None
        again = Sheet.of(undertaking, self.release, self.as_at, data, typed=typed)
        forms = {form.prefix: form for form in (*again.rows, *again.items)}
        for prefix, finding in findings:
            forms[prefix].report(finding)
        who = who_changed(ProgressReport, saved.conflicts.values())
        for code, report in saved.conflicts.items():
            forms[f"row-{code}"].show_conflict(as_text(report), conflict_message(report, who))
        return again


def conflict_message(report: ProgressReport | None, who: dict[int, str]) -> str:
    """Who has changed the row meanwhile, and what it holds now."""
    if report is None:
        return _("Somebody else has cleared this row in the meantime. Save again to restore yours.")
    return _("%(who)s has saved this row in the meantime: %(what)s. Save again to overwrite it.") % {
        "who": who.get(report.pk) or _("Somebody else"),
        "what": joined([progress_text(report), report.note]) or "—",
    }


@desk_view
def progress(request: HttpRequest, model: type[Undertaking], pk: int) -> HttpResponse:
    undertaking, releases = _own(request, model, pk), open_drafts(request.user)
    if request.method != "POST":
        choose = choose_form(request, releases)
        sheet = Sheet.of(undertaking, **choose.cleaned_data) if choose.is_valid() else None
        return _page(request, undertaking, choose, sheet)
    choose = ChooseForm(request.GET, releases=releases)  # no defaults: the address has to name the release
    if not choose.is_valid():
        messages.error(request, _("Not saved: that release is no longer a draft, or the date is invalid."))
        return _page(request, undertaking, choose, None)
    sheet = Sheet.of(undertaking, **choose.cleaned_data, data=request.POST)
    try:
        saved = sheet.save(undertaking, request.user)
    except actions.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (Refused, DatabaseError) as refusal:
        messages.error(request, refusal_text(refusal))
        return _page(request, undertaking, choose, sheet)
    if again := sheet.left_out(undertaking, saved, request.POST):
        messages.warning(request, saved_message(saved))
        return _page(request, undertaking, choose, again)
    return back(request, progress_address(undertaking, sheet.release, sheet.as_at), saved_message(saved))


@desk_view
def open_draft(request: HttpRequest, model: type[Undertaking], pk: int) -> HttpResponse:
    """Open a draft of the project's department, then show its grid."""
    undertaking = _own(request, model, pk)
    form = DraftForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _page(request, undertaking, choose_form(request, open_drafts(request.user)), None, form)
    today = timezone.localdate()
    try:
        draft = actions.open_draft(
            department=undertaking.department, day=today, by=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return back(request, progress_address(undertaking, draft, today), _("The draft is opened."))


def progress_address(undertaking: Undertaking, release: Release, as_at: dt.date) -> str:
    query = {"release": release.pk, "as_at": as_at.isoformat()}
    name = f"admin:projects_{undertaking._meta.model_name}_progress"
    return reverse(name, args=[undertaking.pk], query=query)


def _own(request: HttpRequest, model: type[Undertaking], pk: int) -> Undertaking:
    """The project; 404 if the official may not see it, 403 if they may not edit it."""
    undertaking = visible_or_404(model.objects.all(), request, pk)
    if not can_change(request.user, undertaking):
        raise PermissionDenied
    return undertaking


def choose_form(request: HttpRequest, releases: QuerySet) -> ChooseForm:
    """The draft and the day that the address names, by default the newest draft and today."""
    given = {name: request.GET[name] for name in ("release", "as_at") if name in request.GET}
    newest = releases.values_list("pk", flat=True).first() if "release" not in given else None
    default = {"release": newest or "", "as_at": timezone.localdate().isoformat()}
    return ChooseForm(default | given, releases=releases)


def _page(
    request: HttpRequest,
    undertaking: Undertaking,
    choose: ChooseForm,
    sheet: Sheet | None,
    draft: DraftForm | None = None,
) -> HttpResponse:
    context = {
        "title": _("Update progress"),
        "subtitle": undertaking.name,
        "opts": undertaking._meta,
        "undertaking": undertaking,
        "has_choice": bool(choose.fields["release"].queryset),
        "choose": choose,
        "sheet": sheet,
        "sheet_address": sheet and progress_address(undertaking, sheet.release, sheet.as_at),
        "draft": draft or DraftForm(initial=draft_titles(undertaking)),
        "asks_draft": draft is not None,
    }
    return TemplateResponse(request, "admin/projects/progress.html", context)


def open_drafts(user: User) -> QuerySet[Release]:
    """The drafts in which the official may report, the newest first."""
    return open_releases(user).order_by("-pk")


def draft_titles(undertaking: Undertaking) -> dict[str, str]:
    """Suggested titles for a draft of the department."""
    titles = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            month = date_format(timezone.localdate(), "YEAR_MONTH_FORMAT")
            department = getattr(undertaking.department, f"name_{language}")
            words = _("%(department)s: progress of projects, %(month)s")
            titles[f"title_{language}"] = words % {"department": department, "month": month}
    return titles


def saved_message(saved: actions.Saved) -> str:
    if not (saved.written or saved.removed or saved.declared):
        return _("Nothing was changed.")
    words = _("Saved: %(written)d rows written, %(removed)d removed, %(declared)d work items declared.")
    return words % {"written": saved.written, "removed": saved.removed, "declared": saved.declared}
