"""The Human Services Data Specification as tests ask it: its schemas, and that nothing else is said."""

import json
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

from portal.runserver.paths import CHECKOUT

STANDARD = CHECKOUT.parent / "shared" / "standards" / "hsds-3.0"
formats = FormatChecker(formats=())


@formats.checks("uuid", ValueError)
def is_uuid(value: object) -> bool:
    return not isinstance(value, str) or str(uuid.UUID(value)) == value


@formats.checks("uri")
def is_address(value: object) -> bool:
    return not isinstance(value, str) or (value.isascii() and urlsplit(value).scheme in {"http", "https"})


def faults_of(service: dict, schema: str = "service") -> list[str]:
    """What is wrong with a service: against the schema, and members that it does not know or that are empty."""
    known = json.loads((STANDARD / f"{schema}.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(known, format_checker=formats)
    found = [f"{'/'.join(map(str, one.path))}: {one.message}" for one in validator.iter_errors(service)]
    return [*found, *unknown(service, known, "")]


def unknown(value: object, part: dict, where: str) -> Iterator[str]:
    if value in ("", None, [], {}):
        yield f"{where} is empty"
    elif isinstance(value, dict):
        for name, one in value.items():
            if name in part.get("properties", {}):
                yield from unknown(one, part["properties"][name], f"{where}/{name}")
            else:
                yield f"{where}/{name} is unknown"
    elif isinstance(value, list):
        for one in value:
            yield from unknown(one, part.get("items", {}), where)
