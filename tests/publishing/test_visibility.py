"""Only models and their triggers compare times of publication; everybody else uses their words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.runserver.paths import CHECKOUT

TIMES = {"released_at", "superseded_at", "withdrawn_at"}
LOOKUP = re.compile(r"(\w+__)?(released_at|superseded_at|withdrawn_at)__(lt|lte|gt|gte|isnull)")
APPS = ("portal", "projects", "safety", "health", "welfare", "culture", "education")
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
QUERIES = {"filter", "exclude", "get", "Q", "When"}


def comparisons(tree: ast.AST) -> Iterator[int]:
    """Lines that compare one of the times with another time, in Python or in a query."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, ORDERED) for op in node.ops):
            sides = (node.left, *node.comparators)
            if any(isinstance(side, ast.Attribute) and side.attr in TIMES for side in sides):
                yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in QUERIES:
            yield from (node.lineno for one in node.keywords if one.arg and LOOKUP.fullmatch(one.arg))


def outside_of_models() -> Iterator[Path]:
    for app in APPS:
        for path in (CHECKOUT / app).rglob("*.py"):
            if not {"models", "models.py", "triggers.py", "migrations"} & set(path.parts):
                yield path


def test_nobody_but_the_models_compares_times_of_publication():
    found = [
        f"{path.relative_to(CHECKOUT)}:{line}"
        for path in outside_of_models()
        for line in comparisons(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "release.released_at <= now",
        "rows.filter(release__released_at__lte=at)",
        "Q(withdrawn_at__isnull=True)",
    ],
)
def test_comparison_is_noticed(code):
    assert list(comparisons(ast.parse(code))) == [1]
