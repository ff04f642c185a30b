"""Filters and pages of a list where scripts run: no reload, and the address, the way back and the count are right."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modes import CARE, PHONE, Mode

LIST = "/commitments/"


@pytest.fixture
def unfiltered(open_tab) -> Page:
    """A list whose window would lose its mark in a reload."""
    page = open_tab(LIST)
    page.evaluate("window.marked = true")
    return page


def results(page: Page) -> str:
    return page.locator("#results").text_content()


def choose(page: Page, sector: str) -> None:
    """Choose a sector and wait for its results."""
    before = results(page)
    page.locator("[data-filters] [name=sector]").select_option(sector)
    expect(page.locator("#results")).not_to_have_text(before)


def test_choice_replaces_the_results_without_a_reload(unfiltered):
    choose(unfiltered, "safety")

    assert "sector=safety" in unfiltered.url
    assert unfiltered.evaluate("window.marked")


def test_choice_shows_what_its_address_shows(unfiltered, open_tab):
    choose(unfiltered, "safety")

    assert results(unfiltered) == results(open_tab(f"{LIST}?sector=safety"))


def test_choice_announces_how_many_there_are(unfiltered):
    choose(unfiltered, "safety")

    announced = unfiltered.locator("#announcement[role=status]").inner_text()
    assert announced == unfiltered.locator("#results .count").inner_text()


def test_choice_keeps_the_focus(unfiltered):
    unfiltered.locator("[data-filters] [name=sector]").focus()

    choose(unfiltered, "safety")

    assert unfiltered.evaluate("document.activeElement.name") == "sector"


def test_choice_changes_the_links_to_the_data_too(unfiltered):
    choose(unfiltered, "safety")

    assert unfiltered.locator("a[href^='/api/v1/commitments.csv?'][href*='sector=safety']").count() == 1


def test_back_restores_what_was_there(unfiltered):
    before = results(unfiltered)
    choose(unfiltered, "safety")

    unfiltered.go_back()

    expect(unfiltered.locator("#results")).to_have_text(before)
    assert "sector" not in unfiltered.url
    assert unfiltered.locator("[data-filters] [name=sector]").input_value() == ""
    assert unfiltered.evaluate("window.marked")


def test_next_page_comes_without_a_reload(open_tab):
    page = open_tab("/indicators/")
    page.evaluate("window.marked = true")
    before = results(page)

    page.locator(".pager a[rel=next]").click()

    expect(page.locator("#results")).not_to_have_text(before)
    assert "page=2" in page.url
    assert page.evaluate(
        "window.marked && document.querySelector('#results').contains(document.activeElement)"
    )


def test_fetch_that_fails_leads_to_the_page_itself(unfiltered):
    unfiltered.route("**/commitments/?*", lambda route: route.fulfill(status=500), times=1)

    unfiltered.locator("[data-filters] [name=sector]").select_option("safety")
    unfiltered.wait_for_url("**sector=safety*")

    assert unfiltered.evaluate("window.marked") is None
    assert unfiltered.locator("[data-filters] [name=sector]").input_value() == "safety"


@pytest.mark.parametrize("mode", [Mode(width=PHONE), Mode("en", CARE, PHONE)], ids=str)
def test_filters_open_on_a_phone(open_tab, mode):
    page = open_tab(LIST, mode)

    page.locator(".filters > summary").click()
    choose(page, "safety")

    assert "sector=safety" in page.url
