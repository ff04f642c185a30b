"""Pages of the audit trail: all changes, and the history of one row."""

import heapq
import itertools
from collections.abc import Iterator

from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.desk.audit.entries import (
    FieldChange,
    Place,
    entries,
    event_models,
    newest_first,
    read,
    row_key,
)
from portal.desk.audit.filter import Reach, TrailFilter
from portal.desk.corrections import correct_address
from portal.desk.pages import concerns, desk_view, key_of
from portal.publishing.models import Release
from portal.staff.models import User
from portal.web.api.exports import CONTENT_TYPES, csv_lines, xlsx_bytes

PAGE = 50
#: The last page; for older changes, filter by days.
LAST_PAGE = 100
#: Changes read at a time for an export.
CHUNK = 500


@desk_view
def trail(request: HttpRequest) -> HttpResponse:
    """Administrators search all changes, other officials those that concern their department."""
    asked = _filter_or_403(request)
    number = min(key_of(request.GET.get("page", "")) or 1, LAST_PAGE)
    found = _newest(asked, request.user, (number - 1) * PAGE, number * PAGE + 1) if asked.is_valid() else []
    context = {
        "title": _("Audit trail"),
        "form": asked,
        "entries": entries(found[:PAGE], request.user),
        "newer": _page_link(request, number - 1) if number > 1 else "",
        "older": _page_link(request, number + 1) if len(found) > PAGE and number < LAST_PAGE else "",
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "desk/audit_trail.html", context)


@desk_view
def trail_file(request: HttpRequest, kind: str) -> HttpResponse:
    """All matching changes that the official may read, as a file, newest first; streamed."""
    asked = _filter_or_403(request)
    if not asked.is_valid():
        raise BadRequest
    language, lines = translation.get_language(), _lines(asked, request.user)

    def why_empty() -> str:
        return _("No change matches these filters.")

    def content() -> Iterator[bytes]:
        with translation.override(language):
            yield from csv_lines(lines) if kind == "csv" else xlsx_bytes(lines, why_empty)

    answer = StreamingHttpResponse(content(), content_type=CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-trail.{kind}"'
    return answer


def _filter_or_403(request: HttpRequest) -> TrailFilter:
    if not (request.user.roles or request.user.is_superuser):
        raise PermissionDenied
    return TrailFilter(request.GET or {})


def _newest(asked: TrailFilter, user: User, first: int, last: int) -> list[Model]:
    """The changes from `first` to `last` of all tables together. No more than `last` are read of each table."""
    places, reach = [], Reach(user)
    for model in asked.models():
        rows = asked.events(model, reach).values_list("pgh_created_at", "pgh_id")[:last]
        places += [(at, number, model) for at, number in rows]
    return read(sorted(places, key=newest_first, reverse=True)[first:last])


def _page_link(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _lines(asked: TrailFilter, user: User) -> Iterator[list[str]]:
    """A header, then a line for each changed field; a change without changed fields has one line, too."""
    yield [
        _("Time"),
        _("Who"),
        _("Action"),
        _("Door"),
        pgettext("audit", "Change"),
        _("What"),
        _("Row"),
        _("Field"),
        _("Before"),
        _("After"),
    ]
    reach = Reach(user)
    tables = [_places_in(model, asked, reach) for model in asked.models()]
    places = heapq.merge(*tables, key=newest_first, reverse=True)
    while chunk := list(itertools.islice(places, CHUNK)):
        for entry in entries(read(chunk), user):
            at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
            head = [at, entry.who, entry.action, entry.door, entry.kind, entry.subject, entry.row]
            for change in entry.changes or [FieldChange("", "", "")]:
                yield [*head, change.label, change.before, change.after]


def _places_in(model: type[Model], asked: TrailFilter, reach: Reach) -> Iterator[Place]:
    """The positions of the matching changes in one table, read in chunks."""
    rows, last = asked.events(model, reach), None
    while True:
        chunk = rows.filter(pgh_id__lt=last) if last is not None else rows
        found = list(chunk.values_list("pgh_created_at", "pgh_id")[:CHUNK])
        yield from ((at, number, model) for at, number in found)
        if len(found) < CHUNK:
            return
        last = found[-1][1]


def can_read_history(user: User, row: Model) -> bool:
    """Whether changes of the row are recorded, and the row concerns the official's own work."""
    return hasattr(row, "pgh_event_model") and concerns(user, row)


@desk_view
def history(request: HttpRequest, model_admin: ModelAdmin, object_id: str) -> HttpResponse:
    """The history of one row: every recorded change, newest first."""
    row = model_admin.get_object(request, object_id)
    if row is None or not hasattr(row, "pgh_event_model"):  # derived rows, such as statuses of projects
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


def _changes_of(row: Model) -> list[Place]:
    """The changes of the row and of the links that belong to it, such as the roles of an official."""
    tables = [(row.pgh_event_model, "pgh_obj")]
    for model in event_models():
        if row_key(model) == "id":  # links belong to the row of their first relation
            owner = next(c for c in model._meta.fields if c.is_relation and not c.name.startswith("pgh_"))
            if owner.related_model._meta.concrete_model is row._meta.concrete_model:
                tables.append((model, owner.name))
    places = [
        (at, number, model)
        for model, name in tables
        for at, number in model.objects.filter(**{name: row.pk}).values_list("pgh_created_at", "pgh_id")
    ]
    return sorted(places, key=newest_first, reverse=True)
