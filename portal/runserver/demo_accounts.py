"""Demo accounts, with passwords that only the owner of the installation can read."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.publishing.models import Release
from portal.staff.models import ADMINISTRATOR, DEMO, EDITOR, HEAD, REVIEWER, Department, User

#: Unambiguous letters and digits, for copying passwords by hand.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class DemoAccount:
    """A new account. Its password is only known here and in the file."""

    username: str
    password: str
    name: str


@transaction.atomic
def create_demo_accounts(*, path: Path) -> list[DemoAccount]:
    """Create missing demo accounts: an administrator, two officials a department, and heads of publishing ones.

    Returns the new accounts and adds them to the file at `path`, readable only by its owner. Existing accounts keep
    their passwords, so the call can be repeated after adding departments.
    """
    departments = Department.objects.order_by("code")
    publishing = departments.filter(Exists(Release.objects.filter(department=OuterRef("pk"))))
    wanted = [("administrator", ADMINISTRATOR, "管理员（演示）", None)]
    for department in departments:
        wanted.append((f"editor-{department.code}", EDITOR, "编辑（演示）", department))
        wanted.append((f"reviewer-{department.code}", REVIEWER, "审核（演示）", department))
    wanted += [(f"head-{department.code}", HEAD, "负责人（演示）", department) for department in publishing]
    existing = set(User.objects.values_list("username", flat=True))
    with pghistory.context(action="create_demo_accounts", door="command"):
        made = [_create(*account) for account in wanted if account[0] not in existing]
    if made:
        _save(made, path)
    return made


def _create(username: str, role: str, title: str, department: Department | None) -> DemoAccount:
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    user = User.objects.create_user(
        username,
        password=password,
        first_name=title,
        last_name=department.name_zh if department else "",
        department=department,
        is_staff=True,
    )
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in (role, DEMO)])
    return DemoAccount(username, password, user.get_full_name())


def _save(made: list[DemoAccount], path: Path) -> None:
    """Write the new accounts to the file atomically. Older lines with the same names belong to deleted accounts."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = {account.username for account in made}
    lines = [line for line in lines if line.partition("\t")[0] not in names]
    lines += [f"{account.username}\t{account.password}\t{account.name}" for account in made]
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    new.replace(path)
