"""The sets by which projects are counted: kept while the same is in force, made anew when anything changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.web.as_of import Moment
from projects.facet_index import bits_of, facet_index_at, ordered, sets_of
from projects.filters import KEYSETS
from projects.models import UndertakingState
from tests.projects.world import make_category, make_milestone, make_programme, make_project, make_report
from tests.world import commit, make_area, make_indicator, make_release, moment, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(db):
    release, project = make_release(), make_project("road", plan_year=2022)
    make_report(release, project)
    make_report(release, make_programme("works"))
    make_milestone(release, project)
    publish(release, "2022-06-17")
    return project


def queries(at: dt.datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        facet_index_at(at)
    return len(captured)


def test_a_set_has_a_bit_for_each(db):
    assert bits_of([0, 9, 3], 10) == 0b1000001001
    assert bits_of([], 0) == 0


@pytest.mark.parametrize("different", [1, 3, 300])
def test_values_have_their_sets_however_many_there_are(different):
    values = [number * 7 % different or None for number in range(1000)]

    sets = sets_of(values)

    for value in set(values):
        held = [position for position in range(1000) if sets[value] >> position & 1]
        assert held == [position for position in range(1000) if values[position] == value]
    assert sets_of([]) == {}


def test_a_set_is_read_in_each_order_of_the_list_and_by_parts(db):
    release = make_release()
    for number, name in enumerate(("丙", "甲", "丁", "乙")):
        project = make_project(f"road-{number}", name_zh=name)
        make_report(release, project, "implementation", percent=number * 17 % 30 or None)
        make_milestone(release, project, due=dt.date(2030, 1 + number * 3 % 4, 1))
    publish(release, "2022-06-17")
    index = facet_index_at(timezone.now())

    for order in KEYSETS:
        states = UndertakingState.objects.known_at(index.at).of_projects()
        ids = [state.undertaking_id for state in ordered(states, order)]
        assert index.ids(index.projects, order) == ids
        assert index.ids(index.projects, order, slice(1, 3)) == ids[1:3]
        assert index.ids(index.among(ids[:2]), order) == ids[:2]


def test_what_follows_from_the_sets_is_made_once(project):
    index, made = facet_index_at(timezone.now()), []

    answers = [index.derived("name", lambda at: made.append(at) or len(made)) for _ in range(2)]

    assert (answers, made) == ([1, 1], [index.at])


def test_sets_are_made_anew_when_something_falls_due(project):
    before, after = facet_index_at(moment("2022-12-31")), facet_index_at(moment("2023-01-02"))

    unheard = after.due_states["not_heard"]
    assert ("not_heard" in before.due_states, after.ids(unheard)) == (False, [project.pk])


def test_what_is_not_public_is_not_counted_and_programmes_are_no_projects(project):
    publish(make_release("later"), timezone.now() + dt.timedelta(days=1))

    index = facet_index_at(timezone.now())
    assert index.ids(index.projects) == [project.pk]
    assert len(index.positions) == 2
    assert facet_index_at(moment("2022-01-01")).projects == 0


def test_sets_are_kept_while_nothing_changes(project):
    made, kept = queries(timezone.now()), queries(timezone.now())

    assert (kept, made) == (1, 5)


def test_an_edit_of_the_project_is_counted(project):
    facet_index_at(timezone.now())

    project.category = make_category("parks")
    project.save()
    area = make_area()
    project.areas.add(area)
    commit()

    index = facet_index_at(timezone.now())
    assert index.ids(index.of("category", project.category_id)) == [project.pk]
    assert index.ids(index.within([area.pk])) == [project.pk]


def test_a_release_is_counted_and_one_under_embargo_when_its_hour_comes(project, monkeypatch):
    hour = timezone.now() + dt.timedelta(days=1)
    make_report(release := make_release(), project, "completion", as_at="2022-11-30")
    facet_index_at(timezone.now())

    publish(release, hour)

    now = facet_index_at(timezone.now())
    monkeypatch.setattr(timezone, "now", lambda: hour)
    then = facet_index_at(hour)
    assert now.ids(now.of("stage", "implementation") & now.projects) == [project.pk]
    assert then.ids(then.of("stage", "completion")) == [project.pk]


def test_late_and_silent_are_those_that_the_words_choose(project):
    publish(make_release("later"), "2023-06-01")
    for day, expected in (("2022-12-31", "pending"), ("2023-01-01", "not_heard"), ("2024-01-01", "silent")):
        at = moment(day)
        states = UndertakingState.objects.known_at(at).of_projects()

        index = facet_index_at(at)

        assert list(states.judged(at).values_list("due_state", flat=True)) == [expected]
        assert {state for state, bits in index.due_states.items() if bits & index.projects} == {expected}
        assert (index.silent & index.projects).bit_count() == states.silent(at).count()
        assert (index.late & index.projects).bit_count() == states.late(at).count()


def test_an_edit_of_what_a_project_is_linked_with_gives_every_answer_another_version(project):
    area, indicator = make_area(), make_indicator()
    commit()
    versions = [Moment.read(None).state.version]
    versions.append(Moment.read(None).state.version)

    for edit in (
        lambda: project.areas.add(area),
        lambda: project.indicators.add(indicator),
        project.areas.clear,
        project.indicators.clear,
    ):
        edit()
        commit()
        versions.append(Moment.read(None).state.version)

    assert len(set(versions)) == len(versions) - 1


def test_what_a_hidden_project_is_linked_with_changes_no_answer(project):
    hidden, area, indicator = make_project("hidden"), make_area(), make_indicator()
    commit()
    before = Moment.read(None).state.version

    hidden.areas.add(area)
    hidden.indicators.add(indicator)
    commit()

    assert Moment.read(None).state.version == before
