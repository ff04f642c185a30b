"""Helpers shared by the pages of the desk: permissions, context, addresses, and a release in words."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.desk.db_errors import explain
from portal.publishing import permissions
from portal.publishing.models import Release, Section
from portal.publishing.models.released import kinds_in
from portal.publishing.summaries import kinds
from portal.records.errors import Refused
from portal.staff.models import User
from portal.statistics.models import CheckResult, Observation

View = Callable[..., HttpResponse]

#: The longest number that fits every numeric column.
MOST_DIGITS = 18


def desk_view(view: View) -> View:
    """A view for officials who may sign in to the admin; its template has the context of the admin site."""

    @wraps(view)
    def in_site(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data = admin.site.each_context(request) | (response.context_data or {})
        return response

    return admin.site.admin_view(in_site)


def visible_or_404(rows: QuerySet, request: HttpRequest, pk: int) -> Model:
    """The row, if the official may see it."""
    return get_object_or_404(permissions.for_user(rows, request.user), pk=pk)


def can_change(user: User, row: Model) -> bool:
    """Whether the official's roles and department let them change the row."""
    opts = row._meta
    return user.has_perm(f"{opts.app_label}.change_{opts.model_name}") and permissions.can_edit(user, row)


def concerns(user: User, row: Model) -> bool:
    """Whether the row concerns the official's own work; of other rows they see only what is public."""
    return permissions.own(type(row)._default_manager.filter(pk=row.pk), user).exists()


def back(
    request: HttpRequest, address: str, message: str, level: int = messages.SUCCESS
) -> HttpResponseRedirect:
    """Redirect with a message; 303 after a refusal, so that the draft of the form is kept."""
    messages.add_message(request, level, message)
    status = HTTPStatus.SEE_OTHER if level == messages.ERROR else HTTPStatus.FOUND
    return HttpResponseRedirect(address, status=status)


def refusal_text(error: Refused | DatabaseError) -> str:
    """Why an action, or the database, refused."""
    return explain(error) if isinstance(error, DatabaseError) else str(error)


def key_of(text: str) -> int | None:
    """A numeric key from an address or a hidden box; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def refuse_nul(request: HttpRequest) -> None:
    """400 for a query with a NUL character, which PostgreSQL cannot store."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest


def change_address(row: Model) -> str:
    """The admin page of a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def state_now(release: Release) -> tuple[str, str]:
    """Code and label of the state as readers see it: an approved release is public, or under embargo."""
    if release.state != Release.State.APPROVED:
        return release.state, release.get_state_display()
    if release.is_public(timezone.now()):
        return "public", pgettext("state of a release", "public")
    return "embargo", embargo_text(release)


def embargo_text(release: Release) -> str:
    """When an approved release becomes public, and how long that is from now."""
    local = timezone.localtime(release.released_at)
    return _("public from %(time)s, in %(left)s") % {
        "time": date_format(local, "Y-m-d H:i"),
        "left": timeuntil(release.released_at),
    }


def contents_of(user: User, release: Release) -> list[dict]:
    """The records of a release by model: how many, the list of them, and the form for another one."""
    writable = (
        release.is_editable
        and not release.has_contribution_of(user.department_id)
        and concerns(user, release)
    )
    models = (
        Section,
        Observation,
        Commitment,
        CommitmentUpdate,
        *(kind.model for kind in kinds()),
        CheckResult,
    )
    held, contents = kinds_in(release, models), []
    for model in models:
        label, name = model._meta.app_label, model._meta.model_name
        can_add = writable and user.has_perm(f"{label}.add_{name}")
        rows = model.objects.filter(release=release)
        contents.append(
            {
                "label": model._meta.verbose_name_plural,
                "count": permissions.for_user(rows, user).count() if model in held else 0,
                "list": f"{reverse(f'admin:{label}_{name}_changelist')}?release__id__exact={release.pk}",
                "add": f"{reverse(f'admin:{label}_{name}_add')}?release={release.pk}" if can_add else "",
            }
        )
    return contents
