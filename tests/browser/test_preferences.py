"""What a reader has told the system: less motion, colours of their own."""

import pytest

from tests.browser import kinds
from tests.browser.modes import CARE, LIGHT, Mode

MOVING = """
() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = (text) => Math.max(...text.split(',').map(parseFloat)) > 0.01;
  const animated = style.animationName !== 'none' && lasts(style.animationDuration);
  return lasts(style.transitionDuration) || animated || style.scrollBehavior === 'smooth';
}).map((one) => one.outerHTML.slice(0, 120))
"""
#: Marks of charts drawn in the colour of the ground, or with no ink at all.
INVISIBLE_MARKS = """
() => {
  const ground = getComputedStyle(document.body).backgroundColor;
  const bare = (colour) => ['none', 'rgba(0, 0, 0, 0)', ground].includes(colour);
  return [...document.querySelectorAll('main svg :is(rect, path, circle, line, polyline, polygon, text)')]
    .filter((one) => one.checkVisibility() && !one.closest('defs, clipPath, pattern'))
    .filter((one) => bare(getComputedStyle(one).fill) && bare(getComputedStyle(one).stroke))
    .map((one) => one.outerHTML.slice(0, 120));
}
"""
UNBOUNDED = """
() => [...document.querySelectorAll('button, input:not([type=hidden]), select')]
  .filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).borderTopWidth) < 1)
  .map((one) => one.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("look", [LIGHT, CARE])
def test_nothing_moves_for_those_who_asked_for_rest(open_tab, look):
    page = open_tab(kinds.INDICATOR, Mode(look=look), reduced_motion="reduce")

    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("path", [kinds.HOME, kinds.INDICATOR, kinds.BROKEN_DOWN])
def test_page_can_be_read_in_the_colours_of_the_reader(open_tab, path):
    page = open_tab(path, forced_colors="active")

    assert page.evaluate(INVISIBLE_MARKS) == []
    assert page.evaluate(UNBOUNDED) == []


@pytest.mark.parametrize("path", [kinds.HOME, kinds.INDICATOR, kinds.BROKEN_DOWN])
def test_charts_have_ink_in_the_dark(open_tab, path):
    assert open_tab(path, color_scheme="dark").evaluate(INVISIBLE_MARKS) == []
