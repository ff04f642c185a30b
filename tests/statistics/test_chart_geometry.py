"""Charts as drawings: whatever the figures, everything stays inside, ticks are round, order is kept."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.statistics.charts.bars import Bars, Bullet
from portal.statistics.charts.chart import Datum
from portal.statistics.charts.drawing import (
    LARGE,
    NARROW,
    WIDE,
    Bar,
    Label,
    Scene,
    Symbol,
    day_texts,
    day_ticks,
    overlap,
    round_ticks,
    tick_texts,
    width,
    wrapped,
)
from portal.statistics.charts.shares import Part, Shares
from portal.statistics.charts.timeline import Timeline

FRAMES = (NARROW, WIDE, LARGE)
SOME = settings(max_examples=25, deadline=None)
days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))
amounts = st.decimals(0, 10**12, places=2)
texts = st.text("府安社区（）、1234567890.% abcdefgWM", min_size=1, max_size=40).filter(str.strip)


@st.composite
def figures(draw, amount=amounts):
    first, last = sorted((draw(days), draw(days)))
    return Datum(
        bare=draw(texts),
        start=first if draw(st.booleans()) else None,
        end=last,
        value=draw(amount),
        is_target=draw(st.booleans()),
        is_sure=draw(st.booleans()),
        is_revised=draw(st.booleans()),
        accumulates=draw(st.booleans()),
        label=draw(texts),
        text="",
        period="",
    )


def figure(value, end=dt.date(2022, 12, 31), start=None, **fields) -> Datum:
    amount = None if value is None else Decimal(value)
    given = {
        "is_target": False,
        "is_sure": True,
        "is_revised": False,
        "label": f"{value}个",
        "text": f"{value}个",
    }
    return Datum(start=start, end=end, value=amount, period=f"{end}", **{**given, **fields})


def leaving(scene) -> list:
    """The marks that reach over the edge of the drawing."""
    wide, high = scene.frame.width + 0.1, scene.height + 0.6
    return [
        m for m in scene.marks if m.box[0] < -0.1 or m.box[1] < -0.1 or m.box[2] > wide or m.box[3] > high
    ]


def of_class(scene, css: str) -> list:
    return [mark for mark in scene.marks if css in mark.css.split()]


@SOME
@given(st.lists(amounts | st.decimals(-(10**9), 0, places=6), min_size=1, max_size=8), st.booleans())
def test_ticks_are_round_evenly_spaced_and_cover_the_values_from_zero(values, whole):
    ticks = round_ticks(values, whole=whole)

    (step,) = {later - tick for tick, later in pairwise(ticks)}
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert ticks[0] <= min([*values, 0]) <= max([*values, 0]) <= ticks[-1]
    assert 0 in ticks
    assert len(ticks) <= 6
    assert not whole or step >= 1


@SOME
@given(st.dates(), st.dates(), st.integers(2, 9))
def test_day_ticks_are_starts_of_months_around_the_days(one, other, most):
    first, last = sorted((one, other))

    ticks, months = day_ticks(first, last, most=most)

    assert ticks[0] <= first <= last <= ticks[-1]
    assert list(ticks) == sorted(set(ticks))
    assert {tick.day for tick in ticks} - {1} <= ({31} if dt.date.max in ticks else set())
    assert len(day_texts(ticks, months)) == len(ticks)


def test_tick_texts_count_in_the_unit_of_the_largest():
    ticks = (Decimal(0), Decimal(5000), Decimal(10000))

    with override("zh-hans"):
        assert tick_texts(ticks) == ["0", "0.5万", "1万"]
        assert tick_texts((Decimal(0), Decimal(10**8), Decimal(2 * 10**8))) == ["0", "1亿", "2亿"]
        assert tick_texts((Decimal(0), Decimal(50), Decimal(100)), "%") == ["0%", "50%", "100%"]
    with override("en"):
        assert tick_texts(ticks) == ["0", "5,000", "10,000"]


@SOME
@given(texts, st.integers(30, 400))
@example("0、.0", 30)
def test_wrapped_lines_keep_every_character_and_fit(text, room):
    lines = wrapped(text, 15, room)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 15) <= room for line in lines)


@SOME
@given(st.lists(figures(), min_size=2, max_size=12), texts)
def test_timeline_stays_inside_with_labels_apart(data, symbol):
    draw = Timeline(data, symbol, whole=False)

    for scene in (*(draw(frame) for frame in FRAMES), draw.card()):
        assert leaving(scene) == []
        labels = [*of_class(scene, "chart-label"), *of_class(scene, "chart-label-target")]
        pairs = [(a, b) for i, a in enumerate(labels) for b in labels[i + 1 :]]
        assert [pair for pair in pairs if overlap(pair[0].box, pair[1].box)] == []


@SOME
@given(st.lists(st.tuples(days, amounts), min_size=2, max_size=9, unique_by=lambda one: one[0]))
def test_timeline_keeps_the_order_of_days_and_values(pairs):
    pairs = sorted(pairs)
    scene = Timeline([figure(value, day) for day, value in pairs], "人", whole=False)(NARROW)

    dots = [mark for mark in scene.marks if isinstance(mark, Symbol)]
    assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)
    heights = [-dot.y for dot, _pair in sorted(zip(dots, pairs, strict=True), key=lambda one: one[1][1])]
    assert heights == sorted(heights)


@SOME
@given(st.decimals(1, 10**9, places=1), amounts, texts, texts)
def test_bullet_stays_inside(goal, value, label, other):
    target = figure(goal, is_target=True, is_revised=True, label=label)
    draw = Bullet(target, figure(value, label=other, is_sure=False), "千米", whole=False)

    for scene in (*(draw(frame) for frame in FRAMES), draw.card()):
        assert leaving(scene) == []


@SOME
@given(
    st.lists(st.tuples(texts, texts, texts, amounts), min_size=2, max_size=9), st.sampled_from(["人", "%"])
)
def test_bars_stay_inside_in_the_order_given_and_as_long_as_their_values(rows, symbol):
    rows = [(heading, name, figure(value + 1, label=label)) for heading, name, label, value in rows]

    for frame in FRAMES:
        scene = Bars(rows, symbol)(frame)
        drawn = of_class(scene, "chart-bar")
        assert leaving(scene) == []
        assert [bar.y for bar in drawn] == sorted(bar.y for bar in drawn)
        longest = max(drawn, key=lambda bar: bar.width)
        for bar, (_heading, _name, one) in zip(drawn, rows, strict=True):
            share = float(one.value / max(row[2].value for row in rows))
            assert bar.width == pytest.approx(longest.width * share, abs=0.2)


@SOME
@given(st.lists(st.tuples(texts, amounts), min_size=1, max_size=6))
def test_shares_fill_the_bar_in_the_order_given(named):
    parts = [Part(name, value + 1, f"{value}元", f"{value}元") for name, value in named]

    for scene in (*(Shares(parts)(frame) for frame in FRAMES), Shares(parts).card()):
        pieces = [mark for mark in scene.marks if isinstance(mark, Bar) and mark.css != "chart-track"]
        assert leaving(scene) == []
        assert pieces[-1].box[2] == pytest.approx(scene.frame.width - 1)
        ends = [piece.box[2] for piece in pieces[:-1]]
        assert ends == pytest.approx([piece.x for piece in pieces[1:]])


def test_timeline_tells_targets_by_shape_and_word_and_the_unsure_by_hollowness():
    data = [
        figure(3, dt.date(2021, 12, 31), start=dt.date(2021, 1, 1), is_sure=False),
        figure(4, start=dt.date(2022, 1, 1), is_target=True, label="目标4个"),
    ]

    scene = Timeline(data, "个", whole=True)(NARROW)

    shapes = {mark.shape: mark.css for mark in scene.marks if isinstance(mark, Symbol)}
    assert shapes == {"circle": "chart-actual chart-unsure", "diamond": "chart-target"}
    assert {"3个", "目标4个"} <= {label.text for label in scene.labels}
    assert len(of_class(scene, "chart-span")) == 1
    assert len(of_class(scene, "chart-span-target")) == 1


def test_timeline_draws_a_running_total_of_the_year_at_its_last_day_alone():
    """A block from January on would say that 295,000 had been counted in every month."""
    year = {"start": dt.date(2022, 1, 1), "accumulates": True}
    data = [figure(140_000, dt.date(2022, 5, 31), **year), figure(295_000, dt.date(2022, 12, 23), **year)]

    scene = Timeline(data, "人次", whole=True)(NARROW)

    assert of_class(scene, "chart-span") == of_class(scene, "chart-span-top") == []
    assert of_class(scene, "chart-join") == []
    assert len([mark for mark in scene.marks if isinstance(mark, Symbol)]) == 2


def test_timeline_rings_what_was_revised():
    data = [figure(3, dt.date(2021, 12, 31)), figure(4, is_revised=True)]

    scene = Timeline(data, "个", whole=True)(NARROW)

    (ring,) = of_class(scene, "chart-ring")
    assert ring.x == max(mark.x for mark in scene.marks if isinstance(mark, Symbol))


def test_timeline_shows_missing_as_a_gap_and_never_as_zero():
    years = [figure(value, dt.date(2018 + n, 12, 31)) for n, value in enumerate([5, 6, None, 8, 9])]

    scene = Timeline(years, "个", whole=True)(NARROW)

    dots = [mark for mark in scene.marks if isinstance(mark, Symbol)]
    assert len(dots) == 4
    assert all(dot.y < max(mark.box[3] for mark in of_class(scene, "chart-axis")) - 5 for dot in dots)
    assert len(of_class(scene, "chart-join")) == 2
    assert len(of_class(scene, "chart-gap")) == 1


def test_timeline_joins_nothing_over_silence():
    days = [dt.date(2018, 12, 31), dt.date(2019, 12, 31), dt.date(2020, 12, 31), dt.date(2022, 12, 31)]

    scene = Timeline([figure(1, day) for day in days], "个", whole=True)(NARROW)

    assert len(of_class(scene, "chart-join")) == 2


def test_bars_give_no_bar_to_what_is_missing():
    rows = [("", "甲", figure(5)), ("", "乙", figure(None, label="缺失")), ("", "丙", figure(0))]

    scene = Bars(rows, "人")(NARROW)

    assert len(of_class(scene, "chart-bar")) == 2
    assert [label.text for label in of_class(scene, "chart-none")] == ["缺失"]


def test_marks_are_drawn_with_presentation_attributes_and_escaped_text():
    assert Bar("a", 0, -0.01, 1.25, 2).svg == '<rect class="a" x="0" y="0" width="1.2" height="2"/>'
    assert Label("b", 1, 2, "<1 & 2>", 15, "end").svg == (
        '<text class="b" x="1" y="2" text-anchor="end">&lt;1 &amp; 2&gt;</text>'
    )


def test_timeline_raises_a_running_total_in_steps_from_its_first_day_on():
    year = {"start": dt.date(2022, 1, 1), "accumulates": True}
    data = [figure(140_000, dt.date(2022, 5, 31), **year), figure(295_000, dt.date(2022, 12, 23), **year)]

    scene = Timeline(data, "人次", whole=True)(NARROW)

    first, tread, riser = of_class(scene, "chart-step")
    dots = [mark for mark in scene.marks if isinstance(mark, Symbol)]
    assert first.x1 == first.x2 == dots[0].x == tread.x1  # nothing is drawn before the first day
    assert tread.y1 == tread.y2 == dots[0].y == riser.y1
    assert (riser.x1, riser.x2, riser.y2) == (dots[1].x, dots[1].x, dots[1].y)


def test_timeline_begins_anew_each_year():
    years = [
        figure(9, dt.date(year, 12, 31), start=dt.date(year, 1, 1), accumulates=True) for year in (2021, 2022)
    ]

    scene = Timeline(years, "人次", whole=True)(NARROW)

    assert all(mark.x1 == mark.x2 for mark in of_class(scene, "chart-step"))


def test_parts_are_labelled_directly_and_three_or_more_each_above_its_piece():
    def drawn(count: int) -> Scene:
        return Shares([Part(f"部分{n}", Decimal(40), "40元", "40元") for n in range(count)])(NARROW)

    assert [label.text for label in drawn(2).labels] == ["部分0", "40元", "部分1", "40元"]
    three = drawn(3)
    assert [label.text for label in three.labels] == ["部分0  40元", "部分1  40元", "部分2  40元"]
    pieces = [mark for mark in three.marks if isinstance(mark, Bar) and mark.css != "chart-track"]
    for label, piece, below in zip(three.labels, pieces, [*three.labels[1:], None], strict=True):
        assert label.box[3] <= piece.y
        assert below is None or piece.box[3] <= below.box[1]
