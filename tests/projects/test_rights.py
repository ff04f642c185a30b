"""Who among the officials sees which undertakings, and which releases their department takes part in."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.publishing import permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.staff.models import User
from projects.models import ABOUT_UNDERTAKINGS, Category, Project, ProjectDocument, Undertaking, WorkItem
from tests.projects.world import (
    link_commitment,
    make_benefit,
    make_document,
    make_funding,
    make_item,
    make_milestone,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import make_commitment, make_release, make_user, publish

pytestmark = pytest.mark.django_db

REASONS = {"reason_zh": "写错了", "reason_en": "It was wrong"}
RECORDS = {
    "report": make_report,
    "item": make_item,
    "funding": lambda release, project: make_funding(release, project, 100),
    "milestone": make_milestone,
    "benefit": lambda release, project: make_benefit(release, project, 5),
    "commitment": lambda release, project: link_commitment(release, project, make_commitment(release)),
    "document": make_document,
}


@pytest.fixture
def draft(editor) -> Release:
    return make_release("draft", by=editor)


def seen(model: type, user: User) -> list[int]:
    return sorted(permissions.for_user(model.objects.all(), user).values_list("pk", flat=True))


def test_every_kind_of_record_has_a_builder():
    assert len(RECORDS) == len(ABOUT_UNDERTAKINGS)


@pytest.mark.parametrize("kind", RECORDS)
def test_department_takes_part_in_a_release_by_any_record_of_its_projects(draft, outsider, kind):
    RECORDS[kind](draft, make_project(department="health"))

    assert seen(Release, outsider) == [draft.pk]


@pytest.mark.parametrize("kind", RECORDS)
def test_undertaking_is_seen_by_those_who_take_part_in_a_release_about_it(draft, editor, outsider, kind):
    foreign = make_project(department="health")
    RECORDS[kind](draft, foreign)
    stranger = make_user("stranger", "education", "editor")

    assert seen(Undertaking, editor) == seen(Project, editor) == [foreign.pk]
    assert seen(Undertaking, stranger) == []


def test_undertaking_of_a_draft_is_seen_by_its_department_only(
    draft, editor, reviewer, outsider, administrator
):
    project = make_project()
    make_report(draft, project)

    found = {user.username: seen(Project, user) for user in (editor, reviewer, outsider, administrator)}

    own = [project.pk]
    assert found == {"editor": own, "reviewer": own, "outsider": [], "administrator": own}


def test_undertaking_is_seen_by_all_once_released_and_not_before(draft, outsider):
    project = make_project()
    make_report(draft, project)
    publish(draft, timezone.now() + dt.timedelta(days=1))

    before = seen(Project, outsider)
    after = list(permissions.for_user(Project.objects.all(), outsider, timezone.now() + dt.timedelta(days=2)))

    assert before == []
    assert [one.pk for one in after] == [project.pk]


def test_undertaking_is_edited_by_its_department_alone(editor, reviewer, outsider, administrator):
    programme = make_programme()
    people = (editor, reviewer, outsider, administrator)

    assert [permissions.can_edit(user, programme) for user in people] == [True, False, False, True]


def test_record_is_edited_while_its_release_is_written(draft, editor, outsider):
    item = make_item(draft, make_project())
    before = (permissions.can_edit(editor, item), permissions.can_edit(outsider, item))

    publish(draft)

    item.refresh_from_db()
    assert before == (True, False)
    assert not permissions.can_edit(editor, WorkItem.objects.get())


def test_category_is_edited_by_administrators_alone(editor, administrator):
    category = Category(code="roads")

    assert (permissions.can_edit(editor, category), permissions.can_edit(administrator, category)) == (
        False,
        True,
    )


@pytest.mark.parametrize("kind", RECORDS)
def test_release_of_project_records_alone_can_be_submitted(draft, editor, kind):
    RECORDS[kind](draft, make_project())
    for model in ABOUT_UNDERTAKINGS:
        model.objects.update(section=None, paragraph=None)
    draft.commitments.update(section=None, paragraph=None)
    draft.sections.all().delete()

    assert releases.submit(release=draft, by=editor).state == "submitted"


def test_release_with_nothing_in_it_cannot_be_submitted(draft, editor):
    draft.sections.all().delete()

    with pytest.raises(Invalid):
        releases.submit(release=draft, by=editor)


def test_correction_begins_with_copies_of_the_chosen_records(editor):
    public = publish(make_undertakings("june"))
    report = public.progressreports.get(work_item="road")
    money = public.fundings.get(source="total")
    item = public.workitems.get()

    correction = releases.start_correction(
        release=public, by=editor, records=[report, money, item], **REASONS
    )

    copy = correction.progressreports.get()
    assert (copy.undertaking, copy.work_item, copy.as_at, copy.quantity) == (
        report.undertaking,
        "road",
        report.as_at,
        500,
    )
    assert (copy.section, copy.paragraph, copy.released_at) == (None, None, None)
    assert correction.fundings.get().amount == 6_760_000
    assert correction.workitems.get().planned_quantity == 987
    assert correction.milestones.count() == 0


def test_correction_supersedes_what_it_copied_and_nothing_else(editor):
    public = publish(make_undertakings("june"))
    money = public.fundings.get(source="total")
    correction = releases.start_correction(release=public, by=editor, records=[money], **REASONS)
    correction.fundings.update(amount=7_000_000)

    publish(correction)

    known = type(money).objects.known_at(timezone.now())
    assert sorted(known.values_list("source", "amount")) == [
        ("government", 2_920_000),
        ("society", 3_800_000),
        ("total", 7_000_000),
    ]


def test_correction_takes_no_document_and_no_record_of_another_release(draft, editor):
    project = make_project()
    document = make_document(draft, project)
    make_report(draft, project)
    public = publish(draft)
    other = make_item(make_release(), project)

    for wrong in (ProjectDocument.objects.get(pk=document.pk), other):
        with pytest.raises(Invalid):
            releases.start_correction(release=public, by=editor, records=[wrong], **REASONS)
