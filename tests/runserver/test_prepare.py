import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.runserver.prepare import collect_static_files, migrate
from portal.runserver.refusals import Refusal


@pytest.fixture
def source(settings, tmp_path):
    """A folder of our own static files, collected into another."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { color: black }")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    return source


def test_static_files_are_collected_at_the_first_start(source, settings):
    collect_static_files()

    assert (settings.STATIC_ROOT / "site.css").read_text() == "body { color: black }"


def test_static_files_unchanged_are_left_alone(source, settings, capsys):
    collect_static_files()
    capsys.readouterr()

    collect_static_files()

    assert capsys.readouterr().out == ""


def test_static_files_follow_their_sources(source, settings):
    collect_static_files()
    (source / "site.css").write_text("body { color: black; margin: 0 }")
    (source / "new.css").write_text("p {}")

    collect_static_files()

    assert "margin" in (settings.STATIC_ROOT / "site.css").read_text()
    assert (settings.STATIC_ROOT / "new.css").exists()


def test_static_files_removed_are_no_longer_served(source, settings):
    (source / "old.css").write_text("p {}")
    collect_static_files()
    (source / "old.css").unlink()

    collect_static_files()

    assert not (settings.STATIC_ROOT / "old.css").exists()


@pytest.mark.django_db
def test_migrate_has_nothing_to_do_twice(capsys):
    migrate()

    assert capsys.readouterr().out == ""


def test_database_of_another_version_is_refused_with_the_way_out(db):
    MigrationRecorder(connection).record_applied("portal", "0003_release_desk")

    with pytest.raises(Refusal, match="another version of the portal.*make clean.*DATABASE_URL"):
        migrate()
