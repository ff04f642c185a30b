"""Care mode reads aloud where the browser has a voice for the language, and does not offer it where there is none."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import kinds
from tests.browser.modes import CARE, PHONE, Mode

#: A browser with the given voices, which notes what it is told to say and has said it at once when asked to.
#: Chromium without a screen has no voice.
BROWSER = """
window.spoken = [];
window.canceled = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => %s,
  addEventListener: () => {},
  cancel: () => { window.canceled += 1; },
  speak: (words) => {
    window.spoken.push([words.text, words.voice.lang]);
    if (window.hurried) setTimeout(() => words.onend());
  },
} });
"""
CHINESE, ENGLISH = Mode("zh-hans", CARE, PHONE), Mode("en", CARE, PHONE)


def with_voices(*langs: str) -> str:
    return BROWSER % json.dumps([{"lang": lang, "localService": True} for lang in langs])


def read_whole(page: Page) -> list[tuple[str, str]]:
    """Everything that is said from the beginning to the end of the page, with the language of the voice."""
    page.evaluate("window.hurried = true")
    page.locator(".read-aloud .read-start").click()
    expect(page.locator(".read-aloud button")).to_have_attribute("aria-pressed", "false")
    return [tuple(one) for one in page.evaluate("window.spoken")]


def test_reading_is_not_offered_without_a_voice(open_tab):
    assert open_tab(kinds.HOME, CHINESE).locator(".read-aloud").is_hidden()


@pytest.mark.parametrize(
    ("voices", "chinese", "english"),
    [
        (["zh-CN"], "zh-CN", None),
        (["en-AU", "en-GB"], None, "en-GB"),
        (["zh-HK", "zh_CN", "en_US"], "zh_CN", "en_US"),
        (["yue", "cmn"], "cmn", None),
        (["zh-HK", "zh-TW", "en-IN"], "zh-TW", "en-IN"),
        (["yue", "de-DE"], "yue", None),
    ],
)
def test_reading_takes_the_best_voice_of_the_language_of_the_page(open_tab, voices, chinese, english):
    for mode, expected in ((CHINESE, chinese), (ENGLISH, english)):
        page = open_tab(kinds.HOME, mode, before=with_voices(*voices))

        assert page.locator(".read-aloud").is_visible() is (expected is not None)
        if expected:
            page.locator(".read-aloud button").click()
            assert page.evaluate("window.spoken[0][1]") == expected


def test_reading_begins_with_the_title_and_stops(open_tab):
    page = open_tab(kinds.INDICATOR, CHINESE, before=with_voices("zh-CN"))
    button = page.locator(".read-aloud button")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.spoken") == [[page.locator("h1").inner_text(), "zh-CN"]]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_reading_stops_on_escape_and_says_nothing_more(open_tab):
    page = open_tab(kinds.INDICATOR, CHINESE, before=with_voices("zh-CN"))
    page.evaluate(
        "() => { const say = speechSynthesis.speak; speechSynthesis.speak = (w) => { window.last = w; say(w); } }"
    )
    page.locator(".read-aloud button").click()

    page.keyboard.press("Escape")
    page.evaluate("window.last.onend()")

    expect(page.locator(".read-aloud button")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("[window.spoken.length, window.canceled > 0]") == [1, True]
    assert page.locator(".being-read").count() == 0


def test_reading_stops_when_the_page_is_left(open_tab):
    page = open_tab(kinds.HOME, CHINESE, before=with_voices("zh-CN"))
    page.locator(".read-aloud button").click()
    before = page.evaluate("window.canceled")

    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert page.evaluate("window.canceled") == before + 1


def test_reading_tells_cells_with_their_columns_and_leaves_out_what_is_not_seen(open_tab):
    page = open_tab(kinds.FILTERED, CHINESE, before=with_voices("zh-CN"))

    said = [text for text, _lang in read_whole(page)]

    assert any(text.startswith("状态: ") for text in said)
    assert "状态" not in said  # the heads of the columns
    assert "首页" not in said  # the way back
    assert "领域" not in said  # the filters
    assert said[0] == page.locator("h1").inner_text()


def test_reading_tells_a_chart_by_its_sentence_once_and_no_folded_table(open_tab):
    page = open_tab(kinds.CHARTED, CHINESE, before=with_voices("zh-CN"))
    sentence = page.locator(".chart-scene desc").first.text_content()

    said = [text for text, _lang in read_whole(page)]

    assert said.count(sentence) == 1
    assert not any(
        cell in said for cell in page.locator(".chart-data tbody td").all_text_contents() if "目标" in cell
    )


def test_reading_takes_another_voice_for_what_is_in_another_language(open_tab):
    page = open_tab(kinds.HOME, CHINESE, before=with_voices("zh-CN", "en-GB"))
    page.evaluate("document.querySelector('main h1').lang = 'en'")

    assert [lang for _text, lang in read_whole(page)][:2] == ["en-GB", "zh-CN"]
