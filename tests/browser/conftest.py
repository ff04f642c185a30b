"""The browser suite: one portal for the run, one Chromium for a file, one watched context for a test."""

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


@pytest.fixture
def open_tab(browser, site) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own, `open_tab(path, mode, **context)`; at the end nothing was amiss."""
    contexts, watches = [], []

    def open_tab(path: str, mode: Mode = PLAIN, at: Site = site, **context: object) -> Page:
        contexts.append(browser.new_context(**{**mode.context(), **context}))
        contexts[-1].set_default_timeout(PATIENCE_MILLISECONDS)
        contexts[-1].add_cookies(mode.cookies(at.origin))
        watches.append(Watch(contexts[-1], at.origin))
        page = contexts[-1].new_page()
        if path:
            page.goto(at.origin + path)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []
