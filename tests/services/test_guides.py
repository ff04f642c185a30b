"""Guides: each page of a walk, the whole on one page, JSON, and the guides that the portal ships with."""

import csv
import datetime as dt
import io

import pytest
import zxingcpp
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from portal.management.commands.load_seeds import DATA
from portal.services.models import Guide, GuideNode
from portal.services.walk import GuideDetail
from portal.web.templatetags.portal_print import qr_image
from tests.pages import faults_of, queries_of
from tests.services.world import make_answer, make_node, make_walk
from tests.world import commit, kept, make_facility, make_release, publish

pytestmark = pytest.mark.django_db
ENDS = "/guides/walk/one/"


def test_a_walk_leads_from_the_first_page_to_an_end(client):
    make_walk("walk")

    first = client.get("/guides/walk/").content.decode()
    question = client.get("/guides/walk/question/").content.decode()
    end = client.get(ENDS).content.decode()

    assert 'href="/guides/walk/question/"' in first
    assert [f'href="/guides/walk/{code}/"' in question for code in ("one", "two", "start")] == [True] * 3
    assert 'href="/services/"' in end
    assert [faults_of(text) for text in (first, question, end)] == [[], [], []]


def test_a_page_says_where_one_is_and_leads_back(client):
    make_walk("walk")

    place = client.get(ENDS).context["place"]
    text = client.get(ENDS).content.decode()

    assert ([node.code for node in place.trail], place.number) == (["start", "question"], 3)
    assert [node.code for node in place.before] == ["question"]
    assert all(f'href="/guides/walk/{code}"' in text for code in ("", "start/", "question/"))
    assert 'aria-current="step"' in text


def test_a_page_keeps_nothing_and_is_the_same_however_one_came(client):
    make_walk("walk")
    straight = client.get(ENDS)
    for address in ("/guides/walk/", "/guides/walk/question/"):
        client.get(address)

    walked = client.get(ENDS)

    assert (walked.content, walked.cookies) == (straight.content, {})
    assert Client(enforce_csrf_checks=True).post(ENDS).status_code == 405
    assert "<form" not in walked.content.decode().split("<main")[1].split("</main")[0]


def test_the_whole_guide_has_every_node_once_in_the_order_of_the_walk(client):
    make_walk("walk")

    detail = client.get("/guides/walk/all/").context["detail"]
    text = client.get("/guides/walk/all/").content.decode()

    assert [place.node.code for place in detail.places] == ["start", "question", "one", "two"]
    assert [text.count(f'<h2 id="{place.node.code}">') for place in detail.places] == [1] * 4
    assert faults_of(text) == []


def test_the_whole_guide_names_a_source_once_where_steps_share_it(client):
    june = publish(make_release("june"), at="2022-06-01")
    guide = make_walk("walk", release=june)
    GuideNode.objects.filter(guide=guide, code="two").update(release=None)

    page = client.get("/guides/walk/all/?lang=en").content.decode()

    assert page.count("Written by this site") == 1
    assert page.count("Last reviewed:") == 1
    assert page.count("/releases/june/") == 1
    assert page.index("/releases/june/") < page.index('id="two"') < page.index("Written by this site")


def test_json_is_built_from_the_same_guide(client):
    make_walk("walk")

    nodes = {node["code"]: node for node in client.get("/api/v1/guides/walk").json()["nodes"]}

    assert list(nodes) == ["start", "question", "one", "two"]
    assert (nodes["start"]["next"], nodes["one"]["link"]) == ("question", "/services/")
    assert [answer["leads_to"] for answer in nodes["question"]["answers"]] == ["one", "two", "start"]
    assert nodes["one"]["page"] == f"http://testserver{ENDS}"
    assert (nodes["one"]["origin"], nodes["one"]["reviewed_on"]) == ("operator", "2022-12-23")


def test_page_and_json_filter_alike(client):
    make_walk("one")
    make_walk("two", sector_id="health")

    for query in ("", "?sector=health", "?q=one"):
        rows = client.get(f"/api/v1/guides{query}").json()["results"]
        assert [one.code for one in client.get(f"/guides/{query}").context["page"]] == [
            row["code"] for row in rows
        ]


