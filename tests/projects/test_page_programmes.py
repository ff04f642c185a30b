"""`/projects/programmes/<code>/` and `/projects/micro/`"""

import datetime as dt

import pytest

from portal.statistics.models import Unit
from tests.pages import faults_of, queries_of
from tests.projects.world import (
    NOVEMBER,
    link_commitment,
    make_benefit,
    make_funding,
    make_item,
    make_micro,
    make_programme,
    make_project,
    make_report,
)
from tests.world import make_commitment, make_figure, make_indicator, make_release, make_update, publish

pytestmark = pytest.mark.django_db


def unit(code: str, zh: str, en: str) -> Unit:
    names = {"name_zh": zh, "name_en": en, "symbol_zh": zh, "symbol_en": en}
    return Unit.objects.get_or_create(code=code, defaults=names)[0]


@pytest.fixture(scope="module")
def estates(shared):
    """14 old estates planned in June, 13 reported in December, when the commitment had changed."""
    june, december = make_release("june"), make_release("december")
    indicator = make_indicator("old-estates-renovated", name_en="Old estates renovated")
    programme = make_programme("old-estates-2022", indicators=[indicator])
    commitment = make_commitment(june, "old-estates-2022")
    make_figure(june, indicator, 14, kind="target", period_end=dt.date(2022, 12, 31))
    make_report(june, programme, "implementation")
    link_commitment(june, programme, commitment)
    publish(june, at="2022-06-17")
    make_figure(december, indicator, 13)
    make_report(december, programme, "implementation", as_at=NOVEMBER)
    make_update(december, commitment, "changed")
    publish(december, at="2022-12-23")
    return shared(programme)


def test_old_estates_show_planned_and_reported_and_the_changed_commitment(client, estates):
    page = client.get("/projects/programmes/old-estates-2022/?lang=en&as_of=2022-12-31")

    (indicator,) = page.context["indicators"]
    (commitment,) = page.context["detail"].commitments
    text = page.content.decode()
    assert (indicator.latest.value, indicator.target.value, commitment.state) == (13, 14, "changed")
    assert 'class="tag state-changed"' in text
    assert "chart-bullet" in text
    assert faults_of(text) == []


def test_old_estates_of_june_know_the_plan_alone(client, estates):
    page = client.get("/projects/programmes/old-estates-2022/?as_of=2022-06-30")

    (indicator,) = page.context["indicators"]
    assert (indicator.latest.value, indicator.latest.kind) == (14, "target")
    assert [commitment.state for commitment in page.context["detail"].commitments] == ["no_date"]


def test_back_streets_keep_different_quantities_apart(client):
    release, programme = make_release(), make_programme("back-streets")
    make_item(release, programme, "roads", unit=unit("road", "条", "roads"), planned_quantity=10)
    make_item(release, programme, "road-length", planned_quantity=5312)
    make_item(release, programme, "sewer-pipe")
    make_report(release, programme, work_item="sewer-pipe", quantity=987)
    make_funding(release, programme, 20_790_000)
    publish(release)

    page = client.get("/projects/programmes/back-streets/?lang=en")

    works = {
        work.record.code: (work.record.planned_quantity, work.share)
        for work in page.context["detail"].work_items
    }
    text = page.content.decode()
    assert works == {"roads": (10, None), "road-length": (5312, None), "sewer-pipe": (None, None)}
    assert '<data value="987">987 m</data> so far' in text
    assert '<data value="5312">5,312 m</data> planned' in text
    assert '<data value="10">10 roads</data> planned' in text
    assert "<progress" not in text


def test_programme_adds_up_its_projects_by_stage_households_and_money(client):
    release, later, programme = make_release(), make_release(), make_programme("estates")
    for number, stage in enumerate(("implementation", "implementation", "completion")):
        project = make_project(f"estate-{number}", programme=programme)
        make_report(release, project, stage)
        if number:
            make_benefit(release, project, 100 * number)
            make_funding(release, project, 1_000_000 * number)
    publish(release, at="2022-06-17")
    publish(later, at="2022-12-23")

    summary = client.get("/projects/programmes/estates/").context["detail"].summary

    assert summary.stages == [("implementation", 2), ("completion", 1)]
    assert (summary.projects, summary.states) == (3, {"late": 0, "silent": 2, "not_heard": 0, "mentioned": 0})
    assert [(one.value, one.projects) for one in (*summary.benefits, *summary.money)] == [
        (300, 2),
        (3_000_000, 2),
    ]


