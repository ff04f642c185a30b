"""A portal whose pages arrive piece by piece, as over a line that keeps pausing."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

MOST_PIECES = 40
PAUSE_SECONDS = 0.03  # longer than a browser takes for a frame
#: A browser may stop to draw between any two elements; where it may within a text nobody can do anything about it.
ELEMENTS = re.compile(
    rb"(?=<(?:div|dl|details|figure|footer|form|h[1-6]|li|main|nav|ol|p|section|table|tr|ul)\b)"
)


@contextmanager
def trickling(origin: str) -> Iterator[str]:
    """The address of such a portal in front of the one at that address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Trickle,), {"origin": origin})) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Trickle(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    origin: str

    def do_GET(self) -> None:
        passed = {name: self.headers[name] for name in ("Cookie", "Accept-Language") if name in self.headers}
        portal = HTTPConnection(urlsplit(self.origin).netloc)
        portal.request("GET", self.path, headers=passed)
        answer = portal.getresponse()
        kind, body = answer.headers["Content-Type"], answer.read()
        portal.close()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in pieces(body) if kind.startswith("text/html") else [body]:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()
            time.sleep(PAUSE_SECONDS)
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests speak for themselves."""


def pieces(body: bytes) -> Iterator[bytes]:
    """The page, cut between elements into pieces of about the same length."""
    least, piece = len(body) // MOST_PIECES, b""
    for element in ELEMENTS.split(body):
        piece += element
        if len(piece) > least:
            yield piece
            piece = b""
    if piece:
        yield piece
