"""The two source documents as the shipped CSV files and docs/figures.md hold them, for tests that compare the two."""

import csv
import re
from decimal import Decimal

from portal.runserver.paths import CHECKOUT

ARTICLE, CONFERENCE = "livelihood-article-2022-06", "livelihood-press-conference-2022-12"
DOCUMENTS = (ARTICLE, CONFERENCE)
CELLS = re.compile(r"(?<!\\)\|")
NUMERALS = {"一": 1, "两": 2, "三": 3, "四": 4, "五": 5, "九": 9}
MAGNITUDES = {"": 1, "万": 10_000, "亿": 100_000_000}
QUALIFIERS = {"余": "over", "多": "over", "超": "over", "约": "about", "近": "nearly", "以上": "at_least"}


def rows(path: str) -> list[dict[str, str]]:
    with (CHECKOUT / "portal" / "data" / f"{path}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet(document: str, name: str) -> list[dict[str, str]]:
    """The rows of a document; a question stands at the first paragraph of its section."""
    if name == "Facilities":
        return [row for row in rows("content/Facilities") if row["release"] == document]
    found = rows(f"releases/{document}/{name}")
    return [{"paragraph": "1"} | row for row in found] if name == "Questions" else found


def shipped(document: str, name: str) -> list[dict[str, str]]:
    """The rows of a sheet of the document; none where it has no such sheet."""
    path = CHECKOUT / "portal" / "data" / "releases" / document / f"{name}.csv"
    return sheet(document, name) if path.exists() else []


def tables(document: str) -> list[list[list[str]]]:
    """The cells of the document's three tables in docs/figures.md: paragraphs, projects, totals."""
    return tables_after(f"`{document}`, from ")


def tables_after(words: str) -> list[list[list[str]]]:
    """The cells of each table in the chapter of docs/figures.md that has these words."""
    text = (CHECKOUT / "docs" / "figures.md").read_text(encoding="utf-8")
    chapter = text.split(words)[1].split("\n## ")[0]
    blocks = re.findall(r"^\|[- |]+\|\n((?:\|.*\n)+)", chapter + "\n", re.MULTILINE)
    return [[[c.strip() for c in CELLS.split(line)[1:-1]] for line in block.splitlines()] for block in blocks]


def printed_numbers(token: str) -> list[Decimal]:
    """The numbers in a printed token, in base units; Chinese numerals where there are no digits."""
    digits = re.findall(r"(\d+(?:\.\d+)?)[余多]?([万亿]?)", token)
    found = [Decimal(number) * MAGNITUDES[size] for number, size in digits]
    return found or [Decimal(NUMERALS[character]) for character in token if character in NUMERALS]


def printed_qualifier(token: str) -> str:
    return next((word for sign, word in QUALIFIERS.items() if sign in token), "")
