"""What axe can find on the pages of officials, in both languages, light and dark, at both widths."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.modes import COOKIES, DARK, DESK, LANGUAGES, LIGHT, PHONE, Mode
from tests.browser.site import Site
from tests.browser.test_axe import violations

EDITOR = "editor-construction"
LISTS = ["/admin/projects/project/", "/admin/portal/release/"]
PAGES = [
    "/admin/",
    *LISTS,
    "/admin/projects/project/{project}/change/",
    "/admin/projects/project/{project}/progress/",
    "/admin/projects/project/{project}/history/",
    "/admin/projects/project/workbook/",
    "/admin/portal/release/{release}/change/",
    "/admin/portal/release/add/",
    "/admin/portal/release/workbook/",
]
FIRST = "#result_list tbody th a"


def password_of(site: Site, name: str) -> str:
    lines = (site.said.parent / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("\t")[1] for line in lines if line.split("\t")[0] == name)


@pytest.fixture(scope="module")
def desk(browser, site) -> Iterator[BrowserContext]:
    """A browser in which an editor has signed in."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.origin}/admin/")
        page.locator("[name=login]").fill(EDITOR)
        page.locator("[name=password]").fill(password_of(site, EDITOR))
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/admin/")
        yield context


@pytest.fixture(scope="module")
def numbers(desk, site) -> dict[str, str]:
    """The keys of a project and of a release."""
    page, found = desk.new_page(), {}
    for path in LISTS:
        page.goto(site.origin + path)
        address = page.locator(FIRST).first.get_attribute("href")
        found[path.split("/")[-2]] = re.search(r"/(\d+)/", address)[1]
    page.close()
    return found


def faults_of(page: Page, address: str) -> dict[str, list[str]]:
    """Care mode is for residents: in it these pages are as they are without."""
    found = {}
    for language in LANGUAGES:
        cookie = {"name": COOKIES["language"], "value": language, "url": address}
        page.context.add_cookies([cookie])
        page.goto(address)
        for mode in [Mode(language, look, width) for look in (LIGHT, DARK) for width in (PHONE, DESK)]:
            mode.put_on(page)
            found[str(mode)] = violations(page)
    return {mode: sentences for mode, sentences in found.items() if sentences}


@pytest.mark.sweep
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_pages_of_officials(desk, site, numbers, path):
    page = desk.new_page()

    assert faults_of(page, site.origin + path.format(**numbers)) == {}
