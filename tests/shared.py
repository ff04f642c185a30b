"""Rows that the tests of a module share: built once, and taken back after the last of its tests.

A fixture of a module asks for `shared` before it builds anything, and passes through it what it returns:

    @pytest.fixture(scope="module")
    def project(shared) -> Undertaking:
        return shared(make_project("ring"))

Each test finds the rows as they were built: in the database, since a test is a savepoint within, and in memory, since
`unchanged` puts back what a test changed. Tests of the module that share nothing come first, and find none of them.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.db.models import Model

from tests.world import kept

_rows: list[tuple[Model, dict[str, object]]] = []
"""Each shared row, and its attributes as they were built."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within each module; modules stay in their order."""
    order = {name: number for number, name in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (order[item.path], "shared" in getattr(item, "fixturenames", ())))


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker) -> Iterator[Callable]:
    with kept(django_db_blocker):
        yield share
    _rows.clear()


def share(rows: object) -> object:
    """Remember a row, or each row of a tuple, list or dictionary; gives back what it was given."""
    each = rows.values() if isinstance(rows, dict) else rows if isinstance(rows, tuple | list) else [rows]
    _rows.extend((row, deepcopy(vars(row))) for row in each if isinstance(row, Model))
    return rows


@pytest.fixture(autouse=True)
def unchanged(request) -> Iterator[None]:
    if "shared" in request.fixturenames:
        request.getfixturevalue("db")  # else what the test writes would stay for the next
    yield
    for row, attributes in _rows:
        vars(row).clear()
        vars(row).update(deepcopy(attributes))
