import pytest
from django.conf import settings

PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in sorted(settings.PERMISSIONS_POLICY))


@pytest.fixture
def answer(client):
    """Any answer that has passed every middleware; a page that does not exist needs no rows."""
    return client.get("/no-such-page/", secure=True)


@pytest.mark.django_db
def test_headers_close_what_the_portal_does_not_use(answer):
    expected = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }

    assert {name: answer[name] for name in expected} == expected


@pytest.mark.django_db
def test_headers_allow_nothing_inline_and_nothing_foreign(answer):
    directives = dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))

    assert directives["default-src"] == "'none'"
    assert set(directives.values()) == {"'none'", "'self'"}
    assert set(directives) == set(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
