import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_database_is_postgresql_in_utf8():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), upper('é')")
        row = cursor.fetchone()

    assert row == ("UTF8", "É")
