from pathlib import Path

import pytest

from portal.runserver.paths import CHECKOUT, database, key, socket_folder, var


def test_var_is_in_the_checkout_unless_told(monkeypatch):
    monkeypatch.delenv("PORTAL_VAR", raising=False)
    assert var() == CHECKOUT / "var"

    monkeypatch.setenv("PORTAL_VAR", "/srv/portal")
    assert var() == Path("/srv/portal")


def test_database_is_found_behind_a_link(tmp_path):
    (tmp_path / "postgres").symlink_to("/elsewhere/data")

    assert database(tmp_path) == Path("/elsewhere/data")


def test_socket_lies_with_the_data():
    assert socket_folder(Path("/srv/portal/var/postgres")) == Path("/srv/portal/var/postgres")


@pytest.mark.parametrize(
    "data", ["/srv/" + "long" * 22 + "/data", "/srv/门户" + "长" * 30, "/srv/a,b", "/srv/it's"]
)
def test_socket_lies_elsewhere_where_the_path_cannot_hold_it(data):
    folder = socket_folder(Path(data))

    assert folder.name == f"minsheng-portal-{key(Path(data))}"
    assert len(str(folder)) < 40


def test_socket_paths_are_used_to_the_last_byte():
    longest = Path("/srv/" + "x" * (107 - len("/srv/") - len("/.s.PGSQL.5432")))

    assert socket_folder(longest) == longest
    assert socket_folder(longest.with_name(longest.name + "x")) != longest
