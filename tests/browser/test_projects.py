"""Finding a project where scripts run, and where they do not."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modes import CARE, LIGHT, PHONE, Mode
from tests.browser.steps import follow

LIST = "/projects/"


@pytest.fixture
def unfiltered(open_tab) -> Page:
    """The list whose window would lose its mark in a reload."""
    page = open_tab(LIST)
    page.evaluate("window.marked = true")
    return page


def choose(page: Page, name: str, value: str) -> None:
    """Choose and wait for the results."""
    before = page.locator("#results").text_content()
    page.locator(f"[data-filters] [name={name}]").select_option(value)
    expect(page.locator("#results")).not_to_have_text(before)


def test_choice_replaces_the_rows_and_takes_the_story_of_the_sector_away(unfiltered):
    choose(unfiltered, "stage", "completion")

    assert "stage=completion" in unfiltered.url
    assert unfiltered.evaluate("window.marked")
    assert unfiltered.locator("#story").inner_text().strip() == ""


def test_choice_counts_the_other_choices_anew(unfiltered):
    before = unfiltered.locator("[name=category] option").all_inner_texts()

    choose(unfiltered, "stage", "completion")

    assert unfiltered.locator("[name=category] option").all_inner_texts() != before


def test_layout_is_kept_with_the_choice(unfiltered):
    unfiltered.locator(".list-tools a").first.click()
    unfiltered.wait_for_url("**view=cards**")

    choose(unfiltered, "stage", "completion")

    assert "view=cards" in unfiltered.url
    assert unfiltered.locator(".project-card").count() > 0


def test_project_is_found_without_scripts(open_tab):
    page = open_tab(LIST, scripts=False)

    page.locator("[data-filters] [name=q]").fill("小城游园")
    follow(page.locator("[data-filters] .search-box button"))

    assert page.locator("#results tbody th a").all_inner_texts() == ["小城游园"]


#: Three screens of a phone, before anything is unfolded.
THREE_SCREENS = 3 * 844
ESTATE = "/projects/fuan-affordable-housing-2022/"


@pytest.mark.parametrize("look", [LIGHT, CARE])
def test_answer_stands_first_and_everything_else_is_folded(open_tab, look):
    page = open_tab(ESTATE, Mode("zh-hans", look, PHONE))
    box = page.locator(".answer")

    assert (page.locator("main > *").nth(1).get_attribute("class") or "").startswith("answer")
    assert box.locator("dt").all_inner_texts() == ["承诺", "期限", "资金", "责任单位"]
    assert box.locator("a.phone").inner_text() == "12345"
    assert page.locator("main").inner_text().count("70栋") <= 2
    assert page.locator(".folds details[open]").count() == 0
    if look == LIGHT:
        assert box.bounding_box()["y"] < 300
        assert page.evaluate("document.documentElement.scrollHeight") <= THREE_SCREENS
    page.locator(".folds summary").nth(1).click()
    expect(page.locator(".folds details").nth(1)).to_have_attribute("open", "")
