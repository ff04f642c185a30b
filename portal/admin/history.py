"""The page behind “History” of one row: every recorded change of it, newest first."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import rights
from portal.admin.correcting import correct_address
from portal.admin.events import entries
from portal.models import Release, User

PAGE = 50


def may_read_history(user: User, row: Model) -> bool:
    """Whether the row concerns the official's own work; of others they see what is, not who did it."""
    return rights.own(type(row)._default_manager.filter(pk=row.pk), user).exists()


def history_view(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    row = model_admin.get_object(request, object_id)
    if row is None:
        raise Http404
    if not (model_admin.has_view_permission(request, row) and may_read_history(request.user, row)):
        raise PermissionDenied
    events = row.pgh_event_model.objects.filter(pgh_obj=row.pk).select_related("pgh_context")
    page = Paginator(events.order_by("-pgh_id"), PAGE).get_page(request.GET.get("page"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History: %(row)s") % {"row": row},
        "opts": model_admin.opts,
        "object": row,
        "release": row if isinstance(row, Release) else None,
        "module_name": capfirst(model_admin.opts.verbose_name_plural),
        "correct_address": correct_address(request.user, row),
        "page": page,
        "entries": entries(page.object_list, request.user),
    }
    return TemplateResponse(request, "admin/object_history.html", context)
