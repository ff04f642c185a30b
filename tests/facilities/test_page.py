"""The page of a facility and its JSON: call, go, when; open now by a moving clock; what it was called as an area."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.facilities.hours import WEEKDAYS
from portal.facilities.models import Facility
from tests.pages import faults_of, queries_of
from tests.world import commit, make_area, make_facility, make_release, publish

HALL = "08:30-21:00"


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of the portal."""

    def set_to(text: str) -> dt.datetime:
        now = timezone.make_aware(dt.datetime.fromisoformat(text))
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return set_to


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_page_says_whom_to_call_where_to_go_and_when(client, db, clock):
    make_facility(
        "hall",
        phone="0631-5980090；5980091",
        opening_hours=HALL,
        charge="free",
        charge_note_zh="讲座另行收费",
        charge_note_en="lectures are charged",
        address_zh="海滨路12号",
        latitude=Decimal("37.407"),
        longitude=Decimal("122.17"),
        access_zh="有坡道",
        access_en="ramp",
        website="https://example.org/hall",
        note_zh="带好身份证",
        note_en="Bring your card",
    )
    clock("2026-09-29T12:00")

    text = text_of(client, "/facilities/hall/")

    assert re.findall(r'href="(tel:[^"]+)"', text) == ["tel:06315980090", "tel:5980091"]
    for word in (
        "现在开放，到21:00",
        "08:30–21:00",
        "免费",
        "讲座另行收费",
        "海滨路12号",
        "有坡道",
        "带好身份证",
    ):
        assert word in text
    assert 'href="geo:37.407000,122.170000"' in text
    assert 'href="https://uri.amap.com/marker?position=122.170000%2C37.407000' in text
    assert "https://www.openstreetmap.org/?mlat=37.407000" in text
    assert faults_of(text) == []


def test_page_of_a_facility_of_which_nothing_is_known_says_so(client, db):
    make_facility("hall")

    text = text_of(client, "/facilities/hall/")

    assert text.count('<span class="unknown">') == 5  # telephone, hours, charge, address, access
    assert "openstreetmap.org/search?query=" in text
    assert "geo:" not in text
    assert "本站编写，非发布内容" in text


def test_page_names_the_release_that_it_is_taken_from(client, db):
    release = make_release("june")
    make_facility("hall", release=release, section="1", paragraph=1)
    publish(release)

    text = text_of(client, "/facilities/hall/")

    assert 'href="/releases/june/#section-1"' in text
    assert "本站编写" not in text


def test_care_mode_shows_telephone_hours_charge_and_note(client, db, clock):
    fields = {"phone": "5980090", "opening_hours": HALL, "hours_zh": "8:30—21:00", "charge": "free"}
    make_facility("hall", **fields, note_zh="带好身份证", note_en="Bring your card")
    clock("2026-09-29T12:00")

    for address in ("/facilities/?care=on", "/facilities/hall/?care=on"):
        text = text_of(client, address)
        shown = re.sub(r'<(\w+)[^>]*class="[^"]*beyond-care.*?</\1>', "", text, flags=re.DOTALL)
        for word in ("tel:5980090", "8:30—21:00", "现在开放", "免费", "带好身份证"):
            assert word in shown


def test_page_and_json_say_the_same(client, db, clock):
    make_facility("hall", phone="5980090；12345", opening_hours=HALL, charge="free")
    make_facility("other")
    clock("2026-09-30T12:00")

    page = client.get("/facilities/hall/").context["detail"]
    answer = client.get("/api/v1/facilities/hall").json()

    assert answer["phones"] == page.facility.phones == ["5980090", "12345"]
    assert (answer["opening_hours"], answer["charge"]) == (HALL, "free")
    assert answer["regular_week"] == {day: [HALL] for day in WEEKDAYS} | {"PH": None}
    assert answer["open_now"] == {
        "state": "open",
        "text": page.open_state.text,
        "until": "2026-09-30T21:00:00+08:00",
        "opens": None,
        "holds_until": "2026-09-30T21:00:00+08:00",
    }
    assert [(one["date"], one["type"], one["is_stated"]) for one in answer["days"]][:2] == [
        ("2026-09-30", "ordinary", True),
        ("2026-10-01", "holiday", False),
    ]
    assert answer["nearest"] == page.nearest_codes == ["other"]


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize(
    "address",
    ["/facilities/", "/facilities/hall/", "/culture/", "/areas/district/", "/api/v1/facilities/hall"],
)
def test_open_now_is_never_served_stale(client, db, clock, address):
    make_facility("hall", opening_hours=HALL)
    commit()
    seen = []

    for time in ("29T20:59:58", "29T20:59:59.999999", "29T21:00", "29T21:00:01", "30T08:30"):
        clock(f"2026-09-{time}")
        answer = client.get(address)
        seen.append(("open" if "现在开放" in answer.content.decode() else "closed", answer.headers["ETag"]))

    assert [state for state, _etag in seen] == ["open", "open", "closed", "closed", "open"]
    assert seen[0][1] == seen[1][1] != seen[2][1] == seen[3][1]
    held, stale = (client.get(address, headers={"if-none-match": seen[n][1]}) for n in (4, 2))
    assert (held.status_code, stale.status_code) == (304, 200)


