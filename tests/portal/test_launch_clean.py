import pytest

from portal.launch.clean import clean
from portal.launch.lodging import lasting_cluster


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


def test_clean_needs_no_database(checkout):
    clean(checkout, checkout / "var")

    assert [path.name for path in checkout.iterdir()] == ["portal"]
