"""A large return is loaded in sets: the number of queries does not grow with its rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.spreadsheets.actions import load_workbook
from tests.workbooks import FIGURE, release_workbook
from tests.world import make_area, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codelists() -> None:
    for number in range(50):
        make_area(f"estate-{number}", "estate")
    for number in range(20):
        make_indicator(
            f"indicator-{number}", dimensions={"road_type": ["lane", "avenue"]}, department="construction"
        )


def figures(amount: int, value: str) -> list[dict[str, str]]:
    """Rows of as many different series and periods."""
    rows = []
    for number in range(amount):
        area, indicator, lane = number % 50, number // 50 % 20, number // 1000 % 2
        end = dt.date(2022, 1, 31) + dt.timedelta(days=number // 2000)
        rows.append(
            FIGURE
            | {
                "indicator": f"indicator-{indicator}",
                "area": f"estate-{area}",
                "dimensions": f"road_type={'lane' if lane else 'avenue'}",
                "period_end": end.isoformat(),
                "value": value,
                "as_printed": f"{value}个",
            }
        )
    return rows


def load(by, amount: int, value: str = "14"):
    book = release_workbook(Observations=figures(amount, value))
    with CaptureQueriesContext(connection) as queries:
        report = load_workbook(workbook=book, by=by)
    assert report.errors == []
    return report.sheets[-1], len(queries)


@pytest.mark.slow("2 s: handles very many rows")
def test_load_of_many_rows_asks_no_more_than_of_few(administrator):
    load(administrator, 3)
    _few, queries = load(administrator, 3, "15")

    load(administrator, 900)
    many, more_queries = load(administrator, 900, "15")

    assert many.changed == 900
    assert more_queries == queries
