"""What must never be false of released records, held by the database against raw SQL too."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from portal.commitments.models import Commitment
from portal.publishing.actions import releases
from portal.publishing.models import Question, Release, Section
from portal.staff.audit import acting
from portal.statistics.models import CheckResult, Observation
from tests.world import (
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    make_update,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db


def run(sql: str, *params: object) -> int:
    """Run raw SQL as anybody with a database account could, deferred rules included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return rows


@pytest.fixture(scope="module")
def figure(shared) -> Observation:
    release = make_release("june")
    figure = make_figure(release, make_indicator("cases"), 215)
    publish(release, at="2022-06-01")
    figure.refresh_from_db()
    return shared(figure)


def test_two_versions_of_a_figure_are_never_known_at_once(figure):
    release = make_release()
    make_figure(release, figure.series.indicator, 216)
    publish(release)
    run("SELECT 1")

    with pytest.raises(IntegrityError, match="observation_known_once"):
        run(
            "ALTER TABLE portal_observation DISABLE TRIGGER USER;"
            "UPDATE portal_observation SET superseded_at = 'infinity' WHERE id = %s",
            figure.pk,
        )


@pytest.mark.parametrize(
    "column", ["value = 1", "note_zh = 'x'", "as_printed = 'x'", "period_end = '2022-06-30'", "paragraph = 9"]
)
def test_released_figure_is_never_changed(figure, column):
    with pytest.raises(IntegrityError, match="never rewritten"):
        run(f"UPDATE portal_observation SET {column} WHERE id = %s", figure.pk)


def test_released_figure_is_never_deleted(figure):
    with pytest.raises(IntegrityError, match="never rewritten"):
        run("DELETE FROM portal_observation WHERE id = %s", figure.pk)


def test_released_figure_is_never_moved_to_another_release(figure):
    draft = make_release()

    with pytest.raises(IntegrityError, match="never rewritten"):
        run(
            "UPDATE portal_observation SET release_id = %s, section_id = NULL WHERE id = %s",
            draft.pk,
            figure.pk,
        )


def test_figure_is_never_added_to_a_released_release(figure):
    with pytest.raises(IntegrityError, match="never rewritten"):
        make_figure(figure.release, make_indicator(), 1)


@pytest.mark.parametrize(
    "table", ["observation", "commitment", "checkresult", "release", "section", "question", "series"]
)
@pytest.mark.usefixtures("truncation_refused")
def test_released_tables_are_never_truncated(table):
    with pytest.raises(IntegrityError, match="never truncated"):
        run(f"TRUNCATE portal_{table} CASCADE")


def test_release_time_that_has_passed_is_never_changed(figure):
    with pytest.raises(IntegrityError, match="never changed"):
        run("UPDATE portal_observation SET released_at = '2022-07-01' WHERE id = %s", figure.pk)


@pytest.mark.parametrize("end", ["2022-07-01", "2999-01-01"])
def test_range_is_never_closed_without_successor_or_withdrawal(figure, end):
    with pytest.raises(IntegrityError, match="does not follow from the releases"):
        run("UPDATE portal_observation SET superseded_at = %s WHERE id = %s", end, figure.pk)


def test_superseded_range_is_never_reopened(figure):
    release = make_release()
    make_figure(release, figure.series.indicator, 216)
    publish(release)

    with pytest.raises(IntegrityError, match="does not follow from the releases|observation_known_once"):
        run("UPDATE portal_observation SET superseded_at = 'infinity' WHERE id = %s", figure.pk)


@pytest.mark.parametrize(
    "change",
    [
        "title_zh = 'x'",
        "released_at = '2022-07-01'",
        "decided_at = now()",
        "state = 'draft'",
        "kind = 'article', slug = 'x'",
    ],
)
def test_released_release_is_never_changed(figure, change):
    with pytest.raises(DatabaseError, match="only ever withdrawn|never rewritten|Invalid transition"):
        run(f"UPDATE portal_release SET {change} WHERE id = %s", figure.release_id)


def test_released_release_is_never_deleted(figure):
    with pytest.raises(IntegrityError, match="only a draft"):
        run("DELETE FROM portal_release WHERE id = %s", figure.release_id)


