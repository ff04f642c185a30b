"""What the documents say of the code is so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READMES = ["README.md", "README.zh-CN.md"]
LINK = re.compile(r"\]\(([^)#]+)\)")


def paths_in_map(text: str) -> set[str]:
    """The folders in the first column of the table."""
    first_columns = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {path for column in first_columns for path in re.findall(r"`([^`]+)`", column)}


@pytest.mark.parametrize("name", READMES)
def test_readme_names_what_exists(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    named = paths_in_map(text) | {link for link in LINK.findall(text) if "://" not in link}
    targets = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))

    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_readmes_mirror_each_other():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)

    def shape(text: str) -> tuple:
        links = sorted(link for link in LINK.findall(text) if not link.startswith("README"))
        return (
            sorted(paths_in_map(text)),
            links,
            text.count("\n## "),
            len(re.findall(r"^\|", text, re.MULTILINE)),
        )

    assert shape(english) == shape(chinese)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem
)
def test_decision_names_what_exists(path):
    named = re.findall(r"`((?:portal|tests|docs|tools)/[\w/.]+)`", path.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []
