"""What the documents say of the code is so."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from portal.records.registry import CONSTANTS
from portal.spreadsheets.reading import LAST

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


def test_guide_of_the_desk_says_what_stands_on_its_buttons():
    """In English by the texts themselves, in Chinese by their translations; and both speak of the same."""
    english, chinese = ((ROOT / "docs" / name).read_text("utf-8") for name in ("desk.md", "desk.zh-CN.md"))

    named = set(re.findall("“([^”]+)”", english))
    with translation.override("zh-hans"):
        shown = {label: gettext(label) for label in named}
        shown["Last values"] = str(LAST)

    assert [label for label, text in shown.items() if label == text] == []
    assert set(re.findall("「([^」]+)」", chinese)) == set(shown.values())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem
)
def test_decision_names_what_exists(path):
    named = re.findall(r"`((?:portal|tests|docs|tools)/[\w/.]+)`", path.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_contributing_names_what_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    sources = [*(ROOT / "portal").rglob("*.py"), *(ROOT / "tests" / "desk").glob("*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)

    paths = re.findall(r"`((?:portal|tests|docs|tools|safety|welfare)/[\w/.]*)`", text)
    words = set(re.findall(r"`([A-Za-z_]+)(?:\(…\)|=[\w(…)]+)?`", text)) - {"make", "apps", "name"}
    constants = {name for names in CONSTANTS.values() for name in names}

    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [word for word in words if word.isupper() and word not in constants and word not in code] == []
    assert [word for word in words if not word.isupper() and word not in code] == []
    assert [code_ for code_ in re.findall(r"portal\.E\d+", text) if f'"{code_}"' not in code] == []
    assert [t for t in re.findall(r"`make ([a-z-]+)", text) if f"\n{t}:" not in makefile] == []
