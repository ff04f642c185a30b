"""Every width, every size of text, every finger: nothing beyond the edge, cut off, broken badly or too small to hit."""

import pytest

from tests.browser import kinds, probes
from tests.browser.modes import CARE, DESK, LIGHT, PHONE, Mode

NARROWEST = 320  # what 1280 px are at a zoom of 400 % (WCAG 1.4.10)
WIDTHS = (NARROWEST, PHONE, DESK)
OF_EACH_LAYOUT = [
    kinds.HOME,
    "/projects/",
    kinds.INDICATOR,
    kinds.FILTERED,
    kinds.RELEASE,
    kinds.COMMITMENT,
    kinds.HITS,
    "/data/",
]


@pytest.mark.parametrize("look", [LIGHT, CARE])
@pytest.mark.parametrize("path", kinds.PUBLIC + kinds.ERRORS)
def test_page_is_never_wider_than_the_window(open_tab, path, look):
    page = open_tab(path, Mode("en", look, NARROWEST))  # English words are the longer ones
    page.evaluate(probes.SHOW_ALL)

    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(probes.TOO_WIDE)

    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("path", OF_EACH_LAYOUT)
def test_text_of_another_size_is_all_there(open_tab, path):
    page = open_tab(path, Mode("en", width=DESK))
    page.evaluate(probes.SHOW_ALL)

    found = {}
    for change in (probes.SPACE_TEXT, probes.DOUBLE_TEXT):
        page.evaluate(change)
        found[change] = page.evaluate(probes.TOO_WIDE) + page.evaluate(probes.CUT_OFF)

    assert found == {probes.SPACE_TEXT: [], probes.DOUBLE_TEXT: []}


@pytest.mark.parametrize(("look", "least"), [(LIGHT, 44), (CARE, 56)])
@pytest.mark.parametrize("path", OF_EACH_LAYOUT)
def test_controls_are_large_enough_for_a_finger(open_tab, path, look, least):
    page = open_tab(path, Mode("zh-hans", look, PHONE))

    page.evaluate(probes.SHOW_ALL)

    assert page.evaluate(probes.SMALLER_THAN, least) == []


@pytest.mark.parametrize("look", [LIGHT, CARE])
@pytest.mark.parametrize("path", [*OF_EACH_LAYOUT, kinds.PROGRAMME, "/checks/", "/calendar/", "/glossary/"])
def test_no_line_ends_or_begins_with_a_separator(open_tab, path, look):
    page = open_tab(path, Mode(look=look, width=PHONE))
    page.evaluate(probes.SHOW_ALL)

    assert page.evaluate(probes.DOTS_AT_EDGES) == []
