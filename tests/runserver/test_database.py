from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from portal.runserver.prepare import OLDEST, refuse_unfit_database
from portal.runserver.refusals import Refusal

pytestmark = pytest.mark.django_db


def elsewhere(**changes: object) -> DatabaseWrapper:
    return DatabaseWrapper(connection.settings_dict | changes, alias="default")


def test_database_of_the_tests_is_fit():
    refuse_unfit_database(connection)


def test_database_too_old_is_refused_in_one_sentence():
    here = connection.pg_version // 10_000
    assert here >= OLDEST

    with pytest.raises(Refusal, match=f"is PostgreSQL {here}; the portal needs {here + 1} or newer.$"):
        refuse_unfit_database(connection, oldest=here + 1)


def test_database_that_is_down_is_refused_without_its_password():
    down = elsewhere(HOST="127.0.0.1", PORT="1", PASSWORD="secret", NAME="portal")

    with pytest.raises(
        Refusal, match=r"^The database at 127.0.0.1:1/portal does not answer: [^\n]*$"
    ) as refused:
        refuse_unfit_database(down)

    assert "secret" not in str(refused.value)


@pytest.fixture
def ascii_database():
    name = f"{connection.settings_dict['NAME']}_ascii"
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as server:
        server.autocommit = True
        cursor = server.cursor()
        cursor.execute(f"CREATE DATABASE \"{name}\" ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        yield elsewhere(NAME=name)
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_database_not_in_utf8_is_refused_in_one_sentence(ascii_database):
    with (
        closing(ascii_database),
        pytest.raises(Refusal, match=r"is encoded in SQL_ASCII; the portal needs UTF8\.$"),
    ):
        refuse_unfit_database(ascii_database)
