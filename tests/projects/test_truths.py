"""What must never be false of projects and what is reported of them, held by the database against raw SQL too."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from portal.publishing.actions import releases
from projects.models import (
    ABOUT_UNDERTAKINGS,
    ProgressReport,
    Undertaking,
    UndertakingState,
)
from tests.projects.world import (
    MAY,
    NOVEMBER,
    make_document,
    make_funding,
    make_item,
    make_micro,
    make_milestone,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import make_release, make_unit, make_user, moment, publish

pytestmark = pytest.mark.django_db


def run(sql: str, *params: object) -> None:
    """Run raw SQL as anybody with a database account could, deferred rules included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_predecessors_form_no_circle():
    one, two, three = (make_project(code) for code in ("one", "two", "three"))
    insert = "INSERT INTO projects_undertaking_predecessors (from_undertaking_id, to_undertaking_id) VALUES (%s, %s)"
    run(insert, two.pk, one.pk)
    run(insert, three.pk, two.pk)
    run(insert, three.pk, one.pk)

    for project, predecessor in ((one, one), (one, two), (one, three)):
        with pytest.raises(IntegrityError, match="continues one that continues it"):
            run(insert, project.pk, predecessor.pk)


@pytest.fixture(scope="module")
def released(shared) -> None:
    """One of each record, public since June."""
    release = make_undertakings("known")
    make_document(release, Undertaking.objects.get(code="known-project"))
    publish(release, at="2022-06-01")


@pytest.mark.parametrize("model", ABOUT_UNDERTAKINGS, ids=lambda model: model.__name__)
def test_released_record_is_never_changed_moved_or_deleted(released, model):
    row, table = model.objects.filter(undertaking__code="known-project").first(), model._meta.db_table
    other = make_project()

    for change in (
        f"UPDATE {table} SET undertaking_id = {other.pk} WHERE id = %s",
        f"UPDATE {table} SET paragraph = 8 WHERE id = %s",
        f"DELETE FROM {table} WHERE id = %s",
    ):
        with pytest.raises(IntegrityError, match="never rewritten|no work item"):
            run(change, row.pk)


@pytest.mark.parametrize("model", ABOUT_UNDERTAKINGS, ids=lambda model: model.__name__)
def test_known_range_is_never_stretched(released, model):
    with pytest.raises(IntegrityError, match="does not follow from the releases"):
        run(f"UPDATE {model._meta.db_table} SET superseded_at = '2023-01-01' WHERE released_at IS NOT NULL")


@pytest.mark.usefixtures("truncation_refused")
@pytest.mark.parametrize("model", [*ABOUT_UNDERTAKINGS, Undertaking], ids=lambda model: model.__name__)
def test_tables_are_never_truncated(model):
    with pytest.raises(DatabaseError, match="never truncated"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_two_versions_of_a_report_are_never_known_at_once():
    project = make_project()
    for slug, percent in (("first", 10), ("second", 20)):
        release = make_release(slug)
        make_report(release, project, percent=percent)
        publish(release, at="2022-06-01" if slug == "first" else "2022-12-23")

    with pytest.raises(IntegrityError, match="progress_known_once"):
        run(
            "ALTER TABLE projects_progressreport DISABLE TRIGGER USER;"
            "UPDATE projects_progressreport SET superseded_at = 'infinity'"
        )


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("progress_percent_in_range", {"percent": 101}),
        ("progress_percent_in_range", {"percent": -1}),
        ("progress_quantity_not_negative", {"work_item": "road", "quantity": -1}),
        ("progress_quantity_of_work_item", {"quantity": 5}),
        ("progress_status_known", {"percent": 5, "status": "suppressed"}),
    ],
)
def test_report_is_possible(name, fields):
    release, project = make_release(), make_project()
    make_item(release, project)

    with pytest.raises(IntegrityError, match=name):
        make_report(release, project, **fields)


