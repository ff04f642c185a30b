import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.web.middleware import TransportMiddleware


@pytest.fixture
def answer(settings):
    settings.REDIRECT_TO_TLS = True
    settings.ALLOWED_HOSTS = ["portal.example", "127.0.0.1"]

    def page(_request) -> HttpResponse:
        response = HttpResponse("page")
        response.set_cookie("session", "1", secure=True)
        return response

    def answer(host: str, **extra) -> HttpResponse:
        return TransportMiddleware(page)(
            RequestFactory().get("/releases/?q=1", headers={"host": host}, **extra)
        )

    return answer


def test_transport_sends_plain_http_to_tls(answer):
    response = answer("portal.example")

    assert (response.status_code, response["Location"]) == (301, "https://portal.example/releases/?q=1")


def test_transport_serves_what_came_through_tls(answer):
    response = answer("portal.example", HTTP_X_FORWARDED_PROTO="https")

    assert (response.status_code, bool(response.cookies["session"]["secure"])) == (200, True)


def test_transport_serves_this_machine_with_cookies_that_every_browser_keeps(answer):
    response = answer("127.0.0.1:8000")

    assert (response.status_code, bool(response.cookies["session"]["secure"])) == (200, False)


def test_transport_keeps_secure_cookies_through_tls_on_this_machine(answer):
    response = answer("127.0.0.1:8000", HTTP_X_FORWARDED_PROTO="https")

    assert bool(response.cookies["session"]["secure"]) is True


def test_transport_without_tls_serves_everybody(answer, settings):
    settings.REDIRECT_TO_TLS = False

    assert answer("portal.example").status_code == 200
