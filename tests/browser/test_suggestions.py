"""Suggestions while typing: a list that the arrow keys run through, and that never stands in the way of the form."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import kinds

BOX, SUGGESTIONS = "#home-search", ".hero [role=listbox]"
WORDS = "小区"


@pytest.fixture
def typed(open_tab) -> Page:
    """The front page with words in its search box and the suggestions for them open."""
    page = open_tab(kinds.HOME)
    page.locator(BOX).press_sequentially(WORDS)
    expect(page.locator(SUGGESTIONS)).to_be_visible()
    return page


def test_arrow_keys_run_through_the_suggestions(typed):
    first = typed.locator(f"{SUGGESTIONS} [role=option]").first

    typed.keyboard.press("ArrowDown")

    expect(first).to_have_attribute("aria-selected", "true")
    expect(typed.locator(BOX)).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(typed.locator(BOX)).to_be_focused()


def test_enter_goes_to_the_suggestion(typed):
    typed.keyboard.press("ArrowDown")
    address = typed.locator("[role=option][aria-selected=true]").get_attribute("data-address")

    typed.keyboard.press("Enter")

    typed.wait_for_url(f"**{address}")


def test_enter_without_a_choice_searches(typed):
    typed.keyboard.press("Enter")

    typed.wait_for_url("**/search/?q=*")


def test_escape_closes_the_list_and_keeps_the_words(typed):
    typed.keyboard.press("Escape")

    expect(typed.locator(SUGGESTIONS)).to_be_hidden()
    expect(typed.locator(BOX)).to_have_value(WORDS)
    expect(typed.locator(BOX)).to_have_attribute("aria-expanded", "false")


def test_list_closes_when_the_box_is_left(typed):
    typed.keyboard.press("Tab")

    expect(typed.locator(SUGGESTIONS)).to_be_hidden()


def test_number_of_suggestions_is_announced(typed):
    number = typed.locator(f"{SUGGESTIONS} [role=option]").count()

    assert str(number) in typed.locator(".hero [role=status]").text_content()


def test_axe_finds_nothing_while_suggestions_are_open(typed):
    assert Axe().run(typed).response["violations"] == []


def test_answer_that_cannot_be_read_leaves_a_plain_form(open_tab):
    page = open_tab(kinds.HOME)
    page.route("**/search/suggest*", lambda route: route.fulfill(body="nonsense"))

    with page.expect_response("**/search/suggest*"):
        page.locator(BOX).press_sequentially(WORDS)
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")
