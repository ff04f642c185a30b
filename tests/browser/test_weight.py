"""What a first visit costs: bytes on the wire, and nothing that jumps while it loads."""

import pytest

from tests.browser import kinds
from tests.browser.modes import CARE, DESK, LIGHT, PHONE, Mode
from tests.browser.trickle import trickling

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


HEAVIEST = [
    "/safety/",
    "/health/",
    "/data/",
    "/events/month/",
    "/welfare/cards/",
    "/guides/fraud/all/",
    kinds.NO_HITS,
]


@pytest.mark.parametrize("path", [kinds.HOME, kinds.LIST, kinds.INDICATOR, kinds.RELEASE, *HEAVIEST])
def test_first_visit_is_light(browser, site, path):
    answers = []
    with browser.new_context() as nothing_cached:
        page = nothing_cached.new_page()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no method of a list

        page.goto(site.origin + path)

        counted = [one for one in answers if one.request.resource_type in COUNTED]
        sizes = {one.url: one.request.sizes()["responseBodySize"] for one in counted}
    assert len(sizes) > 1
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", [kinds.HOME, kinds.LIST, kinds.INDICATOR, kinds.RELEASE])
def test_nothing_moves_while_a_page_loads(open_tab, path, width):
    page = open_tab(path, Mode(width=width))

    assert page.evaluate(SHIFT) == 0


FURTHER = pytest.mark.slow("loads pages over a slow line")


@pytest.fixture(scope="module")
def slow_site(site):
    with trickling(site.origin) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (kinds.HOME, PHONE),
        (kinds.INDICATOR, DESK),
        (kinds.PROGRAMME, DESK),
        (kinds.LIST, PHONE),
        pytest.param(kinds.HOME, DESK, marks=FURTHER),
        pytest.param(kinds.INDICATOR, PHONE, marks=FURTHER),
        pytest.param(kinds.PROGRAMME, PHONE, marks=FURTHER),
        pytest.param(kinds.RELEASE, PHONE, marks=FURTHER),
        pytest.param(kinds.COMMITMENT, PHONE, marks=FURTHER),
        pytest.param(kinds.AREA, PHONE, marks=FURTHER),
        pytest.param("/data/", PHONE, marks=FURTHER),
    ],
)
@pytest.mark.parametrize("look", [LIGHT, CARE])
def test_nothing_moves_when_the_rest_of_a_page_arrives(browser, slow_site, path, width, look):
    mode = Mode(look=look, width=width)
    with browser.new_context() as context:
        context.add_cookies(mode.cookies(slow_site))
        page = context.new_page()
        mode.put_on(page)

        page.goto(slow_site + path)

        assert page.evaluate(SHIFT) == 0
