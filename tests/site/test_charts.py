"""`/charts/<indicator>.svg` and `.png`: pictures that stand alone, at stable addresses."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone, translation

from portal.web.png import can_draw, is_legible
from tests.world import kept, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
MAY = dt.date(2022, 5, 31)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charted(django_db_setup, django_db_blocker):
    """24 of 42 villages, and visits counted up in June and December; a later total is under embargo."""
    with kept(django_db_blocker):
        june, december, hidden = make_release("plan"), make_release("result"), make_release("hidden")
        visits, villages = make_indicator("visits", basis="ytd"), make_indicator("villages", basis="point")
        make_figure(june, visits, 140000, period_end=MAY, status="provisional")
        publish(june, at="2022-06-01")
        make_figure(december, visits, 295000)
        make_figure(december, make_indicator("crime-free", basis="point", denominator=villages), 24)
        make_figure(december, villages, 42)
        make_figure(december, make_indicator("lonely"), 7)
        publish(december, at="2022-12-24")
        make_figure(hidden, visits, 299999, period_end=dt.date(2022, 12, 31))
        publish(hidden, at=timezone.now() + dt.timedelta(days=1))
        yield


def texts(answer) -> str:
    """What is written in the picture."""
    drawn = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    return " ".join("".join(one.itertext()) for one in drawn.iter(f"{SVG}text"))


def test_picture_has_its_finding_source_and_citation_in_it(client, charted):
    answer = client.get("/charts/crime-free.svg?lang=en")

    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "Indicator crime-free: 24 of 42 persons (57.1%)" in texts(answer)
    assert re.search("Source: .*24 December 2022, section 1", texts(answer))
    assert re.search(r"/charts/crime-free\.svg\?as_of=[^&]+&lang=en", texts(answer).replace(" ", ""))
    assert 'class="' not in answer.content.decode()
    assert "<style" not in answer.content.decode()


def test_cited_address_shows_the_same_picture(client, charted):
    answer = client.get("/charts/visits.svg", {"lang": "en"})

    address = re.search(r"/charts/visits\.svg\?as_of=\S+?&lang=en", texts(answer).replace(" ", ""))[0]

    assert client.get(address).content == answer.content


def test_picture_follows_moment_language_and_embargo(client, charted):
    now, english = client.get("/charts/visits.svg"), client.get("/charts/visits.svg?lang=en")

    assert client.get("/charts/visits.svg?as_of=2022-06-30").status_code == 404
    assert "指标visits：2022年1月1日至12月23日为295,000人" in texts(now)
    assert "据初步数" in texts(now)
    assert "Indicator visits: 295,000 persons, 1 January to 23 December 2022" in texts(english)
    assert "299,999" not in texts(english) + texts(now)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_png_is_offered_only_if_its_words_can_be_drawn(client, charted, language):
    with translation.override(language):
        legible = is_legible()

    page = client.get(f"/indicators/visits/?lang={language}").content.decode()
    (chart,) = client.get(f"/api/v1/indicators/visits?lang={language}").json()["charts"]
    picture = client.get(f"/charts/visits.png?lang={language}")

    assert ("/charts/visits.png" in page, bool(chart["png"]), picture.status_code == 200) == (legible,) * 3


def test_letters_that_no_font_has_cannot_be_drawn():
    assert not can_draw("\ue000", "\ue001")


@pytest.mark.skipif(not can_draw("a", "b"), reason="this machine has no font")
def test_png_is_the_same_picture_in_pixels_and_kept_like_pages(client, charted):
    answer = client.get("/charts/visits.png?lang=en")

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(answer.content[16:20]) == 2 * 760
    again = client.get("/charts/visits.png?lang=en", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/charts/lonely.svg", 404),
        ("/charts/nothing.png", 404),
        ("/charts/visits.gif", 404),
        ("/charts/visits.svg?chart=breakdown", 404),
        ("/charts/visits.svg?bogus=1", 400),
        ("/charts/visits.png?as_of=2099-01-01", 400),
        ("/charts/visits.svg?lang=fr", 400),
    ],
)
def test_what_is_not_there_is_refused(client, charted, address, status):
    assert client.get(address).status_code == status


def test_each_chart_of_a_page_leads_to_its_pictures(client, charted):
    for code in ("visits", "villages", "crime-free"):
        page = client.get(f"/indicators/{code}/?lang=en").content.decode()
        links = re.findall(r'href="(/charts/[^"]+)"', page)
        assert len(links) == 2 * page.count('<figure class="chart ') == 2
        answers = [client.get(link.replace("&amp;", "&")) for link in links]
        assert [answer.status_code for answer in answers] == [200, 200]


def test_figure_names_its_sources_and_that_they_are_provisional(client, charted):
    page = client.get("/indicators/visits/?lang=en").content.decode()

    figure = page.partition('<figure class="chart chart-time"')[2].partition("</figure>")[0]
    assert figure.count('class="source"') == 2
    assert "provisional figures" in figure
