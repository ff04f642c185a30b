"""What a series is called: indicator, area, and the names of its dimension values."""

import pytest
from django.utils import translation

from portal.statistics.models import Code, Series
from portal.web.memo import next_turn
from tests.world import make_indicator, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> list[Series]:
    next_turn()
    indicator = make_indicator("cases", dimensions={"crime": ["fraud", "theft"]})
    Code.objects.filter(code="fraud").update(name_zh="诈骗", name_en="Fraud")
    return [make_series(indicator, crime=code) for code in ("fraud", "theft")]


def test_series_is_called_by_names_not_codes(series):
    with translation.override("zh-hans"):
        chinese = str(series[0])
    with translation.override("en"):
        english = str(series[0])

    assert (chinese.rsplit(" · ", maxsplit=1)[-1], english.rsplit(" · ", maxsplit=1)[-1]) == ("诈骗", "Fraud")


def test_names_of_many_series_cost_two_queries(series, django_assert_num_queries):
    rows = list(Series.objects.for_list())

    with django_assert_num_queries(2):  # names of codes, and of areas that share theirs
        [str(row) for row in rows * 5]


def test_name_changed_since_is_read_with_the_next_request(client, series):
    str(series[0])
    Code.objects.filter(code="fraud").update(name_zh="骗", name_en="Deceit")

    client.get("/healthz")

    with translation.override("en"):
        assert str(series[0]).endswith("Deceit")