def test_report_says_something():
    with pytest.raises(IntegrityError, match="progress_says_something"):
        ProgressReport.objects.create(release=make_release(), undertaking=make_project(), as_at=MAY)


def test_report_names_a_work_item_of_the_same_project():
    release, project, other = make_release(), make_project(), make_project()
    make_item(release, other, "road")

    with pytest.raises(IntegrityError, match="no work item road"):
        make_report(release, project, work_item="road", percent=5)


@pytest.mark.parametrize(("make", "stage"), [(make_project, "drawings"), (make_micro, "implementation")])
def test_stage_is_one_of_the_kind(make, stage):
    with pytest.raises(IntegrityError, match="not one of this kind"):
        make_report(make_release(), make(), stage)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("work_item_quantity_positive", {"planned_quantity": 0}),
        ("work_item_weight_positive", {"weight": 0}),
        ("work_item_quantity_has_unit", {"planned_quantity": 5, "unit": None}),
    ],
)
def test_work_item_is_possible(name, fields):
    with pytest.raises(IntegrityError, match=name):
        make_item(make_release(), make_project(), **fields)


def test_released_work_item_keeps_its_unit():
    project, release = make_project(), make_release()
    make_item(release, project, planned_quantity=987)
    publish(release)

    with pytest.raises(IntegrityError, match="another unit"):
        make_item(make_release(), project, planned_quantity=5, unit=make_unit("person"))


def test_money_is_not_negative():
    with pytest.raises(IntegrityError, match="funding_not_negative"):
        make_funding(make_release(), make_project(), -1)


def test_day_of_meeting_belongs_to_what_was_met():
    with pytest.raises(IntegrityError, match="milestone_met_on_when_met"):
        make_milestone(make_release(), make_project(), met_on=MAY)


def test_programme_is_part_of_nothing_and_nothing_else_has_projects():
    with pytest.raises(IntegrityError, match="undertaking_programme_has_none"), transaction.atomic():
        make_programme(programme=make_programme())
    with pytest.raises(IntegrityError, match="only a programme has projects"):
        make_project(programme=make_project())


def test_nothing_becomes_another_kind():
    project = make_project()

    with pytest.raises(DatabaseError, match="kind"):
        run("UPDATE projects_undertaking SET kind = 'programme' WHERE id = %s", project.pk)


