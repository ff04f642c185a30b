"""The description of the interface says what the interface does."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from drf_spectacular.validation import validate_schema

from portal.web.api.about import description
from portal.web.api.endpoints import endpoints, further_routes
from tests.world import kept, make_everything, publish

pytestmark = pytest.mark.django_db
PACKAGE = "/api/v1/projects.oc4ids.json"
HSDS = ["/api/v1/hsds/services", "/api/v1/hsds/services/{uuid}"]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("june"), "2022-06-17")
        yield


@pytest.fixture(scope="module")
def schema(district) -> dict:
    return Client().get("/api/v1/openapi.json?lang=en").json()


def resolved(schema: dict, part: dict) -> dict:
    return schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else part


def test_it_is_valid_and_made_without_a_warning(schema, capsys):
    validate_schema(schema)
    description.cache_clear()
    with translation.override("en"):
        description("en")

    assert capsys.readouterr().err == ""


def test_it_names_every_address_once(schema):
    lists = [f"/api/v1/{noun}" for noun in endpoints]
    details = [
        f"/api/v1/{noun}/{{{one.detail_view.key}}}" for noun, one in endpoints.items() if one.detail_view
    ]

    calculations = {f"/api/v1/{route.pattern}".removesuffix("/") for route in further_routes}

    assert sorted(schema["paths"]) == sorted(["/api/v1/", PACKAGE, *HSDS, *lists, *details, *calculations])


@pytest.mark.parametrize("noun", endpoints)
def test_it_names_every_parameter_that_a_list_takes(schema, noun):
    described = [one["name"] for one in schema["paths"][f"/api/v1/{noun}"]["get"]["parameters"]]

    refused = Client().get(f"/api/v1/{noun}?colour=red").json()["error"]

    assert sorted(described) == sorted(refused["allowed"])


@pytest.mark.parametrize("noun", endpoints)
def test_every_parameter_and_operation_is_explained(schema, noun):
    operation = schema["paths"][f"/api/v1/{noun}"]["get"]

    assert operation["description"]
    assert [one["name"] for one in operation["parameters"] if not one.get("description")] == []


@pytest.mark.parametrize("path", [*endpoints, "releases/june", "indicators/june-rate", "areas/district"])
def test_answers_have_the_members_that_it_names_and_are_null_only_where_it_says_so(schema, path):
    noun, *key = path.split("/")
    member = endpoints[noun].detail_view.key if key else ""
    operation = schema["paths"][f"/api/v1/{noun}" + f"/{{{member}}}" * len(key)]["get"]
    described = operation["responses"]["200"]["content"]["application/json"]["schema"]

    answer = Client().get(f"/api/v1/{path}").json()

    assert list(nulls(schema, described, answer, path)) == []
    page = resolved(schema, described)
    assert list(answer) == list(page["properties"])
    if not key:
        row = resolved(schema, page["properties"]["results"]["items"])
        assert [list(one) for one in answer["results"][:1]] in ([], [list(row["properties"])])


def nulls(schema: dict, part: dict, value: object, where: str) -> Iterator[str]:
    """The members of an answer that are null against their description."""
    part = {**part, **resolved(schema, (part.get("allOf") or [part])[0])}
    if value is None and not part.get("nullable"):
        yield where
    elif isinstance(value, list):
        for one in value:
            yield from nulls(schema, part["items"], one, where)
    elif isinstance(value, dict) and "properties" in part:
        for name, one in value.items():
            yield from nulls(schema, part["properties"][name], one, f"{where}.{name}")


def test_it_is_chinese_where_readers_are(district):
    schema = Client().get("/api/v1/openapi.json").json()

    operations = [one for path in schema["paths"].values() for one in path.values()]
    parts = [*operations, *schema["components"]["schemas"].values(), schema["info"]]
    parts += [one for operation in operations for one in operation["parameters"]]
    texts = [part["description"] for part in parts if "description" in part]
    assert [text for text in texts if not re.search("[\u4e00-\u9fff]", text)] == []


def test_errors_are_described(schema):
    responses = schema["paths"]["/api/v1/releases/{slug}"]["get"]["responses"]

    assert list(responses) == ["200", "400", "404"]


def test_the_page_to_try_it_needs_nothing_foreign_and_nothing_inline(client, db):
    page = client.get("/api/v1/docs/").content.decode()

    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert re.search(r"<style|<script>|style=|\son\w+=", page) is None
    assert client.get("/api/v1/docs/?script=").headers["Content-Type"].startswith("application/javascript")


def test_only_the_page_to_try_it_may_show_icons_that_are_in_its_script(client, db):
    docs, index = (client.get(f"/api/v1/{path}").headers["Content-Security-Policy"] for path in ("docs/", ""))

    assert docs == index.replace("img-src 'self'", "img-src 'self' data:")
    assert "data:" not in index
