"""`/services/` and the page of a service, with their JSON."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.records.registry import verdicts
from portal.services.models import Service
from tests.pages import faults_of, queries_of
from tests.services.world import make_service, make_walk
from tests.world import (
    commit,
    make_area,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db
LISTS = ("/services/", "/api/v1/services", "/api/v1/services.csv", "/api/v1/hsds/services")


def codes(answer: dict) -> list[str]:
    return [row["code"] for row in answer["results"]]


def test_page_and_json_filter_alike(client):
    here, there = make_area("here", "subdistrict"), make_area("there", "subdistrict")
    window = make_facility("window")
    make_service("a", areas=[here, there], facilities=[window])
    make_service("b", sector_id="welfare")

    for query in ("", "?sector=safety", "?area=here", "?facility=window", "?q=一句话"):
        page = client.get(f"/services/{query}").context["page"]
        assert [one.code for one in page] == codes(client.get(f"/api/v1/services{query}").json())
    assert codes(client.get("/api/v1/services?area=here").json()) == ["a"]
    assert codes(client.get("/api/v1/services?facility=window").json()) == ["a"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client, address):
    window, street = make_facility("window"), make_area("street", "subdistrict")
    make_service("first", areas=[street], facilities=[window])
    with_one = queries_of(client, address)

    for code in ("second", "third"):
        make_service(code, areas=[street], facilities=[window])

    assert queries_of(client, address) == with_one


def test_the_page_answers_first_and_says_what_is_not_published(client):
    make_service("bare")

    page = client.get("/services/bare/?lang=en")
    text = page.content.decode()

    assert faults_of(text) == []
    assert text.index("In brief") < text.index("Where to go") < text.index("What to bring")
    assert text.count("not published") == 9
    assert "Written by this site" in text


def test_page_and_json_show_the_standard_and_what_was_measured(client):
    release = make_release()
    days, calls = make_indicator("days", basis="point"), make_indicator("calls", basis="since_start")
    make_figure(release, days, 5, kind="standard")
    make_figure(release, calls, 21700, qualifier="over")
    publish(release, "2022-12-23")
    make_service("callback", standard=days, counts=["calls"], promised_days=5, release=release, section="1")

    answer = client.get("/api/v1/services/callback").json()
    text = client.get("/services/callback/?lang=en").content.decode()

    assert (answer["standard"]["kind"], answer["standard"]["value"]) == ("standard", 5)
    assert [(one["value"], one["qualifier"]) for one in answer["counts"]] == [(21700, "over")]
    assert (answer["origin"], answer["release"], answer["promised_days"]) == ("release", release.slug, 5)
    assert "within 5 working days" in text
    assert "21,700" in text


def test_what_leads_on_is_shown_only_if_public(client):
    make_service("next")
    make_service("hidden", is_public=False)
    make_walk("walk")
    make_service("first", next_services=["next", "hidden"], next_guides=["walk"])

    answer = client.get("/api/v1/services/first").json()

    assert (answer["next_services"], answer["next_guides"]) == (["next"], ["walk"])
    assert "/services/hidden/" not in client.get("/services/first/").content.decode()


def test_a_facility_that_is_not_public_is_not_named(client):
    make_service("one", facilities=[make_facility("seen"), make_facility("secret", is_public=False)])

    addresses = ("/services/one/", "/api/v1/services/one", *LISTS)
    texts = [b"".join(client.get(address)).decode() for address in addresses]

    assert [text for text in texts if "secret" in text] == []
    assert client.get("/api/v1/services/one").json()["facilities"] == ["seen"]


def test_a_service_under_embargo_is_nowhere(client):
    release = make_release()
    make_service("ahead", release=release)
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    assert [
        client.get(f"{where}ahead{end}").status_code
        for where, end in (("/services/", "/"), ("/api/v1/services/", ""))
    ] == [
        404,
        404,
    ]
    assert codes(client.get("/api/v1/services").json()) == []


def test_as_of_shows_the_texts_and_facilities_of_then(client):
    service = make_service("one", facilities=[make_facility("then")])
    commit()
    before = timezone.now().isoformat()
    Service.objects.filter(pk=service.pk).update(hours_zh="8:30", hours_en="8:30")
    service.facilities.set([make_facility("now")])
    commit()

    then, now = (client.get("/api/v1/services/one", query).json() for query in ({"as_of": before}, {}))

    assert ((then["hours"], then["facilities"]), (now["hours"], now["facilities"])) == (
        ("", ["then"]),
        ("8:30", ["now"]),
    )
    assert "then" in client.get("/services/one/", {"as_of": before}).content.decode()


class Microdata(HTMLParser):
    """The types and properties of a page, as machines read them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.types, self.properties = [], []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.types += [given["itemtype"].rpartition("/")[2]] if "itemtype" in given else []
        self.properties += [given["itemprop"]] if "itemprop" in given else []


def test_the_page_is_a_government_service_to_machines(client):
    make_service(
        "one",
        areas=[make_area()],
        facilities=[make_facility("line", phone="12345")],
        audience_zh="居民",
        audience_en="All",
    )

    found = Microdata(client.get("/services/one/").content.decode())

    assert {"GovernmentService", "ServiceChannel", "ContactPoint", "GovernmentOrganization"} <= set(
        found.types
    )
    assert {"name", "description", "provider", "areaServed", "telephone", "audience"} <= set(found.properties)


@pytest.mark.parametrize(
    "fields", [{"promised_days": 0}, {"online": "javascript:alert(1)"}, {"law_address": "ftp://x"}]
)
def test_the_database_refuses_what_the_rules_refuse(fields):
    service = make_service()
    for name, value in fields.items():
        setattr(service, name, value)

    assert [finding.field for finding in next(verdicts(Service, [service]))] != []
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**fields)


def test_unknown_codes_are_named():
    service = make_service()
    service.counts, service.next_guides = ["nothing"], ["nowhere"]

    found = {finding.field for finding in next(verdicts(Service, [service]))}

    assert found == {"counts", "next_guides"}


@pytest.mark.parametrize(
    "address", ["/api/v1/services", "/api/v1/guides", "/api/v1/hsds/services", "/services/", "/guides/"]
)
def test_nothing_is_posted(client, address):
    assert client.post(address).status_code == 405


def test_a_hotline_is_rung_up_and_no_place_to_go_to(client):
    line = make_facility("line", kind="hotline", name_en="Insurance line 12393", phone="12393")
    make_service("one", facilities=[line])

    text = client.get("/services/one/?lang=en").content.decode()
    call, go = text.split("Where to go")[0].split("<dl")[-1], text.split("Where to go")[1].split("</dd>")[0]

    assert (call.count("12393</a>"), "Insurance line</a>" in call) == (1, True)
    assert ("12393" in go, "not published" in go) == (False, True)
