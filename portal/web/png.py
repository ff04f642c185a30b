"""PNG pictures of SVG documents, with the fonts of the machine (`docs/settings.md`)."""

from functools import cache

import resvg_py

from portal.web.numbers import is_english

#: Pixels for each unit of the drawing.
ZOOM = 2
#: Families to draw with, the first that the machine has; a letter that it lacks is taken from any other font.
FONTS = (
    "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, "
    "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"
)


def png_of(svg: str) -> bytes:
    """The picture; nothing is fetched."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM))


def is_legible() -> bool:
    """Whether the machine has a font for the active language; else pictures would lack their words."""
    return can_draw(*("ab" if is_english() else "中文"))


@cache
def can_draw(one: str, other: str) -> bool:
    """Whether two letters look different: without a font, both are nothing or the same box."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="{FONTS}">{{}}</svg>'
    return len({png_of(svg.format(f'<text y="16">{letter}</text>')) for letter in (one, other)}) > 1
