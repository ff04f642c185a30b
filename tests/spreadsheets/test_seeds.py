"""The data that the portal ships with, loaded into an empty database, and what the portal then shows of it."""

import csv
import datetime as dt
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from portal.management.commands.load_seeds import DATA
from portal.publishing.models import Release
from portal.records.registry import sheets
from portal.records.sheets import Group
from portal.staff.models import User
from portal.statistics.charts.titles import chart_numbers, strange_numbers
from portal.statistics.models import Indicator
from tests.documents import ARTICLE, CONFERENCE
from tests.world import kept

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
RATE = "severe-mental-management-rate"
#: Registers of what the documents only count: they name no such village and no school.
UNNAMED = {"CrimeFreeVillages", "Schools", "SiteOperations"}
AREAS_TOGETHER = ("weihai", "gushan-boyu", "huangguan-fenglin-xiyuan")


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    """Loaded once: nothing here changes them."""
    passwords = tmp_path_factory.mktemp("var")
    with kept(django_db_blocker), override_settings(VAR=passwords):
        call_command("load_seeds", verbosity=0)
        yield


def rows_in_files(code: str) -> int:
    files = [DATA / "reference" / f"{code}.csv", DATA / "content" / f"{code}.csv"]
    files += DATA.glob(f"releases/*/{code}.csv")
    texts = [path.read_text(encoding="utf-8") for path in files if path.exists()]
    return sum(len(list(csv.DictReader(io.StringIO(text, newline="")))) for text in texts)


def test_seeds_hold_every_row_of_their_files():
    stored = {sheet.code: sheet.model.objects.count() for sheet in sheets()}

    assert stored == {sheet.code: rows_in_files(sheet.code) for sheet in sheets()}
    empty = {sheet.code for sheet in sheets() if sheet.group is Group.RELEASE and not stored[sheet.code]}
    assert empty == UNNAMED


def test_seeds_are_public_from_the_start_of_the_day_of_first_publication():
    released = dict(Release.objects.values_list("slug", "released_at"))

    assert released == {
        "livelihood-article-2022-06": dt.datetime(2022, 6, 1, tzinfo=SHANGHAI),
        "livelihood-press-conference-2022-12": dt.datetime(2022, 12, 23, tzinfo=SHANGHAI),
    }


def test_seeds_are_signed_by_two_officials_of_the_publisher():
    for release in Release.objects.all():
        assert release.submitted_by.username == "editor-party-office"
        assert release.decided_by.username == "reviewer-party-office"
        assert [user.username for user in release.editors.all()] == ["administrator"]


def test_seeds_load_once():
    before = User.objects.count(), Release.objects.count()

    call_command("load_seeds")

    assert (User.objects.count(), Release.objects.count()) == before


def results(client: Client, address: str) -> list[dict]:
    return json.loads(client.get(address).content)["results"]


def test_observations_as_of_july_lack_what_december_brought(client):
    july = results(client, "/api/v1/observations?sector=safety&limit=1000&as_of=2022-07-01")
    today = results(client, "/api/v1/observations?sector=safety&limit=1000")

    assert {row["release"] for row in july} == {ARTICLE}
    assert {row["release"] for row in today} == {ARTICLE, CONFERENCE}
    assert 140000 in [row["value"] for row in july if row["indicator"] == "followup-visits"]
    assert 295000 not in [row["value"] for row in july]
    assert 295000 in [row["value"] for row in today if row["indicator"] == "followup-visits"]


def test_failed_checks_are_those_that_the_documents_get_wrong(client):
    failed = results(client, "/api/v1/checks?passed=false")

    assert sorted((row["state"], row["kind"], row["stated"], row["computed"]) for row in failed) == [
        ("contradiction", "ratio", 91.6, 91.404011),
        ("doubtful", "count", 5, 6),
        ("doubtful", "count", 10, 9),
        ("doubtful", "range", 20, 0.006667),
        ("doubtful", "range", 30400000, 204.705534),
        ("doubtful", "sum", 314, 336),
        ("doubtful", "unit", 375, 375),
        ("doubtful", "unit", 10308, 10308),
    ]
    assert all(row["reason"] for row in failed)


def test_rate_that_its_counts_do_not_give_is_on_the_page_of_the_indicator(client):
    page = client.get(f"/indicators/{RATE}/").content.decode()

    for shown in ("91.6%", "91.404%", "638人次", "698人次", "不符"):
        assert shown in page


