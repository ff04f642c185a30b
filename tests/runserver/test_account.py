import os
import subprocess

import pytest

from portal.runserver.embedded import Account, choose_account, owner
from portal.runserver.refusals import Refusal

ROOT = os.geteuid() == 0


@pytest.fixture
def account() -> Account:
    return choose_account()


def test_account_is_never_root(account):
    uid = subprocess.run(
        ["/usr/bin/id", "-u"], capture_output=True, text=True, check=True, **account.run_as()
    ).stdout

    assert int(uid) != 0
    assert ROOT or int(uid) == os.geteuid()


def test_account_does_not_inherit_what_surrounds_us(account, monkeypatch):
    monkeypatch.setenv("PGDATA", "/elsewhere")

    environment = subprocess.run(
        ["/usr/bin/env"], capture_output=True, text=True, check=True, **account.run_as()
    ).stdout

    assert "PGDATA" not in environment


def test_account_makes_a_folder_that_only_it_can_enter(account, tmp_path):
    account.make_folder(tmp_path / "data")

    status = (tmp_path / "data").stat()
    assert status.st_mode & 0o777 == 0o700
    assert owner(tmp_path / "data") == account or Account(status.st_uid, status.st_gid) == account


def test_account_takes_its_own_folder_again(account, tmp_path):
    account.make_folder(tmp_path / "socket")

    account.make_folder(tmp_path / "socket")


@pytest.mark.parametrize(
    "spoil", [lambda path: path.chmod(0o777), lambda path: path.rmdir() or path.symlink_to("/")]
)
def test_account_refuses_a_folder_that_others_may_have_prepared(account, tmp_path, spoil):
    account.make_folder(tmp_path / "socket")
    spoil(tmp_path / "socket")

    with pytest.raises(Refusal, match="belongs to somebody else"):
        account.make_folder(tmp_path / "socket")


def test_account_of_root_cannot_enter_what_is_private(account, tmp_path):
    tmp_path.chmod(0o700)

    assert account.can_enter(tmp_path) is not ROOT
