"""Every route: found by its own address, answers HEAD as it answers GET, and only a verb is called like one."""

import inspect
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.views import View

from portal.statistics.models import CheckResult, Observation, Series
from portal.web import sectors
from tests.projects.world import make_undertakings
from tests.world import make_everything, publish

pytestmark = pytest.mark.django_db

VERBS = ("get", "head", "post", "put", "patch", "delete", "options", "trace", "connect")
#: Whatever stands in an address, by the name of the parameter: the first that finds something.
CODES = (
    "seen-rate",
    "seen-promise",
    "seen-street",
    "seen-place",
    "built-project",
    "built-programme",
    "streets",
    "1",
)
#: Parts of addresses that no other value fits.
FORMS = {
    "sector": ("safety",),
    "slug": ("seen",),
    "section": ("areas",),
    "app_label": ("portal",),
    "uuid": (str(UUID(int=1)),),
}


def routes(
    resolver: URLResolver | None = None, before: str = "/", name: str = ""
) -> Iterator[tuple[str, str, list[str]]]:
    """Name, address with placeholders, and parameters of every route, those of includes too; some have no name."""
    resolver = resolver or get_resolver()
    for key in resolver.reverse_dict:
        own = f"{name}{key}" if isinstance(key, str) else ""
        for possibilities, *_rest in resolver.reverse_dict.getlist(key):
            yield from ((own, before + address, names) for address, names in possibilities)
    for namespace, (prefix, inner) in resolver.namespace_dict.items():
        yield from routes(inner, before + prefix, f"{name}{namespace}:")


def filled(address: str, names: list[str], value: str) -> str:
    return address % {name: FORMS.get(name, (value,))[0] for name in names}


def views(parent: type[View] = View) -> Iterator[type[View]]:
    for view in parent.__subclasses__():
        yield view
        yield from views(view)


def answers_a_request(method: object) -> bool:
    names = list(inspect.signature(method).parameters)
    return names[1:2] == ["request"]


@pytest.fixture(scope="module")
def published(shared):
    publish(make_undertakings("built"), "2022-06-16")
    return shared(publish(make_everything("seen"), "2022-06-17"))


def test_no_method_of_a_view_is_called_like_an_http_verb_unless_it_answers_one():
    own = {view for view in views() if view.__module__.split(".")[0] in {"portal", *sectors.sectors}}

    wrong = [
        f"{view.__module__}.{view.__name__}.{verb}"
        for view in own
        for verb in VERBS
        if verb in vars(view) and not answers_a_request(vars(view)[verb])
    ]

    assert own
    assert wrong == []


def test_every_address_leads_to_the_route_that_it_is_made_by():
    """An include that stands earlier and takes whatever looks like a code would swallow it."""
    swallowed = []
    for name, address, names in routes():
        values = sectors.sectors if "sector" in names else ("1",)
        for value in values:
            given = {one: value if one == "sector" else FORMS.get(one, ("1",))[0] for one in names}
            found = resolve(address % given)
            if name and found.view_name != name:
                swallowed.append((name, address % given, found.view_name))

    assert swallowed == []


def answer(method: str, address: str) -> HttpResponse:
    return getattr(Client(), method)(address)


@pytest.mark.slow("8 s: asks every route twice")
def test_head_answers_wherever_get_does(published):
    ids = [str(model.objects.order_by("pk").first().pk) for model in (Observation, Series, CheckResult)]
    different, found = [], set()
    every = sorted(
        (address, name, names) for name, address, names in routes()
    )  # one without name comes first
    for address, (name, names) in {address: (name, names) for address, name, names in every}.items():
        for value in (*CODES, *ids) if {"code", "id"} & set(names) else CODES[-1:]:
            path = filled(address, names, value)
            got, head = answer("get", path), answer("head", path)
            same = (head.status_code, head.headers.get("ETag")) == (got.status_code, got.headers.get("ETag"))
            if not same or (head.content if not head.streaming else b"".join(head.streaming_content)):
                different.append((path, got.status_code, head.status_code))
            if got.status_code < 400:
                found.add(name)
                break

    assert different == []
    assert {"home", "release-detail", "sector-feed", "api:observations", "api:observations-one"} <= found
