"""The sets by which projects are counted: kept while the same is in force, made anew when anything changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.moments import Moment
from projects.census import bits_of, census_at
from projects.words import project_states
from tests.projects.world import make_category, make_milestone, make_programme, make_project, make_report
from tests.world import make_area, make_indicator, make_release, moment, publish

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
        census_at(at)
    return len(captured)


def test_a_set_has_a_bit_for_each(db):
    assert bits_of([0, 9, 3], 10) == 0b1000001001
    assert bits_of([], 0) == 0


def test_programmes_and_what_is_not_public_are_not_counted(project):
    publish(make_release("later"), timezone.now() + dt.timedelta(days=1))

    assert list(census_at(timezone.now()).positions) == [project.pk]
    assert census_at(moment("2022-01-01")).everything == 0


def test_sets_are_kept_while_nothing_changes(project):
    made, kept = queries(timezone.now()), queries(timezone.now())

    assert (kept, made) == (2, 8)


def test_an_edit_of_the_project_is_counted(project):
    census_at(timezone.now())

    project.category = make_category("parks")
    project.save()
    area = make_area()
    project.areas.add(area)

    census = census_at(timezone.now())
    assert census.of("category", project.category_id) == census.within([area.pk]) == 1


def test_a_release_is_counted_and_one_under_embargo_when_its_hour_comes(project):
    hour = timezone.now() + dt.timedelta(days=1)
    make_report(release := make_release(), project, "completion", as_at="2022-11-30")
    census_at(timezone.now())

    publish(release, hour)

    assert census_at(timezone.now()).of("stage", "implementation") == 1
    assert census_at(hour).of("stage", "completion") == 1


def test_late_and_silent_are_those_that_the_words_choose(project):
    for day in ("2022-12-31", "2023-01-01", "2024-01-01"):
        at = moment(day)
        states = project_states(at)

        census = census_at(at)

        assert census.silent(timezone.localdate(at)).bit_count() == states.silent(at).count()
        assert census.late.bit_count() == states.late().count()


def test_an_edit_of_what_a_project_is_linked_with_gives_every_answer_another_version(project):
    area, indicator, versions = make_area(), make_indicator(), [Moment.read(None).data_version()]
    versions.append(Moment.read(None).data_version())

    for edit in (
        lambda: project.areas.add(area),
        lambda: project.indicators.add(indicator),
        project.areas.clear,
        project.indicators.clear,
    ):
        edit()
        versions.append(Moment.read(None).data_version())

    assert len(set(versions)) == len(versions) - 1


def test_what_a_hidden_project_is_linked_with_changes_no_answer(project):
    hidden, area, indicator = make_project("hidden"), make_area(), make_indicator()
    before = Moment.read(None).data_version()

    hidden.areas.add(area)
    hidden.indicators.add(indicator)

    assert Moment.read(None).data_version() == before
