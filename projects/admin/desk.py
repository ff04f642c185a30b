"""Projects on the desk: the blocks of the start page, and the addresses of the pages."""

import datetime as dt

from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext as _

from portal.desk.start_page import Block, Entry, block_of, day, list_address, within
from portal.staff.models import User
from projects.admin.bulk import bulk, bulk_download
from projects.admin.progress import open_draft, progress
from projects.models import Programme, Project, UndertakingState


def silent_projects(user: User, now: dt.datetime) -> Block | None:
    states = UndertakingState.objects.known_at(now).silent(now)
    return _block("silent-projects", _("Projects without a recent report"), states, "silent", user)


def late_projects(user: User, now: dt.datetime) -> Block | None:
    states = UndertakingState.objects.known_at(now).late(now)
    return _block("late-projects", _("Projects that are late"), states, "late", user)


def _block(code: str, title: str, states: QuerySet, stage: str, user: User) -> Block | None:
    """A block of the official's projects in these states, the earliest due first."""
    rows = within(states.of_projects(), user, "undertaking__department").select_related("undertaking")
    rows = rows.order_by(F("due").asc(nulls_last=True), "undertaking")
    return block_of(code, title, rows, list_address("projects_project", user, stage=stage), _entry)


def _entry(state: UndertakingState) -> Entry:
    due = _("due %(day)s") % {"day": day(state.due)} if state.due else ""
    reported = _("last reported %(day)s") % {"day": day(state.as_at)} if state.as_at else ""
    address = reverse("admin:projects_project_progress", args=[state.undertaking_id])
    return Entry(state.undertaking.name, address, " · ".join(filter(None, (due, reported))))


DESK_BLOCKS = [silent_projects, late_projects]
DESK_URLS = [
    path("projects/project/workbook/", bulk, name="projects_project_workbook"),
    path("projects/project/workbook/<str:form>/", bulk_download, name="projects_project_download"),
]
for model in (Programme, Project):
    name = model._meta.model_name
    page, about = f"projects/{name}/<int:pk>/progress/", {"model": model}
    DESK_URLS += [
        path(page, progress, about, name=f"projects_{name}_progress"),
        path(f"{page}draft/", open_draft, about, name=f"projects_{name}_draft"),
    ]
