"""The page behind “History” of one row: every recorded change of it, newest first."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.desk.audit.entries import Place, entries, event_models, read, row_key
from portal.desk.corrections import correct_address
from portal.desk.pages import desk_view
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.staff.models import User

PAGE = 50


def can_read_history(user: User, row: Model) -> bool:
    """Whether its changes are recorded and it concerns the official's own work; of others they see only what is."""
    return _is_recorded(row) and permissions.own(type(row)._default_manager.filter(pk=row.pk), user).exists()


@desk_view
def history(request: HttpRequest, model_admin: ModelAdmin, object_id: str) -> HttpResponse:
    row = model_admin.get_object(request, object_id)
    if row is None or not _is_recorded(row):
        raise Http404
    if not (model_admin.has_view_permission(request, row) and can_read_history(request.user, row)):
        raise PermissionDenied
    page = Paginator(_changes_of(row), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("History: %(row)s") % {"row": row},
        "opts": model_admin.opts,
        "object": row,
        "release": row if isinstance(row, Release) else None,
        "module_name": capfirst(model_admin.opts.verbose_name_plural),
        "correct_address": correct_address(request.user, row),
        "page": page,
        "entries": entries(read(page.object_list), request.user),
    }
    return TemplateResponse(request, "admin/object_history.html", context)


def _is_recorded(row: Model) -> bool:
    """Not what the portal itself derives or counts, such as the states of projects."""
    return hasattr(row, "pgh_event_model")


def _changes_of(row: Model) -> list[Place]:
    """Where the changes of the row stand, and those of the links that belong to it, such as an official's roles."""
    tables = [(row.pgh_event_model, "pgh_obj")]
    tables += [
        (model, name) for model in event_models() if (name := _owner(model)) and _is_of(model, name, row)
    ]
    places = [
        (at, number, model)
        for model, name in tables
        for at, number in model.objects.filter(**{name: row.pk}).values_list("pgh_created_at", "pgh_id")
    ]
    return sorted(places, key=lambda place: (place[0], place[2]._meta.label, place[1]), reverse=True)


def _owner(model: type[Model]) -> str:
    """Of a table of changes of links the column of what the links belong to: the first; of other tables nothing."""
    if row_key(model) != "id":
        return ""
    return next(c.name for c in model._meta.fields if c.is_relation and not c.name.startswith("pgh_"))


def _is_of(model: type[Model], name: str, row: Model) -> bool:
    return model._meta.get_field(name).related_model._meta.concrete_model is row._meta.concrete_model
