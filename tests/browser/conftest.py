"""The browser suite: one portal for the run, one Chromium for a file, watched pages for a test."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.modes import PLAIN, Mode
from tests.browser.site import Site, own_database, running
from tests.browser.watching import Watch

PATIENCE_MILLISECONDS = 10_000


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("browser")
    if chromium.find() is None:
        item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    with own_database(f"{settings.DATABASES['default']['TEST']['NAME']}_browser") as address:
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory, database) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), database) as site:
        yield site


@pytest.fixture(scope="session")
def workshop(tmp_path_factory, database, site) -> Iterator[Site]:
    """The same portal in debug mode, where the page of all components is, with an address for every error page."""
    settings = {"PORTAL_DEBUG": "on", "DJANGO_SETTINGS_MODULE": "tests.browser.workshop"}
    with running(tmp_path_factory.mktemp("workshop"), database, **settings) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For a file, not for the run: while it is open, Django takes its thread for an asynchronous one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def free_tabs(browser) -> dict[bool, list[Page]]:
    """Tabs that wait for the next test, of one context with scripts and one without: to make one takes long."""
    contexts = {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}
    return {scripts: [context.new_page()] for scripts, context in contexts.items()}


@pytest.fixture
def open_tab(free_tabs, site) -> Iterator[Callable[..., Page]]:
    """Opens a page as a new visitor in that mode, `open_tab(path, mode)`; at the end nothing was amiss.

    One visitor at a time: opening another page takes away the cookies that the one before has. `before` is a script
    that the tab runs before those of its pages; it is not used again.
    """
    used, watches = [], []

    def open_tab(
        path: str,
        mode: Mode = PLAIN,
        at: Site = site,
        *,
        scripts: bool = True,
        before: str | None = None,
        **media: str,
    ) -> Page:
        free = free_tabs[scripts]
        page = free.pop() if len(free) > 1 else free[0].context.new_page()
        if before:
            page.add_init_script(before)
        used.append((page, None if before else free))
        watches.append(Watch(page, at.origin))
        page.context.clear_cookies()
        page.context.add_cookies(mode.cookies(at.origin))
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        mode.put_on(page, **media)
        page.goto(at.origin + path)
        if scripts:
            page.locator("[data-script]").first.wait_for(state="detached")
        return page

    yield open_tab
    faults = [fault for watch in watches for fault in watch.end()]
    for page, free in used:
        if free is None:
            page.close()
        else:
            page.goto("about:blank")
            free.append(page)
    assert faults == []
