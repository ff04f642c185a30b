"""Every door through which officials write is named in the audit trail, with who wrote and what they did."""

import pytest
from django.urls import reverse

from portal.desk.audit.entries import event_models
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.audit import through
from tests.world import make_everything, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
REASONS = {"reason_zh": "写错了", "reason_en": "It was wrong"}


def marks() -> dict[type, int]:
    return {
        model: model.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
        for model in event_models()
    }


def recorded_since(before: dict[type, int]) -> set[tuple]:
    """(user, action, door) of every change since."""
    found = set()
    for model, last in before.items():
        for event in model.objects.filter(pgh_id__gt=last).select_related("pgh_context"):
            about = event.pgh_context.metadata if event.pgh_context else {}
            found.add((about.get("user"), about.get("action"), about.get("door")))
    return found


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator("cases"), 5)
    return release


def post(client, user, name: str, row, **form):
    client.force_login(user)
    return client.post(reverse(f"admin:portal_{name}", args=[row.pk]), {"confirmed": "1", **form})


def test_acts_name_their_door(client, editor, reviewer, draft):
    before = marks()

    post(client, editor, "release_submit", draft)
    seen = Release.objects.get().submitted_at.isoformat()
    row = draft.observations.get()
    comment = {f"comment:portal.observation:{row.pk}": "Why?"}
    post(client, reviewer, "release_return", draft, seen=seen, reason="数字有误", **comment)
    post(client, editor, "release_comments", draft, **{f"answer-{draft.comments.get().pk}": "Counted anew"})
    post(client, editor, "release_explain", draft)

    assert recorded_since(before) == {
        (editor.pk, "submit", "form"),
        (reviewer.pk, "comment", "form"),
        (reviewer.pk, "return", "form"),
        (editor.pk, "answer", "form"),
    }


def test_forms_rows_in_them_and_lists_name_their_door(client, editor, draft):
    figure = draft.observations.get()
    before = marks()
    client.force_login(editor)

    client.post(
        reverse("admin:portal_observation_changelist"),
        {"action": "delete_selected", "_selected_action": [figure.pk], "post": "yes"},
    )

    assert not draft.observations.exists()
    assert recorded_since(before) == {(editor.pk, "delete", "form")}


def test_correcting_in_one_step_names_its_door(client, editor, draft):
    publish(draft)
    figure = draft.observations.get()
    before = marks()
    client.force_login(editor)

    client.post(f"{reverse('admin:correct')}?figure={figure.pk}", REASONS)

    assert recorded_since(before) == {(editor.pk, "correct", "form")}


def test_door_of_a_command_is_named_by_what_it_does(editor):
    release = make_everything("all")
    before = marks()

    with through("command"):
        releases.submit(release=release, by=editor)

    assert recorded_since(before) == {(editor.pk, "submit", "command")}
