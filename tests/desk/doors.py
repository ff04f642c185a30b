"""The doors of the admin, found in its registry and addresses, and what an official meets who opens one."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from portal.desk.audit.entries import event_models

#: In the name of everything that the official may not come to know of.
SECRET = "hush"
#: Pages of Django that are about nobody's rows, and those that end the session.
NO_DOORS = frozenset({"login", "logout", "jsi18n", "password_change_done", "view_on_site"})
#: How addresses name the row that they are about.
ROW = ("pk", "id", "object_id")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Door:
    """An address of the admin with a row of somebody else's in it."""

    name: str
    address: str


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of each address below."""
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif one.name and one.name not in NO_DOORS and not route.startswith("^"):
            yield one.name, route


def doors(rows: Mapping[type[Model], Model], arguments: Mapping[str, list[object]]) -> list[Door]:
    """Every address of the admin; those of a model lead to the row given for it. A KeyError asks for an argument."""
    found = []
    models = {f"{m._meta.app_label}/{m._meta.model_name}/": m for m in admin.site._registry}
    for name, route in routes(admin.site.get_urls()):
        model = next((model for prefix, model in models.items() if route.startswith(prefix)), None)
        own = [rows[model].pk] if model in rows else []
        if model is not None and not own and "<" in route:
            continue  # of a model whose rows belong to nobody
        filled = _filled(route, dict.fromkeys(ROW, own) | arguments)
        found += [Door(name, address) for address in filled]
    return found


def _filled(route: str, arguments: Mapping[str, list[object]]) -> list[str]:
    addresses = [reverse("admin:index") + route]
    for argument in ARGUMENT.findall(route):
        addresses = [
            ARGUMENT.sub(str(value), address, count=1)
            for address in addresses
            for value in arguments[argument]
        ]
    return addresses


def meet(client: Client, address: str, data: Mapping[str, object] | None = None) -> list[str]:
    """What is wrong with what the official is told: something is named that is secret, or the page breaks."""
    answer = client.get(address) if data is None else client.post(address, data)
    told = text_of(answer) + answer.headers.get("Location", "")
    verb = "GET" if data is None else "POST"
    wrong = [f"{verb} {address}: names what is secret"] if SECRET in told else []
    return wrong + ([f"{verb} {address}: {answer.status_code}"] if answer.status_code >= 500 else [])


def text_of(answer: HttpResponse) -> str:
    """All that an answer says; of a workbook or a zip, what its parts say."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def actions_of(model_admin: ModelAdmin) -> list[str]:
    """The actions on chosen rows, whoever may call them."""
    return [name for _function, name, _words in model_admin._get_base_actions()]


def autocompletes() -> Iterator[tuple[type[Model], dict[str, str]]]:
    """For each reference of a model with pages: what its box asks when somebody types."""
    for model in admin.site._registry:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.remote_field and admin.site._registry.get(field.remote_field.model)
            if target and target.search_fields:
                names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                yield model, names | {"field_name": field.name, "term": ""}


def forms_on(page: HttpResponse) -> list:
    """The forms of a page: of its row, and of the rows inside it."""
    if "adminform" not in (page.context or {}):
        return []
    sets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    inside = [form for formset in sets for form in (formset.management_form, *formset.forms)]
    return [page.context["adminform"].form, *inside]


def sent(filled: list, text: str) -> dict[str, object]:
    """What a browser sends of them, with this text in every box that takes one."""
    data = {}
    for form in filled:
        for bound in form:
            value = bound.value()
            is_text = type(bound.field) is forms.CharField and not bound.is_hidden
            data[bound.html_name] = text if is_text else _plain(value)
    return {name: value for name, value in data.items() if value not in (None, False)}


def _plain(value: object) -> object:
    return [getattr(one, "pk", one) for one in value] if isinstance(value, list | tuple) else value


def marks() -> dict[type[Model], int]:
    """The newest change of each table."""
    newest = (
        model.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first() for model in event_models()
    )
    return dict(zip(event_models(), (number or 0 for number in newest), strict=True))


def changed_since(before: Mapping[type[Model], int]) -> list[Model]:
    """Every change recorded since."""
    return [event for model, last in before.items() for event in model.objects.filter(pgh_id__gt=last)]
