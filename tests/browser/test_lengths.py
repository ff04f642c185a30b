"""How far a phone scrolls: no page is longer than eight screens before what lies folded or on a further page."""

import pytest

from tests.browser import kinds, probes
from tests.browser.modes import LANGUAGES, PHONE, Mode
from tests.pages import FIXED

MOST_SCREENS = 8
FURTHER = ("/events/", "/projects/programmes/", kinds.RELEASE, kinds.HITS, kinds.NO_HITS, kinds.AREA)


@pytest.mark.parametrize("path", dict.fromkeys([*FIXED, *kinds.OF_WELFARE, *kinds.OF_SERVICES, *FURTHER]))
def test_page_is_at_most_eight_screens_of_a_phone(open_tab, path):
    screens = {}
    for language in LANGUAGES:
        page = open_tab(path, Mode(language, width=PHONE))
        page.evaluate(probes.SHOW_ALL)
        screens[language] = page.evaluate("document.documentElement.scrollHeight / innerHeight")

    assert {language: number for language, number in screens.items() if number > MOST_SCREENS} == {}


def test_link_to_a_section_opens_what_is_folded_around_it(open_tab):
    page = open_tab(f"{kinds.RELEASE}#section-1.1", Mode(width=PHONE))

    assert page.locator("[id='section-1.1']").is_visible()
    assert page.locator(".release-section").filter(visible=True).count() == 1
    assert page.locator("summary:visible [id^='title-section-']").count() > MOST_SCREENS
