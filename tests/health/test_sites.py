"""`/health/sites/` and its JSON."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from health.models import SiteOperation
from portal.spreadsheets.actions import load_workbook
from tests.health.world import make_site_operation
from tests.pages import faults_of, queries_of
from tests.workbooks import release_workbook
from tests.world import make_facility, make_indicator, make_release, make_series, publish

pytestmark = pytest.mark.django_db

PAGE, DATA = "/health/sites/", "/api/v1/health-sites"
ROW = {
    "site": "town-hospital",
    "section": "1",
    "paragraph": "1",
    "department": "construction",
    "opened_on": "2022-03-01",
    "as_printed": "3月1日启用",
}


@pytest.fixture(scope="module")
def sites(shared) -> None:
    make_facility("town-hospital", kind="hospital", sector_id="health")
    make_facility("point", kind="sampling_point", sector_id="health")
    make_facility("hall")
    june = make_release("june")
    make_site_operation(june)
    publish(june, at="2022-06-01")


def test_page_tells_days_and_that_none_is_stated(client, sites):
    text = client.get(f"{PAGE}?lang=en").content.decode()

    assert faults_of(text) == []
    assert "1 March 2022" in text
    assert text.count("not stated") == 3
    assert "Facility hall" not in text


def test_page_and_json_show_the_same(client, sites):
    for query in ("", "kind=hospital", "q=point"):
        page = [one.code for one in client.get(f"{PAGE}?{query}").context["page"]]
        data = client.get(f"{DATA}?{query}").json()["results"]

        assert page == [one["code"] for one in data]
    found = {
        one["code"]: (one["opened_on"], one["closed_on"], one["release"])
        for one in client.get(DATA).json()["results"]
    }
    assert found == {"town-hospital": ("2022-03-01", None, "june"), "point": (None, None, None)}


def test_later_release_says_when_it_closed_and_as_of_does_not(client, sites):
    later = make_release("later")
    make_site_operation(later, closed_on="2023-01-08")
    publish(later, at="2023-02-01")

    addresses = (f"{DATA}?kind=hospital{query}" for query in ("", "&as_of=2023-01-01"))
    days = [client.get(address).json()["results"][0]["closed_on"] for address in addresses]

    assert days == ["2023-01-08", None]


def test_nothing_shows_under_embargo(client, sites):
    later = make_release("later")
    make_site_operation(later, "point", opened_on="2021-11-11")
    publish(later, at=timezone.now() + dt.timedelta(days=1))

    assert "2021-11-11" not in client.get(DATA).content.decode()
    assert "11 November 2021" not in client.get(f"{PAGE}?lang=en").content.decode()


def test_more_sites_take_no_more_queries(client, sites):
    before = [queries_of(client, address) for address in (PAGE, DATA)]

    for code in ("b", "c"):
        make_facility(code, kind="clinic", sector_id="health")

    assert [queries_of(client, address) for address in (PAGE, DATA)] == before


@pytest.mark.parametrize(
    ("cells", "columns"),
    [({}, []), ({"opened_on": ""}, ["opened_on"]), ({"closed_on": "2022-02-01"}, ["closed_on"])],
)
def test_workbook_takes_days_in_order(administrator, cells, columns):
    make_series(make_indicator("homes"))

    report = load_workbook(workbook=release_workbook(SiteOperations=[ROW | cells]), by=administrator)

    assert [one.column for one in report.errors] == columns
    assert SiteOperation.objects.count() == (not columns)


def test_database_refuses_days_out_of_order(db):
    with pytest.raises(IntegrityError, match="site_operation_states_a_day"), transaction.atomic():
        make_site_operation(make_release(), opened_on=None)
    with pytest.raises(IntegrityError, match="site_operation_days_in_order"), transaction.atomic():
        make_site_operation(make_release(), closed_on="2022-01-01")
