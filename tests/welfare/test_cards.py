"""QR cards: what they lead to, read by an independent decoder from the picture in the page."""

import re

import pytest
import zxingcpp

from portal.web import pdf
from portal.web.templatetags.portal_print import qr_image
from tests.pages import faults_of
from tests.welfare.world import make_disbursement
from tests.world import make_area, make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CODE = re.compile(r'<svg viewBox="0 0 (\d+) \1" class="qr-image">.*? stroke="#000" d="([^"]*)"', re.DOTALL)
STEP = re.compile(r"([Mmh])\s*(-?[\d.]+)[ ,]?(-?[\d.]+)?")
PIXELS = 4


def read(page: str) -> list[str]:
    """What a telephone reads from each code of the page."""
    return [
        result.text
        for size, path in CODE.findall(page)
        for result in zxingcpp.read_barcodes(picture(int(size), path))
    ]


def picture(size: int, path: str) -> memoryview:
    """The strokes of the drawing as grey pixels."""
    grid, x, y = [bytearray([255]) * size for _ in range(size)], 0.0, 0.0
    for step, first, second in STEP.findall(path):
        if step == "h":
            for column in range(int(x), int(x) + int(first)):
                grid[int(y)][column] = 0
            x += float(first)
        else:
            x, y = (float(first), float(second)) if step == "M" else (x + float(first), y + float(second))
    pixels = bytes(value for row in grid for _ in range(PIXELS) for value in row for _ in range(PIXELS))
    return memoryview(pixels).cast("B", shape=[size * PIXELS, size * PIXELS])


@pytest.fixture(scope="module")
def june(shared):
    release = make_release("june")
    make_disbursement(release)
    make_area("east", "town")
    return shared(publish(release, at="2022-06-01"))


def test_cards_lead_to_pages_of_the_sites_own_address(client, june, settings):
    settings.SITE_URL = "https://minsheng.example.gov.cn"

    page = client.get(
        "/welfare/cards/?card=eligibility&card=scheme:illness-aid&card=area:east"
    ).content.decode()

    addresses = read(page)
    assert addresses == [
        "https://minsheng.example.gov.cn/welfare/eligibility/",
        "https://minsheng.example.gov.cn/welfare/schemes/illness-aid/",
        "https://minsheng.example.gov.cn/areas/east/",
    ]
    assert {client.get(address.removeprefix(settings.SITE_URL)).status_code for address in addresses} == {200}
    assert faults_of(page) == []


def test_every_card_can_be_chosen_and_its_page_opens(client, june):
    page = client.get("/welfare/cards/").content.decode()
    keys = re.findall(r'name="card" value="([^"]+)"', page)

    assert {"eligibility", "welfare", "scheme:illness-aid", "area:east"} <= set(keys)
    for key in keys:
        (address,) = read(client.get(f"/welfare/cards/?card={key}").content.decode())
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("query", ["card=nothing", "card=scheme:secret", "colour=red"])
def test_unknown_cards_are_refused(client, june, query):
    assert client.get(f"/welfare/cards/?{query}").status_code == 400


def test_long_addresses_are_read_too():
    address = "https://minsheng.example.gov.cn/welfare/schemes/" + "x" * 80 + "/"

    assert read(qr_image(address)) == [address]


def test_without_the_libraries_there_is_no_pdf_and_no_link(client, june, monkeypatch):
    monkeypatch.setattr(pdf, "_library", lambda: None)

    assert "cards.pdf" not in client.get("/welfare/cards/").content.decode()
    assert client.get("/welfare/cards.pdf").status_code == 404


def test_with_the_libraries_the_pdf_has_the_cards_chosen(client, june):
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))

    page = client.get("/welfare/cards/?card=scheme:illness-aid").content.decode()
    answer = client.get("/welfare/cards.pdf?card=scheme:illness-aid")

    assert "/welfare/cards.pdf?card=scheme%3Aillness-aid" in page
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
