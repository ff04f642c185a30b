"""The standard as tests ask it: its schemas, its closed codelists, and what its validator asks besides."""

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from portal.runserver.paths import CHECKOUT

STANDARD = CHECKOUT.parent / "shared" / "standards" / "oc4ids-0.9.5"
ID = re.compile(r"oc4ids-[a-z0-9]{6}-.+")
formats = FormatChecker(formats=())


@formats.checks("date-time", ValueError)
def is_time(value: object) -> bool:
    return not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri")
def is_address(value: object) -> bool:
    return not isinstance(value, str) or (value.isascii() and urlsplit(value).scheme in {"http", "https"})


def faults_of(package: dict) -> list[str]:
    """What is wrong with a package: against the schemas, the closed codelists, and in what no schema can say."""
    package_schema, project_schema = (
        json.loads((STANDARD / f"project-{name}schema.json").read_text(encoding="utf-8"))
        for name in ("package-", "")
    )
    resources = [Resource(contents=one, specification=DRAFT4) for one in (package_schema, project_schema)]
    registry = Registry().with_resources((one.contents["id"], one) for one in resources)
    validator = Draft4Validator(package_schema, registry=registry, format_checker=formats)
    faults = [f"{'/'.join(map(str, one.path))}: {one.message}" for one in validator.iter_errors(package)]
    for project in package["projects"]:
        faults += [f"{project['id']}: {one}" for one in faults_of_project(project, project_schema)]
    return faults


def faults_of_project(project: dict, schema: dict) -> Iterator[str]:
    if not ID.fullmatch(project["id"]):
        yield "the id has no prefix"
    yield from unknown(project, schema, schema, "")
    yield from empty(project, "")
    known = {party["id"] for party in project.get("parties", [])}
    for name in named(project):
        if name not in known:
            yield f"{name} is no party"


def unknown(value: object, part: dict, schema: dict, where: str) -> Iterator[str]:
    """Members that the schema does not know, ids that are there twice, codes that a closed codelist does not have."""
    if "$ref" in part:
        part = schema["definitions"][part["$ref"].rsplit("/", 1)[-1]]
    if isinstance(value, dict):
        known = part.get("properties", {})
        for name, one in value.items():
            if name not in known:
                yield f"{where}/{name} is unknown"
            else:
                yield from unknown(one, known[name], schema, f"{where}/{name}")
        if "amount" in value and "currency" not in value and not isinstance(value["amount"], dict):
            yield f"{where} has no currency"
    elif isinstance(value, list):
        ids = [one["id"] for one in value if isinstance(one, dict) and "id" in one]
        if len(set(ids)) < len(ids):
            yield f"{where} has an id twice"
        for one in value:
            yield from unknown(one, part.get("items", {}), schema, where)
    if part.get("codelist") and not part.get("openCodelist"):
        codes = codelist(part["codelist"])
        yield from (
            f"{where}: {one}" for one in (value if isinstance(value, list) else [value]) if one not in codes
        )


def codelist(name: str) -> set[str]:
    with (STANDARD / "codelists" / name).open(encoding="utf-8", newline="") as file:
        return {row["Code"] for row in csv.DictReader(file)}


def empty(value: object, where: str) -> Iterator[str]:
    """Members that should have been left out."""
    if value in ("", None, [], {}):
        yield f"{where} is empty"
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from empty(one, f"{where}/{name}")
    elif isinstance(value, list):
        for one in value:
            yield from empty(one, where)


def named(project: dict) -> Iterator[str]:
    """Organizations that are referred to."""
    yield project["publicAuthority"]["id"]
    for group in project.get("budget", {}).get("budgetBreakdowns", []):
        yield from (one["sourceParty"]["id"] for one in group["budgetBreakdown"])
