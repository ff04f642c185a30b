"""Called by a stranger, in a dispute with a clinic: from the home page to whom to call, on a phone and in care mode."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modes import CARE, PHONE, Mode
from tests.browser.steps import follow

LOOKS = ["light", CARE]
#: Taps from the home page to the guide; the answers within it come after.
MOST_TAPS = 3


def to_guide(page: Page, sector: str, code: str) -> None:
    """From the home page by the page of its sector: two taps, or three where the sector is in the menu."""
    link = page.locator(f'main a[href^="/guides/{code}/"]')
    taps = 0
    if not link.count():
        follow(page.locator(f'main a[href^="/{sector}/"]').first)
        taps += 1
    follow(page.locator(f'main a[href^="/guides/{code}/"]').first)
    assert taps + 1 <= MOST_TAPS


def answer(page: Page, words: str) -> None:
    follow(page.locator(".way-on", has_text=words).first)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_who_has_paid_a_fraud_finds_whom_to_call(open_tab, look, scripts):
    page = open_tab("/", Mode(look=look, width=PHONE), scripts=scripts)
    to_guide(page, "safety", "fraud")

    answer(page, "刷单")
    expect(page.locator("main")).to_contain_text("主要针对谁")
    answer(page, "钱转出去了吗")
    answer(page, "转了")

    for number in ("110", "96110"):
        call = page.locator(f'main a.phone[href="tel:{number}"]').first
        expect(call).to_be_visible()
        assert call.bounding_box()["height"] >= 44
    expect(page.locator("main .where")).to_contain_text("您走到了哪一步")
    assert fits(page)


@pytest.mark.parametrize("look", LOOKS)
def test_a_medical_dispute_is_followed_to_the_court(open_tab, look):
    page = open_tab("/", Mode(look=look, width=PHONE))
    to_guide(page, "health", "medical-dispute")

    for words in ("谈成了吗", "没谈成", "医调委", "需要专业鉴定吗", "不需要", "没有", "行政调解达成", "没有"):
        assert fits(page)
        if "医调委" in words:
            expect(page.locator('main a.phone[href="tel:5980090"]').first).to_be_visible()
            expect(page.locator('main a.phone[href="tel:12345"]').first).to_be_visible()
        answer(page, words)

    expect(page.locator("h1")).to_contain_text("起诉")
    follow(page.locator(".where a").last)
    assert page.locator("h1").inner_text().startswith("医疗纠纷")


def test_a_printed_page_carries_its_code(open_tab):
    page = open_tab("/guides/fraud/paid/", Mode(width=PHONE))
    expect(page.locator(".qr")).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator(".where")).to_be_hidden()
