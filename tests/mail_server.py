"""A mail server of our own, on this machine, that refuses one address and falls silent over the mail to another."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from portal.subscriptions.mail_settings import mail_settings

REFUSED, SILENT = "refused@x.org", "silent@x.org"


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs that sends one mail after another."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            if verb.upper() == "DATA":
                if not self.take_mail():
                    return
            elif verb.upper() == "RCPT":
                self.recipient = rest.split("<")[1].split(">")[0]
                self.say(f"550 no such user {REFUSED}" if self.recipient == REFUSED else "250 ok")
            elif verb.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_mail(self) -> bool:
        """Whether the client is told that the mail was taken: it always is, but not always told."""
        self.say("354 go on")
        while self.rfile.readline() != b".\r\n":
            pass
        self.server.taken.append(self.recipient)
        if self.recipient == SILENT:
            return False
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Notes in `taken` for whom it took mail, in that order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[str] = []


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """Mails go to this server, by the settings that an EMAIL_URL gives."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        for name, value in mail_settings(address, settings.VAR).items():
            setattr(settings, name, value)
        yield server
        server.shutdown()
