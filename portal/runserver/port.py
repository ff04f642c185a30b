"""The port of `make run`, checked before any other work."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping

from portal.runserver.errors import Refusal

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8000


def chosen_port(environment: Mapping[str, str]) -> int:
    """The number in PORT, or 8000. Raises Refusal for an invalid port."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**16):
        raise Refusal(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_busy(port: int) -> None:
    """Raise Refusal if the port cannot be bound."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
        except OSError as error:
            raise Refusal(sentence(port, error)) from None


def sentence(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {ADDRESS} is in use: choose another, for instance `PORT=8001 make run`."
    return f"Port {port} of {ADDRESS} cannot be listened on: {error.strerror}."