def test_programme_is_public_with_the_first_of_its_projects(client):
    release, programme = make_release(), make_programme("estates")
    make_report(release, make_project("estate", programme=programme))
    publish(release, at="2022-06-17")

    before, after = (
        client.get(f"/projects/programmes/estates/?as_of={day}&lang=en")
        for day in ("2022-06-16", "2022-06-18")
    )

    assert (before.status_code, after.status_code) == (404, 200)
    assert "No release reports on the programme as a whole" in after.content.decode()


def test_programme_folds_its_projects_where_there_are_more_than_a_few(client):
    release = make_release("folded")
    programme = make_programme("streets")
    for number in range(4):
        make_report(release, make_project(f"street-{number}", programme=programme), "implementation")
    few = make_programme("gardens")
    make_report(release, make_project("garden", programme=few), "implementation")
    publish(release)

    folded = "Projects of this programme <span"
    assert folded in client.get("/projects/programmes/streets/?lang=en").content.decode()
    assert folded not in client.get("/projects/programmes/gardens/?lang=en").content.decode()


def test_programme_takes_as_many_queries_for_more_projects(client):
    release = make_release()
    for number in (1, 3):
        programme = make_programme(f"with-{number}")
        for n in range(number):
            make_report(release, make_project(f"of-{number}-{n}", programme=programme))
    publish(release)

    few, many = (queries_of(client, f"/projects/programmes/with-{number}/") for number in (1, 3))

    assert many == few


@pytest.fixture(scope="module")
def proposals(shared) -> None:
    """14 collected and 3 drawn in June; 21 carried out in December, two of them named, for 676万元."""
    june, december, programme = make_release(), make_release(), make_programme("micro-2022")
    piece = unit("piece", "个", "projects")
    for code, number in (("collected", 14), ("drawings", 3)):
        make_item(june, programme, code, unit=piece)
        make_report(june, programme, work_item=code, quantity=number)
    publish(june, at="2022-06-17")
    make_item(december, programme, "implemented", unit=piece)
    make_report(december, programme, work_item="implemented", quantity=21, as_at=NOVEMBER)
    make_report(december, make_micro("parking", programme=programme), "carried_out", as_at=NOVEMBER)
    make_report(
        december, make_micro("fountain"), "declined", note_zh="无场地", note_en="There is no site for it."
    )
    for source, amount in (("total", 6_760_000), ("government", 2_920_000), ("society", 3_840_000)):
        make_funding(december, programme, amount, source, kind="paid")
    publish(december, at="2022-12-23")


def test_micro_projects_stand_at_their_steps_with_numbers_and_names(client, proposals):
    page = client.get("/projects/micro/?lang=en")

    steps = [
        (
            step.stage,
            [work.measured.quantity for work in step.counted],
            [one.code for one, _report in step.named],
        )
        for step in page.context["steps"]
    ]
    text = page.content.decode()
    assert steps == [
        ("collected", [14], []),
        ("screened", [], []),
        ("drawings", [3], []),
        ("carried_out", [21], ["parking"]),
        ("built", [], []),
        ("declined", [], ["fountain"]),
    ]
    assert "There is no site for it." in text
    assert faults_of(text) == []


def test_micro_projects_show_whose_money_and_that_the_sum_holds(client, proposals):
    text = client.get("/projects/micro/").content.decode()

    assert '292万元</data> + <data value="3840000">384万元</data> = <data value="6760000">676万元' in text
    assert "check-passed" in text


def test_micro_projects_of_june_are_as_june_told(client, proposals):
    page = client.get("/projects/micro/?as_of=2022-06-30")

    assert [len(step.counted) for step in page.context["steps"]] == [1, 0, 1, 0, 0]
    assert page.context["funding"] == []


def test_micro_projects_have_a_page_before_anything_was_released(client):
    assert client.get("/projects/micro/").status_code == 200
