"""A release from its first figure to its correction, by its officials' own hands, in a real browser."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site, own_database, running

pytestmark = pytest.mark.slow("waits for the hour of a release")

DEPARTMENT = "health-office"
SLUG = "mental-health-return"
TITLE = "严重精神障碍患者管理情况"
RATE, MANAGED, REGISTERED = (f"severe-mental-{name}" for name in ("management-rate", "managed", "registered"))
PATIENCE_MILLISECONDS = 30_000
SECONDS_AHEAD = 20
BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Site]:
    """A portal of its own: what is released here would change what other tests count."""
    folder = tmp_path_factory.mktemp("desk")
    with own_database("test_portal_desk") as database, running(folder, database) as site:
        site.passwords = dict(
            line.split("\t")[:2] for line in (folder / "demo-accounts.txt").read_text().splitlines() if line
        )
        yield site


@dataclass
class Official:
    """Somebody at their own browser."""

    page: Page
    site: Site

    def go(self, path: str) -> None:
        self.page.goto(self.site.origin + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str | re.Pattern) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, words: str | re.Pattern) -> None:
        expect(self.page.locator("main, #content, body").first).to_contain_text(words)


@pytest.fixture
def sign_in(desk, browser: Browser) -> Iterator[Callable[[str], Official]]:
    contexts = []

    def sign_in(name: str) -> Official:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        official = Official(context.new_page(), desk)
        official.page.set_default_timeout(PATIENCE_MILLISECONDS)
        official.go("/admin/")
        official.page.fill("[name=login]", name)
        official.page.fill("[name=password]", desk.passwords[name])
        official.page.get_by_role("button", name="登录").click()
        official.sees("您想办理什么")
        return official

    yield sign_in
    for context in contexts:
        context.close()


def test_release_goes_from_the_first_figure_to_its_correction(desk, sign_in, tmp_path):
    editor = sign_in(f"editor-{DEPARTMENT}")
    release = open_draft(editor)
    fill_grid(editor)
    load_workbook_with_errors_then_mended(editor, tmp_path)
    submit(editor, release)

    reviewer = sign_in(f"reviewer-{DEPARTMENT}")
    return_it(reviewer)

    explain_and_submit_again(editor, release)
    at = approve_for_soon(reviewer)

    public = f"{desk.origin}/releases/{SLUG}/"
    page = editor.page.context.browser.new_page()
    assert page.goto(public).status == 404
    page.wait_for_timeout(max(0, (at - dt.datetime.now(tz=dt.UTC)).total_seconds()) * 1000 + 500)
    assert page.goto(public).status == 200
    expect(page.locator("main")).to_contain_text("91.6")
    expect(page.locator("main")).to_contain_text("照登记表填报")

    correct(editor, reviewer)
    page.goto(f"{desk.origin}/indicators/{RATE}/")
    expect(page.locator("main")).to_contain_text("填报有误")
    expect(page.locator("main")).to_contain_text("90.1")
    expect(page.locator("main")).to_contain_text("91.6")
    page.close()

    everything_is_in_the_trail(sign_in("administrator"))


def open_draft(editor: Official) -> str:
    """Gives the address of the draft in the administration."""
    editor.go("/admin/portal/release/add/")
    page = editor.page
    page.select_option("[name=kind]", "statistical_return")
    page.fill("[name=slug]", SLUG)
    page.fill("[name=title_zh]", TITLE)
    page.fill("[name=title_en]", "Management of severe mental disorders")
    page.get_by_role("button", name="保存并继续编辑").click()
    page.wait_for_url("**/change/")
    return page.url.removeprefix(editor.site.origin)


def fill_grid(editor: Official) -> None:
    """A slip is said at once beside its cell; then the three figures are saved together."""
    page = editor.page
    editor.follow("数据填报表")
    page.fill("[name=start]", "2026-01-01")
    page.fill("[name=end]", "2026-09-30")
    editor.press("查看")
    rows = {
        code: page.locator("tr[data-row]", has=page.get_by_text(name, exact=False)).first
        for code, name in NAMES.items()
    }
    value = rows[REGISTERED].locator("[data-column=value]")
    value.locator("input").fill("七百")
    value.locator("input").press("Tab")
    expect(value.locator(".errorlist")).to_be_visible()

    for code, number in {REGISTERED: "700", MANAGED: "630", RATE: "91.6"}.items():
        rows[code].locator("[data-column=value] input").fill(number)
    editor.press("保存")
    editor.sees("已保存")


NAMES = {
    REGISTERED: "在册严重精神障碍患者数",
    MANAGED: "在管严重精神障碍患者数",
    RATE: "严重精神障碍患者规范管理率",
}


def load_workbook_with_errors_then_mended(editor: Official, folder: Path) -> None:
    """Nothing is loaded while one cell is wrong; mended, the difference is shown before it is loaded."""
    page = editor.page
    editor.follow("前往发布草稿")
    editor.follow("工作簿")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    filled = Path(download.value.path()).read_bytes()

    upload(editor, changed(filled, folder / "wrong.zip", "630", "六百三十"))
    editor.sees("六百三十")
    expect(page.get_by_role("button", name="全部载入")).to_have_count(0)

    upload(editor, changed(filled, folder / "right.zip", "630", "631"))
    editor.sees("631")
    page.get_by_role("button", name="全部载入").click()
    editor.sees("已载入")


def upload(editor: Official, file: Path) -> None:
    editor.page.set_input_files("[name=workbook]", file)
    editor.press("上传并查看差异")


def changed(filled: bytes, target: Path, before: str, after: str) -> Path:
    """The workbook with another value in one cell."""
    with zipfile.ZipFile(io.BytesIO(filled)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("Observations.csv"):
                rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
                place = rows[0].index("value")
                changed = [
                    [*row[:place], after if row[place] == before else row[place], *row[place + 1 :]]
                    for row in rows
                ]
                assert changed != rows
                text = io.StringIO()
                csv.writer(text).writerows(changed)
                content = text.getvalue().encode()
            copy.writestr(name, content)
    return target


def submit(editor: Official, release: str) -> None:
    editor.go(release)
    editor.press("提交审核")
    editor.sees("已提交")


def return_it(reviewer: Official) -> None:
    """The failed check is there to see; the row is commented on, and the whole goes back."""
    page = reviewer.page
    reviewer.follow(TITLE)
    if not page.url.endswith("/review/"):
        reviewer.follow("审核")
    expect(page.locator("tr.fails").first).to_contain_text("不符")
    row = page.locator("table.differences tr", has_text="规范管理率").first
    row.get_by_text("提出意见").first.click()
    row.locator("textarea").fill("与在册、在管人数不符，请核实。")
    page.fill("#review-form [name=reason]", "请说明规范管理率的算法。")
    reviewer.press("退回修改")
    reviewer.sees("已退回编辑人员修改")


def explain_and_submit_again(editor: Official, release: str) -> None:
    page = editor.page
    editor.go("/admin/")
    editor.sees(TITLE)
    editor.go(release)
    editor.sees("请说明规范管理率的算法。")
    editor.follow("回复意见")
    page.locator("textarea[name^=answer-]").fill("登记表原文如此。")
    page.locator(".act form [type=submit], #content-main [type=submit]").first.click()
    editor.go(release.replace("/change/", "/explain/"))
    boxes = page.locator(".failure textarea")
    boxes.nth(0).fill("照登记表填报，待核实后更正。")
    boxes.nth(1).fill("As on the form; to be corrected once verified.")
    page.locator("#content-main [type=submit]").first.click()
    submit(editor, release)


def approve_for_soon(reviewer: Official) -> dt.datetime:
    reviewer.go("/admin/")
    reviewer.follow(TITLE)
    page = reviewer.page
    if not page.url.endswith("/review/"):
        reviewer.follow("审核")
    reviewer.sees("登记表原文如此。")
    at = (dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=SECONDS_AHEAD)).replace(microsecond=0)
    page.locator("[name=at]").evaluate("box => box.step = 1")
    page.fill("[name=at]", at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S"))
    reviewer.press("定时发布")
    reviewer.press("确认")
    reviewer.sees("已批准")
    return at


def correct(editor: Official, reviewer: Official) -> None:
    """From the public figure to a correction, and through review again."""
    page = editor.page
    editor.go(f"/indicators/{RATE}/")
    link = page.locator("a[href*='/correct']").first
    if not link.is_visible():
        page.locator("details.history", has=link).locator("summary").click()
    link.click()
    for language, words in {
        "zh": "填报有误：应为631除以700。",
        "en": "Wrongly entered: it is 631 of 700.",
    }.items():
        page.fill(f"[name=reason_{language}]", words)
    page.locator("#content-main [type=submit]").first.click()
    page.fill("[name=value]", "90.1")
    page.get_by_role("button", name="保存", exact=True).click()
    editor.go("/admin/portal/release/?state=draft")
    editor.follow(re.compile("更正"))
    editor.press("提交审核")

    reviewer.go("/admin/")
    reviewer.follow(re.compile("更正"))
    if not reviewer.page.url.endswith("/review/"):
        reviewer.follow("审核")
    reviewer.press("立即发布")
    reviewer.press("确认")
    reviewer.sees("已批准并公开")


def everything_is_in_the_trail(administrator: Official) -> None:
    administrator.go(f"/admin/trail/?release={SLUG}")
    for words in ("表格录入", "工作簿", "表单", "提交", "退回", "批准", "更正"):
        administrator.sees(words)
