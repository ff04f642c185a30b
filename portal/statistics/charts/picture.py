"""A chart as a picture that stands alone: an SVG file with title, drawing, legend, source and citation in it.

It has presentation attributes instead of a stylesheet, since the pages' policy allows none inside a file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.statistics.charts.chart import Chart
from portal.statistics.charts.drawing import WIDE, number, wrapped
from portal.web.png import FONTS

MARGIN = 30
WIDTH = WIDE.width + 2 * MARGIN
LEADING = 1.4
INK, SOFT, PAPER, LINE, STRONG = "#1b2430", "#4a5564", "#fff", "#d5dbe2", "#6b7785"
FIRST, SECOND, THIRD, GOAL, PALE, SURFACE = "#0d4a7a", "#a9cbe6", "#4b7ba3", "#8a3f00", "#d9e7f3", "#f3f5f8"

#: Classes of a mark → its attributes, as in `charts.css` by day. Of several entries that fit, later ones win.
PAINT: tuple[tuple[frozenset[str], dict[str, str]], ...] = tuple(
    (frozenset(classes.split()), attributes)
    for classes, attributes in (
        ("chart-tick", {"fill": SOFT}),
        ("chart-unit", {"fill": SOFT}),
        ("chart-none", {"fill": SOFT}),
        ("chart-group", {"font-weight": "600"}),
        ("chart-label", {"font-weight": "600"}),
        ("chart-label-target", {"font-weight": "600", "fill": GOAL}),
        ("chart-grid", {"stroke": LINE}),
        ("chart-axis", {"stroke": STRONG, "stroke-width": "1.5"}),
        ("chart-join", {"stroke": FIRST, "stroke-width": "2"}),
        ("chart-step", {"stroke": FIRST, "stroke-width": "2.5"}),
        ("chart-step-on", {"stroke-dasharray": "2 5"}),
        ("chart-span", {"fill": PALE}),
        ("chart-span chart-unsure", {"fill": "none", "stroke": FIRST, "stroke-dasharray": "2 4"}),
        ("chart-span-top", {"stroke": FIRST, "stroke-width": "3"}),
        ("chart-span-target", {"stroke": GOAL, "stroke-width": "2.5", "stroke-dasharray": "7 5"}),
        ("chart-goal", {"stroke": GOAL, "stroke-width": "3"}),
        ("chart-break", {"stroke": INK, "stroke-width": "2", "stroke-dasharray": "2 4"}),
        ("chart-actual", {"fill": FIRST, "stroke": FIRST, "stroke-width": "2.5"}),
        ("chart-target", {"fill": GOAL, "stroke": GOAL, "stroke-width": "2.5"}),
        ("chart-actual chart-unsure", {"fill": PAPER}),
        ("chart-target chart-unsure", {"fill": PAPER}),
        ("chart-ring", {"fill": "none", "stroke": INK, "stroke-width": "1.5"}),
        ("chart-gap", {"fill": SURFACE, "stroke": STRONG, "stroke-dasharray": "1 4"}),
        ("chart-track", {"fill": SURFACE, "stroke": LINE}),
        ("chart-bar", {"fill": FIRST}),
        ("chart-goal-bar", {"fill": "none", "stroke": GOAL, "stroke-width": "2", "stroke-dasharray": "7 5"}),
        ("chart-part-1", {"fill": FIRST}),
        ("chart-part-2", {"fill": SECOND}),
        ("chart-part-3", {"fill": THIRD}),
        ("chart-rest", {"fill": PAPER, "stroke": STRONG, "stroke-width": "1.5"}),
    )
)
#: Hollow bars and pieces: uncertain values.
HOLLOW = {"fill": PALE, "stroke": FIRST, "stroke-width": "2", "stroke-dasharray": "5 4"}
BARS = ("chart-bar", "chart-part-1", "chart-part-2", "chart-part-3")


@dataclass(frozen=True)
class Caption:
    """What stands around the drawing: lines on source and note above, the citation below them."""

    source: str
    citation: str
    language: str


def picture_of(chart: Chart, caption: Caption) -> str:
    """The chart as an SVG document."""
    scene = chart.draw(WIDE)
    marks, top = _texts([(chart.heading, 22, INK, "700"), *_below_heading(chart)], MARGIN)
    drawing = format_html(
        '<g transform="translate({} {})" font-size="{}">{}</g>',
        MARGIN,
        number(top),
        number(WIDE.text),
        mark_safe("".join(_painted(mark.svg) for mark in scene.marks)),  # noqa: S308 - the marks are escaped
    )
    top += scene.height + 14
    legend, top = _legend(chart, top)
    notes = [(note, 14, SOFT, "400") for note in chart.notes]
    closing = [*notes, (caption.source, 14, INK, "400"), (caption.citation, 13, SOFT, "400")]
    below, bottom = _texts(closing, top + 6)
    return _document(chart, caption, [*marks, drawing, *legend, *below], bottom + MARGIN - 10)


def _below_heading(chart: Chart) -> Iterator[tuple[str, int, str, str]]:
    if chart.finding:
        yield chart.title, 15, SOFT, "400"


def _texts(lines: Sequence[tuple[str, int, str, str]], top: float) -> tuple[list[SafeString], float]:
    """Wrapped texts of size, colour and weight from that height on, and the height below them."""
    marks = []
    for text, size, colour, weight in lines:
        for line in wrapped(text, size, WIDE.width):
            top += size * LEADING
            marks.append(
                format_html(
                    '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>',
                    MARGIN,
                    number(top - size * 0.35),
                    size,
                    weight,
                    colour,
                    line,
                )
            )
        top += 4
    return marks, top + 8


def _legend(chart: Chart, top: float) -> tuple[list[SafeString], float]:
    marks = []
    for mark, word in chart.legend:
        shape = mark_safe(_painted(mark.svg))  # noqa: S308 - the marks are escaped
        marks.append(format_html('<g transform="translate({} {})">{}</g>', MARGIN, number(top), shape))
        text = '<text x="{}" y="{}" font-size="15" fill="{}">{}</text>'
        marks.append(format_html(text, MARGIN + 30, number(top + 17), INK, word))
        top += 26
    return marks, top


def _document(chart: Chart, caption: Caption, parts: Sequence[SafeString], height: float) -> str:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{}" role="img" aria-labelledby="title" '
        'aria-describedby="desc" viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}" fill="{}">'
        '<title id="title">{}</title><desc id="desc">{}</desc>'
        '<rect width="100%" height="100%" fill="{}"/>{}</svg>',
        caption.language,
        number(WIDTH),
        round(height),
        number(WIDTH),
        round(height),
        FONTS,
        INK,
        chart.heading,
        chart.sentence,
        PAPER,
        mark_safe("".join(parts)),  # noqa: S308 - each part is escaped
    )


def _painted(svg: str) -> str:
    """The mark with attributes in place of its classes."""
    return re.sub(
        'class="([^"]*)"', lambda found: _attributes(found[1], is_text=svg.startswith("<text")), svg
    )


def _attributes(css: str, *, is_text: bool) -> str:
    classes, attributes = set(css.split()), {}
    for wanted, values in PAINT:
        if wanted <= classes:
            attributes |= values
    if "chart-unsure" in classes and classes.intersection(BARS) and not is_text:
        attributes |= HOLLOW
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())
