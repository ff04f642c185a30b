"""Workbooks at the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import read_tables, read_workbook
from portal.spreadsheets.writing import export_release, write_folder
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation
from tests.workbooks import FIGURE, RELEASE, SECTION, raw_sheet
from tests.world import make_area, make_figure, make_indicator, make_release, make_section, make_user, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codelists() -> None:
    make_area("district")
    make_indicator("homes")


@pytest.fixture
def folder(tmp_path):
    """A release as a folder of CSV files."""
    for name, row in {"Release": RELEASE, "Sections": SECTION, "Observations": FIGURE}.items():
        lines = [",".join(cells) for cells in raw_sheet(name, [row]).rows]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_load_workbook_prints_a_line_a_sheet(administrator, folder, capsys):
    with override("en"):
        call_command("load_workbook", str(folder), "--as", "administrator")

    assert capsys.readouterr().out.splitlines() == [
        "Release: 1 new, 0 changed, 0 unchanged, 0 removed",
        "Sections: 1 new, 0 changed, 0 unchanged, 0 removed",
        "Observations: 1 new, 0 changed, 0 unchanged, 0 removed",
    ]
    assert Observation.objects.get().value == 14


def test_load_workbook_prints_each_error_and_fails(administrator, folder, capsys):
    figures = folder / "Observations.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace(",14,", ",14-15,").replace("homes", "hoems")
    )

    with pytest.raises(CommandError):
        call_command("load_workbook", str(folder), "--as", "administrator")

    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 2)
    assert not Release.objects.exists()


def test_load_workbook_tells_sheet_and_column_as_they_are_headed(administrator, folder, capsys):
    figures = folder / "Observations.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",14,", ",14套,"), encoding="utf-8")

    with override("zh-hans"), pytest.raises(CommandError):
        call_command("load_workbook", str(folder), "--as", "administrator")

    assert capsys.readouterr().err.startswith("数据（Observations）、第2行、数值（value）：“14套”")


def test_load_workbook_says_that_there_is_no_such_file(administrator, tmp_path, capsys):
    with override("en"), pytest.raises(CommandError):
        call_command("load_workbook", str(tmp_path / "lost.xlsx"), "--as", "administrator")

    assert capsys.readouterr().err == f"No such file or folder: {tmp_path / 'lost.xlsx'}.\n"


def test_export_of_a_public_release_with_sections_of_one_place_loads_without_change(administrator, tmp_path):
    release = make_release("homes-2022", by=administrator)
    make_section(release, "2", order=release.sections.get().order)
    publish(release)
    call_command("export_workbook", "homes-2022", str(tmp_path / "book.xlsx"))

    report = load_workbook(workbook=tmp_path / "book.xlsx", by=administrator)

    assert (report.errors, report.is_changed) == ([], False)


def test_sections_of_a_public_release_stay_in_their_order(administrator, tmp_path):
    release = make_release("homes-2022", by=administrator)
    make_section(release, "2")
    publish(release)
    call_command("export_workbook", "homes-2022", str(tmp_path))
    sections = tmp_path / "Sections.csv"
    head, *rows = sections.read_text(encoding="utf-8-sig").splitlines()
    sections.write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")

    with override("en"):
        report = load_workbook(workbook=tmp_path, by=administrator)

    assert "is in a different position" in str(report.errors[0])


def test_load_workbook_needs_an_official_and_a_workbook(administrator, tmp_path):
    User.objects.filter(pk=make_user("gone", None).pk).update(is_active=False)
    for name, path in {"nobody": tmp_path, "gone": tmp_path, "administrator": tmp_path / "lost"}.items():
        with pytest.raises(CommandError):
            call_command("load_workbook", str(path), "--as", name)


@pytest.mark.parametrize("name", ["book.xlsx", "folder"])
def test_export_workbook_writes_a_release_that_loads_again(name, administrator, tmp_path, capsys):
    release = make_release("homes-2022", by=administrator)
    figure = make_figure(release, Indicator.objects.get(), 14)

    call_command("export_workbook", "homes-2022", str(tmp_path / name))
    figure.delete()
    call_command("load_workbook", str(tmp_path / name), "--as", "administrator")

    assert Observation.objects.get().value == 14


@pytest.mark.parametrize("what", ["reference", "content", "template"])
def test_export_workbook_writes_codelists_content_and_a_template(what, tmp_path):
    call_command("export_workbook", what, str(tmp_path / "book.xlsx"))
    call_command("export_workbook", what, str(tmp_path / "folder"))

    book, folder = (
        {t.sheet.code: len(t.rows) for t in tables(tmp_path / n)} for n in ("book.xlsx", "folder")
    )
    assert book == folder


def tables(path):
    reading = read_tables(read_workbook(path))
    found, problems = reading.tables, reading.problems
    assert problems == []
    return found


def test_export_workbook_refuses_what_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("x")

    for what, target in {"lost": tmp_path / "a", "template": tmp_path / "file" / "folder"}.items():
        with pytest.raises(CommandError):
            call_command("export_workbook", what, str(target))


def test_export_replaces_the_files_of_an_earlier_one(tmp_path):
    release = make_release("homes-2022")
    write_folder(export_release(release), tmp_path)
    release.sections.all().delete()

    write_folder(export_release(release), tmp_path)

    assert {table.sheet.code: len(table.rows) for table in tables(tmp_path)}["Sections"] == 0
