"""Which chart fits which figures, and the sentence that says what it shows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.statistics.charts.bars import MOST_ROWS, breakdown_chart, row_names
from portal.statistics.charts.chart import ChartSubject, Datum
from portal.statistics.charts.figures import series_chart
from portal.statistics.charts.shares import parts_chart

ESTATES = ChartSubject("老旧小区改造数", "个", is_whole=True)
JUNE, DECEMBER = dt.date(2022, 5, 31), dt.date(2022, 12, 31)


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


def figure(value, end=DECEMBER, **fields) -> Datum:
    amount = None if value is None else Decimal(value)
    given = {
        "start": None,
        "is_target": False,
        "is_sure": True,
        "is_revised": False,
        "period": f"{end.year}年",
    }
    return Datum(end=end, value=amount, **{"label": f"{value}个", "text": f"{value}个", **given, **fields})


def target(value, end=DECEMBER, **fields) -> Datum:
    return figure(value, end, is_target=True, label=f"目标{value}个", **fields)


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure(14)],
        [target(14)],
        [figure(14), figure(None, JUNE)],
        [figure(None), figure(None, JUNE)],
    ],
)
def test_a_lonely_number_gets_no_chart(figures):
    assert series_chart("key", ESTATES, figures) is None


@pytest.mark.parametrize(
    ("figures", "kind"),
    [
        ([target(14), figure(13)], "bullet"),
        ([target(14), figure(0)], "bullet"),
        ([target(14, dt.date(2023, 12, 31)), figure(13)], "time"),
        ([target(14), figure(6, JUNE), figure(13)], "time"),
        ([figure(6, JUNE), figure(13)], "time"),
        ([target(14), figure(-1, JUNE)], "time"),
        ([target(14), target(20, dt.date(2023, 12, 31))], "time"),
    ],
)
def test_series_gets_the_chart_that_answers_its_question(figures, kind):
    assert series_chart("key", ESTATES, figures).kind == kind


def test_bullet_is_told_in_one_sentence_of_either_language():
    period = {"start": dt.date(2022, 1, 1), "period": "2022年1月1日至2022年12月23日"}
    figures = [figure(13, dt.date(2022, 12, 23), **period), target(14)]

    chinese = series_chart("key", ESTATES, figures)
    with override("en"):
        english = series_chart("key", ChartSubject("Old estates", "estates", is_whole=True), figures)

    assert (
        chinese.sentence
        == "老旧小区改造数：2022年目标14个；2022年1月1日至2022年12月23日为13个；完成目标的92.9%。"
    )
    assert english.sentence == (
        "Old estates: 2022年, target: 14个; 2022年1月1日至2022年12月23日: 13个; 92.9% of the target."
    )


def test_sentence_says_what_is_unsure_revised_or_missing():
    figures = [
        figure(5, dt.date(2020, 12, 31), is_sure=False, status="初步数"),
        figure(None, dt.date(2021, 12, 31), text="缺失", is_sure=False, status="缺失"),
        figure(7, is_revised=True),
    ]

    chart = series_chart("key", ESTATES, figures)

    assert chart.sentence == "老旧小区改造数：2020年为5个（初步数）；2021年为缺失；2022年为7个（有修订）。"
    assert [entry[1] for entry in chart.legend] == ["实际", "初步数", "有修订", "没有公布数值"]
    assert [row.value for row in chart.rows] == ["7个", "缺失", "5个（初步数）"]


def test_sentence_of_many_figures_tells_the_first_the_last_and_the_extremes():
    figures = [figure(value, dt.date(2000 + n, 12, 31)) for n, value in enumerate([5, 9, 4, 6, 1, 7, 8])]

    chart = series_chart("key", ESTATES, figures)

    assert chart.sentence == "老旧小区改造数：共7个数据；2000年为5个；2001年为9个；2004年为1个；2006年为8个。"
    assert len(chart.rows) == 7


def test_breakdown_is_told_row_by_row():
    rows = [
        (("区", "盗窃"), figure(117)),
        (("区", "赌博"), figure(46)),
        (("区", "诈骗"), figure(None, text="缺失")),
    ]

    chart = breakdown_chart("key", ESTATES, rows)

    assert chart.sentence == "老旧小区改造数，2022年：盗窃117个；赌博46个；诈骗缺失。"
    assert [row.name for row in chart.rows] == ["盗窃", "赌博", "诈骗"]


@pytest.mark.parametrize("values", [[5], [5, None], [0, 0], [5, -1], range(MOST_ROWS + 1)])
def test_breakdown_of_nothing_to_compare_gets_no_chart(values):
    rows = [((f"区{n}",), figure(value)) for n, value in enumerate(values)]

    assert breakdown_chart("key", ESTATES, rows) is None


def test_row_names_leave_out_what_is_shared_and_make_headings_of_what_repeats():
    names = [("甲地", "甲路", "绿化"), ("甲地", "甲路", "彩绘"), ("乙地", "乙园", "整体")]

    assert row_names([(one, None) for one in names]) == [("甲路", "绿化"), ("甲路", "彩绘"), ("乙园", "整体")]
    assert row_names([(("甲地",), None), (("乙地",), None)]) == [("", "甲地"), ("", "乙地")]
    assert row_names([(("区", "男"), None), (("区", "女"), None)]) == [("", "男"), ("", "女")]


def test_parts_are_told_with_their_shares_and_what_is_left():
    whole, part = figure(698, name="在册"), figure(638, name="在管")

    chart = parts_chart("key", "管理", whole, [part], "个")

    assert chart.sentence == "管理，2022年：共698个，其中在管638个（91.4%）；其余60个（8.6%）。"
    assert [row.name for row in chart.rows] == ["在册", "在管", "其余"]


@pytest.mark.parametrize(
    ("whole", "parts"), [(10, [6, 5]), (0, [0]), (None, [1]), (10, [None]), (10, [10]), (10, []), (215, [1])]
)
def test_parts_that_do_not_fit_into_the_whole_get_no_chart(whole, parts):
    assert parts_chart("key", "管理", figure(whole), [figure(part) for part in parts], "个") is None
