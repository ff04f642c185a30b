"""Pages of the audit trail: all changes, and the history of one row."""

import heapq
import itertools
from collections.abc import Iterable, Iterator

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

from portal.desk.audit.entries import Entry, Place, entries, event_models, read, row_key
from portal.desk.audit.filter import Reach, TrailFilter
from portal.desk.corrections import correct_address
from portal.desk.pages import desk_view, key_of
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.staff.models import User
from portal.web.api.exports import CONTENT_TYPES, csv_lines, xlsx_bytes

PAGE = 50

#: The furthest page; what lies beyond is reached by naming days.
LAST_PAGE = 100

#: Changes read at a time for an export.
CHUNK = 500


@desk_view
def trail(request: HttpRequest) -> HttpResponse:
    if not (request.user.roles or request.user.is_superuser):
        raise PermissionDenied
    asked = TrailFilter(request.GET or {})
    number = _page_number(request)
    found = _newest(asked, request.user, (number - 1) * PAGE, number * PAGE + 1) if asked.is_valid() else []
    context = {
        "title": _("Audit trail"),
        "form": asked,
        "entries": entries(found[:PAGE], request.user),
        "newer": _link(request, number - 1) if number > 1 else "",
        "older": _link(request, number + 1) if len(found) > PAGE and number < LAST_PAGE else "",
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "desk/audit_trail.html", context)


def _newest(asked: TrailFilter, user: User, first: int, last: int) -> list[Model]:
    """Changes number `first` to `last` of all tables together. Each is asked for no more than could be needed."""
    times, reach = [], Reach(user)
    for model in asked.models():
        rows = asked.events(model, reach).values_list("pgh_created_at", "pgh_id")[:last]
        times += [(at, number, model) for at, number in rows]
    times.sort(key=lambda time: (time[0], time[2]._meta.label, time[1]), reverse=True)
    chosen = times[first:last]
    return read(chosen)


@desk_view
def trail_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything that the filter finds and the official may read, as a file, newest first; read as it is sent."""
    if not (request.user.roles or request.user.is_superuser):
        raise PermissionDenied
    asked = TrailFilter(request.GET or {})
    if not asked.is_valid():
        raise BadRequest
    language, lines = translation.get_language(), _lines(asked, request.user)

    def content() -> Iterator[bytes]:
        with translation.override(language):
            yield from (csv_lines if kind == "csv" else xlsx_bytes)(lines)

    answer = StreamingHttpResponse(content(), content_type=CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-trail.{kind}"'
    return answer


def _lines(asked: TrailFilter, user: User) -> Iterator[list[str]]:
    """Heading, then one line for each field that a change touched; a change that touched none has one line too."""
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
    places = _all_places(asked, user)
    while chunk := list(itertools.islice(places, CHUNK)):
        for entry in entries(read(chunk), user):
            yield from _lines_of(entry)


def _lines_of(entry: Entry) -> Iterable[list[str]]:
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    head = [at, entry.who, entry.action, entry.door, entry.kind, entry.subject, entry.row]
    return [[*head, one.label, one.before, one.after] for one in entry.changes] or [[*head, "", "", ""]]


def _all_places(asked: TrailFilter, user: User) -> Iterator[Place]:
    """Where the changes of all tables stand, newest first; each table is read in pieces."""
    reach = Reach(user)
    tables = [_places_in(model, asked, reach) for model in asked.models()]
    return heapq.merge(*tables, key=lambda place: (place[0], place[2]._meta.label, place[1]), reverse=True)


def _places_in(model: type[Model], asked: TrailFilter, reach: Reach) -> Iterator[Place]:
    rows, last = asked.events(model, reach), None
    while True:
        piece = rows.filter(pgh_id__lt=last) if last is not None else rows
        found = list(piece.values_list("pgh_created_at", "pgh_id")[:CHUNK])
        yield from ((at, number, model) for at, number in found)
        if len(found) < CHUNK:
            return
        last = found[-1][1]


def _page_number(request: HttpRequest) -> int:
    return min(key_of(request.GET.get("page", "")) or 1, LAST_PAGE)


def _link(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


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
