"""One sheet for every page, joined of those that are written by subject."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from portal.web.css_bundle import NAME, PARTS, StylesheetFinder, compact


@pytest.fixture
def sheets(settings, tmp_path) -> Path:
    """A folder of sheets of our own; what is joined of them is written beside it."""
    settings.BASE_DIR, settings.VAR = tmp_path, tmp_path / "var"
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for part in (*PARTS, "print"):
        (folder / f"{part}.css").write_text(f".{part} {{}}")
    return folder


def test_stylesheet_has_all_its_parts_in_their_order(sheets):
    text = Path(StylesheetFinder().find(NAME)).read_text()

    assert text == "".join(f".{part}{{}}" for part in PARTS) + "@media print{.print{}}"


def test_stylesheet_leaves_out_what_only_its_writers_read():
    written = """/* why */
.a > .b, .c :hover {
  content: "/* ; a  sign */";
  width: calc(100% - 2rem);
}
"""

    assert compact(written) == '.a > .b,.c :hover{content: "/* ; a  sign */";width: calc(100% - 2rem);}'


def test_stylesheet_follows_a_part_that_changes(sheets):
    finder = StylesheetFinder()
    finder.find(NAME)

    (sheets / "base.css").write_text(".new {}")

    assert ".new{}" in Path(finder.find(NAME)).read_text()


def test_stylesheet_is_left_alone_while_nothing_changes(sheets):
    """The time of the file tells `make run` whether to collect anew."""
    finder = StylesheetFinder()
    path = finder.find(NAME)
    os.utime(path, (1, 1))

    ((name, storage),) = finder.list([])

    assert (name, storage.path(name), Path(path).stat().st_mtime) == (NAME, path, 1)


def test_stylesheet_is_what_pages_ask_for():
    assert finders.find(NAME).endswith(NAME)
    assert [finders.find(f"css/{part}.css") is None for part in PARTS] == [False] * len(PARTS)


def test_pages_have_one_sheet(db):
    text = Client().get("/").content.decode()

    assert text.count('rel="stylesheet"') == 1
    assert f'href="/static/{NAME}"' in text
