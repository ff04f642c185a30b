"""What axe can find of WCAG 2.0, 2.1 and 2.2, levels A and AA, on every kind of page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import kinds
from tests.browser.modes import COVERING, EVERY

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
WHOLE = [kinds.HOME, kinds.INDICATOR]
OTHERS = [path for path in kinds.PUBLIC + kinds.ERRORS if path not in WHOLE]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {sentence(node)}" for rule in found for node in rule["nodes"]]


def sentence(node: dict) -> str:
    return f"{node['target']} {node['html'][:150]} {node['failureSummary']}"


@pytest.mark.parametrize("path", WHOLE)
@pytest.mark.parametrize("mode", EVERY, ids=str)
def test_axe_finds_nothing_on_the_main_pages_in_any_mode(open_tab, path, mode):
    assert violations(open_tab(path, mode)) == []


@pytest.mark.parametrize(("number", "path"), list(enumerate(OTHERS)))
def test_axe_finds_nothing_on_any_kind_of_page(open_tab, number, path):
    modes = COVERING[number % len(COVERING)]

    assert {str(mode): found for mode in modes if (found := violations(open_tab(path, mode)))} == {}


@pytest.mark.parametrize(("number", "path"), list(enumerate(kinds.WORKSHOP)))
def test_axe_finds_nothing_in_the_workshop(open_tab, workshop, number, path):
    modes = COVERING[number % len(COVERING)]

    assert {str(mode): found for mode in modes if (found := violations(open_tab(path, mode, workshop)))} == {}
