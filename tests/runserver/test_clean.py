import subprocess
import sys

import pytest

from portal.runserver.embedded import lasting_cluster
from portal.runserver.environment import clean
from portal.runserver.paths import CHECKOUT
from portal.runserver.refusals import only_start


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "var").mkdir()
    return tmp_path


def test_clean_removes_what_was_made_and_nothing_else(checkout):
    cluster = lasting_cluster(checkout / "var")
    cluster.account.make_folder(cluster.data)
    cluster.log.touch()

    clean(checkout, checkout / "var")

    assert [path.name for path in checkout.iterdir()] == ["portal"]
    assert not cluster.data.exists()
    assert not cluster.log.exists()


def test_clean_removes_the_databases_that_tests_keep(checkout):
    folder = checkout / "var" / "test" / "migrated" / "0123"
    folder.mkdir(parents=True)
    cluster = lasting_cluster(folder)
    cluster.account.make_folder(cluster.data)

    clean(checkout, checkout / "var")

    assert not cluster.data.exists()


def test_clean_is_refused_while_the_portal_runs(checkout):
    code = (
        "import sys; from pathlib import Path; from portal.runserver.environment import clean;"
        "clean(*map(Path, sys.argv[1:]))"
    )

    with only_start(checkout / "var"):
        tried = subprocess.run(
            [sys.executable, "-c", code, checkout, checkout / "var"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert tried.stderr.endswith(f"The portal of {checkout / 'var'} is running already: stop it first.\n")
    assert sorted(path.name for path in checkout.iterdir()) == [".venv", "portal", "var"]


def test_clean_needs_no_database(checkout):
    clean(checkout, checkout / "var")

    assert [path.name for path in checkout.iterdir()] == ["portal"]
