"""The form for notices as people meet it: with an error, without scripts, in both widths."""

import pytest

from tests.browser import kinds
from tests.browser.modes import DESK, PHONE, Mode
from tests.browser.steps import follow
from tests.browser.test_axe import violations


@pytest.mark.parametrize("mode", [Mode("en", "light", PHONE), Mode("zh-hans", "dark", DESK)], ids=str)
def test_form_with_an_error_is_sound_and_keeps_what_was_entered(open_tab, mode):
    page = open_tab(kinds.NOTICES, mode, scripts=True)

    page.fill("#id_email", "no address")
    follow(page.locator("main button"))

    assert page.input_value("#id_email") == "no address"
    assert page.get_attribute("#id_email", "aria-invalid") == "true"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_page_is_asked_for_by_a_link_and_sent_without_scripts_or_cookies(open_tab):
    page = open_tab(kinds.AREA, Mode("zh-hans", "light", PHONE), scripts=False)

    follow(page.locator("a.notify").first)
    page.fill("#id_email", "li@example.org")
    page.check("#id_topic_1")
    follow(page.locator("main button"))

    assert page.url.endswith("/notices/asked/")
    assert page.text_content("h1") == "请查收邮件"
    assert page.context.cookies() == []
