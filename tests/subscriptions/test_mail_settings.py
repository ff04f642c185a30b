"""Where mail goes, and where it leads back to, by what the environment says."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.subscriptions.mail_settings import FILES, SMTP, mail_settings, site_address

VAR = Path("/var/portal/mail")


@pytest.mark.parametrize(
    ("address", "folder"), [("", VAR), ("file:", VAR), ("file:///srv/mail%20out", Path("/srv/mail out"))]
)
def test_mail_is_files_unless_a_server_is_set(address, folder):
    assert mail_settings(address, VAR) == {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": folder}


@pytest.mark.parametrize(
    ("address", "port", "starttls", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtps://mail.example:4650/", 4650, False, True),
    ],
)
def test_mail_server_is_spoken_to_as_its_address_says(address, port, starttls, tls):
    found = mail_settings(address, VAR)

    assert (found["EMAIL_BACKEND"], found["EMAIL_HOST"], found["EMAIL_PORT"]) == (SMTP, "mail.example", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)


def test_mail_server_is_given_name_and_password():
    found = mail_settings("smtp+tls://por%40tal:p%2Fw@mail.example:25", VAR)

    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("por@tal", "p/w")


@pytest.mark.parametrize(
    "address", ["mail.example", "http://mail.example", "smtp://", "smtp://u:secret@x:y", "smtp://x/y"]
)
def test_address_that_is_none_is_refused_without_repeating_it(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be like") as refusal:
        mail_settings(address, VAR)

    assert "secret" not in str(refusal.value)


def test_links_lead_to_this_machine_until_mail_leaves_it():
    assert site_address("", "", mail_leaves=False) == "http://127.0.0.1:8000"
    assert site_address("", "8420", mail_leaves=False) == "http://127.0.0.1:8420"
    assert site_address("https://portal.example/", "8000", mail_leaves=True) == "https://portal.example"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL needs PORTAL_SITE_URL"):
        site_address("", "8000", mail_leaves=True)


@pytest.mark.parametrize(
    ("hosts", "tls", "address"),
    [
        (["localhost", "portal.example", "www.portal.example"], True, "https://portal.example"),
        (["portal.example"], False, "http://portal.example"),
        (["*", ".example", "127.0.0.1", "[::1]"], True, "http://127.0.0.1:8000"),
    ],
)
def test_links_lead_to_the_first_host_that_readers_come_by(hosts, tls, address):
    assert site_address("", "", mail_leaves=False, hosts=hosts, tls=tls) == address


@pytest.mark.parametrize(
    "address", ["portal.example", "ftp://portal.example", "https://x/path", "https://", "https://x/?q"]
)
def test_site_that_is_none_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_SITE_URL must be like"):
        site_address(address, "", mail_leaves=True)