def test_document_is_an_attachment_of_the_same_release(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = make_document(make_release(), make_project())

    with pytest.raises(IntegrityError, match="another release"):
        run(
            "UPDATE projects_projectdocument SET release_id = %s, section_id = NULL WHERE id = %s",
            make_release().pk,
            document.pk,
        )


def test_states_follow_each_act_on_a_release():
    project, at = make_project(), moment("2023-01-01")
    june = make_release("june")
    make_report(june, project, "preparation", percent=10)
    assert not UndertakingState.objects.exists()

    publish(june, at="2022-06-01")
    december = make_release("december")
    make_report(december, project, "implementation", percent=60, as_at=NOVEMBER)
    publish(december, at="2022-12-23")

    stages = UndertakingState.objects.values_list("stage", "known_from", "known_until")
    assert list(stages.order_by("known_from")) == [
        ("preparation", moment("2022-06-01"), moment("2022-12-23")),
        ("implementation", moment("2022-12-23"), None),
    ]
    reviewer = make_user("withdrawing", "construction", "reviewer")
    releases.withdraw(release=december, by=reviewer, reason_zh="误", reason_en="Mistake")
    assert UndertakingState.objects.known_at(at).get().stage == "implementation"
    assert UndertakingState.objects.order_by("known_from").last().stage == "preparation"


def test_states_of_a_project_never_overlap(released):
    with pytest.raises(IntegrityError, match="undertaking_state_once"):
        run(
            "INSERT INTO projects_undertakingstate (undertaking_id, known_from, known_until, stage, is_computed,"
            " reported_at, reported_on, is_finished, qualifier, steps)"
            " SELECT undertaking_id, now(), 'infinity', '', false, now(), now(), false, '', '[]'"
            " FROM projects_undertakingstate LIMIT 1"
        )


def test_public_from_the_time_of_release_with_nothing_run():
    project, release = make_project(), make_release()
    make_report(release, project)
    later = moment("2099-01-01")
    publish(release, at=later)

    known = Undertaking.objects.known_at
    assert not known(later - dt.timedelta(seconds=1)).exists()
    assert list(known(later)) == [project]


def test_programme_is_public_with_the_first_of_its_projects():
    programme = make_programme()
    project, release = make_project(programme=programme), make_release()
    make_report(release, project)
    assert programme not in Undertaking.objects.known_at(moment("2022-07-01"))

    publish(release, at="2022-06-01")

    assert programme in Undertaking.objects.known_at(moment("2022-07-01"))
    assert programme not in Undertaking.objects.known_at(moment("2022-05-01"))


def test_late_and_silent_come_by_the_calendar_and_by_what_others_say():
    project, other = make_project("quiet"), make_project("told")
    june = make_release("june")
    for undertaking in (project, other):
        make_report(june, undertaking)
        make_milestone(june, undertaking, due=dt.date(2022, 9, 30))
    publish(june, at="2022-06-01")
    december = make_release("december")
    make_report(december, other, as_at=NOVEMBER)
    publish(december, at="2022-12-23")

    assert late_and("silent", "2022-09-30") == ([], [])
    assert late_and("pending", "2022-09-30") == ([], ["quiet", "told"])
    assert late_and("not_heard", "2022-10-01") == ([], ["quiet", "told"])
    assert late_and("silent", "2022-10-01") == ([], [])
    assert late_and("silent", "2022-12-23") == (["told"], ["quiet"])


def late_and(state: str, day: str) -> tuple[list[str], list[str]]:
    at = moment(day)
    known = UndertakingState.objects.known_at(at)
    rows = (known.late(at), known.with_due_state(at, state))
    return tuple(sorted(rows.values_list("undertaking__code", flat=True)) for rows in rows)


def test_what_came_out_before_the_due_day_makes_nobody_silent():
    project, june = make_project("road"), make_release("june")
    make_report(june, project)
    make_milestone(june, project, due=dt.date(2022, 9, 30))
    publish(june, at="2022-06-01")

    publish(make_release("august"), at="2022-08-01")

    assert late_and("pending", "2022-08-02") == ([], ["road"])
    assert late_and("not_heard", "2023-01-01") == ([], ["road"])


def test_correction_and_document_of_an_earlier_day_make_nobody_silent():
    project, june = make_project("road"), make_release("june")
    make_report(june, project)
    make_milestone(june, project, due=dt.date(2022, 9, 30))
    publish(june, at="2022-06-01")

    publish(make_release("earlier", published_on=dt.date(2022, 8, 1)))
    publish(
        make_release("correction", kind="correction", corrects=june, reason_zh="误", reason_en="x"),
        "2022-12-02",
    )

    assert late_and("not_heard", timezone.localdate().isoformat()) == ([], ["road"])


def test_report_after_the_due_day_of_a_day_before_states_no_outcome():
    project, june, december = make_project("road"), make_release("june"), make_release("december")
    make_report(june, project)
    make_milestone(june, project, due=dt.date(2022, 9, 30))
    publish(june, at="2022-06-01")
    make_report(december, project, as_at=dt.date(2022, 9, 1))
    publish(december, at="2022-12-23")

    publish(make_release("next"), at="2023-06-01")

    assert late_and("mentioned", "2022-12-23") == ([], ["road"])
    assert late_and("silent", "2023-06-01") == ([], ["road"])


def test_a_release_of_another_department_makes_nobody_silent():
    project, june = make_project(), make_release("june")
    make_report(june, project)
    publish(june, at="2022-06-01")

    publish(make_release("police", department="police"), at="2022-12-23")

    assert not UndertakingState.objects.silent(moment("2023-01-01")).exists()
