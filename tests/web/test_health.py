import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.web.middleware import MIGRATIONS_MISSING


def test_healthz_answers_without_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_healthz_answers_to_any_host_without_tls(client, settings):
    settings.REDIRECT_TO_TLS = True

    response = client.get("/healthz", headers={"host": "10.1.2.3"})

    assert response.status_code == 200


@pytest.mark.django_db
def test_readyz_is_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_names_missing_migrations(client):
    MigrationRecorder(connection).record_unapplied("portal", "0001_initial")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": MIGRATIONS_MISSING}


@pytest.mark.django_db
def test_readyz_asks_one_question(client, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(2):
        client.get("/readyz")
