"""On paper: everything that was folded is open, nothing that only a screen can use, ink on white."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.modes import CARE, DARK, LIGHT, Mode

#: But the tables that repeat what a chart letters anyway, and contents and links to more, which paper cannot follow.
FOLDED = """
() => [...document.querySelectorAll('main details:not(.chart-data, .contents > details)')]
  .flatMap((one) => [...one.children])
  .filter((one) => one.tagName !== 'SUMMARY' && !one.matches('form, .more') && !one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 120))
"""
SHOWN = "(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length"
ONLY_FOR_SCREENS = (
    ".site-nav, .site-search, .filters form, .pager a, .as-of-form, .skip-link, .switches, .menu"
)


@pytest.mark.parametrize(
    "path",
    [
        kinds.HOME,
        kinds.FILTERED,
        kinds.INDICATOR,
        kinds.BROKEN_DOWN,
        kinds.RELEASE,
        "/safety/",
        "/services/culture-hall/",
        "/how-to-read/",
    ],
)
def test_paper_has_everything_and_no_controls(open_tab, path):
    page = open_tab(path)

    page.emulate_media(media="print")

    assert page.evaluate(FOLDED) == []
    assert page.evaluate(SHOWN, ONLY_FOR_SCREENS) == 0
    assert page.evaluate(SHOWN, "h1") == 1


@pytest.mark.parametrize("look", [LIGHT, DARK, CARE])
def test_paper_is_white_in_every_look(open_tab, look):
    page = open_tab(kinds.INDICATOR, Mode(look=look))

    page.emulate_media(media="print")

    ground, ink = page.evaluate(
        "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))"
    )
    assert ground in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert sum(map(int, ink.removeprefix("rgb(").rstrip(")").split(","))) < 200


def test_paper_says_which_page_of_a_list_it_is_and_has_its_rows(open_tab):
    page = open_tab(kinds.LIST)
    rows = page.locator("main tbody tr")
    there = rows.count()

    page.emulate_media(media="print")

    expect(page.locator(".pager")).to_have_text(re.compile(r"^\s*第\s*1\s*页，共\s*\d+\s*页"))
    expect(page.locator(".pager span")).to_be_visible()
    assert there > 1
    assert sum(row.is_visible() for row in rows.all()) == there


def test_paper_can_be_made(open_tab):
    assert open_tab(kinds.RELEASE).pdf().startswith(b"%PDF")
