"""What residents come for, on a phone and in care mode: how many taps it takes, and that the last page leads on.

A tap is a link, a button or a fold; typing is none. `TASKS` is the table: the walk, and the taps that it takes.
"""

from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.modes import CARE, COOKIES, LIGHT, PHONE, Mode
from tests.browser.steps import follow
from tests.pages import SECTORS


class Walk:
    """A resident with a phone, beginning at the home page."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str, words: str = "") -> None:
        """Tap the first such link or button of the page, and go where it leads."""
        follow(self.page.locator("main").locator(selector, has_text=words or None).first)
        self.taps += 1

    def search(self, words: str) -> None:
        self.page.locator("#home-search").fill(words)
        self.tap(".search-box button", "搜索")

    def estate(self, name: str, code: str) -> None:
        self.page.locator("#home-estate").fill(name)
        self.tap("form[action='/areas/'] button")
        self.tap(f"a[href='/areas/{code}/']")

    def answer(self, *words: str) -> None:
        for one in words:
            self.tap(".way-on", one)

    def reads(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def way_on(self, selector: str) -> Locator:
        return self.page.locator("main").locator(selector).first


def progress_of_an_estate(walk: Walk) -> Locator:
    walk.estate("府安社区", "fuan-community")
    walk.tap("a[href='/projects/fuan-affordable-housing-2022/']")
    walk.reads("承诺", "期限", "2022年12月31日", "资金", "未公布", "责任单位")
    return walk.way_on("a[href='tel:12345']")


def hours_of_the_culture_hall(walk: Walk) -> Locator:
    walk.tap(".tile a[href='/services/?sector=culture']")
    walk.tap("a[href='/services/culture-hall/']")
    walk.reads("8:30—21:00", "免费")
    return walk.way_on("a[href='/facilities/district-culture-centre/']")


def call_about_fake_orders(walk: Walk) -> Locator:
    walk.tap(".tile a[href='/guides/is-this-a-scam/']")
    walk.answer("转账、汇款或先交钱", "刷单")
    walk.reads("很像刷单诈骗")
    return walk.way_on("a[href='tel:96110']")


def dispute_with_a_clinic(walk: Walk) -> Locator:
    walk.tap(".tile a[href='/guides/medical-dispute/']")
    walk.answer("谈成了吗", "没谈成")
    return walk.way_on("a[href='tel:5980090']")


def family_just_above_the_allowance(walk: Walk) -> Locator:
    walk.tap(".tile a[href='/guides/contribution-aid/']")
    walk.answer("2022年5月1日及以后", "低保边缘家庭成员")
    walk.reads("可以资助参保", "新人新办法、老人老办法")
    return walk.way_on("a[href='/services/contribution-aid/']")


def commitments_passed_over(walk: Walk) -> Locator:
    walk.tap("a.state-silent")
    walk.tap("tbody a[href^='/commitments/']")
    walk.reads("到期未反馈")
    return walk.way_on("a[href^='/notices/']")


def progress_of_a_garden(walk: Walk) -> Locator:
    walk.search("小城游园")
    walk.tap(".hits a[href='/projects/xiaocheng-garden-2022/']")
    walk.reads("95%", "2022年6月30日")
    return walk.way_on("a[href='tel:12345']")


def road_by_its_initials(walk: Walk) -> Locator:
    walk.search("tynl")
    walk.tap(".hits a[href^='/projects/tongyi-south-road']")
    walk.reads("统一南路", "责任单位")
    return walk.way_on("a[href='tel:12345']")


def pensioner_wants_to_go_out(walk: Walk) -> Locator:
    walk.tap("a[href='/facilities/district-culture-centre/']")
    walk.reads("开放时间", "免费", "白天和晚间都开", "地址未公布", "可拨打")
    return walk.way_on("a[href='tel:12345']")


def project_on_paper(walk: Walk) -> Locator:
    walk.search("小城游园")
    walk.tap(".hits a[href='/projects/xiaocheng-garden-2022/']")
    walk.page.emulate_media(media="print")
    pairs = walk.page.locator("main .answer dl > div").all()
    assert {pair.evaluate("(one) => getComputedStyle(one).breakInside") for pair in pairs} == {"avoid"}
    return walk.way_on(".answer dl > div")


def notices_of_a_neighbourhood(walk: Walk) -> Locator:
    walk.estate("凤林街道", "fenglin")
    walk.tap("a[href^='/notices/']")
    walk.reads("凤林街道")
    return walk.way_on("input[type=email]")


def finding_of_a_chart(walk: Walk) -> Locator:
    walk.tap(".sector-card a[href='/safety/']")
    walk.tap("a[href='/indicators/crime-free-villages/']")
    walk.reads("42个村居（社区）中24个")
    return walk.way_on("a.source")


def place_on_a_map(walk: Walk) -> Locator:
    walk.estate("韩乐坊", "hanlefang")
    walk.tap("a[href='/facilities/hanlefang-police-post/']")
    return walk.way_on("a[href^='https://uri.amap.com/']")


def equipment_of_two_years(walk: Walk) -> Locator:
    walk.tap(".sector-card a[href='/culture/']")
    walk.tap("a[href='/themes/fitness-sites/']")
    walk.reads("2021年", "2022年", "200件", "5个")
    return walk.way_on("a[href^='/indicators/']")


TASKS: list[tuple[Callable[[Walk], Locator], int]] = [
    (progress_of_an_estate, 3),
    (hours_of_the_culture_hall, 2),
    (call_about_fake_orders, 3),
    (dispute_with_a_clinic, 3),
    (family_just_above_the_allowance, 3),
    (commitments_passed_over, 2),
    (progress_of_a_garden, 2),
    (road_by_its_initials, 2),
    (pensioner_wants_to_go_out, 1),
    (project_on_paper, 2),
    (notices_of_a_neighbourhood, 3),
    (finding_of_a_chart, 2),
    (place_on_a_map, 3),
    (equipment_of_two_years, 2),
]


@pytest.mark.parametrize("look", [LIGHT, CARE])
@pytest.mark.parametrize(("task", "taps"), TASKS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_task_is_done_in_so_many_taps(open_tab, look, task, taps):
    walk = Walk(open_tab("/", Mode(look=look, width=PHONE)))

    way_on = task(walk)

    expect(way_on).to_be_visible()
    assert walk.taps == taps
    assert walk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


GUIDES = {
    "fraud",
    "is-this-a-scam",
    "medical-dispute",
    "illegal-practice",
    "contribution-aid",
    "property-complaint",
}
SERVICES = {
    "household-registration",
    "identity-card",
    "temporary-identity-card",
    "household-proofs",
    "newborn-registration",
    "exit-entry-green-channel",
    "exit-entry-urgent",
    "exit-entry-out-of-hours",
    "exit-entry-appointment",
    "household-callback",
    "relief-by-qr",
    "contribution-aid",
    "family-doctor",
    "school-eye-clinic",
    "tooth-sealing",
    "moxibustion",
    "culture-hall",
    "fitness-sites",
    "school-sports-grounds",
}
LISTS = {"/guides/", "/services/", *(f"/{sector}/" for sector in SECTORS)}
MOST_TAPS = 3


@pytest.mark.parametrize("care", ["off", "on"])
def test_every_guide_and_service_is_within_three_taps_of_home(site, care):
    wanted = {f"/guides/{code}/" for code in GUIDES} | {f"/services/{code}/" for code in SERVICES}
    reached, pages = set(), {"/"}
    for _tap in range(MOST_TAPS):
        found = {link for page in pages for link in links_of(site.origin + page, care)} - reached
        reached |= found
        pages = {link for link in found if link.partition("?")[0] in LISTS}

    assert wanted - reached == set()


def links_of(address: str, care: str) -> set[str]:
    """The addresses to which the main part of a page leads."""
    asked = Request(address, headers={"Cookie": f"{COOKIES['care']}={care}"})  # noqa: S310 - our own server
    with urlopen(asked) as answer:  # noqa: S310
        text = answer.read().decode()
    main = text[text.index("<main") : text.index("</main>")]
    return {part.partition('"')[0].replace("&amp;", "&") for part in main.split('href="')[1:]}
