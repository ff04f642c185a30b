"""What the head of a page says: statutory tags, canonical address, languages, previews, feeds."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.pages import FIXED, details_of
from tests.world import kept, make_everything, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db

PAGES = [*FIXED, *details_of("seen")]


class Head(HTMLParser):
    """The meta elements of a page by name or property, its canonical address, its alternates and feeds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta.setdefault(name, []).append(given["content"])
        if tag == "link":
            self.links.append(given)

    def linked(self, rel: str, key: str = "rel") -> dict[str, str]:
        return {one[key]: one["href"] for one in self.links if one["rel"] == rel and key in one}


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """The head of every page, each asked for once by somebody without a cookie; and which of them set one."""
    with kept(django_db_blocker):
        publish(make_everything("seen"), at="2022-12-23")
        answers = {address: Client().get(address) for address in PAGES}
        yield SimpleNamespace(
            heads={address: Head(answer.content.decode()) for address, answer in answers.items()},
            setting=[address for address, answer in answers.items() if answer.cookies],
        )


def head(address: str) -> Head:
    response = Client().get(address)
    assert response.status_code == 200
    return Head(response.content.decode())


def test_every_page_names_the_site_once(published):
    told = [one.meta for one in published.heads.values()]

    for name, text in (("SiteName", "民生门户"), ("SiteDomain", "testserver")):
        assert [one.get(name) for one in told] == [[text]] * len(PAGES)
    assert [len(one["Description"]) for one in told] == [1] * len(PAGES)


def test_site_code_is_told_where_one_is_set(published, settings):
    settings.SITE_ID_CODE = "3710000001"

    assert head("/privacy/").meta["SiteIDCode"] == ["3710000001"]
    assert "SiteIDCode" not in published.heads["/privacy/"].meta


def test_pages_of_a_column_name_it_and_the_front_page_names_none(published):
    columns = {address: page.meta.get("ColumnName") for address, page in published.heads.items()}

    assert [address for address, name in columns.items() if not name] == ["/", "/search/"]
    assert columns["/safety/"] == ["公共安全"]
    assert columns["/indicators/seen-rate/"] == columns["/indicators/"] == ["指标"]
    for name in ("ColumnDescription", "ColumnKeywords", "ColumnType"):
        assert all(published.heads["/releases/"].meta[name])


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/releases/seen/", "Release seen"),
        ("/indicators/seen-rate/", "Indicator seen-rate"),
        ("/commitments/seen-promise/", "Commitment seen-promise"),
    ],
)
def test_what_is_published_names_title_date_and_source(published, address, title):
    meta = head(f"{address}?lang=en").meta

    assert meta["ArticleTitle"] == [title]
    assert meta["PubDate"] == ["2022-12-23 00:00"]
    assert meta["ContentSource"] == ["construction"]
    assert meta["Url"] == [f"http://testserver{address}?lang=en"]


def test_lists_and_the_front_page_are_no_articles(published):
    assert [address for address in FIXED if "ArticleTitle" in published.heads[address].meta] == []


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=x&fbclid=y", "/"),
        ("/?lang=zh-hans", "/"),
        ("/?lang=en&utm_source=x", "/?lang=en"),
        ("/indicators/?sector=projects&q=&page=1", "/indicators/?sector=projects"),
        ("/indicators/seen-rate/?as_of=2022-12-24&spm=1", "/indicators/seen-rate/?as_of=2022-12-24"),
    ],
)
def test_canonical_address_keeps_what_is_shown_and_drops_what_tracks(published, address, canonical):
    page = head(address)

    assert page.linked("canonical") == {"canonical": f"http://testserver{canonical}"}
    assert page.meta["og:url"] == [f"http://testserver{canonical}"]


def test_pages_name_each_other_in_both_languages(published):
    chinese, english = (
        head(f"/safety/?lang={code}").linked("alternate", "hreflang") for code in ("zh-hans", "en")
    )

    assert (
        chinese
        == english
        == {
            "zh-Hans": "http://testserver/safety/",
            "en": "http://testserver/safety/?lang=en",
            "x-default": "http://testserver/safety/",
        }
    )


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh_CN"), ("en", "en_GB")])
def test_previews_have_title_text_and_a_picture_of_ours(published, language, locale):
    meta = head(f"/releases/seen/?lang={language}").meta

    assert meta["og:locale"] == [locale]
    assert meta["og:title"] == [{"zh-hans": "发布seen", "en": "Release seen"}[language]]
    assert meta["og:description"] == meta["Description"]
    assert meta["og:image"] == [f"http://testserver/static/img/preview-{language}.png"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_picture_of_previews_is_a_png_of_the_size_that_is_told_and_small(language):
    with open(finders.find(f"img/preview-{language}.png"), "rb") as file:  # noqa: PTH123 - a path as text
        picture = file.read()

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)
    assert len(picture) <= 60_000


def test_title_and_description_escape_what_they_quote(client, published):
    text = client.get("/search/", {"q": "\">it's<script>"}).content.decode()

    assert "<script>it" not in text
    assert Head(text).meta["og:title"] == ["搜索：\">it's<script>"]


@pytest.mark.parametrize(
    ("address", "feeds"),
    [
        ("/", ["/releases/feed/"]),
        ("/safety/", ["/releases/feed/", "/safety/feed/"]),
        ("/indicators/seen-rate/", ["/releases/feed/", "/indicators/seen-rate/feed/"]),
        ("/commitments/", ["/releases/feed/", "/commitments/feed/"]),
        ("/releases/", ["/releases/feed/", "/releases/corrections/feed/"]),
    ],
)
def test_pages_announce_the_feeds_that_follow_them(published, address, feeds):
    links = [one for one in head(address).links if one.get("type") == "application/atom+xml"]

    assert [one["href"] for one in links] == feeds
    assert all(one["title"] for one in links)


def test_no_page_sets_a_cookie_unasked(published):
    others = [
        "/?as_of=2022-12-24",
        "/releases/feed/",
        "/safety/feed/",
        "/sitemap.xml",
        "/robots.txt",
        "/api/v1/",
    ]
    others += ["/api/v1/observations", "/nowhere/", "/indicators/?x=1", "/errors/429/"]

    assert published.setting == []
    assert [address for address in others if Client().get(address).cookies] == []


def test_a_choice_of_language_or_care_mode_is_what_sets_a_cookie(published):
    client = Client()
    queries = ("?lang=en", "?lang=en&remember=lang", "?care=on", "?care=on&lang=en")
    names = [list(client.get(f"/{query}").cookies) for query in queries]

    assert names == [[], ["django_language"], ["portal_care"], []]


def test_passages_in_chinese_are_marked_on_english_pages(client, published):
    text = client.get("/how-to-read/?lang=en").content.decode()
    body = re.sub(r"<[^>]*lang=\"zh-Hans\"[^>]*>[^<]*<", "<", text.split("<main")[1].split("</main")[0])

    assert re.findall(r"[\u4e00-\u9fff]+", body) == []


def test_tokens_as_printed_are_marked_as_chinese_on_english_pages(client, published):
    release = make_release()
    note = {"note_zh": "原文如此", "note_en": "As printed"}
    make_figure(release, make_indicator("damaged"), 1, as_printed="604110821人次", **note)
    publish(release)

    english, chinese = (
        client.get(f"/indicators/damaged/?lang={code}").content.decode() for code in ("en", "zh-hans")
    )

    assert '<span lang="zh-Hans">604110821人次</span>' in english
    assert '<span lang="zh-Hans">604110821人次</span>' not in chinese
