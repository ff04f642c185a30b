"""`/projects/`, `/safety/` … : the page of each sector."""

import pytest

from tests.pages import SECTORS
from tests.world import make_facility, make_figure, make_indicator, make_release, make_section, publish

pytestmark = pytest.mark.django_db


def test_page_counts_places_that_nobody_can_reach_and_shows_none(client, db):
    make_facility("estate", sector_id="projects")

    page = client.get("/projects/")

    assert (page.context["facilities"], page.context["facility_count"]) == ([], 1)


@pytest.mark.parametrize("sector", ["safety", "welfare"])
def test_lines_stand_once_on_the_page_and_are_counted_with_the_places(client, sector):
    for code, phone in [("line", "110"), ("other-line", "96110")]:
        make_facility(code, sector_id=sector, kind="hotline", phone=phone)
    make_facility("post", sector_id=sector, kind="police_post", phone="5980090")

    page = client.get(f"/{sector}/")

    assert [one.code for one in page.context["facilities"]] == ["post"]
    assert page.context["facility_count"] == 3
    assert page.content.decode().count('href="tel:110"') == 1


@pytest.mark.parametrize("sector", SECTORS)
def test_page_shows_what_is_of_the_sector_and_nothing_else(client, sector):
    other = next(one for one in SECTORS if one != sector)
    release = make_release()
    for number, owner in [("2", sector), ("3", other)]:
        make_section(release, number, sector_id=owner)
        make_figure(release, make_indicator(f"headline-{number}", sector=owner, headline=True), 1)
        make_figure(release, make_indicator(f"further-{number}", sector=owner), 1)
        make_facility(f"place-{number}", sector_id=owner, phone="12345")
    publish(release)

    page = client.get(f"/{sector}/")

    assert [row.indicator.code for row in page.context["headlines"]] == ["headline-2"]
    assert [row.indicator.code for row in page.context["indicators"]] == ["further-2"]
    assert [one.code for one in page.context["facilities"]] == ["place-2"]
    assert [one.number for one in page.context["sections"]] == ["2"]


@pytest.mark.parametrize("sector", SECTORS)
def test_page_is_there_before_anything_has_been_released(client, sector):
    assert client.get(f"/{sector}/").status_code == 200
