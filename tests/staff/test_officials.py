"""Demo accounts: one of each kind, passwords only where they belong."""

import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from portal.runserver.demo_accounts import create_demo_accounts
from portal.staff.models import Department, User
from tests.world import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def construction() -> Department:
    return Department.objects.create(code="works", name_zh="建设局", name_en="Works Bureau")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "demo-accounts.txt"


def entries(path: Path) -> dict[str, str]:
    return dict(line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines())


def test_accounts_are_an_editor_and_a_reviewer_a_department_and_an_administrator(construction, path):
    create_demo_accounts(path=path)

    roles = {
        user.username: (user.department, set(user.roles), user.is_superuser) for user in User.objects.all()
    }
    assert roles == {
        "administrator": (None, {"administrator", "demo"}, False),
        "editor-works": (construction, {"editor", "demo"}, False),
        "reviewer-works": (construction, {"reviewer", "demo"}, False),
    }


def test_accounts_of_a_department_that_publishes_have_a_head(construction, path):
    create_demo_accounts(path=path)
    make_release("first", department="works")

    (made,) = create_demo_accounts(path=path)

    head = User.objects.get(username="head-works")
    assert (made.username, made.name) == ("head-works", "建设局负责人（演示）")
    assert (head.department, set(head.roles), head.is_staff) == (construction, {"head", "demo"}, True)


def test_accounts_passwords_work_and_are_kept_for_the_owner_only(construction, path):
    made = create_demo_accounts(path=path)

    assert entries(path) == {account.username: account.password for account in made}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(authenticate(username=name, password=word) for name, word in entries(path).items())


def test_accounts_made_again_keep_their_passwords(construction, path):
    create_demo_accounts(path=path)
    before = path.read_text(encoding="utf-8")

    made = create_demo_accounts(path=path)

    assert made == []
    assert path.read_text(encoding="utf-8") == before


def test_accounts_of_a_department_that_came_later_are_appended(path):
    create_demo_accounts(path=path)
    administrator = entries(path)["administrator"]
    Department.objects.create(code="works", name_zh="建设局", name_en="Works Bureau")

    made = create_demo_accounts(path=path)

    assert [account.username for account in made] == ["editor-works", "reviewer-works"]
    assert list(entries(path)) == ["administrator", "editor-works", "reviewer-works"]
    assert entries(path)["administrator"] == administrator


def test_accounts_made_anew_replace_the_line_of_the_lost_one(path):
    create_demo_accounts(path=path)
    User.objects.all().delete()

    (made,) = create_demo_accounts(path=path)

    assert entries(path) == {"administrator": made.password}


def test_command_prints_passwords_once(construction, path, capsys):
    call_command("create_demo_accounts", path=path)
    first = capsys.readouterr().out
    call_command("create_demo_accounts", path=path)
    second = capsys.readouterr().out

    assert all(word in first for word in entries(path).values())
    assert not any(word in second for word in entries(path).values())
