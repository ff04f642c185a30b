"""Awards, schools and networks: their pages and JSON, what the database refuses, and how the workbook brings them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from education.models import Award, Network, School
from portal.records.registry import verdicts
from portal.spreadsheets.actions import load_workbook
from tests.education.world import make_award, make_network, make_school
from tests.pages import queries_of
from tests.projects.world import make_undertakings
from tests.workbooks import release_workbook
from tests.world import make_department, make_indicator, make_release, make_series, publish

pytestmark = pytest.mark.django_db

MAKERS = {"awards": make_award, "networks": make_network, "schools": make_school}
NOUNS = sorted(MAKERS)


def of_page(client, noun: str, query: str) -> list[str]:
    return [row.code for row in client.get(f"/education/{noun}/{query}").context["page"].object_list]


def of_json(client, noun: str, query: str) -> list[str]:
    return [row["code"] for row in client.get(f"/api/v1/{noun}{query}").json()["results"]]


@pytest.mark.parametrize("noun", NOUNS)
def test_page_and_json_list_the_same_rows(client, noun):
    june, correction = make_release("june"), make_release("december")
    MAKERS[noun](june, "one"), MAKERS[noun](june, "two", name_zh="另一个", name_en="Other")
    MAKERS[noun](correction, "one", note_zh="改", note_en="Changed")
    publish(june, at="2022-06-01")
    publish(correction, at="2022-12-01")

    for query, found in {
        "": ["two", "one"],
        "?q=Other": ["two"],
        "?versions=all": ["one", "two", "one"],
        "?as_of=2022-06-15": ["one", "two"],
        "?as_of=2022-05-01": [],
    }.items():
        assert (of_page(client, noun, query), of_json(client, noun, query)) == (found, found), query


@pytest.mark.parametrize("noun", NOUNS)
def test_superseded_row_says_so_on_the_page(client, noun):
    june, december = make_release("june"), make_release("december")
    MAKERS[noun](june, "one")
    MAKERS[noun](december, "one")
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-01")

    page = client.get(f"/education/{noun}/?versions=all&lang=en").content.decode()

    assert page.count("No longer in force since") == 1


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_shows_under_embargo(client, noun):
    ahead = make_release("ahead")
    MAKERS[noun](ahead, "hush")
    publish(ahead, timezone.now() + dt.timedelta(days=1))

    answers = [
        client.get(address)
        for address in (f"/education/{noun}/", "/education/", f"/api/v1/{noun}", f"/api/v1/{noun}.csv")
    ]

    assert [b"hush" in b"".join(answer) for answer in answers] == [False] * 4


@pytest.mark.parametrize("noun", NOUNS)
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, noun):
    publish(make_undertakings("works"))
    further = {"programme": "works-programme"} if noun == "schools" else {}
    first, second = make_release("first"), make_release("second")
    MAKERS[noun](first, "one", **further)
    publish(first)
    before = [queries_of(client, address) for address in (f"/education/{noun}/", f"/api/v1/{noun}")]

    MAKERS[noun](second, "two", **further), MAKERS[noun](second, "three", **further)
    publish(second)

    assert [queries_of(client, address) for address in (f"/education/{noun}/", f"/api/v1/{noun}")] == before


def test_what_is_not_stated_of_an_award_is_not_published(client):
    june = make_release("june")
    make_award(june)
    publish(june)

    page = client.get("/education/awards/?lang=en").content.decode()
    row = client.get("/api/v1/awards?lang=en").json()["results"][0]

    assert page.count("not published") == 2
    assert (row["level"], row["rank"], row["year"], row["body"]) == ("provincial", "first", None, "")


def test_school_leads_to_its_programme(client):
    publish(make_undertakings("works"))
    june = make_release("june")
    make_school(june, programme="works-programme")
    make_school(june, "hillside", programme="not-public")
    publish(june)

    page = client.get("/education/schools/?lang=en").content.decode()

    assert 'href="/projects/programmes/works-programme/?lang=en"' in page
    assert "not-public" not in page


def test_register_without_schools_says_so_and_whom_to_ask_about_enrolment(client):
    page = client.get("/education/schools/?lang=en").content.decode()

    assert "No release names a school or kindergarten yet" in page
    assert 'href="tel:12345"' in page


@pytest.mark.parametrize("make", MAKERS.values())
def test_release_states_each_row_once(make):
    june = make_release("june")
    make(june, "one")

    with pytest.raises(IntegrityError, match="once_in_release"), transaction.atomic():
        make(june, "one")


def test_networks_name_their_members_or_say_how_many_there_are(client):
    june = make_release("june")
    make_school(june)
    make_network(june, "named", members=["lakeside"])
    make_network(june, "counted", number=6, as_printed="6个共同体")
    publish(june)

    page = client.get("/education/networks/?lang=en").content.decode()
    rows = {row["code"]: row for row in client.get("/api/v1/networks").json()["results"]}

    assert 'href="/education/schools/?q=lakeside&amp;lang=en"' in page
    assert page.count("not published") == 1
    assert {code: (row["number"], row["members"]) for code, row in rows.items()} == {
        "named": (None, ["lakeside"]),
        "counted": (6, []),
    }
    assert 'href="/education/networks/?lang=en"' in client.get("/education/?lang=en").content.decode()


@pytest.mark.parametrize("fields", [{"number": 6, "members": ["lakeside"]}, {"number": 0}])
def test_network_is_named_or_counted(fields):
    june = make_release("june")
    make_school(june)
    row = make_network(june)
    for name, value in {"as_printed": "6个", **fields}.items():
        setattr(row, name, value)

    assert "number" in [finding.field for finding in next(iter(verdicts(Network, [row])))]
    with pytest.raises(IntegrityError, match="counts_several"), transaction.atomic():
        row.save()


def test_member_that_is_no_school_is_refused():
    row = make_network(make_release("june"), members=["nowhere"])

    assert [finding.field for finding in next(iter(verdicts(Network, [row])))] == ["members"]


def test_database_refuses_a_year_that_is_none():
    with pytest.raises(IntegrityError, match="award_year_is_plausible"), transaction.atomic():
        make_award(make_release("june"), year=21)


AWARD = {
    "code": "prize",
    "department": "construction",
    "name_zh": "一等奖",
    "name_en": "First prize",
    "section": "1",
    "paragraph": "1",
    "level": "provincial",
    "as_printed": "一等奖",
}
SCHOOL = AWARD | {"code": "lakeside", "level": "primary", "area": "district", "as_at": "2022-05-31"}


def make_ready() -> None:
    """What the release of the workbook and its figure refer to."""
    make_department("construction")
    make_series(make_indicator("homes"))


@pytest.mark.parametrize(("sheet", "model", "row"), [("Awards", Award, AWARD), ("Schools", School, SCHOOL)])
def test_workbook_brings_rows(administrator, sheet, model, row):
    make_ready()

    report = load_workbook(workbook=release_workbook(**{sheet: [row]}), by=administrator)

    assert report.errors == []
    assert model.objects.get(code=row["code"]).name_en == "First prize"


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("Awards", AWARD | {"year": "21"}, "year"),
        ("Awards", AWARD | {"as_printed": ""}, "as_printed"),
        ("Awards", AWARD | {"level": "galactic"}, "level"),
        ("Schools", SCHOOL | {"programme": "none-such"}, "programme"),
        ("Schools", SCHOOL | {"places": "500", "as_printed": "900个学位"}, "places"),
    ],
)
def test_workbook_refuses_what_cannot_be(administrator, sheet, row, column):
    make_ready()

    report = load_workbook(workbook=release_workbook(**{sheet: [row]}), by=administrator)

    assert [error.column for error in report.errors] == [column]


def test_sector_page_begins_with_schools_and_whom_to_ask(client):
    june = make_release("june")
    make_award(june)
    make_school(june)
    publish(june)

    page = client.get("/education/?lang=en").content.decode()

    assert page.index('id="schools"') < page.index('href="tel:12345"') < page.index('id="awards"')
    assert "First prize of the province" in page
