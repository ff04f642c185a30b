"""When does the culture hall open, does it cost anything, whom can one call? On a phone, plainly and in care mode."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.modes import CARE, PHONE, Mode

#: Taps from the home page to the answer.
MOST_TAPS = 3
HALL = "/facilities/district-culture-centre/"


def by_taps(page: Page) -> int:
    """From the home page by the search box to the page of the hall; typing is no tap."""
    page.locator("main input[name=q]").first.fill("文化馆几点开门")
    page.locator("main input[name=q]").first.press("Enter")  # the key of the keyboard: one tap
    page.wait_for_url("**/search/**")
    page.locator(f'main a[href^="{HALL}"]').first.click()
    page.wait_for_url(f"**{HALL}**")
    return 2


@pytest.mark.parametrize("look", ["light", CARE])
def test_resident_finds_out_when_the_hall_opens(open_tab, look):
    page = open_tab("/", Mode(look=look, width=PHONE))

    taps = by_taps(page)

    assert taps <= MOST_TAPS
    answer = page.locator("main article")
    text = answer.inner_text()
    assert "08:30–21:00" in text
    assert "免费" in text
    assert "8:30—21:00" in text  # as printed
    call = answer.locator("dl.contact div").first.inner_text()
    assert re.search(r"打电话\s+未公布", call)
    assert "文中只写了钟点" in text  # what the source does not say
    state = answer.locator(".open-state")
    assert re.search("现在开放|现在不开放|没有说明是否开放|节假日安排尚未公布", state.inner_text())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert answer.locator("dl.contact").bounding_box()["y"] < 844 * 2  # within two screens
