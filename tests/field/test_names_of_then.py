"""Cases from the field: an area that is renamed, moved or merged after figures of it were released."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from portal.areas.models import Area
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.comparing import Comparison
from portal.spreadsheets.reading import RawSheet, read_workbook
from portal.staff.models import User
from portal.web.as_of import state_at
from tests.world import commit, kept, make_user, publish

pytestmark = pytest.mark.django_db
CASE = Path(__file__).parent / "07-area-renamed-or-merged"
REASON = {"change_reason_zh": "区划调整", "change_reason_en": "New boundaries"}


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        commit()
        yield


@pytest.fixture
def administrator() -> User:
    return make_user("case-administrator", None, "administrator")


@pytest.fixture
def then(editor) -> str:
    """The release of the case is public; the moment of that."""
    report = load_workbook(workbook=CASE / "1-release", by=editor)
    assert report.errors == []
    publish(report.release)
    commit()
    return state_at().changed_at.isoformat()


def with_reason() -> list[RawSheet]:
    """The case's own sheet with the columns in which an official gives the reason."""
    (sheet,) = read_workbook(CASE / "2-reference")
    header, *rows = sheet.rows
    sheet.rows[:] = [
        [*header, *REASON, "change_day"],
        *([*row, *REASON.values(), "2023-04-01"] for row in rows),
    ]
    return [sheet]


def test_07_rename_without_a_reason_is_asked_for_one(administrator):
    (error,) = load_workbook(workbook=CASE / "2-reference", by=administrator).errors

    assert (error.row, error.column) == (2, "change_reason_zh")
    assert "请写明原因" in error.message


def test_07_town_is_called_then_as_it_was_called_then(client, administrator, then):
    pages = ["/indicators/old-estate-projects-cumulative/", "/areas/boyu/", "/areas/", "/search/?q=泊于镇"]
    answers = ["/api/v1/observations?area=boyu", "/api/v1/areas/boyu", "/api/v1/observations.csv?area=boyu"]

    def past(address: str) -> bytes:
        return b"".join(client.get(f"{address}{'&' if '?' in address else '?'}as_of={then}"))

    before = {address: past(address) for address in (*pages, *answers)}
    assert load_workbook(workbook=with_reason(), by=administrator).errors == []
    commit()

    assert {address: past(address) for address in before} == before
    assert all("泊于镇" in content.decode() for content in before.values())
    assert "滨海新街道" in client.get("/areas/boyu/").content.decode()


def test_07_old_name_goes_on_finding_the_area_and_is_read_in_workbooks(client, administrator, then):
    load_workbook(workbook=with_reason(), by=administrator)
    commit()

    found = client.get("/search/", {"q": "泊于镇", "kind": "areas"}).content.decode()
    listed = client.get("/api/v1/areas", {"q": "泊于镇"}).json()["results"]
    again = read_workbook(CASE / "1-release")
    observations = next(sheet for sheet in again if sheet.name == "Observations")
    observations.rows[1][3] = "泊于镇"

    assert "/areas/boyu/" in found
    assert [row["code"] for row in listed] == ["boyu"]
    assert listed[0]["former_names"] == ["Boyu Town", "泊于镇"]
    read = Comparison(again, administrator).changes
    (changes,) = (one for one in read if one.sheet.code == "Observations")
    assert {row.values["area"] for row in [*changes.unchanged, *changes.changed]} == {"boyu", "gushan"}


def test_07_rename_is_listed_with_its_day_and_reason(client, administrator, then):
    load_workbook(workbook=with_reason(), by=administrator)
    commit()

    (change,) = client.get("/api/v1/description-changes?kind=area").json()["results"]
    page = client.get("/areas/boyu/").content.decode()

    assert (change["kind"], change["code"], change["day"]) == ("area", "boyu", "2023-04-01")
    assert (change["before"]["name_zh"], change["after"]["name_zh"]) == ("泊于镇", "滨海新街道")
    assert change["reason"] == "区划调整"
    assert "区划调整" in page
    assert client.get(f"/api/v1/description-changes?kind=area&as_of={then}").json()["results"] == []


def test_07_merged_town_keeps_its_figures_and_says_what_became_of_it(client, administrator, then):
    boyu, gushan = Area.objects.get(code="boyu"), Area.objects.get(code="gushan")
    rows = [
        ["code", "kind", "parent", "name_zh", "name_en", "last_day", "successors", *REASON],
        [
            "boyu",
            boyu.kind,
            "weihai-etdz",
            boyu.name_zh,
            boyu.name_en,
            "2023-03-31",
            "gushan",
            *REASON.values(),
        ],
    ]
    sheet = read_workbook(CASE / "2-reference")[0]
    sheet.rows[:] = rows
    before = client.get(f"/api/v1/areas/gushan?as_of={then}").content

    assert load_workbook(workbook=[sheet], by=administrator).errors == []
    commit()

    merged = client.get("/api/v1/areas/boyu").json()
    enlarged = client.get("/api/v1/areas/gushan").json()
    figures = client.get("/api/v1/observations", {"area": "boyu", "from": "2023-01-01"}).json()["results"]
    assert (merged["last_day"], merged["successors"]) == ("2023-03-31", ["gushan"])
    assert merged["extent_changes"] == [
        {"day": "2023-04-01", "text": "泊于镇并入崮山镇", "areas": ["gushan"]}
    ]
    assert enlarged["extent_changes"] == [
        {"day": "2023-04-01", "text": "泊于镇并入崮山镇", "areas": ["boyu"]}
    ]
    assert [figure["value"] for figure in figures] == [5]
    for code in ("boyu", "gushan"):
        assert "泊于镇并入崮山镇" in client.get(f"/areas/{code}/").content.decode()
    assert client.get(f"/api/v1/areas/gushan?as_of={then}").content == before
    assert gushan.predecessors.get() == boyu


def test_facility_that_both_documents_name_is_public_from_the_first(client):
    code = "hanlefang-police-post"
    june, december = (
        client.get(f"/api/v1/facilities/{code}?as_of={day}").json() for day in ("2022-07-01", "2022-12-24")
    )
    before = client.get(f"/api/v1/facilities/{code}?as_of=2022-05-31")

    assert before.status_code == 404
    assert (june["release"], december["release"]) == (
        "livelihood-article-2022-06",
        "livelihood-press-conference-2022-12",
    )
    assert ("12月" in june["note"], "12月" in december["note"]) == (False, True)


def test_station_that_was_raised_is_found_by_the_name_of_june(client):
    (change,) = client.get("/api/v1/description-changes?kind=facility").json()["results"]
    found = client.get("/api/v1/facilities", {"q": "韩乐坊警务工作站"}).json()["results"]

    assert (change["before"]["name_zh"], change["after"]["name_zh"]) == ("韩乐坊警务工作站", "韩乐坊警务站")
    assert change["changed_at"].startswith("2022-12-23")
    assert [one["code"] for one in found] == ["hanlefang-police-post"]
    assert client.get("/api/v1/description-changes?as_of=2022-07-01").json()["results"] == []


def test_home_of_june_has_figures_of_every_sector_of_which_june_has_any(client):
    page = client.get("/?as_of=2022-07-01")

    empty = [card.sector.code for card in page.context["cards"] if not card.indicators]
    with_figures = {
        row["sector"] for row in client.get("/api/v1/indicators?as_of=2022-07-01").json()["results"]
    }
    assert "health" in with_figures
    assert not with_figures & set(empty)
