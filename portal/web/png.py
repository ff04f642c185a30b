"""PNG pictures of SVG documents, with the fonts of the machine (`docs/settings.md`)."""

import resvg_py

#: Pixels for each unit of the drawing.
ZOOM = 2


def png_of(svg: str) -> bytes:
    """The picture; nothing is fetched."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM))
