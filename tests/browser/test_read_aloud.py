"""Care mode reads aloud where the browser has a voice for the language, and does not offer it where there is none."""

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.modes import CARE, PHONE, Mode

#: A browser with one voice, which notes what it is told to say. Chromium without a screen has none.
VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [{ lang: '%s', localService: true }],
  addEventListener: () => {},
  cancel: () => {},
  speak: (words) => window.spoken.push(words.text),
} });
"""


def test_reading_is_not_offered_without_a_voice(open_tab):
    assert open_tab(kinds.HOME, Mode("zh-hans", CARE, PHONE)).locator(".read-aloud").is_hidden()


@pytest.mark.parametrize(("voice", "offered"), [("zh-CN", True), ("en-GB", False)])
def test_reading_is_offered_in_the_language_of_the_page(open_tab, voice, offered):
    page = open_tab(kinds.HOME, Mode("zh-hans", CARE, PHONE), before=VOICE % voice)

    assert page.locator(".read-aloud").is_visible() is offered


def test_reading_begins_with_the_title_and_stops(open_tab):
    page = open_tab(kinds.INDICATOR, Mode("zh-hans", CARE, PHONE), before=VOICE % "zh-CN")
    button = page.locator(".read-aloud button")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.spoken") == [page.locator("h1").inner_text()]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
