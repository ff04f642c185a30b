"""Who may see and edit what: one rule for every door."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.facilities.models import Facility
from portal.publishing import permissions
from portal.publishing.models import Question, Release, Section
from portal.records.registry import record_types
from portal.staff.models import User
from portal.statistics.models import Check, Indicator, Observation, Series
from tests.world import (
    make_check,
    make_department,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_series,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def seen(model: type, user: User) -> list[int]:
    return sorted(permissions.for_user(model.objects.all(), user).values_list("pk", flat=True))


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator("new-indicator"), 5)
    return release


def test_draft_is_seen_by_its_department_only(draft, editor, reviewer, outsider, administrator):
    people = (editor, reviewer, outsider, administrator)

    found = {user.username: (seen(Release, user), seen(Observation, user)) for user in people}

    whole = ([draft.pk], [draft.observations.get().pk])
    assert found == {"editor": whole, "reviewer": whole, "outsider": ([], []), "administrator": whole}


def test_draft_is_seen_whole_by_a_contributing_department(draft, outsider):
    make_section(draft, "2", department=make_department("health"))

    assert seen(Release, outsider) == [draft.pk]
    assert seen(Observation, outsider) == [draft.observations.get().pk]
    assert len(seen(Section, outsider)) == 2


def test_draft_is_seen_by_a_department_whose_figure_it_holds(draft, outsider):
    make_figure(draft, make_indicator("health-indicator", department="health"), 7)

    assert seen(Release, outsider) == [draft.pk]


def test_public_release_is_seen_by_everybody_on_the_staff(draft, outsider):
    publish(draft)

    assert seen(Release, outsider) == [draft.pk]
    assert seen(Observation, outsider) == [draft.observations.get().pk]
    assert seen(Indicator, outsider) == [draft.observations.get().series.indicator_id]


def test_embargoed_release_shows_nothing_to_others(draft, outsider):
    publish(draft, timezone.now() + dt.timedelta(days=1))
    make_facility("announced", release=draft)

    shown = [seen(model, outsider) for model in (Release, Section, Observation, Indicator, Series, Facility)]

    assert shown == [[]] * 6


def test_check_of_an_unreleased_indicator_is_not_seen(draft, outsider, administrator):
    series = draft.observations.get().series
    check = make_check("agree", left=series, right=make_series(make_indicator("other")))

    assert seen(Check, outsider) == []
    assert seen(Check, administrator) == [check.pk]


def test_nobody_off_the_staff_sees_anything(draft, editor):
    editor.is_staff = False

    assert seen(Release, editor) == []


def test_each_model_has_a_rule_that_gives_no_row_twice(draft, editor, outsider):
    make_section(draft, "2", department=make_department("construction"))
    make_figure(draft, make_indicator("second"), 8)
    publish(draft)

    for model in record_types:
        for user in (editor, outsider):
            rows = list(permissions.for_user(model._base_manager.all(), user).values_list("pk", flat=True))
            assert len(rows) == len(set(rows)), model


def test_editing_is_for_editors_of_the_department(draft, editor, reviewer, outsider, administrator):
    rows = [draft, draft.sections.get(), draft.observations.get(), make_facility("place")]

    may = {
        u.username: [permissions.can_edit(u, row) for row in rows]
        for u in (editor, reviewer, outsider, administrator)
    }

    assert may == {
        "editor": [True] * 4,
        "reviewer": [False] * 4,
        "outsider": [False] * 4,
        "administrator": [True] * 4,
    }


def test_editing_ends_with_submission(draft, editor, administrator):
    publish(draft)
    rows = [Release.objects.get(), Section.objects.get(), Observation.objects.get()]

    assert [permissions.can_edit(user, row) for user in (editor, administrator) for row in rows] == [
        False
    ] * 6


def test_a_section_is_edited_by_its_department_and_laid_out_by_the_publisher(draft, editor, outsider):
    section = make_section(draft, "2", department=make_department("health"))
    question = Question(release=draft, section=section, number=1)

    assert (permissions.can_edit(editor, section), permissions.can_edit(outsider, section)) == (False, True)
    assert (permissions.can_edit(editor, question), permissions.can_edit(outsider, question)) == (False, True)
    assert permissions.can_add(editor, Section(release=draft, department=section.department))
    assert not permissions.can_add(outsider, Section(release=draft, department=draft.department))


def test_codelists_are_edited_by_administrators_only(editor, administrator):
    department = make_department("construction")

    assert (permissions.can_edit(editor, department), permissions.can_edit(administrator, department)) == (
        False,
        True,
    )


def test_review_is_for_a_reviewer_who_had_no_hand_in_it(draft, editor, reviewer, outsider, administrator):
    editor.groups.add(Group.objects.get(name="reviewer"))
    both = User.objects.get(pk=editor.pk)
    other = make_user("health-reviewer", "health", "reviewer")

    may = [permissions.can_review(user, draft) for user in (both, reviewer, outsider, administrator, other)]

    assert may == [False, True, False, False, False]


def test_roles_carry_the_permissions_that_follow(editor, reviewer, administrator):
    asked = (
        "add_observation",
        "change_observation",
        "view_observation",
        "change_department",
        "change_user",
        "view_user",
    )

    held = {
        u.username: [u.has_perm(f"portal.{name}") for name in asked]
        for u in (editor, reviewer, administrator)
    }

    assert held == {
        "editor": [True, True, True, False, False, False],
        "reviewer": [False, False, True, False, False, False],
        "administrator": [True] * 6,
    }
