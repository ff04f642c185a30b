"""Each action is recorded by itself: its name, actor, door and release, however many there are in one request."""

import ast
from pathlib import Path

import pghistory
import pytest
from django.conf import settings
from django.db import transaction

from portal.desk.audit.entries import ACTIONS
from portal.facilities.models import Facility
from portal.staff.audit import acting, through
from tests.world import make_facility, make_release, make_user

pytestmark = pytest.mark.django_db


def recorded(place: Facility) -> list[dict]:
    events = place.pgh_event_model.objects.filter(pgh_obj=place.pk, pgh_label="update")
    return [event.pgh_context.metadata for event in events.order_by("pgh_id").select_related("pgh_context")]


def rename(place: Facility, name: str) -> None:
    Facility.objects.filter(pk=place.pk).update(name_en=name)


def test_two_actions_of_one_request_keep_each_its_own_name(editor, reviewer):
    place, release = make_facility("place"), make_release("draft", by=editor)

    with pghistory.context(user=editor.pk, url="/admin/"), transaction.atomic():
        with acting(editor, action="change", door="form", release=release):
            rename(place, "One")
        with acting(reviewer, action="load", door="workbook"):
            rename(place, "Two")
        rename(place, "Three")

    assert recorded(place) == [
        {"url": "/admin/", "user": editor.pk, "action": "change", "door": "form", "release": "draft"},
        {"url": "/admin/", "user": reviewer.pk, "action": "load", "door": "workbook"},
        {"url": "/admin/", "user": editor.pk},
    ]


def test_action_within_another_has_its_door_and_nothing_else_of_it(editor):
    place, release = make_facility("place"), make_release("draft", by=editor)
    other = make_user("other", "construction", "editor")

    with acting(editor, action="change", door="form", release=release):
        rename(place, "One")
        with acting(other, action="answer"):
            rename(place, "Two")
        rename(place, "Three")

    outer = {"user": editor.pk, "action": "change", "door": "form", "release": "draft"}
    assert recorded(place) == [outer, {"user": other.pk, "action": "answer", "door": "form"}, outer]


def test_action_that_fails_leaves_the_outer_one_in_place(editor):
    place = make_facility("place")

    with through("command"), acting(editor, action="change"):
        with pytest.raises(ValueError, match="refused"), acting(editor, action="load"):
            raise ValueError("refused")
        rename(place, "One")

    assert recorded(place) == [{"user": editor.pk, "action": "change", "door": "command"}]


def named_actions() -> set[str]:
    """The names that the code gives to `acting` and to the context of commands, where it spells them."""
    found = set()
    for app in ("portal", "projects"):
        for file in Path(settings.BASE_DIR, app).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _called(call) in {"acting", "context"}:
                    values = (k.value for k in call.keywords if k.arg == "action")
                    found |= {value.value for value in values if isinstance(value, ast.Constant)}
    return found


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.slow("5 s: does everything that officials do")
def test_every_action_has_a_name_that_officials_read():
    assert named_actions() - ACTIONS.keys() == set()
    assert "approve" in named_actions()
