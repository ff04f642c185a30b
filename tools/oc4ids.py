"""Validates an OC4IDS package with libcoveoc4ids, the standard's own validator, offline.

    pip install libcoveoc4ids            # in its own environment: it has fifty dependencies
    curl -s http://127.0.0.1:8000/api/v1/projects.oc4ids.json > package.json
    python tools/oc4ids.py package.json ../shared/standards/oc4ids-0.9.5

Prints every fault, and fails if there is one. See `docs/oc4ids.md`.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

VERSION = "0.9.5"
#: Error categories of the validator; it also reports own codes in open codelists, which are allowed.
FAULTS = (
    "validation_errors",
    "data_only",
    "additional_closed_codelist_values",
    "additional_checks",
    "conformance_checks",
    "deprecated_fields",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """No request log."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves the folder of schemas and codelists, because the validator reads them by HTTP only."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def faults_of(package: dict, standard: Path) -> dict[str, object]:
    """The validator's errors, by kind."""
    from libcoveoc4ids.api import oc4ids_json_output
    from libcoveoc4ids.config import LibCoveOC4IDSConfig

    with served(standard) as address, tempfile.TemporaryDirectory() as folder:
        config = LibCoveOC4IDSConfig(
            {
                "schema_host": address,
                "schema_version_choices": {VERSION: (VERSION, address)},
                "schema_codelists": {"0.9": f"{address}codelists/"},
            }
        )
        found = oc4ids_json_output(folder, json_data=package, lib_cove_oc4ids_config=config)
    return {kind: found[kind] for kind in FAULTS if found[kind]}


def main(package: str, standard: str) -> int:
    faults = faults_of(json.loads(Path(package).read_text(encoding="utf-8")), Path(standard))
    print(json.dumps(faults, ensure_ascii=False, indent=2) if faults else "no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
