"""The data that the portal ships with, loaded into an empty database."""

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from portal.management.commands.load_seeds import DATA
from portal.models import Release, User
from portal.workbook.sheets import Group, sheets

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def seeds(db, settings, tmp_path) -> None:
    settings.VAR = tmp_path  # where the passwords of the demo accounts are kept
    call_command("load_seeds")


def rows_in_files(code: str) -> int:
    files = [DATA / "reference" / f"{code}.csv", DATA / "content" / f"{code}.csv"]
    files += DATA.glob(f"releases/*/{code}.csv")
    texts = [path.read_text(encoding="utf-8") for path in files if path.exists()]
    return sum(len(list(csv.DictReader(io.StringIO(text, newline="")))) for text in texts)


def test_seeds_hold_every_row_of_their_files(seeds):
    stored = {sheet.code: sheet.model.objects.count() for sheet in sheets()}

    assert stored == {sheet.code: rows_in_files(sheet.code) for sheet in sheets()}
    assert all(stored[sheet.code] for sheet in sheets() if sheet.group is Group.RELEASE)


def test_seeds_are_public_from_the_start_of_the_day_of_first_publication(seeds):
    released = dict(Release.objects.values_list("slug", "released_at"))

    assert released == {
        "livelihood-article-2022-06": dt.datetime(2022, 6, 1, tzinfo=SHANGHAI),
        "livelihood-press-conference-2022-12": dt.datetime(2022, 12, 23, tzinfo=SHANGHAI),
    }


def test_seeds_are_signed_by_two_officials_of_the_publisher(seeds):
    for release in Release.objects.all():
        assert release.submitted_by.username == "editor-party-office"
        assert release.decided_by.username == "reviewer-party-office"
        assert [user.username for user in release.editors.all()] == ["administrator"]


def test_seeds_load_once(seeds, capsys):
    before = User.objects.count(), Release.objects.count()

    call_command("load_seeds")

    assert (User.objects.count(), Release.objects.count()) == before
