"""What axe can find on pages that are only there in the midst of something, in both languages, light and dark.

A release being written and reviewed, a second factor being set up, a preview, a subscription; at both widths.
"""

import email
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.modes import CARE, DARK, DESK, LIGHT, PHONE, Mode
from tests.browser.site import Site, own_database, running
from tests.browser.test_axe import violations
from tests.browser.test_axe_admin import faults_of, password_of
from tests.browser.test_release_desk import DEPARTMENT, Official, fill_grid, open_draft, submit
from tests.officials import code_of

pytestmark = pytest.mark.sweep

EDITOR, REVIEWER = f"editor-{DEPARTMENT}", f"reviewer-{DEPARTMENT}"
#: Below the address of the release.
OF_EDITORS = [
    "return-sheet/{department}/",
    "workbook/",
    "explain/",
    "announce/",
    "parts/ask/",
    "previews/",
    "history/",
]
PAGES_IN_CARE = [Mode(look=look, width=width) for look in (LIGHT, DARK, CARE) for width in (PHONE, DESK)]


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("axe")
    with own_database("test_portal_axe_desk") as database, running(folder, database) as site:
        yield site


@pytest.fixture(scope="module")
def sign_in(portal, browser: Browser) -> Iterator[Callable[[str], Official]]:
    """Who has signed in stays so for the file."""
    there: dict[str, Official] = {}

    def sign_in(name: str) -> Official:
        if name not in there:
            there[name] = official = Official(browser.new_context(locale="zh-CN").new_page(), portal)
            official.go("/admin/")
            official.page.fill("[name=login]", name)
            official.page.fill("[name=password]", password_of(portal, name))
            official.page.locator("[name=password]").press("Enter")
            official.page.wait_for_url("**/admin/")
        return there[name]

    yield sign_in
    for official in there.values():
        official.page.context.close()


@pytest.fixture(scope="module")
def release(sign_in) -> str:
    """The address of a submitted release of which a check fails, in the administration."""
    editor = sign_in(EDITOR)
    change = open_draft(editor)
    fill_grid(editor)
    editor.page.goto(editor.site.origin + change.replace("/change/", "/previews/"))
    for name, words in {"reader": "李记者", "purpose": "发布会前准备"}.items():
        editor.page.fill(f"[name={name}]", words)
    editor.page.locator("#content-main [type=submit]").last.click()
    return change.removesuffix("change/")


@pytest.fixture(scope="module")
def submitted(sign_in, release) -> str:
    submit(sign_in(EDITOR), f"{release}change/")
    return release


def faults_here(page: Page, modes: list[Mode]) -> dict[str, list[str]]:
    """Of a page that cannot be asked for twice, in the language that it has."""
    found = {}
    for mode in modes:
        mode.put_on(page)
        found[str(mode)] = violations(page)
    return {mode: sentences for mode, sentences in found.items() if sentences}


IN_PLACE = [Mode(look=look, width=width) for look in (LIGHT, DARK) for width in (PHONE, DESK)]


@pytest.mark.parametrize("path", OF_EDITORS)
def test_axe_finds_nothing_on_pages_of_a_draft(portal, sign_in, release, path):
    page = sign_in(EDITOR).page
    page.goto(f"{portal.origin}{release}change/")
    sheet = page.get_by_role("link", name=re.compile("数据填报表|Return sheet")).first.get_attribute("href")

    address = portal.origin + release + path.format(department=re.search(r"return-sheet/(\d+)/", sheet)[1])

    assert faults_of(page, address) == {}


def test_axe_finds_nothing_on_a_sheet_that_was_not_saved(portal, sign_in, release):
    page = sign_in(EDITOR).page
    page.goto(f"{portal.origin}{release}change/")
    page.get_by_role("link", name=re.compile("数据填报表|Return sheet")).first.click()
    page.locator("[data-column=value] input").nth(3).fill("七百")
    page.locator("#return-sheet [type=submit]").click()
    page.wait_for_selector(".return-wrong")

    assert faults_here(page, IN_PLACE) == {}


