"""What a first visit costs: bytes on the wire, and nothing that jumps while it loads."""

import pytest

from tests.browser import kinds
from tests.browser.modes import DESK, PHONE, Mode

MOST_BYTES = 100_000
COUNTED = {"document", "stylesheet", "script", "font"}

SHIFT = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 100);
})
"""


@pytest.mark.parametrize("path", [kinds.HOME, kinds.LIST, kinds.INDICATOR, kinds.RELEASE])
def test_first_visit_is_light(open_tab, site, path):
    page = open_tab("")
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a method of a list cannot be marked

    page.goto(site.origin + path)

    sizes = {
        answer.url: answer.request.sizes()["responseBodySize"]
        for answer in answers
        if answer.request.resource_type in COUNTED
    }
    assert len(sizes) > 1
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", [kinds.HOME, kinds.LIST, kinds.INDICATOR, kinds.RELEASE])
def test_nothing_moves_while_a_page_loads(open_tab, path, width):
    page = open_tab(path, Mode(width=width))

    assert page.evaluate(SHIFT) == 0
