"""E-mail settings, derived from a single address: files or a mail server."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FILES = "portal.subscriptions.mail_files.FileBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
#: Default ports.
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
#: Hosts that mean this machine.
LOCALHOST = ("127.0.0.1", "localhost", "[::1]")
#: Timeout of a mail server in seconds.
PATIENCE = 30


def mail_settings(address: str, folder: Path) -> dict[str, object]:
    """Django's EMAIL_… settings for an EMAIL_URL; without one, or with `file:`, e-mails go to files in the folder.

    `smtp://` is unencrypted, `smtp+tls://` uses STARTTLS, `smtps://` uses TLS from the start. Raises
    ImproperlyConfigured for anything else.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong() from None
    if not address or parts.scheme == "file":
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": Path(unquote(parts.path) or folder)}
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"}:
        raise wrong()
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
    }


def site_address(
    address: str, port: str, *, mail_leaves: bool, hosts: Sequence[str] = (), tls: bool = True
) -> str:
    """The base address of the portal in e-mails, feeds, citations and JSON, without a trailing slash.

    By default that of the first host it answers to besides this machine, else this machine's own. Raises
    ImproperlyConfigured if it is not an address, or is missing while e-mail leaves this machine.
    """
    if not address and mail_leaves:
        raise ImproperlyConfigured("EMAIL_URL needs PORTAL_SITE_URL: mails must lead back to the portal.")
    host = next((host for host in hosts if host not in LOCALHOST and not host.startswith(("*", "."))), "")
    own = f"{'https' if tls else 'http'}://{host}" if host else f"http://127.0.0.1:{port or 8000}"
    parts = urlsplit(address or own)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.path.strip("/"):
        raise ImproperlyConfigured(
            "PORTAL_SITE_URL must be like https://portal.example.gov.cn, without a path."
        )
    return f"{parts.scheme}://{parts.netloc}"


def wrong() -> ImproperlyConfigured:
    """The address is not repeated: it may contain a password."""
    return ImproperlyConfigured(
        "EMAIL_URL must be like smtp+tls://user:password@mail.example.gov.cn:587 (or smtp://, smtps://) "
        "or file:///folder."
    )