def test_axe_finds_nothing_on_a_preview(portal, browser, sign_in, release):
    page = sign_in(EDITOR).page
    page.goto(f"{portal.origin}{release}previews/")
    given = re.sub(r"https?://[^/]+", portal.origin, page.locator(".preview-address").first.input_value())

    with browser.new_context() as context:
        reader = context.new_page()
        reader.goto(given)
        conditions = faults_here(reader, PAGES_IN_CARE)
        reader.locator("main [type=submit]").last.click()
        opened = faults_here(reader, PAGES_IN_CARE)
        reader.goto(f"{portal.origin}/preview/none/")
        nothing = faults_here(reader, PAGES_IN_CARE)

    assert (conditions, opened, nothing) == ({}, {}, {})


def test_axe_finds_nothing_on_the_review(portal, sign_in, submitted):
    page = sign_in(REVIEWER).page

    assert faults_of(page, f"{portal.origin}{submitted}review/") == {}

    page.get_by_text(re.compile("^(提出意见|Remark on this row)$")).first.click()
    page.locator("[name=when][value=now]").click()
    page.wait_for_selector(".errornote")
    assert faults_here(page, IN_PLACE) == {}


def test_axe_finds_nothing_where_a_figure_is_corrected(portal, sign_in):
    page = sign_in("editor-construction").page
    page.goto(f"{portal.origin}/indicators/old-estates-renovated/")
    address = page.locator("a[href*='/admin/correct/']").first.get_attribute("href")

    assert faults_of(page, portal.origin + address) == {}


def test_axe_finds_nothing_on_the_pages_of_the_second_factor(portal, sign_in, browser):
    official = sign_in("reviewer-education")
    page = official.page
    found = {path: faults_of(page, f"{portal.origin}/accounts/2fa/{path}") for path in ("", "totp/activate/")}

    secret = page.locator(".secret").inner_text()
    page.fill("[name=code]", "000000")
    page.locator("#content [type=submit]").click()
    found["refused"] = faults_here(page, IN_PLACE)
    page.fill("[name=code]", code_of(secret))
    page.locator("#content [type=submit]").click()
    page.wait_for_url("**/recovery-codes/")
    for path in ("recovery-codes/", "recovery-codes/generate/", ""):
        found[f"on {path}"] = faults_of(page, f"{portal.origin}/accounts/2fa/{path}")
    with browser.new_context() as context:
        again = Official(context.new_page(), portal)
        again.go("/admin/")
        again.page.fill("[name=login]", "reviewer-education")
        again.page.fill("[name=password]", password_of(portal, "reviewer-education"))
        again.page.locator("[name=password]").press("Enter")
        again.page.wait_for_url("**/2fa/authenticate/**")
        found["asked"] = faults_of(again.page, again.page.url)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_axe_finds_nothing_on_the_secret_pages_of_notices(portal, browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{portal.origin}/notices/?topic=area:fenglin")
        page.fill("#id_email", "li@example.org")
        page.wait_for_timeout(4000)  # who sends it at once is a machine
        page.locator("main [type=submit], main button").last.click()
        page.wait_for_url("**/notices/asked/**")
        found = {"confirm": faults_of(page, portal.origin + confirmation_in(portal.said.parent / "mail"))}
        page.locator("main button").first.click()
        page.wait_for_url("**/notices/manage/**")
        manage = page.url
        found["manage"] = faults_of(page, manage)
        found["unsubscribe"] = faults_of(page, manage.split("?")[0].replace("/manage/", "/unsubscribe/"))
        page.locator("main button").first.click()
        found["unsubscribed"] = faults_here(page, PAGES_IN_CARE)
        found["gone"] = faults_of(page, manage)

    assert {name: faults for name, faults in found.items() if faults} == {}


def confirmation_in(folder: Path) -> str:
    """The address in the only mail."""
    (letter,) = folder.iterdir()
    parts = email.message_from_bytes(letter.read_bytes()).walk()
    text = next(part for part in parts if part.get_content_type() == "text/plain")
    return re.search(r"/notices/confirm/[\w-]+/", text.get_payload(decode=True).decode())[0]
