"""What is left to `make test-slow`: tests that take seconds, and none that guards what must never be false."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
GUARDS = re.compile(
    r"embargo|secret|leak|betray|tomorrow|under_|not_public|nobody|stranger|outsider|closed_to|of_others"
    r"|right|forbidden|may_|open_to|opens_for|by_no_other|take_part"
    r"|released_|frozen|never_|read_only|immutable"
    r"|json|sibling|say_the_same|as_the_page|verdict|door"
)
"""Words in the names of tests about embargo, rights, immutability, siblings and doors."""

SECONDS = re.compile(r"(\d+(?:\.\d+)?) s\b")
"""How a reason begins: with processor seconds, those of the database included."""
ELSEWHERE = re.compile(r"(starts|waits|loads pages over a slow line)\b")
"""How it begins otherwise: with other programs, or with time that has to pass."""

SWEEPS = {
    "test_forms_that_are_sent_write_nothing_secret": "test_act_is_forbidden_to_all_others",
    "test_counts_of_filters_name_nothing_secret": "test_pages_files_and_lists_name_nothing_secret",
    "test_boxes_offer_nothing_secret": "test_autocomplete_offers_only_what_may_be_chosen",
    "test_actions_on_chosen_rows_reach_nothing_secret": "test_bulk_deletion_leaves_what_is_not_ones_own",
    "test_every_door_gives_the_same_verdict_on_many_rows": "test_every_door_gives_the_same_verdict",
    "test_page_and_json_say_the_same_of_everything_shipped": "test_page_and_json_say_the_same_and_leave_nothing_out",
    "test_page_json_and_oc4ids_say_the_same_of_everything_shipped": "test_page_json_and_oc4ids_say_the_same",
}
"""Guards that take seconds because they walk through much, each with the test that asks the same of little."""


def is_slow(mark: ast.expr) -> bool:
    mark = mark.func if isinstance(mark, ast.Call) else mark
    return isinstance(mark, ast.Attribute) and ast.unparse(mark) == "pytest.mark.slow"


def slow_marks(tree: ast.AST) -> Iterator[ast.expr]:
    """The outermost expressions that mark as slow, wherever they are written."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.expr) and is_slow(node):
            yield node
        else:
            yield from slow_marks(node)


@functools.cache
def slow_tests() -> list[tuple[str, str, ast.expr]]:
    """File and name of each test with a slow case, and its mark."""
    found = []
    for file in sorted(TESTS.rglob("test_*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
        everywhere = [mark for node in module.body if node not in functions for mark in slow_marks(node)]
        tests = [node for node in functions if node.name.startswith("test_")]
        name = file.relative_to(TESTS).as_posix()
        found += [(name, test.name, mark) for test in tests for mark in [*everywhere, *slow_marks(test)]]
    return found


def test_guards_are_not_slow():
    guards = [(file, name) for file, name, _mark in slow_tests() if GUARDS.search(name)]

    assert [(file, name) for file, name in guards if name not in SWEEPS] == []


def test_sweeps_have_a_quick_counterpart():
    slow = {name for _file, name, _mark in slow_tests()}
    text = "".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))

    assert SWEEPS.keys() <= slow
    for quick in SWEEPS.values():
        assert f"def {quick}(" in text
        assert quick not in slow


def reason_of(mark: ast.expr) -> str:
    given = isinstance(mark, ast.Call) and mark.args and isinstance(mark.args[0], ast.Constant)
    return mark.args[0].value if given else ""


def is_earned(reason: str) -> bool:
    """Whether the reason names a second or more, or a time that lies in another process or in the clock."""
    seconds = SECONDS.match(reason)
    return float(seconds[1]) >= 1 if seconds else bool(ELSEWHERE.match(reason))


def test_slow_means_seconds():
    unearned = [(file, name, reason_of(mark)) for file, name, mark in slow_tests()]

    assert [found for found in unearned if not is_earned(found[2])] == []


@pytest.mark.parametrize(
    ("reason", "earned"),
    [
        ("1 s: loads the shipped data", True),
        ("12.5 s", True),
        ("0.9 s: loads the shipped data", False),
        ("loads the shipped data", False),
        ("starts servers", True),
        ("", False),
    ],
)
def test_slow_is_earned_by_a_second_or_by_waiting(reason, earned):
    assert is_earned(reason) == earned


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('@pytest.mark.slow("starts a server")\ndef test_a(): ...', ["pytest.mark.slow('starts a server')"]),
        ("pytestmark = [pytest.mark.django_db, pytest.mark.slow]", ["pytest.mark.slow"]),
        (
            '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.slow)])\ndef test_a(x): ...',
            ["pytest.mark.slow"],
        ),
        ("@pytest.mark.browser\ndef test_a(): ...", []),
    ],
)
def test_marks_are_found_wherever_they_are_written(source, found):
    assert [ast.unparse(mark) for mark in slow_marks(ast.parse(source))] == found