def test_old_estates_committed_in_june_were_reported_as_changed(client):
    address = "/api/v1/commitments/old-estates-2022"

    states = [json.loads(client.get(address + as_of).content)["state"] for as_of in ("?as_of=2022-07-01", "")]

    assert states == ["pending", "changed"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-06-30", {"pending": 15, "no_date": 3}),
        ("2022-07-01", {"not_heard": 2, "pending": 13, "no_date": 3}),
        ("2022-07-02", {"not_heard": 3, "pending": 12, "no_date": 3}),
        (
            "2022-12-23",
            {"silent": 2, "not_heard": 2, "partly": 1, "changed": 1, "pending": 18, "no_date": 4},
        ),
        (
            "2023-01-01",
            {"silent": 2, "not_heard": 11, "partly": 1, "changed": 1, "pending": 9, "no_date": 4},
        ),
        ("2024-01-01", {"silent": 2, "not_heard": 20, "partly": 1, "changed": 1, "no_date": 4}),
    ],
)
def test_commitments_stand_on_each_day_as_the_documents_say(client, day, expected):
    rows = results(client, f"/api/v1/commitments?limit=1000&as_of={day}")
    checkable = Counter(row["state"] for row in rows if row["kind"] == "measurable")
    home = client.get(f"/?as_of={day}").context["tally"]

    assert checkable == expected
    assert {state: count for state, count in home.states.items() if count} == expected
    assert {row["state"] for row in rows if row["kind"] == "direction"} <= {"direction"}
    assert home.directions == len(rows) - checkable.total()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-06-30", {"no_date": 21, "pending": 13}),
        ("2022-12-24", {"": 9, "no_date": 16, "pending": 20, "silent": 17}),
        ("2023-01-01", {"": 9, "no_date": 16, "pending": 9, "silent": 17, "not_heard": 11}),
        ("2024-01-01", {"": 9, "no_date": 16, "silent": 17, "not_heard": 20}),
    ],
)
def test_projects_stand_on_each_day_as_the_documents_say(client, day, expected):
    rows = results(client, f"/api/v1/projects?limit=1000&as_of={day}")
    home = client.get(f"/?as_of={day}").content.decode()
    counted = {state for state in ("silent", "not_heard", "mentioned") if f"/projects/?state={state}" in home}
    listed = {
        state: client.get(f"/projects/?state={state}&as_of={day}").context["page"].paginator.count
        for state in counted
    }

    assert Counter(row["due_state"] for row in rows) == expected
    assert listed == {state: expected[state] for state in expected if state in {"silent", "not_heard"}}


def test_promised_levels_of_service_are_standards_and_no_results(client):
    rows = results(client, "/api/v1/observations?kind=standard&limit=1000")
    page = client.get("/indicators/police-response-ring-minutes/?lang=en")

    assert sorted((row["indicator"], row["value"]) for row in rows) == [
        ("household-followup-days", 5),
        ("police-response-ring-minutes", 1),
        ("police-response-ring-minutes", 3),
        ("police-response-ring-minutes", 5),
    ]
    assert 'tag tag-standard">standard' in page.content.decode()


def test_figures_of_the_city_and_of_several_areas_have_the_area_that_is_printed(client):
    rows = results(client, "/api/v1/observations?limit=1000")
    apart = {(row["area"], row["indicator"]) for row in rows if row["area"] in AREAS_TOGETHER}

    assert apart == {
        ("weihai", "urban-renewal-pilot-areas-city"),
        ("gushan-boyu", "rural-public-venues-clean-heating"),
        ("gushan-boyu", "farm-households-clean-heating"),
        ("gushan-boyu", "town-disabled-households-visited"),
        ("gushan-boyu", "town-disabled-visit-gifts"),
        ("huangguan-fenglin-xiyuan", "police-response-ring-minutes"),
    }
    assert len(results(client, "/api/v1/observations?area=boyu&limit=1000")) == 4


def test_releases_show_who_signed_and_who_spoke_on_page_and_in_json(client):
    article, conference = (
        json.loads(client.get(f"/api/v1/releases/{slug}").content) for slug in (ARTICLE, CONFERENCE)
    )
    pages = [client.get(f"/releases/{slug}/").content.decode() for slug in (ARTICLE, CONFERENCE)]

    assert (article["first_editor"], article["responsible_editor"]) == ("王景成", "王陆见")
    assert (article["printed_title"], article["source_url"]) == ("", "")
    assert conference["printed_title"] == "经开区2022年民生工作新闻发布会(居住环境、社会治安、基本医疗)"
    speakers = {one["number"]: one["speaker"] for one in conference["sections"]}
    assert [speakers[number].split("，")[0] for number in ("1.2", "2.1", "3.1")] == [
        "宋敏",
        "于金波",
        "王孙伟",
    ]
    assert speakers["q1"] == ""
    assert ["王景成" in page for page in pages] == [True, False]
    assert ["发言人：宋敏，建设局副局长" in page for page in pages] == [False, True]


