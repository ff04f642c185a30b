"""The finding of a chart: a sentence in the figures' own numbers, or none."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.statistics.charts import findings
from portal.statistics.charts.bars import breakdown_chart
from portal.statistics.charts.chart import ChartSubject, Datum
from portal.statistics.charts.figures import series_chart
from portal.statistics.charts.shares import parts_chart

VILLAGES = ChartSubject("村居总数", "个", is_whole=True)
DAY = dt.date(2022, 12, 23)


def datum(value, **fields) -> Datum:
    text = f"{value}个" if value is not None else "缺失"
    given = {
        "start": None,
        "end": DAY,
        "is_target": False,
        "is_sure": True,
        "is_revised": False,
        "period": "2022年",
    }
    amount = None if value is None else Decimal(value)
    return Datum(**{**given, "value": amount, "label": text, "text": text, "bare": str(value), **fields})


def parts(whole: Datum, *pieces: Datum, **fields: bool) -> str:
    return parts_chart("key", "构成", whole, pieces, "个", **fields).finding


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


def test_part_is_told_of_its_whole_in_either_language():
    whole, part = datum(42, name="村居总数"), datum(24, name="零发案村居数")

    assert parts(whole, part) == "零发案村居数：42个中有24个（57.1%）"
    with override("en"):
        assert parts(whole, part) == "零发案村居数: 24 of 42个 (57.1%)"


def test_share_that_a_stated_rate_contradicts_is_not_told():
    assert parts(datum(698), datum(638, name="在管", doubt="核对不符"), agrees=False) == (
        "在管：698个中有638个（核对不符）"
    )


def test_status_and_revision_stay_with_the_numbers():
    part = datum(3, name="施工图设计", is_sure=False, status="初步数", is_revised=True)

    assert parts(datum(14), part) == "施工图设计：14个中有3个（21.4%、初步数、有修订）"


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ((117, 46), "村居总数：甲最多，为117个"),
        ((46, 46), ""),
        ((117, None), ""),
    ],
)
def test_breakdown_names_the_largest_only_if_nothing_else_can_be(values, finding):
    rows = [((name,), datum(value)) for name, value in zip("甲乙丙", (*values, 1), strict=True)]

    assert breakdown_chart("key", VILLAGES, rows).finding == finding


def test_breakdown_with_a_rough_value_has_no_finding():
    rows = [(("甲",), datum(117)), (("乙",), datum(110, is_rough=True))]

    assert breakdown_chart("key", VILLAGES, rows).finding == ""


def test_largest_of_several_parts_is_told_and_none_of_two():
    whole = datum(100, name="总数")

    assert (
        parts(whole, datum(60, name="甲"), datum(40, name="乙")) == "总数：100个，其中甲最多，为60个（60.0%）"
    )
    assert parts(whole, datum(50, name="甲"), datum(50, name="乙")) == ""


def test_result_is_told_with_its_target():
    target = datum(14, is_target=True, end=dt.date(2022, 12, 31))

    assert series_chart("key", VILLAGES, [target, datum(13)]).finding == (
        "村居总数：实际13个，目标14个（完成目标的92.9%）"
    )
    rough = replace(datum(13), is_rough=True)
    assert "%" not in series_chart("key", VILLAGES, [target, rough]).finding


def test_series_without_a_comparable_change_tells_its_newest_figure_alone():
    assert findings.of_series("随访人次", datum(295000), None) == "随访人次：2022年为295000个"
