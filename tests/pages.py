"""Every kind of page, for tests that ask the same of each; and what every page must be."""

from collections import Counter
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SECTORS = ("projects", "safety", "health", "welfare", "culture", "education")
LISTS = (
    "/indicators/",
    "/releases/",
    "/questions/",
    "/commitments/",
    "/checks/",
    "/services/",
    "/guides/",
    "/facilities/",
    "/glossary/",
    "/themes/",
)
TEXTS = ("/how-to-read/", "/accessibility/", "/privacy/")
OF_PROJECTS = ("/projects/programmes/", "/projects/micro/")
OF_SAFETY = ("/safety/cases/", "/safety/operations/")
OF_EDUCATION = ("/education/awards/", "/education/networks/", "/education/schools/")
OF_HEALTH = ("/health/programmes/", "/health/accreditations/", "/health/sites/")
FIXED = (
    "/",
    *(f"/{sector}/" for sector in SECTORS),
    *OF_PROJECTS,
    *OF_HEALTH,
    *OF_SAFETY,
    *OF_EDUCATION,
    "/areas/",
    "/calendar/",
    *LISTS,
    *TEXTS,
    "/data/",
    "/search/",
)


def pages_about(slug: str) -> list[str]:
    """The pages that show something of `make_everything(slug)`, once it is public."""
    return [*FIXED, f"/search/?q={slug}", "/releases/feed/", "/sitemap.xml", *details_of(slug)]


def details_of(slug: str) -> list[str]:
    """The pages that there are only because of `make_everything(slug)`."""
    return [f"/releases/{slug}/", f"/indicators/{slug}-rate/", f"/commitments/{slug}-promise/"]


def queries_of(client: Client, address: str) -> int:
    """How many queries a page takes, when nothing has to be read for the first time any more."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


class Reader(HTMLParser):
    """Collects what the faults of a page show in: ids, headings, labels, inline code, images, tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids, self.headings, self.labelled, self.fields = Counter(), [], set(), []
        self.inline, self.tables, self.captions, self.lang = [], 0, 0, None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.update([given["id"]] if "id" in given else [])
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "label":
            self.labelled.add(given.get("for"))
        if tag in {"input", "select"} and given.get("type") not in {"hidden", "submit"}:
            self.fields.append(given.get("id"))
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.tables += tag == "table"
        self.captions += tag == "caption"


def faults_of(text: str) -> list[str]:
    """What is wrong with a page: ids repeated, headings out of order, fields unnamed, code inline, tables unnamed."""
    page = Reader(text)
    faults = [f"id {name} {number} times" for name, number in page.ids.items() if number > 1]
    faults += [] if page.headings.count(1) == 1 else [f"{page.headings.count(1)} h1"]
    steps = zip(page.headings, page.headings[1:], strict=False)
    faults += [f"h{first} then h{then}" for first, then in steps if then > first + 1]
    faults += [f"field {name} without label" for name in page.fields if name not in page.labelled]
    faults += [f"inline {name}" for name in page.inline]
    return faults + ([] if page.tables == page.captions else ["table without caption"])
