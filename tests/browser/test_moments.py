"""The portal as it stood: said on every page, kept from page to page, left by one click."""

from tests.browser import kinds
from tests.browser.modes import PHONE, Mode
from tests.browser.steps import follow


def test_past_is_said_before_anything_else(open_tab):
    page = open_tab(kinds.PAST, Mode(width=PHONE))

    banner, title = page.locator(".moment-banner").bounding_box(), page.locator("h1").bounding_box()
    assert "2022" in page.locator(".moment-banner").inner_text()
    assert banner["y"] + banner["height"] <= title["y"]
    assert banner["y"] + banner["height"] < page.viewport_size["height"]


def test_past_goes_along_and_is_left_by_one_click(open_tab):
    page = open_tab(kinds.PAST)

    follow(page.locator("main a[href^='/indicators/']").first)
    there = (page.url, page.locator(".moment-banner").count())
    follow(page.locator(".moment-banner a"))

    assert "as_of=2022-07-01" in there[0]
    assert there[1] == 1
    assert "as_of" not in page.url
    assert page.locator(".moment-banner").count() == 0


def test_past_is_asked_for_at_the_foot_of_the_page(open_tab):
    page = open_tab(kinds.LIST)

    page.locator("#as-of").fill("2022-07-01")
    follow(page.locator(".as-of-form button"))

    assert "as_of=2022-07-01" in page.url
    assert page.locator(".moment-banner").count() == 1