def test_page_of_the_past_says_nothing_of_now(client, db, clock):
    make_facility("hall", opening_hours=HALL)
    clock("2026-09-29T12:00")

    for address in ("/facilities/?as_of=2026-09-01", "/facilities/hall/?as_of=2026-09-01"):
        assert "现在" not in text_of(client, address)
    assert client.get("/api/v1/facilities/hall?as_of=2026-09-01").json()["open_now"] is None


def test_nearest_are_of_the_same_kind_and_of_the_own_area_first(client, db):
    street = make_area("street", "subdistrict")
    estate = make_area("estate", "estate", street)
    make_facility("a-far", kind="clinic")
    make_facility("b-street", kind="clinic", area=street)
    make_facility("c-estate", kind="clinic", area=estate)
    make_facility("d-hall", kind="venue", area=estate)
    make_facility("here", kind="clinic", area=estate)
    make_facility("secret", kind="clinic", area=estate, is_public=False)

    assert client.get("/facilities/here/").context["detail"].nearest_codes == [
        "c-estate",
        "b-street",
        "a-far",
    ]


def test_facility_that_is_not_public_has_no_page(client, db):
    release = make_release()
    make_facility("private", is_public=False)
    make_facility("ahead", release=release)
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    for code in ("private", "ahead", "nowhere"):
        assert client.get(f"/facilities/{code}/").status_code == 404
        assert client.get(f"/api/v1/facilities/{code}").status_code == 404


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/facilities/road/", "/areas/road/"),
        ("/facilities/homes-of-the-estate/?lang=en", "/areas/estate/?lang=en"),
        ("/facilities/?area=estate&kind=estate", "/areas/estate/"),
        ("/facilities/?kind=road&as_of=2026-01-01", "/areas/?as_of=2026-01-01"),
        ("/api/v1/facilities/road?as_of=2026-01-01", "/api/v1/areas/road?as_of=2026-01-01"),
        ("/api/v1/facilities/homes-of-the-estate", "/api/v1/areas/estate"),
    ],
)
def test_address_of_a_road_or_an_estate_leads_to_its_area(client, db, address, target):
    make_area("road", "site", name_zh="统一南路")
    make_area("estate", "estate", facility_codes=["homes-of-the-estate"])

    answer = client.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (308 if "api" in address else 301, target)
    assert client.get(target).status_code == 200
    assert "统一南路" in text_of(client, "/search/?q=统一南路")


def test_list_of_an_area_that_does_not_exist_is_refused(client, db):
    assert client.get("/facilities/?kind=road&area=nowhere").status_code == 400


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "road"}, "facility_is_no_area"),
        ({"kind": "estate"}, "facility_is_no_area"),
        ({"latitude": 37}, "facility_both_coordinates"),
        ({"longitude": 122}, "facility_both_coordinates"),
        ({"latitude": 91, "longitude": 122}, "facility_both_coordinates"),
        ({"website": "example.org"}, "facility_website_is_a_web_page"),
    ],
)
def test_database_refuses(db, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_facility("hall", **fields)


def test_pages_take_as_many_queries_for_one_as_for_three(client, db):
    counts = []
    for number in range(3):
        make_facility(f"hall-{number}", opening_hours=HALL)
        counts.append(queries_of(client, "/facilities/"))

    assert len(set(counts)) == 1
    assert Facility.objects.count() == 3
