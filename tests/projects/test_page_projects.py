"""`/projects/`"""

from tests.world import make_facility, make_figure, make_indicator, make_release, make_section, publish


def test_page_shows_what_is_of_the_sector_and_nothing_else(client, db):
    release = make_release()
    make_section(release, "2", sector_id="projects", summary_zh="本主题的内容")
    make_section(release, "3", sector_id="safety", summary_zh="别处的内容")
    make_figure(release, make_indicator("own", sector="projects", headline=True), 1)
    make_figure(release, make_indicator("foreign", sector="safety"), 1)
    make_facility("here", sector_id="projects")
    make_facility("there", sector_id="safety")
    publish(release)

    page = client.get("/projects/")

    assert [one.code for one in page.context["indicators"]] == ["own"]
    assert [one.code for one in page.context["headlines"]] == ["own"]
    assert [one.code for one in page.context["facilities"]] == ["here"]
    assert [one.number for one in page.context["sections"]] == ["2"]


def test_page_says_that_nothing_has_been_released(client, db):
    assert client.get("/projects/").status_code == 200
