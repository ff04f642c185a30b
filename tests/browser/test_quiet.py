"""What a page leaves behind and whom it asks: no cookie before a choice, nothing inline, nobody else."""

import pytest

from tests.browser import kinds
from tests.browser.modes import COOKIES
from tests.browser.steps import follow
from tests.browser.watching import Watch

INLINE = "() => document.body.setAttribute('style', 'color: red')"
SCRIPT = "() => document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))"
FOREIGN = "() => { document.body.append(Object.assign(new Image(), { src: 'http://example.org/a.png' })) }"


@pytest.mark.parametrize(
    ("parameter", "cookie", "value"), [("lang", COOKIES["language"], "en"), ("care", COOKIES["care"], "on")]
)
def test_choice_leaves_one_cookie_that_no_script_can_read(open_tab, parameter, cookie, value):
    page = open_tab(kinds.HOME)

    follow(page.locator(f".switch[href*='{parameter}={value}']"))

    (left,) = page.context.cookies()
    assert (left["name"], left["value"]) == (cookie, value)
    assert (left["httpOnly"], left["sameSite"]) == (True, "Lax")
    assert page.evaluate("document.cookie") == ""


def test_choices_stay_on_other_pages(open_tab, site):
    page = open_tab(kinds.HOME)
    follow(page.locator(".switch[href*='lang=en']"))
    follow(page.locator(".switch[href*='care=on']"))

    page.goto(site.origin + kinds.LIST)

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".switch[href*='care=off']").count() == 1


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (INLINE, "inline style"),
        (SCRIPT, "inline script"),
        (FOREIGN, "example.org"),
        ("() => console.log(1)", "log"),
    ],
)
def test_watch_sees_what_a_page_must_not_do(browser, site, act, fault):
    with browser.new_context() as context:
        page = context.new_page()
        watch = Watch(page, site.origin)
        page.goto(site.origin)

        page.evaluate(act)
        page.wait_for_timeout(50)

    assert watch.faults != []
    assert fault in " ".join(watch.faults)
