"""Form drafts in a real browser: nothing that an official types is lost, and nobody else can read it."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site, own_database, running
from tests.browser.steps import follow

pytestmark = pytest.mark.slow("starts a portal of its own")

EDITOR = "editor-health-office"
PATIENCE_MILLISECONDS = 30_000
NOTICE = ".draft-notice"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("drafts")
    with own_database("test_portal_drafts") as database, running(folder, database) as site:
        site.passwords = dict(
            line.split("\t")[:2] for line in (folder / "demo-accounts.txt").read_text().splitlines() if line
        )
        site.database = database
        yield site


@pytest.fixture
def many_series(desk) -> None:
    """The health office reports hundreds of series more."""
    with closing(psycopg2.connect(desk.database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO portal_series (indicator_id, area_id, dimensions)
            SELECT i.id, a.id, '{}' FROM portal_indicator i JOIN portal_department d ON d.id = i.department_id,
                   portal_area a
            WHERE d.code = 'health-office' AND i.dimensions = '{}'
            ORDER BY i.id, a.id LIMIT 400 ON CONFLICT DO NOTHING
            """
        )


def open_browser(browser: Browser, desk: Site, name: str = EDITOR) -> Page:
    """A browser of its own, in which the official has signed in."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto(f"{desk.origin}/admin/")
    sign_in(page, desk, name)
    return page


def sign_in(page: Page, desk: Site, name: str = EDITOR) -> None:
    page.fill("[name=login]", name)
    page.fill("[name=password]", desk.passwords[name])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/**")


def go(page: Page, address: str) -> None:
    """Open the page, and wait until its forms are followed."""
    page.goto(address)
    page.wait_for_selector("form[data-drafts=on]", state="attached")


@pytest.fixture
def sheet(desk, browser) -> Iterator[tuple[Page, str]]:
    """A return sheet with every figure of the health office, and its address."""
    page = open_browser(browser, desk)
    page.goto(f"{desk.origin}/admin/portal/release/add/")
    page.select_option("[name=kind]", "statistical_return")
    slug = f"return-{page.evaluate('Date.now()')}"
    page.fill("[name=slug]", slug)
    page.fill("[name=title_zh]", slug)
    page.fill("[name=title_en]", slug)
    page.get_by_role("button", name="保存并继续编辑").click()
    page.wait_for_url("**/change/")
    page.get_by_role("link", name="数据填报表").first.click()
    page.fill("[name=start]", "2026-01-01")
    page.fill("[name=end]", "2026-09-30")
    page.get_by_role("button", name="查看", exact=True).click()
    page.wait_for_selector("form#return-sheet[data-drafts=on]")
    yield page, page.url
    page.context.close()


def value_boxes(page: Page):
    return page.locator("tr[data-row] [data-column=value] input:not([type=hidden])")


def type_values(page: Page, count: int) -> list[str]:
    values = [str(1000 + number) for number in range(count)]
    for number, value in enumerate(values):
        value_boxes(page).nth(number).fill(value)
    return values


def shown(page: Page, count: int) -> list[str]:
    return [value_boxes(page).nth(number).input_value() for number in range(count)]


def test_sheet_comes_back_after_the_session_and_the_browser_are_gone(desk, sheet, browser):
    page, address = sheet
    with page.expect_response(lambda response: response.url.endswith("/drafts/") and response.ok):
        values = type_values(page, 20)
    page.context.clear_cookies()
    page.context.close()

    elsewhere = open_browser(browser, desk)
    go(elsewhere, address)
    expect(elsewhere.locator(NOTICE)).to_contain_text("已恢复")

    assert shown(elsewhere, 20) == values
    elsewhere.context.close()


def test_sheet_of_300_rows_half_filled_comes_back_with_every_box(desk, many_series, sheet, browser):
    page, address = sheet
    boxes = page.locator(
        "#return-sheet tr[data-row] :is([name$=-value], [name$=-qualifier], [name$=-note_zh])"
    )
    with page.expect_response(lambda response: response.url.endswith("/drafts/") and response.ok):
        typed = boxes.evaluate_all(
            """boxes => boxes.slice(0, boxes.length / 2).map((box, number) => {
                box.value = box.matches("select") ? "about" : box.matches("textarea") ? `说明${number}` : 1000 + number;
                box.dispatchEvent(new Event("input", { bubbles: true }));
                return box.value;
            })"""
        )
    rows = page.locator("#return-sheet tr[data-row]").count()
    page.context.clear_cookies()
    page.context.close()

    elsewhere = open_browser(browser, desk)
    go(elsewhere, address)
    expect(elsewhere.locator(NOTICE)).to_contain_text("已恢复")
    found = elsewhere.locator(
        "#return-sheet tr[data-row] :is([name$=-value], [name$=-qualifier], [name$=-note_zh])"
    ).evaluate_all("boxes => boxes.map(box => box.value)")

    assert rows >= 300
    assert len(typed) >= 450
    assert found == typed + [""] * (len(found) - len(typed))
    elsewhere.context.close()


def test_what_was_typed_a_moment_ago_comes_back_after_saving_in_a_lapsed_session(desk, sheet):
    page, address = sheet
    value_boxes(page).first.fill("4321")
    page.wait_for_timeout(100)  # less than the pause after which the server has it
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    sign_in(page, desk)
    go(page, address)

    expect(value_boxes(page).first).to_have_value("4321")


def test_leaving_with_unsaved_figures_is_asked_about_and_back_brings_them(desk, sheet):
    page, _address = sheet
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    value_boxes(page).first.fill("77")
    page.get_by_role("link", name="前往发布草稿").click()
    page.wait_for_url("**/change/")
    page.go_back()
    page.wait_for_selector("form#return-sheet[data-drafts=on]")

    assert asked == ["beforeunload"]
    expect(value_boxes(page).first).to_have_value("77")


def test_a_saved_form_leaves_no_draft(desk, sheet):
    page, address = sheet
    with page.expect_response(lambda response: response.url.endswith("/drafts/") and response.ok):
        value_boxes(page).first.fill("88")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#content, main").first).to_contain_text("已保存")
    go(page, address)

    expect(page.locator(NOTICE)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_discarding_brings_back_what_is_saved(desk, sheet):
    page, address = sheet
    with page.expect_response(lambda response: response.url.endswith("/drafts/") and response.ok):
        value_boxes(page).first.fill("99")
    go(page, address)
    follow(page.get_by_role("button", name="放弃恢复"))
    expect(page.locator(NOTICE)).to_have_count(0)

    expect(value_boxes(page).first).to_have_value("")


def test_copy_in_the_browser_is_encrypted_and_gone_after_signing_out(desk, sheet):
    page, _address = sheet
    value_boxes(page).first.fill("13579")
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('draft:'))")

    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "13579" not in kept
    assert "draft:" in kept

    page.locator("#logout-form button").click()
    page.wait_for_url("**/logout/")
    assert "draft:" not in page.evaluate("JSON.stringify(localStorage)")


def test_end_of_the_session_is_announced_and_can_be_put_off(desk, sheet, browser):
    page, address = sheet
    page.clock.install()
    page.goto(address)
    page.wait_for_selector("form#return-sheet[data-drafts=on]")
    page.clock.run_for(28 * 60 * 1000)
    expect(page.locator(NOTICE)).to_contain_text("即将")

    page.get_by_role("button", name="继续工作").click()
    expect(page.locator(NOTICE)).to_have_count(0)

    page.clock.run_for(31 * 60 * 1000)
    expect(page.locator(NOTICE)).to_contain_text("已退出")
    assert urlsplit(page.locator(f"{NOTICE} a").get_attribute("href")).path == urlsplit(address).path
