"""One detail, two doors: the page and the JSON of a release, indicator, commitment or area say the same."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.publishing.actions import releases
from portal.publishing.models import Attachment, Release
from portal.statistics.models import Indicator
from tests.world import (
    kept,
    make_commitment,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db
Said = dict[str, list[str]]
MOMENTS = ("", "&as_of=2022-07-01")
STATES = r'href="/commitments/([\w-]+)/[^"]*">[^<]*</a>.*?<span class="tag state-(\w+)">'


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One of everything in June and December; a figure revised, a commitment reported on, a release corrected."""
    with kept(django_db_blocker):
        june, december = make_everything("june"), make_everything("december")
        homes = make_indicator("homes", basis="point")
        make_figure(june, homes, 9, period_end=dt.date(2022, 5, 31))
        make_figure(december, homes, 11)
        Attachment.objects.create(release=june, title_zh="附件", title_en="Annex", file="annex.pdf")
        crime = make_indicator("crime", sector="safety", dimensions={"type": ["fraud", "theft"]})
        make_figure(june, crime, 10, dimensions={"type": "fraud"})
        publish(june, "2022-06-17")
        make_figure(december, crime, 12, dimensions={"type": "fraud"})
        make_figure(december, crime, 7, dimensions={"type": "theft"})
        make_update(december, Commitment.objects.get(code="june-promise"), "kept_late")
        publish(december, "2022-12-23")
        reasons = {"reason_zh": "更正", "reason_en": "Corrected"}
        later = make_release("later", kind="correction", corrects=june, **reasons)
        make_figure(later, crime, 11, dimensions={"type": "fraud"})
        make_commitment(later, "undated")
        publish(later, "2023-01-10")
        withdrawn = publish(make_everything("withdrawn"), "2022-06-20")
        reviewer = make_user("who-withdraws", "construction", "reviewer")
        releases.withdraw(release=withdrawn, by=reviewer, reason_zh="撤回", reason_en="Withdrawn")
        yield


@pytest.fixture
def shipped(db, settings, tmp_path) -> None:
    settings.VAR = tmp_path  # where the passwords of the demo accounts are kept
    call_command("load_seeds")


def texts(pattern: str, text: str) -> list:
    """What the pattern finds, each once."""
    return sorted(
        {one if isinstance(one, tuple) else unescape(one) for one in re.findall(pattern, text, re.DOTALL)}
    )


def section(name: str, text: str) -> str:
    """The section that a heading of that id names; empty if the page has none."""
    match = re.search(rf'<section[^>]*aria-labelledby="{name}">(.*?)</section>', text, re.DOTALL)
    return match[1] if match else ""


def notice(name: str, text: str) -> str:
    match = re.search(rf'<div class="notice" id="{name}">(.*?)</div>', text, re.DOTALL)
    return match[1] if match else ""


def ids(rows: list[dict]) -> list[str]:
    return sorted(str(row["id"]) for row in rows)


def states(rows: list[dict]) -> list[tuple[str, str]]:
    return sorted((row["code"], row["state"]) for row in rows)


def release_page(text: str, _context: dict) -> Said:
    return {
        "sections": texts(r'<section class="release-section" id="section-([^"]+)"', text),
        "questions": texts(r'id="question-(\d+)"', text),
        "commitments": texts(STATES, text),
        "checks": texts(r'id="check-(\d+)"', text),
        "figures": texts(r"#figure-(\d+)", text.replace(section("checks", text), "")),
        "attachments": texts(r'href="(/releases/[\w-]+/attachments/\d+/)', text),
        "corrects": texts(r'href="/releases/([\w-]+)/', notice("correction", text)),
        "corrections": texts(r'href="/releases/([\w-]+)/', notice("corrected", text)),
        "withdrawn": texts(r'id="(withdrawal)"', text),
    }


def release_json(answer: dict, observations: Callable[..., list[dict]]) -> Said:
    known = [] if answer["withdrawn_at"] else observations(release=answer["slug"], versions="all")
    reports = [(row["commitment"], row["outcome"]) for row in answer["reports"]]
    return {
        "sections": sorted(row["number"] for row in answer["sections"]),
        "questions": sorted(str(row["number"]) for row in answer["questions"]),
        "commitments": sorted({*states(answer["commitments"]), *reports}),
        "checks": ids(answer["checks"]),
        "figures": ids(known),
        "attachments": sorted(
            row["address"].removeprefix("http://testserver") for row in answer["attachments"]
        ),
        "corrects": [answer["corrects"]] if answer["corrects"] else [],
        "corrections": sorted(row["slug"] for row in answer["corrections"]),
        "withdrawn": ["withdrawal"] if answer["withdrawn_at"] else [],
    }


