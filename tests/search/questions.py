"""The fixed questions of residents, and where each should lead.

Chosen before ranking and synonyms, so that neither is fitted to its own test: 60 in a resident’s Chinese, 30 in
English, 30 misspelt or in pinyin. `answers` are addresses below the root, any one of which is right.
"""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Question:
    """One question, the set that it belongs to, and the addresses of its right answers."""

    set: str
    text: str
    answers: tuple[str, ...]


def questions() -> list[Question]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        return [
            Question(row["set"], row["question"], tuple(row["answers"].split()))
            for row in csv.DictReader(rows)
        ]