@pytest.mark.parametrize("address", ["/guides/", "/api/v1/guides", "/services/"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client, address):
    make_walk("one")
    with_one = queries_of(client, address)

    for code in ("two", "three"):
        make_walk(code)

    assert queries_of(client, address) == with_one


@pytest.mark.parametrize("address", ["/guides/walk/", "/guides/walk/all/", "/api/v1/guides/walk"])
def test_a_guide_takes_as_many_queries_for_more_nodes(client, address):
    guide = make_walk("walk")
    before = queries_of(client, address)

    make_node(guide, "three", "end")
    make_answer(guide, "question", "three", 3)

    assert queries_of(client, address) == before


def test_a_guide_that_is_not_public_is_nowhere(client):
    Guide.objects.filter(pk=make_walk("walk").pk).update(is_public=False)
    release = make_release()
    make_walk("ahead", release=release)
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    for code in ("walk", "ahead"):
        pages = (f"/guides/{code}/", f"/guides/{code}/one/", f"/guides/{code}/all/", f"/api/v1/guides/{code}")
        assert [client.get(address).status_code for address in pages] == [404] * 4
    assert client.get("/api/v1/guides").json()["results"] == []


def test_as_of_shows_the_nodes_and_answers_of_then(client):
    guide = make_walk("walk")
    commit()
    before = timezone.now().isoformat()
    GuideNode.objects.filter(guide=guide, code="one").update(text_zh="新", text_en="New")
    guide.answers.filter(leads_to="start").delete()
    commit()

    then, now = (
        client.get("/api/v1/guides/walk", query | {"lang": "en"}).json() for query in ({"as_of": before}, {})
    )

    texts = [{node["code"]: node for node in answer["nodes"]} for answer in (then, now)]
    assert [nodes["one"]["text"] for nodes in texts] == ["One\nTwo", "New"]
    assert [len(nodes["question"]["answers"]) for nodes in texts] == [3, 2]


def test_nodes_changed_while_a_guide_is_withdrawn_are_not_those_of_then(client):
    guide = make_walk("walk")
    commit()
    before = timezone.now().isoformat()
    Guide.objects.filter(pk=guide.pk).update(is_public=False)
    commit()
    GuideNode.objects.filter(guide=guide, code="one").update(text_zh="新", text_en="New")
    commit()
    Guide.objects.filter(pk=guide.pk).update(is_public=True)
    commit()

    then = client.get("/api/v1/guides/walk", {"as_of": before, "lang": "en"}).json()

    assert next(node for node in then["nodes"] if node["code"] == "one")["text"] == "One\nTwo"


def test_a_facility_that_is_not_public_is_not_named(client):
    guide = make_walk("walk")
    make_facility("secret", is_public=False)
    guide.nodes.filter(code="one").update(facilities=["secret"])

    texts = [
        client.get(address).content.decode() for address in (ENDS, "/guides/walk/all/", "/api/v1/guides/walk")
    ]

    assert [text for text in texts if "secret" in text] == []


def test_a_link_to_a_page_that_this_site_lacks_is_not_shown(client):
    guide = make_walk("walk")
    guide.nodes.filter(code="one").update(address="/no-such-app/", services=[])

    assert "no-such-app" not in client.get(ENDS).content.decode()
    assert client.get("/api/v1/guides/walk").json()["nodes"][2]["link"] == ""


def test_the_code_on_paper_leads_to_the_page(client, settings):
    settings.SITE_URL = "https://minsheng.example"
    make_walk("walk")
    address = f"https://minsheng.example{ENDS}"

    page = client.get(ENDS).content.decode()

    assert str(qr_image(address)) in page
    assert decoded(qr_image(address)) == address


def decoded(drawing: str) -> str:
    """What a reader of QR codes sees in the drawing: its strokes, as dark modules of a picture."""
    size = int(drawing.split('viewBox="0 0 ')[1].split(maxsplit=1)[0])
    dark = [[False] * size for _ in range(size)]
    x, y = 0, 0.0
    for command, numbers in strokes(drawing):
        if command == "M":
            x, y = int(numbers[0]), numbers[1]
        elif command == "m":
            x, y = x + int(numbers[0]), y + numbers[1]
        else:
            for place in range(x, x + int(numbers[0])):
                dark[int(y)][place] = True
            x += int(numbers[0])
    pixels = bytes(
        0 if dark[row // 4][column // 4] else 255 for row in range(size * 4) for column in range(size * 4)
    )
    picture = memoryview(pixels).cast("B", (size * 4, size * 4))
    return zxingcpp.read_barcode(picture).text


def strokes(drawing: str) -> list[tuple[str, list[float]]]:
    path = drawing.split(' d="')[1].split('"', maxsplit=1)[0]
    for mark in "Mmh":
        path = path.replace(mark, f"|{mark} ")
    return [(part[0], [float(number) for number in part[1:].split()]) for part in path.split("|") if part]


def rows_of(sheet: str) -> list[dict[str, str]]:
    text = (DATA / "content" / f"{sheet}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


SHIPPED = [row["code"] for row in rows_of("Guides")]


@pytest.fixture(scope="module")
def seeds(django_db_blocker, django_db_setup, tmp_path_factory):
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


def test_the_guides_that_residents_ask_for_are_shipped():
    assert {
        "fraud",
        "is-this-a-scam",
        "medical-dispute",
        "illegal-practice",
        "contribution-aid",
        "property-complaint",
    } <= set(SHIPPED)


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_guide_is_walked_to_every_end(client, seeds, code):
    detail = GuideDetail.at(code, timezone.now())
    waiting, seen = [f"/guides/{code}/"], {}
    while waiting:
        if (address := waiting.pop()) in seen:
            continue
        page = client.get(address)
        assert (page.status_code, faults_of(page.content.decode())) == (200, [])
        seen[address] = place = page.context["place"]
        waiting += [f"/guides/{code}/{lead.node.code}/" for lead in place.leads]

    assert detail.faults == []
    assert {place.node.code for place in seen.values()} == set(detail.nodes)
    ends = [place for place in seen.values() if place.node.kind == "end"]
    assert ends != []
    assert [
        place.node.code for place in ends if not (place.facilities or place.services or place.node.address)
    ] == []


@pytest.mark.parametrize("code", SHIPPED)
def test_every_link_of_a_shipped_guide_leads_to_a_page(client, seeds, code):
    links = {place.link for place in GuideDetail.at(code, timezone.now()).places} - {""}

    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("kind", ["fake-orders", "investment", "refund", "loan", "romance"])
def test_each_kind_of_fraud_has_a_page_and_leads_to_the_telephone(client, seeds, kind):
    page = client.get(f"/guides/fraud/{kind}/").content.decode()
    paid = client.get("/guides/fraud/paid/").content.decode()

    assert all(word in page for word in ("主要针对谁", "有什么迹象", "怎么办"))
    assert [f'href="tel:{number}"' in paid for number in ("110", "96110")] == [True, True]


def test_a_medical_dispute_goes_by_its_five_ways_in_order(client, seeds):
    whole = client.get("/guides/medical-dispute/all/").content.decode()

    places = [
        whole.index(words)
        for words in ("医务科", "打区卫健办电话5980090", "人民调解是第二", "行政调解是第三", "人民法院")
    ]
    assert places == sorted(places)
    assert all(f'href="tel:{number}"' in whole for number in ("5980090", "12345"))


@pytest.mark.slow("10 s: follows every link of the shipped portal")
def test_shipped_services_are_within_three_taps_of_home(client, seeds):
    """Home names every sector, whose page begins with its guides and services."""
    services = {row["code"]: row["sector"] for row in rows_of("Services")}
    home = client.get("/").content.decode()

    assert {sector for sector in services.values() if f'href="/{sector}/' not in home} == set()
    for code, sector in services.items():
        page = client.get(f"/{sector}/").content.decode()
        assert f'href="/services/{code}/"' in page.split('id="all-figures"')[0]
        assert client.get(f"/services/{code}/").status_code == 200
