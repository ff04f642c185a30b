"""What holds of every template."""

from pathlib import Path

from portal.runserver.paths import CHECKOUT

LONGEST_LINE = 160


def test_lines_are_short():
    files: list[Path] = sorted((CHECKOUT / "templates").rglob("*.html"))
    long = [
        f"{file.relative_to(CHECKOUT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert len(files) > 100
    assert long == []
