import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.runserver.environment import Environment, refuse_without_venv
from portal.runserver.paths import CHECKOUT
from portal.runserver.refusals import Refusal

MAKE = shutil.which("make")


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A checkout whose locks name nothing, so that installing needs no network."""
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "requirements-dev.txt").write_text("# nothing to develop with\n")
    return tmp_path


@pytest.fixture
def installations(monkeypatch) -> list[str]:
    """The locks that are installed from now on; nothing is installed in truth."""
    installed = []
    monkeypatch.setattr(Environment, "create", lambda self: self.folder.mkdir(exist_ok=True))
    monkeypatch.setattr(Environment, "install", lambda _self, lock: installed.append(lock.name))
    return installed


@pytest.mark.slow("starts Python anew")
def test_environment_that_cannot_be_installed_is_refused(checkout, monkeypatch, capfd):
    (checkout / "requirements.txt").write_text("./no-such.whl --hash=sha256:" + "0" * 64)
    environment = Environment(checkout)
    environment.python = sys.executable
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(Environment, "create", lambda _self: None)

    with pytest.raises(Refusal, match=r"^requirements.txt could not be installed"):
        environment.ensure(checkout / "requirements.txt")

    assert not environment.stamp.exists()


def test_environment_is_installed_once(checkout, installations):
    for _ in range(2):
        Environment(checkout).ensure(checkout / "requirements.txt")

    assert installations == ["requirements.txt"]


def test_environment_of_tests_serves_the_portal_too(checkout, installations):
    for name in ["requirements.txt", "requirements-dev.txt", "requirements.txt", "requirements-dev.txt"]:
        Environment(checkout).ensure(checkout / name)

    assert installations == ["requirements.txt", "requirements-dev.txt"]


def test_environment_follows_a_changed_lock(checkout, installations):
    lock = checkout / "requirements.txt"
    Environment(checkout).ensure(lock)
    lock.write_text("# something else\n")

    Environment(checkout).ensure(lock)

    assert installations == ["requirements.txt", "requirements.txt"]


def test_environment_moved_is_made_anew(checkout, installations):
    Environment(checkout).ensure(checkout / "requirements.txt")
    moved = checkout.rename(checkout.with_name("moved"))

    Environment(moved).ensure(moved / "requirements.txt")

    assert installations == ["requirements.txt", "requirements.txt"]


def test_environment_half_installed_is_installed_again(checkout, installations, monkeypatch):
    def fails(_self, _lock) -> None:
        raise Refusal("no")

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "install", fails)
        with pytest.raises(Refusal):
            Environment(checkout).ensure(checkout / "requirements.txt")

    Environment(checkout).ensure(checkout / "requirements.txt")

    assert installations == ["requirements.txt"]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_environment_needs_the_venv_module(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(Refusal, match=r"^This Python has no venv module: install it, .* python3-venv\.$"):
        refuse_without_venv()


def test_make_refuses_an_old_python_in_one_sentence(tmp_path):
    old = tmp_path / "python3"
    disguise = "import sys; sys.version_info = (3, 10, 13); sys.version = '3.10.13 (main)'"
    old.write_text(f"""#!/bin/sh\nexec {sys.executable} -c "{disguise}; exec('''$2''')"\n""")
    old.chmod(0o755)

    made = subprocess.run(
        [MAKE, "--no-print-directory", "run", f"PYTHON={old}"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode != 0
    assert made.stderr.splitlines()[0] == (
        f"The portal needs Python 3.11 or newer, and {old} is 3.10.13: name another with make PYTHON=…"
    )
    assert "Traceback" not in made.stderr


def test_locks_name_no_registry_and_hash_everything():
    for name in ["requirements.txt", "requirements-dev.txt"]:
        lines = (CHECKOUT / name).read_text().splitlines()
        packages = [line for line in lines if not line.startswith(" ")]

        assert [line for line in lines if "://" in line or line.startswith("-")] == []
        assert [line for line in packages if not line.endswith("\\")] == []


def test_locks_hold_what_the_project_asks_for():
    runtime = set((CHECKOUT / "requirements.txt").read_text().splitlines())
    development = set((CHECKOUT / "requirements-dev.txt").read_text().splitlines())

    assert runtime <= development
    assert not any(line.startswith("psycopg==") for line in development)


def test_launch_needs_nothing_but_python_before_the_environment_is_there():
    modules = ["environment", "paths", "refusals"]
    for name in modules:
        tree = ast.parse((CHECKOUT / "portal" / "runserver" / f"{name}.py").read_text())
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }

        foreign = {module for module in imported if module.split(".")[0] not in sys.stdlib_module_names}
        assert foreign <= {f"portal.runserver.{module}" for module in modules}
