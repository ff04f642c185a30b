"""The requests of a case from the field, as its `replay.sh` has them."""

import re
import shlex
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client

from portal.runserver.paths import CHECKOUT

CURL = re.compile(r"curl ([^|;]+)")


def requests_of(case: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and headers of each request."""
    text = (CHECKOUT / "tests" / "field" / case / "replay.sh").read_text(encoding="utf-8")
    for command in CURL.findall("\n".join(line.partition(" #")[0] for line in text.splitlines())):
        words = shlex.split(command.replace("$B", ""))
        headers = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
        address = next(word for word in words if word.startswith("/"))
        yield address, dict(header.split(": ", 1) for header in headers)


def replayed(case: str) -> list[HttpResponse]:
    """The answer to each request of the case."""
    return [Client().get(address, headers=headers) for address, headers in requests_of(case)]
