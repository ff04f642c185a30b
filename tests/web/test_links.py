"""Every address that the portal hands out leads somewhere: those of pages, feeds, sitemaps, JSON and /data/."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.models import User
from portal.web import sectors
from tests.world import kept, make_commitment, make_release, publish

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
#: Where a reader, a feed reader, a search engine and a script begin.
STARTS = (
    "/",
    "/?lang=en",
    "/data/",
    "/releases/",
    "/indicators/",
    "/commitments/",
    "/areas/",
    "/robots.txt",
    "/sitemap.xml",
    "/api/v1/",
    "/api/v1/releases?limit=3",
    "/api/v1/observations?limit=3",
    "/api/v1/openapi.json",
    "/releases/?as_of=2022-07-01",
)
#: What is handed out in HTML, in XML and as texts of JSON.
LINKS = re.compile(
    r"""(?:\bhref|\bsrc|\baction)=["']([^"'#]+)|<(?:loc|id|uri)>([^<#]+)|"((?:http://testserver)?/[^"\s#{}]*)\""""
)
CURL = re.compile(r"curl '([^']+)'")
#: Files of the browser tests' server, and addresses that are posted to.
NOT_FOLLOWED = ("/static/", "/media/")


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """All that is shipped, with a corrected release, a withdrawn one, and one for tomorrow."""
    with kept(django_db_blocker):
        call_command("load_seeds", verbosity=0)
        article = Release.objects.order_by("released_at").first()
        editor = User.objects.get(username=f"editor-{article.department.code}")
        reviewer = User.objects.get(username=f"reviewer-{article.department.code}")
        reasons = {"reason_zh": "误", "reason_en": "A misprint"}
        figure = article.observations.filter(kind="actual", value__isnull=False).first()
        correction = releases.start_correction(release=article, by=editor, records=[figure], **reasons)
        correction.observations.update(value=1, as_printed="1", note_zh="误", note_en="Misprint")
        publish(correction)
        wrong = make_release("wrong", department=article.department.code)
        make_commitment(wrong)
        releases.withdraw(release=publish(wrong), by=reviewer, **reasons)
        yield


def handed_out(answer: HttpResponse, address: str) -> Iterator[str]:
    """The local addresses in an answer, without fragments."""
    text = answer.content.decode("utf-8", "replace")
    found = ["".join(groups) for groups in LINKS.findall(text)] + CURL.findall(html.unescape(text))
    for one in found:
        whole = urljoin(f"{SITE}{address}", html.unescape(one))
        if whole.startswith(f"{SITE}/"):
            yield whole.removeprefix(SITE)


def kind_of(address: str) -> tuple[str, frozenset[str]]:
    """The route of an address and the names of its parameters: addresses of one kind differ in codes and values."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path, frozenset()
    which = match.kwargs.get("sector") or match.kwargs.get("format", "")
    return f"{match.route} {which}", frozenset(name for name, _value in parse_qsl(parts.query))


def most_of(kind: tuple[str, frozenset[str]]) -> int:
    """How many addresses of a kind are followed."""
    _route, names = kind
    return 1 if len(names) <= 1 else 0


@pytest.mark.slow("10 s: follows every address")
def test_every_address_that_is_handed_out_leads_somewhere(portal):
    client = Client(raise_request_exception=False)
    waiting, seen, kinds, broken = deque((start, "") for start in STARTS), set(STARTS), Counter(), []
    while waiting:
        address, source = waiting.popleft()
        answer = client.get(address)
        if answer.status_code >= 400:
            broken.append((answer.status_code, address, source))
        if answer.streaming or answer.status_code != 200:
            continue
        for found in handed_out(answer, address):
            kind = kind_of(found)
            if found in seen or kinds[kind] >= most_of(kind) or found.startswith(NOT_FOLLOWED):
                continue
            seen.add(found)
            kinds[kind] += 1
            waiting.append((found, address))

    assert broken == []
    followed = {route.split(" ")[0] for route, _names in kinds}
    assert followed >= {"releases/<slug:slug>/", "projects/<slug:code>/", "commitments/<slug:code>/"}
    assert {f"/{sector}/feed/" for sector in sectors.sectors} <= {urlsplit(one).path for one in seen}
    assert len(seen) > 150, len(seen)
