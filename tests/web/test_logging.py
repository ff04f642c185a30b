import io
import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """Read what was logged since, as the process writes it: one JSON object a line."""
    stream = io.StringIO()
    config = settings.LOGGING | {
        "handlers": {"test": {"class": "logging.StreamHandler", "stream": stream, "formatter": "json"}},
        "root": {"handlers": ["test"], "level": "INFO"},
    }
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_request_log_is_one_line_without_personal_data(client, lines):
    client.get(
        "/admin/login/?next=/secret/&q=张三", headers={"user-agent": "Somebody's"}, REMOTE_ADDR="203.0.113.9"
    )

    (line,) = lines()
    assert sorted(line) == [
        "event",
        "level",
        "logger",
        "method",
        "ms",
        "request_id",
        "route",
        "status",
        "time",
    ]
    assert (line["method"], line["route"], line["status"]) == ("GET", "admin:login", 302)


def test_request_log_keeps_no_path_that_matched_nothing(client, lines):
    client.get("/张三/")

    assert [(line["route"], line["status"]) for line in lines()] == [(None, 404)]


def test_request_log_names_the_request_in_the_answer(client, lines):
    response = client.get("/admin/login/")

    assert response["X-Request-ID"] == lines()[0]["request_id"]


def test_request_log_gives_kind_and_place_of_an_error_but_not_its_words(lines, settings):
    settings.ROOT_URLCONF = "tests.web.failing_urls"

    Client(raise_request_exception=False).get("/failing/")

    error, request = lines()
    assert error["error"] == "ValueError"
    assert error["trace"][-1].endswith(" failing")
    assert "张三" not in json.dumps(error, ensure_ascii=False)
    assert (request["status"], request["request_id"]) == (500, error["request_id"])
