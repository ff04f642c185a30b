"""The page of the return sheet: choose a period, fill in the figures, save them all or none."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.db_errors import check_deferred, explain
from portal.desk.keys import key_of
from portal.desk.pages import back, desk_view, refusal_text, visible_or_404
from portal.desk.return_sheet.forms import SpanForm
from portal.desk.return_sheet.sheet import ReturnSheet, sheet_address
from portal.publishing.models import Release
from portal.records.errors import HANDED_IN, Refused
from portal.records.optimistic_locking import ValidationFailed
from portal.staff.audit import acting
from portal.staff.models import Department
from portal.statistics.actions import figures
from portal.statistics.models import Series
from portal.statistics.return_form import next_span


@desk_view
def return_sheet(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    release, owner = _fillable(request, pk, department)
    if request.method != "POST":
        choose = SpanForm(_asked(request, owner))
        sheet = ReturnSheet.of(release, owner, choose.span) if choose.is_valid() else None
        return _page(request, release, owner, choose, sheet)
    choose = SpanForm(request.GET)  # nothing is saved into a period that was not named
    if not choose.is_valid():
        messages.error(request, _("Not saved: choose a valid period."))
        return _page(request, release, owner, choose, None)
    return _save(request, ReturnSheet.of(release, owner, choose.span, request.POST), choose)


@desk_view
def return_check(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    """What is wrong with the rows that are sent, as JSON: {series: {column: [sentences]}}. Saves nothing."""
    release, owner = _fillable(request, pk, department)
    choose = SpanForm(request.GET)
    if request.method != "POST" or not choose.is_valid():
        return JsonResponse({}, status=400)
    names = (name.removeprefix("row-").partition("-")[0] for name in request.POST if name.startswith("row-"))
    only = {key for name in names if (key := key_of(name)) is not None}
    return JsonResponse(ReturnSheet.of(release, owner, choose.span, request.POST, only).errors())


@desk_view
def return_series(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    """Add a series that the department has not used yet, then go on in the sheet."""
    release, owner = _fillable(request, pk, department)
    form = _series_form(request, request.POST if request.method == "POST" else None)
    choose = SpanForm(_asked(request, owner))
    span = choose.span if choose.is_valid() else next_span(owner)
    if form.is_bound and form.is_valid():
        try:
            with acting(request.user, action="add", door="grid", release=release):
                form.save()
                check_deferred()
        except DatabaseError as error:
            form.add_error(None, explain(error))
        else:
            return back(request, sheet_address(release, owner, span), _("The series has a row now."))
    return _page(request, release, owner, choose, ReturnSheet.of(release, owner, span), series=form)


def _fillable(request: HttpRequest, pk: int, department: int) -> tuple[Release, Department]:
    """404 for what the official may not see, 403 for what they may not fill."""
    release = visible_or_404(Release.objects.select_related("department"), request, pk)
    owner = get_object_or_404(Department, pk=department)
    if not figures.can_fill(request.user, release, owner):
        raise PermissionDenied
    return release, owner


def _asked(request: HttpRequest, owner: Department) -> dict[str, str]:
    """The period that the address names; else the next one."""
    usual = next_span(owner)
    given = {name: request.GET[name] for name in ("start", "end") if name in request.GET}
    return {"start": usual.start.isoformat(), "end": usual.end.isoformat()} | given


def _series_form(request: HttpRequest, data: QueryDict | None = None) -> forms.ModelForm:
    return admin.site.get_model_admin(Series).get_form(request)(data, prefix="series")


def _save(request: HttpRequest, sheet: ReturnSheet, choose: SpanForm) -> HttpResponse:
    """Save, or say beside the cells why not."""
    try:
        if not sheet.is_valid():
            raise ValidationFailed([])
        saved = sheet.save(request.user)
    except figures.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except (Refused, DatabaseError) as refusal:
        sheet.show(refusal)
        messages.error(request, refusal_text(refusal))
        return _page(request, sheet.release, sheet.department, choose, sheet)
    return back(request, sheet.address, told(saved))


def _page(
    request: HttpRequest,
    release: Release,
    owner: Department,
    choose: SpanForm,
    sheet: ReturnSheet | None,
    *,
    series: forms.Form | None = None,
) -> HttpResponse:
    form = series or _series_form(request)
    context = {
        "title": _("Return sheet"),
        "subtitle": f"{release} · {owner.name}",
        "release": release,
        "owner": owner,
        "choose": choose,
        "sheet": sheet,
        "closed": _why_closed(release, owner),
        "series": form,
        "adds_series": series is not None,
        "media": form.media,
        "is_nav_sidebar_enabled": False,  # the table needs its room
    }
    return TemplateResponse(request, "desk/return_sheet.html", context)


def _why_closed(release: Release, owner: Department) -> str:
    """Why nothing can be saved in the sheet; empty where it can."""
    if not release.is_editable:
        return _("The release is %(state)s: its figures can be read here, not changed.") % {
            "state": release.get_state_display()
        }
    return str(HANDED_IN) if release.has_contribution_of(owner.pk) else ""


def told(saved: figures.SavedCounts) -> str:
    """What was done, in a sentence."""
    if not (saved.written or saved.removed):
        return _("Nothing was changed.")
    words = ngettext("Saved: %(count)d figure written", "Saved: %(count)d figures written", saved.written)
    words %= {"count": saved.written}
    removed = _("%(count)d removed from the draft") % {"count": saved.removed} if saved.removed else ""
    return str(_(", ")).join(filter(None, (words, removed)))
