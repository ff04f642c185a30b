"""The return sheet: a department enters its figures of one period into a release, all series on one page."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.db_errors import check_deferred, explain
from portal.desk.grid import who_changed
from portal.desk.return_sheet.forms import FigureForm, SpanForm
from portal.publishing import permissions
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release
from portal.records.errors import HANDED_IN, Refused
from portal.records.optimistic_locking import Overtaken, Unsound
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.actions import figures
from portal.statistics.models import Observation, Series
from portal.statistics.return_form import Span, as_text, next_span, sheet_of
from portal.statistics.templatetags.portal_figures import plain_figure


@dataclass
class ReturnSheet:
    """What one page asks: a row for each series of the department, in a release, for a period."""

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
        only: set[int] | None = None,
    ) -> "ReturnSheet":
        sections = list(release.sections.all()) if release.kind in DOCUMENTS else []
        rows = sheet_of(release, department, span, only)
        forms = [FigureForm(data, row=row, release=release, sections=sections) for row in rows]
        return cls(release, department, span, forms)

    @property
    def is_document(self) -> bool:
        return self.release.kind in DOCUMENTS

    @property
    def wrong(self) -> list[FigureForm]:
        """The rows in which something is wrong."""
        return [form for form in self.rows if form.errors]

    @property
    def address(self) -> str:
        return sheet_address(self.release, self.department, self.span)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.rows])  # noqa: C419 - each says what is wrong

    def save(self, by: User) -> figures.Filled:
        return figures.fill_sheet(
            release=self.release,
            department=self.department,
            span=self.span,
            rows={form.row.code: form.entered() for form in self.rows},
            by=by,
        )

    def show(self, refusal: Refused) -> None:
        """Put what the action found beside the cells."""
        forms = {form.row.code: form for form in self.rows}
        if isinstance(refusal, Unsound):
            for code, column, words in refusal.findings:
                forms[code].report(column, words)
        if isinstance(refusal, Overtaken):
            who = who_changed(Observation, refusal.rows.values())
            for code, figure in refusal.rows.items():
                forms[code].overtaken(as_text(figure), _in_words(figure, forms[code].row.series, who))

    def errors(self) -> dict[str, dict[str, list[str]]]:
        """By series and column what is wrong, for scripts."""
        self.is_valid()
        for form in self.rows:
            if not form.errors:
                entered = form.entered()
                if entered.is_touched:
                    for column, words in figures.check_row(form.row, entered, self.release, self.span):
                        form.report(column, words)
        return {
            form.row.code: {name or "": list(said) for name, said in form.errors.items()}
            for form in self.rows
        }


def _in_words(figure: Observation | None, series: Series, who: dict[int, str]) -> str:
    """What somebody else has made of a row meanwhile."""
    if figure is None:
        return _("Somebody else has emptied this row meanwhile. Saving again puts yours in its place.")
    figure.series = series
    return _("%(who)s has saved this row meanwhile: %(what)s. Saving again puts yours in its place.") % {
        "who": who.get(figure.pk) or _("Somebody else"),
        "what": " · ".join(filter(None, (plain_figure(figure), figure.note))) or "—",
    }


def sheet_address(release: Release, department: Department, span: Span | None = None) -> str:
    query = {"start": span.start.isoformat(), "end": span.end.isoformat()} if span else {}
    return reverse("admin:portal_release_return", args=[release.pk, department.pk], query=query)


class ReturnPages:
    """Adds the sheets of departments to the admin of releases."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        sheet = "<int:pk>/return-sheet/<int:department>/"
        own = [
            path(sheet, view(self.sheet_view), name="portal_release_return"),
            path(f"{sheet}check/", view(self.check_view), name="portal_release_return_check"),
            path(f"{sheet}series/", view(self.series_view), name="portal_release_return_series"),
        ]
        return [*own, *super().get_urls()]

    def sheet_view(self, request: HttpRequest, pk: int, department: int) -> HttpResponse:
        release, owner = self._fillable(request, pk, department)
        choose = SpanForm(self._asked(request, owner))
        sheet = None
        if choose.is_valid():
            data = request.POST if request.method == "POST" else None
            sheet = ReturnSheet.of(release, owner, choose.span, data)
            if data is not None and (done := self._save_sheet(request, sheet)):
                return done
        elif request.method == "POST":
            self.message_user(request, _("Nothing was saved: the period is none."), messages.ERROR)
        return self._sheet_page(request, release, owner, choose, sheet=sheet)

    def check_view(self, request: HttpRequest, pk: int, department: int) -> HttpResponse:
        """What is wrong with the rows that are sent, as JSON: {series: {column: [sentences]}}. Saves nothing."""
        release, owner = self._fillable(request, pk, department)
        choose = SpanForm(request.GET)
        if request.method != "POST" or not choose.is_valid():
            return JsonResponse({}, status=400)
        names = (
            name.removeprefix("row-").partition("-")[0] for name in request.POST if name.startswith("row-")
        )
        only = {int(name) for name in names if name.isdecimal() and len(name) < 10}  # noqa: PLR2004 - a key
        return JsonResponse(ReturnSheet.of(release, owner, choose.span, request.POST, only).errors())

    def series_view(self, request: HttpRequest, pk: int, department: int) -> HttpResponse:
        """Add a series that the department has not used yet, then go on in the sheet."""
        release, owner = self._fillable(request, pk, department)
        form = self._series_form(request, request.POST if request.method == "POST" else None)
        choose = SpanForm(self._asked(request, owner))
        span = choose.span if choose.is_valid() else next_span(owner)
        if form.is_bound and form.is_valid():
            try:
                with acting(request.user, action="add", door="grid", release=release):
                    form.save()
                    check_deferred()
            except DatabaseError as error:
                form.add_error(None, explain(error))
            else:
                self.message_user(request, _("The series has a row now."), messages.SUCCESS)
                return HttpResponseRedirect(sheet_address(release, owner, span))
        sheet = ReturnSheet.of(release, owner, span)
        return self._sheet_page(request, release, owner, choose, sheet=sheet, series=form)

    def _fillable(self, request: HttpRequest, pk: int, department: int) -> tuple[Release, Department]:
        """404 for what the official may not see, 403 for what they may not fill."""
        release = self.get_queryset(request).select_related("department").filter(pk=pk).first()
        owner = Department.objects.filter(pk=department).first()
        if release is None or owner is None:
            raise Http404
        if not figures.may_fill(request.user, release, owner):
            raise PermissionDenied
        return release, owner

    def _asked(self, request: HttpRequest, owner: Department) -> dict[str, str]:
        given = {name: request.GET[name] for name in ("start", "end") if name in request.GET}
        if request.method == "POST" and request.resolver_match.url_name == "portal_release_return":
            return given  # nothing is saved into a period that was not named
        usual = next_span(owner)
        return {"start": usual.start.isoformat(), "end": usual.end.isoformat()} | given

    def _series_form(self, request: HttpRequest, data: QueryDict | None = None) -> object:
        return self.admin_site.get_model_admin(Series).get_form(request)(data, prefix="series")

    def _save_sheet(self, request: HttpRequest, sheet: ReturnSheet) -> HttpResponse | None:
        """Save, or leave beside the cells why not."""
        if not sheet.is_valid():
            self.message_user(request, str(Unsound([])), messages.ERROR)
            return None
        try:
            saved = sheet.save(request.user)
        except figures.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            sheet.show(refusal)
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        except DatabaseError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return None
        self.message_user(request, told(saved), messages.SUCCESS)
        return HttpResponseRedirect(sheet.address)

    def _sheet_page(
        self,
        request: HttpRequest,
        release: Release,
        owner: Department,
        choose: SpanForm,
        *,
        sheet: ReturnSheet | None,
        series: object = None,
    ) -> HttpResponse:
        form = series or self._series_form(request)
        context = self.admin_site.each_context(request) | {
            "title": _("Return sheet"),
            "subtitle": f"{release} · {owner.name}",
            "opts": self.opts,
            "release": release,
            "owner": owner,
            "choose": choose,
            "sheet": sheet,
            "closed": _why_closed(release, owner),
            "series": form,
            "adds_series": series is not None,
            "media": self.media + form.media,
            "is_nav_sidebar_enabled": False,  # the table needs its room
        }
        return TemplateResponse(request, "desk/return_sheet.html", context)


def _why_closed(release: Release, owner: Department) -> str:
    """Why nothing can be saved in the sheet; empty where it can."""
    if not release.is_editable:
        return _("The release is %(state)s: its figures can be read here, not changed.") % {
            "state": release.get_state_display()
        }
    return str(HANDED_IN) if release.has_part_of(owner.pk) else ""


def told(saved: figures.Filled) -> str:
    """What was done, in a sentence."""
    if not (saved.written or saved.removed):
        return _("Nothing was changed.")
    words = ngettext("Saved: %(count)d figure written", "Saved: %(count)d figures written", saved.written)
    words %= {"count": saved.written}
    removed = _("%(count)d removed from the draft") % {"count": saved.removed} if saved.removed else ""
    return str(_(", ")).join(filter(None, (words, removed)))


def sheets_for(user: User, release: Release) -> list[tuple[Department, str]]:
    """The sheets of a release that the official fills: of departments that publish it or were asked for a part."""
    if not release.is_editable:
        return []
    parts = release.contributions.select_related("department")
    owners = {release.department_id: release.department} | {
        part.department_id: part.department for part in parts
    }
    if user.department_id and user.department_id not in owners:
        owners[user.department_id] = user.department
    return [
        (owner, sheet_address(release, owner))
        for owner in owners.values()
        if user.edits_for(owner.pk) and permissions.own(Release.objects.filter(pk=release.pk), user).exists()
    ]
