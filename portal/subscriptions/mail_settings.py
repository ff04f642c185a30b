"""Where mail goes, from the one address that an installation gives: files, or a mail server."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FILES = "portal.subscriptions.mail_files.FileBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
#: Ports of servers whose address names none.
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
#: Seconds after which a mail server that does not answer is given up.
PATIENCE = 30


def mail_settings(address: str, folder: Path) -> dict[str, object]:
    """Django's EMAIL_… settings for an EMAIL_URL; with none, or `file:`, mails are files below the folder.

    `smtp://` speaks plainly, `smtp+tls://` turns to TLS first (STARTTLS), `smtps://` begins with it. Raises
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


def site_address(address: str, port: str, *, mail_leaves: bool) -> str:
    """The address by which links in mails begin, without a slash at its end; this machine's own by default.

    Raises ImproperlyConfigured where it is no address, or where it is missing though mail leaves this machine.
    """
    if not address and mail_leaves:
        raise ImproperlyConfigured("EMAIL_URL needs PORTAL_SITE_URL: mails must lead back to the portal.")
    parts = urlsplit(address or f"http://127.0.0.1:{port or 8000}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.path.strip("/"):
        raise ImproperlyConfigured(
            "PORTAL_SITE_URL must be like https://portal.example.gov.cn, without a path."
        )
    return f"{parts.scheme}://{parts.netloc}"


def wrong() -> ImproperlyConfigured:
    """The address itself is not repeated: it may hold a password."""
    return ImproperlyConfigured(
        "EMAIL_URL must be like smtp+tls://user:password@mail.example.gov.cn:587 (or smtp://, smtps://) "
        "or file:///folder."
    )
