"""What axe can find of WCAG 2.0, 2.1 and 2.2, levels A and AA, on every kind of page.

Every kind in every mode is a sweep of `make test-browser`, which takes a quarter of an hour; the ordinary run meets
each kind in three modes, which among them have each language, each look and each width.
"""

import functools
from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import kinds, probes
from tests.browser.modes import BY_ARRIVAL, COVERING, DARK, Mode

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
#: The rules for which colours matter: where nothing else has changed since all were asked, these are enough.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
PUBLIC = [*kinds.PUBLIC, *kinds.ERRORS, kinds.LOGIN]


@functools.cache
def axe() -> str:
    return Axe().axe_script


def violations(page: Page, options: dict = OPTIONS) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe())
        page.evaluate(probes.SHOW_ALL)
    found = page.evaluate("(options) => axe.run(document, options).then((all) => all.violations)", options)
    return [f"{rule['id']}: {sentence(node)}" for rule in found for node in rule["nodes"]]


def sentence(node: dict) -> str:
    return f"{node['target']} {node['html'][:150]} {node['failureSummary']}"


def faults(pages: Iterable[tuple[Mode, Page]]) -> dict[str, list[str]]:
    return {str(mode): found for mode, page in pages if (found := violations(page))}


def faults_in_every_mode(open_page: Callable[[Mode], Page]) -> dict[str, list[str]]:
    """What is wrong in each mode, of a page asked for once for all that differ in window and colours alone."""
    found = {}
    for modes in BY_ARRIVAL:
        page = open_page(modes[0])
        for mode in modes:
            mode.put_on(page)
            found[str(mode)] = violations(page, COLOURS if mode.look == DARK else OPTIONS)
    return {mode: sentences for mode, sentences in found.items() if sentences}


@pytest.mark.parametrize(("number", "path"), list(enumerate(PUBLIC)))
def test_axe_finds_nothing_on_any_kind_of_page(open_tab, number, path):
    modes = COVERING[number % len(COVERING)]

    assert faults((mode, open_tab(path, mode)) for mode in modes) == {}


@pytest.mark.parametrize(("number", "path"), list(enumerate(kinds.WORKSHOP)))
def test_axe_finds_nothing_in_the_workshop(open_tab, workshop, number, path):
    modes = COVERING[number % len(COVERING)]

    assert faults((mode, open_tab(path, mode, workshop)) for mode in modes) == {}


@pytest.mark.sweep
@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing_on_any_kind_of_page_in_any_mode(open_tab, path):
    assert faults_in_every_mode(lambda mode: open_tab(path, mode)) == {}


@pytest.mark.sweep
@pytest.mark.parametrize("path", kinds.WORKSHOP)
def test_axe_finds_nothing_in_the_workshop_in_any_mode(open_tab, workshop, path):
    assert faults_in_every_mode(lambda mode: open_tab(path, mode, workshop)) == {}
