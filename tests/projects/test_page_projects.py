"""`/projects/<code>/`: what a resident sees of one project."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from portal.statistics.models import Unit
from tests.pages import faults_of, queries_of
from tests.projects.world import (
    MAY,
    NOVEMBER,
    link_commitment,
    make_benefit,
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
from tests.world import make_area, make_commitment, make_release, make_update, publish

pytestmark = pytest.mark.django_db


def text_of(client, address: str, **parameters: str) -> str:
    return client.get(address, {"lang": "en", **parameters}).content.decode()


@pytest.fixture(scope="module")
def tongyi(shared):
    """统一南路 (凤林路–江家寨) as the article of June tells of it: three percentages, and a wall of words."""
    june = make_release("june")
    road = make_area("tongyi-south-road", "site", name_zh="统一南路", name_en="Tongyi South Road")
    project = make_project("tongyi-fenglin", name_zh="统一南路(凤林路—江家寨)", areas=[road], plan_year=2022)
    for code, percent in (("trees", 95), ("ground-cover", 20), ("garden", 65)):
        make_item(june, project, code, unit=None)
        make_report(june, project, work_item=code, percent=percent)
    make_item(june, project, "mural", unit=None)
    make_report(june, project, work_item="mural", note_zh="完成墙体抹面", note_en="Walls are plastered")
    make_report(june, project, "implementation")
    return shared(publish(june, at="2022-06-17"))


def test_road_shows_its_four_work_items_and_a_bar_only_where_a_percentage_was_stated(client, tongyi):
    page = client.get("/projects/tongyi-fenglin/?as_of=2022-06-30&lang=en")

    shares = {work.record.code: work.share for work in page.context["detail"].work_items}
    text = page.content.decode()
    assert shares == {"trees": 95, "ground-cover": 20, "garden": 65, "mural": None}
    assert text.count("<progress") == 3
    assert "Walls are plastered" in text
    assert faults_of(text) == []


def test_road_is_not_there_before_its_first_release(client, tongyi):
    assert client.get("/projects/tongyi-fenglin/?as_of=2022-01-31").status_code == 404


def test_page_shows_the_stage_as_steps_without_a_handover_that_nobody_announced(client, tongyi):
    steps = client.get("/projects/tongyi-fenglin/").context["detail"].status.steps

    assert [(step.stage, step.look) for step in steps] == [
        ("identification", "not_reported"),
        ("preparation", "not_reported"),
        ("implementation", "now"),
        ("completion", "not_reported"),
    ]


def test_handover_is_a_step_where_it_was_announced(client):
    release, project = make_release(), make_project("estate")
    make_report(release, project, "completion")
    make_milestone(release, project, "handover", kind="handover")
    publish(release)

    steps = client.get("/projects/estate/").context["detail"].status.steps

    assert [(step.stage, step.look) for step in steps] == [
        ("identification", "not_reported"),
        ("preparation", "not_reported"),
        ("implementation", "computed"),
        ("completion", "done"),
        ("handover", "not_reported"),
    ]


def test_percentage_says_that_it_was_reported_as_at_when_and_by_which_release(client):
    release, project = make_release("june"), make_project("road")
    make_report(release, project, "implementation", percent=90)
    publish(release, at="2022-06-17")

    text = text_of(client, "/projects/road/")

    assert "as reported" in text
    assert '<data value="90">90%</data>' in text
    assert '<time datetime="2022-05-31">' in text
    assert 'href="/releases/june/?lang=en#section-1"' in text


def test_percentage_says_that_it_was_computed_from_weights(client):
    release, project = make_release(), make_project("road")
    for code, weight, percent in (("surface", 3, 50), ("trees", 1, 90)):
        make_item(release, project, code, weight=weight)
        make_report(release, project, work_item=code, percent=percent)
    publish(release)

    text = text_of(client, "/projects/road/")

    assert "computed from the declared weights" in text
    assert '<data value="60">60%</data>' in text
    assert "as reported" not in text


def test_quantity_stands_beside_the_planned_one_with_its_unit(client):
    release, project = make_release(), make_project("pipes")
    make_item(release, project, "sewer", planned_quantity=2000)
    make_report(release, project, work_item="sewer", quantity=987, qualifier="over")
    publish(release)

    page = client.get("/projects/pipes/?lang=en")

    (work,) = page.context["detail"].work_items
    assert str(work.share) == "49.4"
    assert (
        'over <data value="987">987 m</data> done of <data value="2000">2,000 m</data> planned'
        in " ".join(page.content.decode().split())
    )


def test_work_item_of_which_nothing_was_reported_is_never_shown_as_zero(client):
    release, project = make_release(), make_project("pipes")
    make_item(release, project, "sewer", planned_quantity=2000)
    publish(release)

    text = text_of(client, "/projects/pipes/")

    assert "nothing reported" in text
    assert "<progress" not in text
    assert not re.search(r"(?<!\d)0%", text)  # but in times within addresses


def words_of(client, **parameters: str) -> str:
    """The page of the garden without its marks."""
    return " ".join(re.sub("<[^>]*>", "", text_of(client, "/projects/garden/", **parameters)).split())


def test_late_is_only_what_a_report_says_and_not_yet_heard_what_none_does(client):
    june, december, project = make_release(), make_release(), make_project("garden")
    make_report(june, project, "implementation")
    make_milestone(june, project, due=dt.date(2022, 6, 30), due_printed_en="by June")
    publish(june, at="2022-06-17")
    make_report(december, project, "implementation", as_at=dt.date(2022, 11, 30))
    publish(december, at="2022-12-23")

    pages = [words_of(client, as_of=day) for day in ("2022-06-30", "2022-07-01", "2022-12-23")]

    heard = "it was due by 30 June 2022 and still unfinished on 30 November 2022, 153 days later."
    unheard = "it was due by 30 June 2022, and its department has published nothing since."
    assert [(heard in page, unheard in page) for page in pages] == [
        (False, False),
        (False, True),
        (True, False),
    ]


def test_silent_is_also_what_its_department_left_out(client):
    june, december, project = make_release(), make_release(), make_project("garden")
    make_report(june, project, "implementation")
    publish(june, at="2022-06-17")
    publish(december, at="2022-12-23")

    text = words_of(client)

    assert (
        "Last reported on 17 June 2022: implementation; its department has published since, last on 23 December 2022,"
        " without a word of it." in text
    )


def test_milestone_says_by_how_much_it_slipped_against_the_first_announced_day(client):
    june, december, project = make_release(), make_release(), make_project("garden")
    make_milestone(june, project, due=dt.date(2022, 6, 30))
    make_milestone(june, project, "planting", kind="other", due=dt.date(2022, 5, 1))
    publish(june, at="2022-06-17")
    make_milestone(december, project, due=dt.date(2022, 10, 31))
    make_milestone(
        december,
        project,
        "planting",
        kind="other",
        due=dt.date(2022, 5, 1),
        is_met=True,
        met_on=dt.date(2022, 5, 4),
    )
    publish(december, at="2022-09-01")

    now = client.get("/projects/garden/?as_of=2022-09-30").context["detail"].timeline
    then = client.get("/projects/garden/?as_of=2022-06-30").context["detail"].timeline

    assert [(one.record.code, one.slip, one.days_late) for one in now] == [
        ("planting", 3, 0),
        ("completion", 123, 0),
    ]
    assert [(one.record.code, one.slip) for one in then] == [("planting", 0), ("completion", 0)]


def test_money_shows_the_gap_between_the_total_and_its_shares(client):
    release, project = make_release(), make_project("garden")
    for source, amount in (("total", 6_760_000), ("government", 2_920_000), ("society", 3_800_000)):
        make_funding(release, project, amount, source)
    publish(release)

    page = client.get("/projects/garden/?lang=en")

    (account,) = page.context["detail"].funding.accounts
    assert account.gap == 40_000
    assert "check-failed" in page.content.decode()
    assert '<dt>gap</dt><dd><data value="40000">40,000 yuan</data></dd>' in page.content.decode()


def test_money_whose_shares_make_up_the_total_is_shown_as_a_check_that_holds(client):
    release, project = make_release(), make_project("garden")
    for source, amount in (("total", 6_760_000), ("government", 2_920_000), ("society", 3_840_000)):
        make_funding(release, project, amount, source, kind="paid")
    publish(release)

    text = client.get("/projects/garden/").content.decode()

    assert "check-passed" in text
    assert (
        '<data value="2920000">292万元</data> + <data value="3840000">384万元</data>'
        ' = <data value="6760000">676万元</data>' in text
    )


def test_history_shows_a_superseded_report_and_what_replaced_it(client):
    june, correction, december = make_release(), make_release("mended"), make_release()
    project = make_project("road")
    make_report(june, project, "implementation", percent=90, as_printed="90%")
    publish(june, at="2022-06-17")
    make_report(correction, project, "implementation", percent=80, as_printed="80%")
    publish(correction, at="2022-07-01")
    make_report(december, project, "implementation", percent=95, as_at=NOVEMBER, as_printed="95%")
    publish(december, at="2022-12-23")

    page = client.get("/projects/road/")
    past = client.get("/projects/road/?as_of=2022-06-30").context["detail"].report_versions

    found = [
        (one.record.as_at, one.record.percent, one.successor)
        for one in page.context["detail"].report_versions
    ]
    assert found == [(NOVEMBER, 95, None), (MAY, 80, None), (MAY, 90, correction)]
    assert [chart.key for chart in page.context["charts"]] == [
        f"stages-{project.pk}",
        f"percent-{project.pk}",
    ]
    assert [(one.record.percent, one.ended_at) for one in past] == [(90, None)]


def test_beneficiaries_stand_as_planned_and_as_reached(client):
    release, project = make_release(), make_project("estate")
    make_benefit(release, project, 6527)
    make_benefit(release, project, 5000, kind="actual")
    publish(release)

    text = text_of(client, "/projects/estate/")

    assert text.index('<data value="6527">6,527 households</data>') < text.index(
        '<data value="5000">5,000 households</data>'
    )


def test_commitments_stand_with_their_states(client):
    june, december, project = make_release(), make_release(), make_project("estate")
    commitment = make_commitment(june, "fourteen")
    link_commitment(june, project, commitment)
    publish(june, at="2022-06-17")
    make_update(december, commitment, "changed", new_due=dt.date(2099, 1, 1))
    publish(december, at="2022-12-23")

    states = [
        [one.state for one in client.get(f"/projects/estate/?as_of={day}").context["detail"].commitments]
        for day in ("2022-06-30", "2022-12-31")
    ]

    assert states == [["no_date"], ["changed"]]


def test_photograph_has_its_title_as_a_text_and_a_caption(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    release, project = make_release("june"), make_project("estate")
    make_document(release, project, title_en="The gate in May")
    publish(release)

    text = text_of(client, "/projects/estate/")

    assert 'alt="The gate in May"' in text
    assert "<figcaption>The gate in May</figcaption>" in text


def test_where_leads_to_the_neighbourhood_and_names_predecessor_and_successors(client):
    street, release = make_area("fenglin", "subdistrict"), make_release()
    old = make_project("old-garden", areas=[street], aliases=["锦绣乐园"])
    new, hidden = make_project("new-garden", predecessors=[old]), make_project("secret", predecessors=[old])
    for project in (old, new):
        make_report(release, project)
    publish(release)
    later = make_release()
    make_report(later, hidden)
    publish(later, at=timezone.now() + dt.timedelta(days=1))

    before, after = (text_of(client, f"/projects/{code}/") for code in ("new-garden", "old-garden"))

    assert 'href="/areas/fenglin/?lang=en"' in after
    assert "锦绣乐园" in after
    assert 'href="/projects/new-garden/?lang=en"' in after
    assert "secret" not in after
    assert 'href="/projects/old-garden/?lang=en"' in before


def test_declined_proposal_is_shown_with_its_reason(client):
    release, micro = make_release(), make_micro("fountain")
    make_report(release, micro, "collected", as_at=dt.date(2022, 3, 1))
    make_report(release, micro, "declined", note_zh="无场地", note_en="There is no site for it.")
    publish(release)

    page = client.get("/projects/fountain/?lang=en")

    assert [(step.stage, step.look) for step in page.context["detail"].status.steps] == [
        ("collected", "reached"),
        ("declined", "stopped"),
    ]
    assert "There is no site for it." in page.content.decode()


def test_page_under_embargo_is_a_page_that_is_not_there(client):
    publish(make_undertakings("hidden"), at=timezone.now() + dt.timedelta(days=1))

    embargoed, absent = (client.get(f"/projects/{code}/") for code in ("hidden-project", "nothing-project"))

    assert (embargoed.status_code, absent.status_code) == (404, 404)
    assert embargoed.content == absent.content.replace(b"nothing-project", b"hidden-project")


def test_page_of_what_was_withdrawn_says_so(client):
    from portal.publishing.actions import releases
    from tests.world import make_user

    release, project = make_release(), make_project("road")
    make_report(release, project, "implementation", percent=90)
    publish(release, at="2022-06-17")
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="有误", reason_en="Wrong")

    text = text_of(client, "/projects/road/")

    assert "all releases about it have been withdrawn" in text
    assert "<progress" not in text
    assert "tag-withdrawn" in text


def test_programme_has_its_own_address_alone(client):
    release = make_release()
    make_report(release, make_programme("estates"))
    publish(release)

    assert [client.get(f"/projects/{path}estates/").status_code for path in ("", "programmes/")] == [404, 200]


def test_page_takes_as_many_queries_for_more_rows(client):
    few, many = make_release(), make_release()
    for release, number in ((few, 1), (many, 3)):
        project = make_project(f"with-{number}")
        for n in range(number):
            make_item(release, project, f"item-{n}", planned_quantity=100)
            make_report(release, project, work_item=f"item-{n}", quantity=10)
            make_report(release, project, as_at=dt.date(2022, 1, 1 + n), stage="implementation")
            make_milestone(release, project, f"step-{n}")
            link_commitment(release, project)
            make_benefit(
                release,
                project,
                5,
                Unit.objects.create(
                    code=f"u{number}{n}", name_zh="户", name_en="h", symbol_zh="户", symbol_en="h"
                ),
            )
        for source in ("government", "society", "property")[:number]:
            make_funding(release, project, 100, source)
        project.areas.set([make_area(f"area-{number}-{n}", "estate") for n in range(number)])
    publish(few, at="2022-06-17")
    publish(many, at="2022-06-18")

    assert queries_of(client, "/projects/with-3/") == queries_of(client, "/projects/with-1/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_of_everything_is_sound_html(client, language):
    publish(make_undertakings("seen"))

    for path in ("seen-project", "seen-micro", "programmes/seen-programme"):
        assert faults_of(client.get(f"/projects/{path}/?lang={language}").content.decode()) == []
