"""Helpers shared by the pages of the desk: permissions, template context, rows within the official's rights."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin, messages
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from portal.desk.db_errors import explain
from portal.publishing import permissions
from portal.records.errors import Refused
from portal.staff.models import User

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
