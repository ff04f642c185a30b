"""Scripts add comfort, never content: each page says and does the same without them."""

import pytest

from tests.browser import kinds
from tests.browser.modes import PHONE, Mode
from tests.browser.steps import follow


def text_of(page) -> str:
    return " ".join(page.locator("main").text_content().split())


@pytest.mark.parametrize("path", kinds.PUBLIC)
def test_page_says_the_same_without_scripts_and_leaves_no_cookie(open_tab, path):
    with_scripts, without = open_tab(path), open_tab(path, scripts=False)

    assert text_of(without) == text_of(with_scripts)
    assert with_scripts.context.cookies() + without.context.cookies() == []


def test_filters_work_without_scripts(open_tab):
    page = open_tab("/commitments/", scripts=False)
    everything = page.locator("main").inner_text()

    page.locator(".filters select[name=sector]").select_option("safety")
    follow(page.locator(".filters button[type=submit]"))

    assert "sector=safety" in page.url
    assert 0 < len(page.locator("main").inner_text()) < len(everything)


def test_search_works_without_scripts(open_tab):
    page = open_tab(kinds.HOME, scripts=False)

    page.locator("#home-search").fill("小区")
    with page.expect_navigation():
        page.locator("#home-search").press("Enter")

    assert page.locator(".hits").count() > 0


def test_menu_opens_without_scripts(open_tab):
    page = open_tab(kinds.HOME, Mode(width=PHONE), scripts=False)

    page.locator(".menu > summary").click()
    follow(page.locator(".site-nav a[href='/health/']"))

    assert page.url.endswith("/health/")
