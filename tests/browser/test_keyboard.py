"""The keyboard alone: it reaches everything in the order of reading, always shows where it is, and uses it."""

import pytest
from playwright.sync_api import Page

from tests.browser import kinds, probes
from tests.browser.modes import CARE, DARK, DESK, LIGHT, PHONE, Mode

SEVERAL_STOPS = 12  # a field for a date has one for each part


def walk(page: Page) -> list[dict]:
    """Tab from the start to the end of the page; each stop once, as it was noted on the way."""
    number = page.evaluate(probes.NOTE_FOCUS)
    for _ in range(number + SEVERAL_STOPS):
        page.keyboard.press("Tab")
        if len(page.evaluate("window.noted.slice(-1)")) and page.evaluate(
            "document.activeElement === document.body"
        ):
            break
    stops = {}
    for stop in page.evaluate("window.noted"):
        stops.setdefault(stop["place"], stop)
    return list(stops.values())


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (kinds.HOME, Mode("zh-hans", LIGHT, DESK)),
        (kinds.HOME, Mode("en", CARE, PHONE)),
        ("/safety/", Mode("zh-hans", DARK, PHONE)),
        (kinds.FILTERED, Mode("en", LIGHT, DESK)),
        (kinds.INDICATOR, Mode("en", DARK, DESK)),
        (kinds.BROKEN_DOWN, Mode("zh-hans", CARE, DESK)),
        (kinds.RELEASE, Mode("zh-hans", LIGHT, PHONE)),
        (kinds.HITS, Mode("zh-hans", LIGHT, PHONE)),
    ],
    ids=str,
)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(open_tab, path, mode):
    page = open_tab(path, mode)

    stops = [stop for stop in walk(page) if stop["place"] >= 0]

    assert [stop["place"] for stop in stops] == list(range(page.evaluate("window.expected")))
    assert [stop["what"] for stop in stops if not stop["marked"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


def test_skip_link_is_first_and_leads_past_the_menu(open_tab):
    page = open_tab(kinds.LIST)

    page.keyboard.press("Tab")
    box = page.locator(".skip-link").bounding_box()
    page.keyboard.press("Enter")

    assert box["x"] >= 0
    assert box["y"] >= 0
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_menu_opens_and_leads_on(open_tab):
    page = open_tab(kinds.HOME, Mode(width=PHONE))

    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)

    assert page.locator(".site-nav [aria-current=page]").count() == 1


def test_filter_form_is_filled_and_sent(open_tab):
    page = open_tab("/commitments/", Mode(width=PHONE))

    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    page.locator(".filters select[name=sector]").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".filters button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sector=*")

    assert page.locator(".filters select[name=sector]").input_value() != ""


def test_details_open_and_close(open_tab):
    page = open_tab(kinds.INDICATOR)
    first = page.locator("main details").first

    first.locator("summary").focus()
    states = []
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        states.append(first.get_attribute("open") is not None)

    assert states == [True, False]


def test_pager_leads_to_the_next_page(open_tab):
    page = open_tab(kinds.LIST)

    page.locator(".pager a[rel=next]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2*")

    assert page.locator(".pager a[rel=prev]").count() == 1


@pytest.mark.parametrize("changed", ["lang=en", "care=on"])
def test_switches_are_used(open_tab, changed):
    page = open_tab(kinds.LIST)

    page.locator(f".switch[href*='{changed}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{changed}*")

    assert page.locator("main").count() == 1