@pytest.mark.parametrize(("words", "slug"), [("王景成", ARTICLE), ("王孙伟", CONFERENCE)])
def test_search_finds_a_release_by_who_signed_it_or_spoke(client, words, slug):
    assert f"/releases/{slug}/" in client.get("/search/", {"q": words}).content.decode()


def test_hotline_is_the_citys(client):
    facility = json.loads(client.get("/api/v1/facilities/mayor-hotline-12345").content)

    assert (facility["department"], facility["area"]) == ("weihai-city", "weihai")


def test_commitments_passed_over_are_the_two_of_june(client):
    rows = results(client, "/api/v1/commitments?state=silent&limit=1000")

    assert [(row["code"], row["published_since"]) for row in rows] == [
        ("aiyuquya-handover", "2022-12-23"),
        ("xiaocheng-garden-finish", "2022-12-23"),
    ]


def test_commitments_due_with_what_they_name_are_marked_as_inferred(client):
    rows = results(client, "/api/v1/commitments?limit=1000")

    inferred = {row["code"]: row["due"] for row in rows if row["due_inferred"]}
    stated = {row["code"]: row["due_printed"] for row in rows if row["due"] and not row["due_inferred"]}
    assert (
        inferred.items()
        >= {
            "july-first-exhibition": "2022-07-01",
            "huangguan-summer-gala-22": "2022-08-31",
            "anniversary-30-gala": "2022-12-31",
            "fitness-equipment-2022": "2022-12-31",
            "xiaocheng-garden-finish": "2022-06-30",
            "spring-festival-lighting-2023": "2023-01-21",
            "old-estates-parking-2023": "2023-12-31",
            "family-doctor-coverage-2023": "2023-12-31",
        }.items()
    )
    assert stated == {"aiyuquya-handover": "6月底前", "school-sports-grounds-open-2022": "到2022年底"}


def test_directions_of_work_are_those_of_police_health_and_property(client):
    rows = results(client, "/api/v1/commitments?kind=direction&limit=1000")

    assert Counter(row["department"] for row in rows) == {
        "health-office": 21,
        "public-security": 6,
        "construction": 2,
    }
    assert {(row["due"], row["due_now"]) for row in rows} == {(None, None)}


def test_damaged_token_is_shown_as_printed_with_its_reading_and_note(client):
    rows = results(client, f"/api/v1/observations?release={CONFERENCE}&status=low_reliability&limit=1000")

    read = {row["value"]: row for row in rows if "604110821" in row["as_printed"]}
    assert sorted(read) == [6041, 10821]
    assert all(row["note"] for row in rows)


def test_targets_without_a_printed_date_have_an_inferred_period(client):
    rows = client.get("/api/v1/observations?kind=target&as_of=2022-07-01&limit=1000&lang=en").json()[
        "results"
    ]

    inferred = {row["indicator"]: row["period"] for row in rows if row["period"]["inferred"]}

    assert {code: inferred[code]["end"] for code in inferred} == {
        "back-street-estimate": "2022-12-31",
        "back-street-length-repaired": "2022-12-31",
        "back-street-roads-repaired": "2022-12-31",
        "old-estates-years-early": "2022-12-31",
        "small-gardens-built": "2022-12-31",
    }


def test_no_public_text_prints_the_code_of_an_indicator():
    codes = set(Indicator.objects.filter(code__contains="-").values_list("code", flat=True))
    texts = [
        text
        for file in DATA.rglob("*.csv")
        for row in csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
        for column, text in row.items()
        if column and text and column.endswith(("_zh", "_en"))
    ]

    assert [text for text in texts if codes & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))] == []


def test_shipped_titles_of_charts_have_the_numbers_of_their_charts():
    titled = list(Indicator.objects.exclude(finding_zh=""))
    numbers = chart_numbers(titled)

    assert len(numbers) == len(titled) > 0
    for one in titled:
        assert strange_numbers(one.finding_zh, numbers[one.pk]) == []
        assert strange_numbers(one.finding_en, numbers[one.pk]) == []
