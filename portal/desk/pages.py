"""What pages of the desk share: permissions, context, keys in addresses, and a release in words."""

from collections.abc import Callable
from functools import wraps

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
from portal.publishing.models import Release
from portal.publishing.summaries import kinds
from portal.records.errors import Refused
from portal.staff.models import User
from portal.statistics.models import CheckResult, Observation

View = Callable[..., HttpResponse]


def desk_view(view: View) -> View:
    """A view for whoever may sign in to the admin; its template has the context of the site."""

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


def back(
    request: HttpRequest, address: str, said: str, level: int = messages.SUCCESS
) -> HttpResponseRedirect:
    """To that page, with a message."""
    messages.add_message(request, level, said)
    return HttpResponseRedirect(address)


def refusal_text(error: Refused | DatabaseError) -> str:
    """Why an action was refused, by itself or by the database."""
    return explain(error) if isinstance(error, DatabaseError) else str(error)


#: The longest number that every column for one takes.
MOST_DIGITS = 18


def key_of(text: str) -> int | None:
    """The number of a row; None for a text that is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def refuse_nul(request: HttpRequest) -> None:
    """400 for a query with the one character that no text of the database can hold."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest


def change_address(release: Release) -> str:
    return reverse("admin:portal_release_change", args=[release.pk])


def state_now(release: Release) -> tuple[str, str]:
    """Code and word of the state as readers meet it: what is approved is public, or will be."""
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


def parts_of(request: HttpRequest, release: Release) -> list[dict]:
    """What the release holds besides its sections: how many, where to see them, where to add one."""
    writable = (
        release.is_editable
        and not release.has_contribution_of(request.user.department_id)
        and permissions.own(Release.objects.filter(pk=release.pk), request.user).exists()
    )
    models = (Observation, Commitment, CommitmentUpdate, *(kind.model for kind in kinds()), CheckResult)
    return [counted(request, release, model, writable=writable) for model in models]


def counted(request: HttpRequest, release: Release, model: type, *, writable: bool) -> dict:
    """How many records of a model the release holds, where to see them, and where to add one."""
    label, name = model._meta.app_label, model._meta.model_name
    can_add = writable and request.user.has_perm(f"{label}.add_{name}")
    return {
        "label": model._meta.verbose_name_plural,
        "count": permissions.for_user(model.objects.filter(release=release), request.user).count(),
        "list": f"{reverse(f'admin:{label}_{name}_changelist')}?release__id__exact={release.pk}",
        "add": f"{reverse(f'admin:{label}_{name}_add')}?release={release.pk}" if can_add else "",
    }