def indicator_page(text: str, context: dict) -> Said:
    detail = context["detail"]
    return {
        "series": sorted(str(table.series.pk) for table in context["tables"]),
        "in force": texts(r'id="figure-(\d+)"', section("figures", text)),
        "versions": texts(r'id="figure-(\d+)"', text),
        "checks": texts(r'id="check-(\d+)"', section("checks", text)),
        "commitments": texts(STATES, section("commitments", text)),
        "latest": [str(one.pk) for one in (detail.latest, detail.target) if one],
        "change": [str(detail.change.earlier.pk)] if detail.change else [],
    }


def indicator_json(answer: dict, observations: Callable[..., list[dict]]) -> Said:
    return {
        "series": ids(answer["series"]),
        "in force": ids(observations(indicator=answer["code"])),
        "versions": ids(observations(indicator=answer["code"], versions="all")),
        "checks": ids(answer["checks"]),
        "commitments": states(answer["commitments"]),
        "latest": [str(one["id"]) for one in (answer["latest"], answer["target"]) if one],
        "change": [str(answer["change"]["earlier"])] if answer["change"] else [],
    }


def commitment_page(text: str, _context: dict) -> Said:
    return {
        "state": texts(r'<p class="state-line"><span class="tag state-(\w+)">', text),
        "areas": texts(r'href="/areas/([\w-]+)/', text),
        "reports": texts(r'<span class="tag state-(\w+)">', section("reports", text)),
        "figures": texts(r'<th scope="row">(.*?)</th>', section("result", text)),
        "release": texts(
            r'<a class="source"\s+href="/releases/([\w-]+)/', text.split("<section", maxsplit=1)[0]
        ),
    }


def commitment_json(answer: dict, _observations: object) -> Said:
    return {
        "state": [answer["state"]] if answer["state"] else [],
        "areas": sorted(answer["areas"]),
        "reports": sorted({row["outcome"] for row in answer["updates"]}),
        "figures": sorted({row["period"]["label"] for row in answer["figures"]}),
        "release": [answer["release"]],
    }


def area_page(text: str, _context: dict) -> Said:
    parts = re.search(r'<nav aria-labelledby="parts">(.*?)</nav>', text, re.DOTALL)
    return {
        "above": texts(r'href="/areas/([\w-]+)/', "".join(re.findall(r"<dl.*?</dl>", text, re.DOTALL))),
        "parts": texts(r'href="/areas/([\w-]+)/', parts[1] if parts else ""),
        "commitments": texts(r'href="/commitments/([\w-]+)/', section("area-commitments", text)),
        "figures": texts(r"#figure-(\d+)", section("area-figures", text)),
        "facilities": texts(r'id="place-([\w-]+)"', section("area-places", text)),
    }


def area_json(answer: dict, _observations: object) -> Said:
    return {
        "above": sorted(answer["above"]),
        "parts": sorted(row["code"] for row in answer["children"]),
        "commitments": sorted(answer["commitments"]),
        "figures": sorted(str(number) for number in answer["observations"]),
        "facilities": sorted(answer["facilities"]),
    }


DOORS = {
    "releases": (Release, "slug", release_page, release_json),
    "indicators": (Indicator, "code", indicator_page, indicator_json),
    "commitments": (Commitment, "code", commitment_page, commitment_json),
    "areas": (Area, "code", area_page, area_json),
}


def compared(client: Client, noun: str, query: str) -> dict[str, tuple[Said, Said]]:
    """By code what the page says and what the JSON says; both are missing where one is."""
    model, key, read_page, read_json = DOORS[noun]

    def observations(**chosen: str) -> list[dict]:
        asked = "".join(f"&{name}={value}" for name, value in chosen.items())
        return client.get(f"/api/v1/observations?limit=1000{asked}{query}").json()["results"]

    found = {}
    for code in keys(model, key):
        page = client.get(f"/{noun}/{code}/?lang=en{query}")
        answer = client.get(f"/api/v1/{noun}/{code}?lang=en{query}")
        assert page.status_code == answer.status_code
        if page.status_code == 200:
            found[code] = (
                read_page(page.content.decode(), page.context),
                read_json(answer.json(), observations),
            )
    return found


def unlike(said: dict[str, tuple[Said, Said]]) -> dict[str, tuple[Said, Said]]:
    return {code: both for code, both in said.items() if both[0] != both[1]}


def keys(model: type[Model], key: str) -> list[str]:
    return sorted(model.objects.values_list(key, flat=True))


@pytest.mark.parametrize("noun", DOORS)
def test_page_and_json_say_the_same_and_leave_nothing_out(client, district, noun):
    now, then = (compared(client, noun, query) for query in MOMENTS)

    assert (unlike(now), unlike(then)) == ({}, {})
    said = [page for page, _json in now.values()]
    assert {name for one in said for name in one} == {name for one in said for name in one if one[name]}


@pytest.mark.slow("1 s: loads the shipped data")
@pytest.mark.parametrize("query", MOMENTS)
def test_page_and_json_say_the_same_of_everything_shipped(client, shipped, query):
    found = {noun: unlike(compared(client, noun, query)) for noun in DOORS}

    assert {noun: said for noun, said in found.items() if said} == {}