def test_parts_of_a_submitted_release_are_frozen(editor):
    release = make_release(by=editor)
    commitment = make_commitment(release)
    Question.objects.create(
        release=release,
        section=release.sections.first(),
        number=1,
        question_zh="问",
        question_en="Q",
        answer_zh="答",
        answer_en="A",
        outlet_zh="报",
        outlet_en="P",
        speaker_zh="人",
        speaker_en="S",
    )
    releases.submit(release=release, by=editor)

    for rows in (Section.objects, Question.objects):
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            rows.filter(release=release).update(number=7)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(due="2030-01-01")


def test_state_moves_only_along_its_arrows(editor):
    release = make_release(by=editor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            state="approved",
            released_at=timezone.now(),
            decision="approve",
            decided_by=editor,
            decided_at=timezone.now(),
        )


def test_editor_never_decides_even_by_raw_sql(editor, reviewer):
    release = make_release(by=reviewer)
    releases.submit(release=release, by=editor)

    with pytest.raises(IntegrityError, match="cannot decide"):
        run(
            "UPDATE portal_release SET state = 'approved', decision = 'approve', decided_by_id = %s,"
            " decided_at = now(), released_at = now() WHERE id = %s",
            reviewer.pk,
            release.pk,
        )


def test_submitter_never_decides(editor):
    release = make_release()
    releases.submit(release=release, by=editor)

    with pytest.raises(IntegrityError, match="cannot decide"):
        run(
            "UPDATE portal_release SET state = 'returned', decision = 'return', decision_reason = 'x',"
            " decided_by_id = %s, decided_at = now() WHERE id = %s",
            editor.pk,
            release.pk,
        )


def test_other_department_never_decides(editor, outsider):
    release = make_release(by=editor)
    releases.submit(release=release, by=editor)

    with pytest.raises(IntegrityError, match="publishing department"):
        run(
            "UPDATE portal_release SET state = 'approved', decision = 'approve', decided_by_id = %s,"
            " decided_at = now(), released_at = now() WHERE id = %s",
            outsider.pk,
            release.pk,
        )


@pytest.mark.parametrize("missing", ["decision = ''", "decided_by_id = NULL", "decided_at = NULL"])
def test_decision_decider_and_time_are_set_together(editor, reviewer, missing):
    release = make_release(by=editor)
    releases.submit(release=release, by=editor)

    with pytest.raises(IntegrityError, match="release_decision_whole|release_state_follows_decision"):
        run(
            "WITH signed AS (SELECT 'return'::text AS decision) UPDATE portal_release SET state = 'returned', "
            "decision_reason = 'x', "
            + ", ".join(
                {
                    "decision": "decision = 'return'",
                    "decided_by_id": f"decided_by_id = {reviewer.pk}",
                    "decided_at": "decided_at = now()",
                    missing.partition(" ")[0]: missing,
                }.values()
            )
            + " WHERE id = %s",
            release.pk,
        )


def test_editor_of_a_release_is_never_forgotten(editor):
    release = make_release(by=editor)

    with pytest.raises(IntegrityError, match="never forgotten"):
        run("DELETE FROM portal_releaseeditor WHERE release_id = %s", release.pk)


def test_meaning_of_released_figures_is_fixed(figure):
    with pytest.raises(IntegrityError, match="are fixed"):
        run("UPDATE portal_indicator SET basis = 'point' WHERE id = %s", figure.series.indicator_id)


def test_series_key_never_changes(figure):
    with pytest.raises(Exception, match="key_never_changes|Cannot update"), transaction.atomic():
        run('UPDATE portal_series SET dimensions = \'{"a": "b"}\' WHERE id = %s', figure.series_id)


def test_series_has_exactly_the_dimensions_of_its_indicator(db):
    indicator = make_indicator(dimensions={"type": ["fraud"]})

    for dimensions in ({}, {"type": "unheard"}, {"type": "fraud", "age": "old"}):
        with pytest.raises(IntegrityError, match="not values"), transaction.atomic():
            make_series(indicator, **dimensions)


@pytest.mark.parametrize(("value", "status"), [(None, "normal"), (5, "missing"), (5, "suppressed")])
def test_value_is_left_out_exactly_when_withheld(db, value, status):
    release, indicator = make_release(), make_indicator()

    with pytest.raises(IntegrityError, match="observation_value_unless_withheld"), transaction.atomic():
        make_figure(release, indicator, value, status=status)


