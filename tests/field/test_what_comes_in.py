"""Cases from the field: what officials bring in, from files as other portals have received them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from portal.desk.workbooks.previews import preview_of, preview_report
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import read_workbook
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.world import kept, make_user

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    """The shipped data, loaded once: the cases are about its codes."""
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def load_reference(case: str) -> None:
    administrator = make_user("case-administrator", None, "administrator")
    report = load_workbook(workbook=CASES / case / "1-reference", by=administrator)
    assert report.errors == []


def load(folder: str, by: User) -> Release:
    report = load_workbook(workbook=CASES / folder, by=by)
    assert report.errors == []
    return report.release


def preview(path: str, by: User) -> dict:
    return preview_of(preview_report(read_workbook(CASES / path), None, by))


def test_04_suppressed_part_that_follows_from_the_others_is_told_and_refused(editor):
    load_reference("04-suppressed-yet-derivable")

    shown = preview("04-suppressed-yet-derivable/2-release", editor)
    release = load("04-suppressed-yet-derivable/2-release", editor)

    (text,) = shown["foreseen"]["small"]
    assert text == (
        "case-helped-by-kind · Weihai Economic and Technological Development Zone · b · 2023 Q1 can be worked out "
        "(60 − 35 − 22 = 3), although counts below 10 must not. Suppress as well: "
        "case-helped-by-kind · Weihai Economic and Technological Development Zone · c · 2023 Q1."
    )
    with pytest.raises(Invalid, match="60 − 35 − 22 = 3"):
        releases.submit(release=release, by=editor)
    assert not Observation.objects.approved().filter(release=release).exists()
