"""The answer box: what residents ask first of a project, on its page and in its JSON."""

import datetime as dt

import pytest

from tests.projects.world import (
    link_commitment,
    make_funding,
    make_milestone,
    make_programme,
    make_project,
    make_report,
)
from tests.world import (
    make_area,
    make_commitment,
    make_facility,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = pytest.mark.django_db
YEAR_END = dt.date(2022, 12, 31)


def answer_of(client, code: str = "estate", **parameters: str) -> dict:
    return client.get(f"/api/v1/projects/{code}", {"lang": "en", **parameters}).json()["answer"]


def box_of(client, code: str = "estate", **parameters: str) -> str:
    page = client.get(f"/projects/{code}/", {"lang": "en", **parameters}).content.decode()
    return page.partition('<section class="answer')[2].partition("</section>")[0]


def published(project, *, due: dt.date | None = YEAR_END, at: str = "2022-06-01"):
    release = make_release()
    make_report(release, project, "planned")
    if due:
        make_milestone(release, project, due=due)
    publish(release, at=at)
    return release


def test_cells_say_what_has_not_been_published(client):
    published(make_project("estate"), due=None)

    assert box_of(client).count("not published") == 4
    answer = answer_of(client)
    assert (answer["commitment"], answer["due"], answer["money"], answer["phones"]) == (None, None, [], [])


@pytest.mark.parametrize(("due", "alarmed"), [(YEAR_END, True), (None, False)])
def test_only_a_dated_project_that_was_passed_over_is_red(client, due, alarmed):
    published(make_project("estate"), due=due)
    publish(make_release(), at="2023-01-15")

    assert ("answer-passed_over" in box_of(client)) is alarmed
    assert answer_of(client)["is_passed_over"] is alarmed
    assert "published since, last on 15 January 2023, without a word of it" in answer_of(client)["sentence"]


def test_sentence_follows_the_moment(client):
    published(make_project("estate"))
    publish(make_release(), at="2023-01-15")

    sentences = [answer_of(client, as_of=day)["sentence"] for day in ("2022-06-30", "2023-01-10")]

    assert sentences == [
        "Last reported on 1 June 2022: planned; due by 31 December 2022.",
        (
            "Last reported on 1 June 2022: planned; it was due by 31 December 2022, "
            "and its department has published nothing since."
        ),
    ]
    assert answer_of(client, as_of="2022-06-30", lang="zh-hans")["sentence"] == (
        "最近一次公布（2022年6月1日）：计划中；期限为2022年12月31日。"
    )


def test_money_of_the_programme_is_said_to_be_that(client):
    programme = make_programme("streets")
    project = make_project("estate", programme=programme)
    release = published(project)
    make_funding(more := make_release(), programme, 20_790_000, "total", kind="estimated")
    publish(more, at="2022-06-02")

    assert "of the whole programme" in box_of(client)
    assert (answer_of(client)["money_of"], answer_of(client)["money"][0]["amount"]) == ("streets", 20_790_000)
    assert answer_of(client, as_of="2022-06-01")["money"] == []
    assert release.pk != more.pk


def test_money_of_its_own_comes_before_that_of_the_programme(client):
    programme = make_programme("streets")
    project, release = make_project("estate", programme=programme), make_release()
    make_report(release, project)
    make_funding(release, programme, 900, "total")
    make_funding(release, project, 100, "government")
    publish(release)

    answer = answer_of(client)
    assert (answer["money_of"], [one["amount"] for one in answer["money"]]) == (None, [100])


def test_department_is_called_by_the_entry_of_its_name_and_else_by_the_general_line(client):
    project = make_project("estate")
    published(project)
    make_facility("line", kind="hotline", phone="12345")
    make_facility("clinic", phone="5550000", department=project.department)
    before = answer_of(client)
    make_facility(
        "office",
        kind="service_window",
        phone="5980090; 5980091",
        department=project.department,
        name_zh=project.department.name_zh,
    )

    after = answer_of(client)
    assert (before["phones"], before["hotlines"]) == ([], ["12345"])
    assert (after["phones"], after["hotlines"]) == (["5980090", "5980091"], [])
    assert 'href="tel:5980090"' in box_of(client)


def test_commitment_about_its_place_comes_before_that_about_the_district(client):
    estate = make_area("fuan", "estate")
    project, release = make_project("estate", areas=[estate]), make_release()
    make_report(release, project)
    indicator = make_indicator("renovated")
    for code, area in (("district-wide", None), ("of-the-estate", estate)):
        series = make_series(indicator, **({"area": area} if area else {}))
        link_commitment(release, project, make_commitment(release, code, due=YEAR_END, series=series))
    publish(release)

    assert answer_of(client)["commitment"] == "of-the-estate"
    assert "/commitments/of-the-estate/" in box_of(client)


def test_rough_percentage_is_rough_wherever_it_stands(client):
    release = make_release()
    make_report(release, make_project("estate"), "implementation", percent=95, qualifier="about")
    publish(release, at="2022-06-01")

    listed = client.get("/api/v1/projects?lang=en").json()["results"][0]
    pages = [client.get(f"/projects/{place}", {"lang": "en"}).content.decode() for place in ("", "estate/")]

    assert (listed["percent"], listed["percent_qualifier"]) == (95, "about")
    assert "about 95% done" in answer_of(client)["sentence"]
    for page in pages:
        assert 'about <data value="95">95%</data>' in page
        assert page.count('<data value="95">') == page.count('about <data value="95">')
