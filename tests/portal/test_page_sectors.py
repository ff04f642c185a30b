"""What every sector's page shows, and the blocks that apps add to it."""

import pytest

from portal.actions import releases
from portal.pages import SectorBlock, register_sector_block, sector_blocks
from tests.world import make_everything, make_facility, make_release, make_section, make_user, publish


@pytest.fixture
def no_blocks():
    """The registry without what the apps registered."""
    saved = dict(sector_blocks)
    sector_blocks.clear()
    yield
    sector_blocks.clear()
    sector_blocks.update(saved)


def test_sector_shows_commitments_and_failed_checks(client, db):
    publish(make_everything("seen"), at="2022-06-01")

    page = client.get("/projects/")

    assert [one.code for one in page.context["commitments"]] == ["seen-promise"]
    assert [one.check_rule.code for one in page.context["failed"]] == ["seen-check"]


def test_sector_tells_no_section_of_a_withdrawn_release(client, db):
    release = make_release()
    make_section(release, "2", sector_id="projects")
    publish(release, at="2022-06-01")
    reviewer = make_user("withdrawer", "construction", "reviewer")
    before = list(client.get("/projects/").context["sections"])

    releases.withdraw(release=release, by=reviewer, reason_zh="误", reason_en="Wrong")

    assert (len(before), len(client.get("/projects/").context["sections"])) == (1, 0)


def test_sector_shows_blocks_of_its_app_in_their_order_and_leaves_out_the_empty(client, db, no_blocks):
    def block(title: str, order: int) -> SectorBlock:
        return SectorBlock(
            "components/state.html", lambda _moment: {"title": title} if title else {}, order=order
        )

    for title, order in (("second", 2), ("", 1), ("first", 0)):
        register_sector_block("culture", block(title, order))

    shown = client.get("/culture/").context["blocks"]
    elsewhere = client.get("/health/").context["blocks"]

    assert [content["title"] for _template, content in shown] == ["first", "second"]
    assert elsewhere == []


def test_sector_shows_the_first_of_each_and_counts_the_rest(client, db, monkeypatch):
    monkeypatch.setattr("portal.views.sectors.COMMITMENTS", 1)
    monkeypatch.setattr("portal.views.sectors.INDICATORS", 1)
    for slug in ("one", "two"):
        publish(make_everything(slug), at="2022-06-01")

    page = client.get("/projects/")

    assert (len(page.context["commitments"]), page.context["commitment_count"]) == (1, 2)
    assert (len(page.context["indicators"]), page.context["indicator_count"]) == (1, 6)


def test_sector_puts_places_that_can_be_rung_up_first(client, db):
    for code, fields in (("none", {}), ("hours", {"hours_zh": "九点"}), ("phone", {"phone": "110"})):
        make_facility(code, **fields)

    assert [one.code for one in client.get("/culture/").context["facilities"]] == ["phone", "hours", "none"]
