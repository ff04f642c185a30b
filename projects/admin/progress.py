"""The page on which the progress of one project is reported: the whole and its work items in one grid."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.desk.db_errors import explain
from portal.desk.grid import who_changed
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release
from portal.publishing.permissions import open_releases
from portal.records.errors import Refused
from portal.records.optimistic_locking import Overtaken, Unsound
from portal.staff.models import User
from portal.statistics.models import Unit
from projects import actions
from projects.admin.stated import how_far, joined
from projects.forms import NEW_ITEMS, ChooseForm, DraftForm, ItemForm, RowForm
from projects.models import ProgressReport, Undertaking
from projects.progress_form import as_text, grid_of


@dataclass
class Sheet:
    """What one page asks: the rows of the grid and the work items to declare, in a draft, as at a day."""

    release: Release
    as_at: dt.date
    rows: list[RowForm]
    items: list[ItemForm]

    @classmethod
    def of(cls, undertaking: Undertaking, release: Release, as_at: dt.date, data: object = None) -> "Sheet":
        sections = list(release.sections.all()) if release.kind in DOCUMENTS else []
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
        return self.release.kind in DOCUMENTS

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
        """Put what the action found beside the cells."""
        forms = {form.row.code: form for form in self.rows}
        if isinstance(refusal, Unsound):
            filled = [form for form in self.items if form.declared()]
            forms |= {f"new-{number}": form for number, form in enumerate(filled)}
            for code, column, words in refusal.findings:
                forms[code].report(column, words)
        if isinstance(refusal, Overtaken):
            who = who_changed(ProgressReport, refusal.rows.values())
            for code, report in refusal.rows.items():
                forms[code].overtaken(as_text(report), in_words(report, who))


def in_words(report: ProgressReport | None, who: dict[int, str]) -> str:
    """What somebody else has made of a row meanwhile."""
    if report is None:
        return _("Somebody else has emptied this row meanwhile. Saving again puts yours in its place.")
    return _("%(who)s has saved this row meanwhile: %(what)s. Saving again puts yours in its place.") % {
        "who": who.get(report.pk) or _("Somebody else"),
        "what": joined([*how_far(report), report.note]) or "—",
    }


class ProgressPages:
    """Adds the page to the admin of programmes and of projects."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<int:pk>/progress/",
                self.admin_site.admin_view(self.progress_view),
                name=self._name("progress"),
            ),
            path(
                "<int:pk>/progress/draft/",
                self.admin_site.admin_view(self.draft_view),
                name=self._name("draft"),
            ),
        ]
        return [*own, *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        undertaking = self._own(request, pk)
        releases = open_drafts(request.user)
        choose = ChooseForm(self._asked(request, releases), releases=releases)
        sheet = None
        if choose.is_valid():
            data = request.POST if request.method == "POST" else None
            sheet = Sheet.of(undertaking, choose.cleaned_data["release"], choose.cleaned_data["as_at"], data)
            if data is not None and (done := self._save(request, undertaking, sheet)):
                return done
        elif request.method == "POST":
            self.message_user(
                request,
                _("Nothing was saved: the draft is one no longer, or the day is none."),
                messages.ERROR,
            )
        return self._page(request, undertaking, choose, sheet)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open a draft of the project's department, then report in it."""
        undertaking = self._own(request, pk)
        form = DraftForm(request.POST) if request.method == "POST" else None
        if form is None or not form.is_valid():
            releases = open_drafts(request.user)
            choose = ChooseForm(self._asked(request, releases), releases=releases)
            return self._page(request, undertaking, choose, None, form)
        today = timezone.localdate()
        try:
            draft = actions.open_draft(
                department=undertaking.department, day=today, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        self.message_user(request, _("The draft is opened."), messages.SUCCESS)
        return HttpResponseRedirect(self.progress_address(undertaking, draft, today))

    def progress_address(self, undertaking: Undertaking, release: Release, as_at: dt.date) -> str:
        query = {"release": release.pk, "as_at": as_at.isoformat()}
        return reverse(f"admin:{self._name('progress')}", args=[undertaking.pk], query=query)

    def _own(self, request: HttpRequest, pk: int) -> Undertaking:
        """404 for what the official may not see, 403 for what they may not edit."""
        undertaking = self.get_queryset(request).filter(pk=pk).first()
        if undertaking is None:
            raise Http404
        if not self.has_change_permission(request, undertaking):
            raise PermissionDenied
        return undertaking

    def _asked(self, request: HttpRequest, releases: QuerySet) -> dict[str, str]:
        """Draft and day as asked for; else the newest draft and today. Nothing is saved into what was not named."""
        given = {name: request.GET[name] for name in ("release", "as_at") if name in request.GET}
        if request.method == "POST" and request.resolver_match.url_name == self._name("progress"):
            return given
        newest = releases.values_list("pk", flat=True).first() if "release" not in given else None
        return {"release": newest or "", "as_at": timezone.localdate().isoformat()} | given

    def _save(self, request: HttpRequest, undertaking: Undertaking, sheet: Sheet) -> HttpResponse | None:
        """Save, or leave beside the cells why not."""
        if not sheet.is_valid():
            self.message_user(request, str(Unsound([])), messages.ERROR)
            return None
        try:
            saved = sheet.save(undertaking, request.user)
        except actions.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            sheet.show(refusal)
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        except DatabaseError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return None
        self.message_user(request, told(saved), messages.SUCCESS)
        return HttpResponseRedirect(self.progress_address(undertaking, sheet.release, sheet.as_at))

    def _page(
        self,
        request: HttpRequest,
        undertaking: Undertaking,
        choose: ChooseForm,
        sheet: Sheet | None,
        draft: DraftForm | None = None,
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Update progress"),
            "subtitle": undertaking.name,
            "opts": self.opts,
            "undertaking": undertaking,
            "has_choice": bool(choose.fields["release"].queryset),
            "choose": choose,
            "sheet": sheet,
            "sheet_address": sheet and self.progress_address(undertaking, sheet.release, sheet.as_at),
            "draft": draft or DraftForm(initial=draft_titles(undertaking)),
            "asks_draft": draft is not None,
        }
        return TemplateResponse(request, "admin/projects/progress.html", context)


def open_drafts(user: User) -> QuerySet[Release]:
    """The drafts in which the official may report, the newest first."""
    return open_releases(user).order_by("-pk")


def draft_titles(undertaking: Undertaking) -> dict[str, str]:
    """What a draft of the department is called unless the official calls it otherwise."""
    titles = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            month = date_format(timezone.localdate(), "YEAR_MONTH_FORMAT")
            department = getattr(undertaking.department, f"name_{language}")
            words = _("%(department)s: progress of projects, %(month)s")
            titles[f"title_{language}"] = words % {"department": department, "month": month}
    return titles


def told(saved: actions.Saved) -> str:
    """What was done, in a sentence."""
    if not (saved.written or saved.removed or saved.declared):
        return _("Nothing was changed.")
    words = _("Saved: %(written)d rows written, %(removed)d removed, %(declared)d work items declared.")
    return words % vars(saved)
