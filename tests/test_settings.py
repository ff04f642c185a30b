import json
import os
import re
import subprocess
import sys

import pytest
from django.db import connection

from portal.runserver.paths import CHECKOUT

ASKED = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASES",
    "DEBUG",
    "DEMO",
    "LOGGING",
    "REDIRECT_TO_TLS",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SESSION_COOKIE_SECURE",
    "SITE_NAME",
]
READ = re.compile(r"""(?:environ\.get|environment\.get|env\.[a-z]+|switch)\(\s*"([A-Z_]+)\"""")
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)`", re.MULTILINE)


def settings_under(**environment: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process makes of an environment: the settings, as JSON, on its output."""
    code = (
        "import json, portal.settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {ASKED}}}, default=str))"
    )
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def var(tmp_path) -> str:
    return str(tmp_path / "var")


def test_settings_documented_are_those_read():
    sources = [CHECKOUT / "portal" / "settings.py", *(CHECKOUT / "portal" / "runserver").glob("*.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}

    documented = DOCUMENTED.findall((CHECKOUT / "docs" / "settings.md").read_text())

    assert documented == sorted(read)


@pytest.mark.slow("starts Python anew")
def test_settings_default_to_production(var):
    settings = json.loads(settings_under(PORTAL_VAR=var).stdout)

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["DATABASES"]["default"]["HOST"] == f"{var}/postgres"
    assert settings["SITE_NAME"] == {"zh-hans": "民生门户", "en": "Minsheng Portal"}


@pytest.mark.slow("starts Python anew")
def test_settings_follow_the_environment(var):
    answer = settings_under(
        PORTAL_VAR=var,
        PORTAL_ALLOWED_HOSTS="portal.example, www.portal.example",
        PORTAL_CSRF_TRUSTED_ORIGINS="https://portal.example",
        PORTAL_DEBUG="on",
        PORTAL_DEMO="off",
        PORTAL_LOG_LEVEL="warning",
        PORTAL_SECRET_KEY="told",
        PORTAL_SECRET_KEY_FALLBACKS="earlier,",
        PORTAL_SITE_NAME_EN="Elsewhere",
        PORTAL_SITE_NAME_ZH="别处",
        PORTAL_TLS="no",
        DATABASE_URL="postgres://p:w@db.example:5433/portal_of_elsewhere",
    )

    settings = json.loads(answer.stdout)
    assert settings["ALLOWED_HOSTS"] == ["portal.example", "www.portal.example"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://portal.example"]
    assert (settings["DEBUG"], settings["DEMO"], settings["REDIRECT_TO_TLS"]) == (True, False, False)
    assert settings["LOGGING"]["root"]["level"] == "WARNING"
    assert (settings["SECRET_KEY"], settings["SECRET_KEY_FALLBACKS"]) == ("told", ["earlier"])
    assert settings["SITE_NAME"] == {"zh-hans": "别处", "en": "Elsewhere"}
    database = settings["DATABASES"]["default"]
    assert [database[name] for name in ("HOST", "PORT", "NAME")] == [
        "db.example",
        5433,
        "portal_of_elsewhere",
    ]


@pytest.mark.slow("starts Python anew")
def test_settings_refuse_a_switch_that_is_neither_on_nor_off(var):
    answer = settings_under(PORTAL_VAR=var, PORTAL_TLS="maybe")

    assert answer.stderr.splitlines()[-1] == (
        "environs.exceptions.EnvValidationError: "
        """Environment variable "PORTAL_TLS" invalid: must be on or off, not 'maybe'"""
    )


@pytest.mark.slow("starts Python anew")
def test_settings_refuse_what_is_no_number(var):
    answer = settings_under(PORTAL_VAR=var, PORTAL_SESSION_IDLE_MINUTES="half an hour")

    assert answer.stderr.splitlines()[-1] == (
        "environs.exceptions.EnvValidationError: "
        """Environment variable "PORTAL_SESSION_IDLE_MINUTES" invalid: Not a valid integer."""
    )


@pytest.mark.slow("starts Python anew")
def test_settings_pass_the_checks_for_deployment(var):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        env={"PATH": os.defpath, "PORTAL_VAR": var},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (2 silenced).\n")


@pytest.mark.django_db
def test_database_is_postgresql_in_utf8():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding')")
        encoding = cursor.fetchone()

    assert (connection.vendor, encoding) == ("postgresql", ("UTF8",))
