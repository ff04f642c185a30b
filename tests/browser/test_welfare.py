"""Task 5 of residents: is a family just above the allowance helped with the contribution from May 2022?"""

import pytest

from tests.browser.modes import CARE, LIGHT, PHONE, Mode
from tests.browser.steps import follow

#: Taps from the page of welfare to the answer: the checker, the group, the others, the insurance, the answer.
TAPS = 5


@pytest.mark.parametrize("look", [LIGHT, CARE])
@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2022-04-30", "不能享受"), ("2022-05-01", "无法判断"), ("2023-01-01", "可以享受")],
)
def test_family_just_above_the_allowance_gets_an_answer_with_clause_and_telephone(
    open_tab, look, day, verdict
):
    page, taps = open_tab("/welfare/", Mode(width=PHONE, look=look), scripts=False), 0
    for tap in (
        "main a[href='/welfare/eligibility/']",
        f"#day={day}",
        "#group-near-allowance",
        "#others-1",
        "#resident-insurance-1",
        ".answer-form button",
    ):
        if tap.startswith("#day="):
            page.locator("#day").fill(day)
            follow(page.locator(".day-form button"))
            continue
        if page.locator(tap).count() or tap != "#group-near-allowance":
            page.locator(tap).first.click()
            taps += 1

    answer = page.locator("#outcome-insurance-contribution-aid-contribution-aid")
    assert verdict in answer.inner_text()
    assert "2022年5月1日" in answer.inner_text() or "4月30日" in answer.inner_text()
    assert answer.locator("a.source").first.is_visible()
    assert page.locator(".answers a[href='tel:12345']").is_visible()
    assert taps <= TAPS
    assert "near-allowance" not in page.url