@pytest.mark.parametrize(
    ("basis", "start"),
    [
        ("ytd", None),
        ("ytd", dt.date(2022, 2, 1)),
        ("period", None),
        ("point", dt.date(2022, 1, 1)),
        ("since_start", dt.date(2022, 1, 1)),
    ],
)
def test_period_fits_the_basis(db, basis, start):
    release, indicator = make_release(), make_indicator(basis=basis)

    with pytest.raises(IntegrityError, match="does not fit basis"), transaction.atomic():
        make_figure(release, indicator, 1, period_start=start)


def test_value_has_no_more_decimals_than_its_indicator(db):
    release, indicator = make_release(), make_indicator(decimals=1)

    with pytest.raises(IntegrityError, match="decimals"), transaction.atomic():
        make_figure(release, indicator, "91.64")


def test_count_below_the_smallest_is_never_stored(db):
    release, indicator = make_release(), make_indicator(smallest_count=5)

    with pytest.raises(IntegrityError, match="smallest count"), transaction.atomic():
        make_figure(release, indicator, 3)


def test_count_below_zero_is_never_stored(db):
    release, indicator = make_release(), make_indicator()

    with pytest.raises(IntegrityError, match="below zero"), transaction.atomic():
        make_figure(release, indicator, -3)


def test_withdrawal_closes_the_ranges_and_keeps_the_rows(figure, reviewer):
    releases.withdraw(release=figure.release, by=reviewer, reason_zh="有误", reason_en="wrong")
    run("SELECT 1")

    figure.refresh_from_db()
    release = Release.objects.get(pk=figure.release_id)
    assert figure.superseded_at == release.withdrawn_at
    assert Observation.objects.known_at(timezone.now()).count() == 0
    assert Observation.objects.known_at(moment("2022-07-01")).get() == figure


def test_result_of_a_check_is_frozen_with_its_release(db):
    indicator = make_indicator()
    for slug, day, value, end in [
        ("a", "2022-06-01", 10, "2022-05-31"),
        ("b", "2022-12-23", 9, "2022-12-23"),
    ]:
        release = make_release(slug)
        make_figure(release, indicator, value, period_end=end)
        publish(release, at=day)

    result = CheckResult.objects.get()
    with pytest.raises(IntegrityError, match="never rewritten"):
        run("UPDATE portal_checkresult SET passed = true WHERE id = %s", result.pk)


def test_report_on_a_commitment_is_frozen_with_its_release(db):
    promised = make_release()
    commitment = make_commitment(promised)
    publish(promised, at="2022-06-01")
    reported = make_release()
    update = make_update(reported, commitment, "kept")
    publish(reported, at="2022-12-23")

    with pytest.raises(IntegrityError, match="never rewritten"):
        run("UPDATE portal_commitmentupdate SET outcome = 'not_kept' WHERE id = %s", update.pk)


def test_figures_that_went_into_a_result_stay_with_it(figure):
    release = make_release()
    make_figure(release, figure.series.indicator, 216)
    publish(release)

    with pytest.raises(IntegrityError, match="never rewritten"):
        run("DELETE FROM portal_checkoperand")


def test_audit_trail_is_only_ever_appended_to(figure):
    for sql in ("DELETE FROM portal_observationevent", "UPDATE portal_observationevent SET value = 1"):
        with pytest.raises(DatabaseError, match="append_only"):
            run(sql)


def test_areas_of_a_commitment_are_frozen_with_it():
    release = make_release()
    commitment = make_commitment(release)
    commitment.areas.add(make_area())
    publish(release, at="2022-06-01")

    for change in (
        commitment.areas.clear,
        lambda: commitment.areas.add(make_area("fenglin", "subdistrict")),
    ):
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            change()


def test_whoever_changes_the_areas_of_a_commitment_is_its_editor(editor):
    release = make_release()
    commitment = make_commitment(release)

    with acting(editor, action="test"):
        commitment.areas.add(make_area())

    assert editor in release.editors.all()


def test_giving_and_taking_a_role_is_in_the_audit_trail(editor, administrator):
    with acting(administrator, action="test"):
        editor.groups.clear()

    event = apps.get_model("portal.MembershipEvent").objects.latest("pgh_id")
    assert (event.user_id, event.group.name, event.pgh_label) == (editor.pk, "editor", "delete")
    assert event.pgh_context.metadata["user"] == administrator.pk
