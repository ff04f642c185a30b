"""The page to report progress of one project: the whole and its work items in one grid."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.desk.fields import who_changed
from portal.desk.pages import back, can_change, desk_view, refusal_text, visible_or_404
from portal.publishing.models import Release
from portal.publishing.permissions import open_releases
from portal.records.errors import Refused
from portal.records.optimistic_locking import EditConflict, ValidationFailed
from portal.staff.models import User
from portal.statistics.models import Unit
from projects import actions
from projects.forms import NEW_ITEMS, ChooseForm, DraftForm, ItemForm, RowForm
from projects.models import ProgressReport, Undertaking
from projects.progress_form import as_text, grid_of
from projects.records.progress import progress_text
from projects.records.released import joined


@dataclass
class Sheet:
    """The forms of one page: the rows of the grid and the work items to declare, in a draft, as at a day."""

    release: Release
    as_at: dt.date
    rows: list[RowForm]
    items: list[ItemForm]

    @classmethod
    def of(cls, undertaking: Undertaking, release: Release, as_at: dt.date, data: object = None) -> "Sheet":
        sections = list(release.sections.all()) if release.is_document else []
        units = list(Unit.objects.all())
        shared = {"release": release, "sections": sections}
        grid = grid_of(undertaking, release, as_at)
        return cls(
            release,
            as_at,
            [RowForm(data, row=row, undertaking=undertaking, **shared) for row in grid],
            [ItemForm(data, number=number, units=units, **shared) for number in range(NEW_ITEMS)],
        )

    @property
    def is_document(self) -> bool:
        return self.release.is_document

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in (*self.rows, *self.items)])  # noqa: C419 - each says what is wrong

    def save(self, undertaking: Undertaking, by: User) -> actions.Saved:
        return actions.report_progress(
            undertaking=undertaking,
            release=self.release,
            as_at=self.as_at,
            rows={form.row.code: form.entered() for form in self.rows},
            items=[item for form in self.items if (item := form.declared())],
            by=by,
            door="grid",
        )

    def show(self, refusal: Refused) -> None:
        """Show why the action refused, beside the boxes."""
        forms = {form.row.code: form for form in self.rows}
        if isinstance(refusal, ValidationFailed):
            filled = [form for form in self.items if form.declared()]
            forms |= {f"new-{number}": form for number, form in enumerate(filled)}
            for code, finding in refusal.findings:
                forms[code].report(finding)
        if isinstance(refusal, EditConflict):
            who = who_changed(ProgressReport, refusal.rows.values())
            for code, report in refusal.rows.items():
                forms[code].show_conflict(as_text(report), conflict_message(report, who))


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
        if not sheet.is_valid():
            raise ValidationFailed([])
        saved = sheet.save(undertaking, request.user)
    except actions.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (Refused, DatabaseError) as refusal:
        sheet.show(refusal)
        messages.error(request, refusal_text(refusal))
        return _page(request, undertaking, choose, sheet)
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
    return words % vars(saved)
