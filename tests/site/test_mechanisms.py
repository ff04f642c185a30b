"""docs/mechanisms.md: each address answers on the shipped data, and each kind of record and each test exists."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.test import override_settings

from tests.world import kept

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
COLUMNS = ("name", "pages", "answers", "record", "tests", "verdict", "missing")
#: Lines of the review, by sector.
LINES = {
    "Housing and projects": 37,
    "Safety": 21,
    "Health": 26,
    "Welfare": 11,
    "Culture and sport": 9,
    "Education": 11,
    "Publications": 7,
}


def chapters() -> dict[str, str]:
    text = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    return dict(chapter.split("\n", 1) for chapter in text.split("\n## ")[1:])


def rows_of(chapter: str) -> list[dict[str, str]]:
    lines = [line for line in chapter.splitlines() if line.startswith("| ")][1:]
    return [
        dict(zip(COLUMNS, (cell.strip() for cell in line.split("|")[1:-1]), strict=True)) for line in lines
    ]


def named(column: str) -> set[str]:
    cells = (row[column] for chapter in chapters().values() for row in rows_of(chapter))
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


@pytest.fixture(scope="module")
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    """Loaded once: nothing here changes them."""
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


def is_test(path: str, name: str) -> bool:
    """Whether the file has a test function of that name."""
    file = ROOT / path
    return (
        name.startswith("test_") and file.is_file() and f"\ndef {name}(" in file.read_text(encoding="utf-8")
    )


def test_every_mechanism_has_a_line_with_a_verdict_and_its_reason():
    rows = {sector: rows_of(chapter) for sector, chapter in chapters().items()}

    assert {sector: len(found) for sector, found in rows.items()} == LINES
    for sector, found in rows.items():
        counts = Counter(row["verdict"] for row in found)
        told = f"{len(found)} mechanisms: {counts['yes']} yes, {counts['part']} part, {counts['no']} no."
        assert told in chapters()[sector]
        assert counts.keys() <= {"yes", "part", "no"}
        assert [row["name"] for row in found if row["verdict"] != "yes" and row["missing"] == "—"] == []
        assert [row["name"] for row in found if row["verdict"] != "no" and "—" in row["pages"]] == []


def test_records_and_tests_of_mechanisms_exist():
    records = named("record")
    models = {label: apps.get_model(label) for label in records}

    assert len(records) > 20
    assert [label for label, model in models.items() if not admin.site.is_registered(model)] == []
    assert len(named("tests")) > 50
    assert [test for test in named("tests") if not is_test(*test.split("::"))] == []


@pytest.mark.slow("70 s: opens 340 addresses on the shipped data")
def test_addresses_of_mechanisms_answer_on_the_shipped_data(client, seeds):
    addresses = named("pages") | {f"/api/v1/{answer}" for answer in named("answers")}

    assert len(addresses) > 300
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
