"""No form of the admin breaks, whatever is typed into its boxes, hidden ones too, or written into its address.

Pages, boxes, actions and filters are found in the registry and in the HTML: what is added later is met unasked.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import contributions, previews
from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.statistics import checks
from tests.desk.doors import actions_of, autocompletes, doors
from tests.desk.pages import forms_in
from tests.projects.world import make_undertakings
from tests.world import kept, make_department, make_everything, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.slow("1 s: sends every box of every form")]

LONG = "9999999999999999999999"
#: No number, longer than any column, and not a text of the database.
VALUES = ("abc", LONG, "x\0")
ADDRESSED = (
    "q", "p", "o", "_to_field", "_popup", "_changelist_filters", "next", "page", "show", "start", "end",
    "as_at", "release", "indicator", "department", "figure", "funding", "commitment", "row", "who", "since",
)  # fmt: skip


@dataclass
class Desk:
    official: object
    addresses: list[str]


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    """An official with every role, and one of everything, public and written."""
    with kept(django_db_blocker):
        roles = ("editor", "reviewer", "head", "administrator")
        official = make_user("official", "construction", *roles)
        publish(make_everything("known"))
        publish(make_undertakings("known-works"))
        draft = make_everything("draft")
        make_undertakings("works")
        checks.evaluate(draft)
        yield Desk(official, [door.address for door in doors(rows_for(draft), arguments_of(draft, official))])


def rows_for(draft: Release) -> dict:
    """The newest row of each model; of releases the draft."""
    newest = {model: model._default_manager.order_by("pk").last() for model in admin.site._registry}
    return {model: row for model, row in newest.items() if row is not None} | {Release: draft}


def arguments_of(draft: Release, official) -> dict[str, list[object]]:
    now = timezone.now()
    started = {"owner": official, "file": "x", "rows": 1, "kind": "preview", "started_at": now}
    jobs = [WorkbookJob.objects.create(release=release, **started) for release in (None, draft)]
    contributions.ask(release=draft, department=make_department("education"), by=official)
    until = now + dt.timedelta(days=1)
    link = previews.give(release=draft, by=official, reader="x", purpose="x", expires_at=until)
    return {
        "department": [draft.department_id, 10**22],
        "form": ["xlsx", "x"],
        "job": [job.pk for job in jobs],
        "number": [link.pk, 10**22],
        "contribution": [draft.contributions.get().pk, 10**22],
    }


@pytest.fixture
def browser(desk: Desk) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(desk.official)
    return browser


def send(browser: Client, method: str, address: str, data: dict) -> list[str]:
    """What broke. Whatever is written is taken back."""
    with transaction.atomic():
        answer = getattr(browser, method)(address, data)
        transaction.set_rollback(True)
    if answer.status_code < 500:
        return []
    error = repr(getattr(answer, "exc_info", [None, None])[1])
    return [f"{method} {address} {str(data)[:200]}: {error[:300]}"]


def replaced(values: dict, names: Iterable[str], text: str) -> dict:
    return values | dict.fromkeys(names, text)


def in_forms(browser: Client, addresses: Iterable[str]) -> Iterator[tuple[str, str, dict]]:
    """Every form of these pages: how and where it is sent, and what with."""
    for address in addresses:
        page = browser.get(address)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_in(page):
            there = form.action if form.action.startswith("/") else f"{address}{form.action}"
            if there.startswith("/admin/") and "logout" not in there:
                yield form.method, there, form.values


def of_typed(name: str) -> bool:
    return name != "csrfmiddlewaretoken"


@pytest.mark.slow("14 s: sends every box of every form")
def test_every_box_of_a_form_at_once(browser, desk):
    wrong, forms = [], list(in_forms(browser, desk.addresses))
    for method, address, values in forms:
        for text in VALUES:
            typed = [name for name in values if of_typed(name) and not name.endswith("_FORMS")]
            wrong += send(browser, method, address, replaced(values, typed, text))

    assert (wrong, len(forms) > 100) == ([], True)


@pytest.mark.slow("40 s: sends every box of every form")
def test_every_box_of_a_form_alone(browser, desk):
    """Each kind of box once, beside others that are right; what takes any text is left out."""
    wrong, met = [], set()
    for method, address, values in in_forms(browser, desk.addresses):
        for name in filter(of_typed, values):
            kind = re.sub(r"/\d+/change/|/add/|\d+", "", f"{address} {name}")
            if kind not in met and not name.endswith(("_zh", "_en")):
                met.add(kind)
                wrong += send(browser, method, address, replaced(values, [name], LONG))

    assert (wrong, len(met) > 300) == ([], True)


@pytest.mark.slow("6 s: sends every box of every form")
def test_every_word_of_an_address(browser, desk):
    wrong = [
        fault
        for address in desk.addresses
        for text in VALUES
        for fault in send(browser, "get", address, dict.fromkeys(ADDRESSED, text))
    ]

    assert wrong == []


@pytest.mark.slow("3 s: sends every box of every form")
def test_forms_filled_in_by_the_address(browser):
    wrong = []
    for model, model_admin in admin.site._registry.items():
        address = page_of(model_admin, "add")
        names = [field.name for field in (*model._meta.fields, *model._meta.many_to_many)]
        for text in VALUES:
            wrong += send(browser, "get", address, dict.fromkeys((*names, "indicator", "area"), text))

    assert wrong == []


@pytest.mark.slow("14 s: sends every box of every form")
def test_filters_of_lists(browser):
    wrong = [
        fault
        for model_admin in admin.site._registry.values()
        for name in filter_names(model_admin)
        for text in ("abc", LONG)
        for fault in send(browser, "get", page_of(model_admin, "changelist"), {name: text})
    ]

    assert wrong == []


def page_of(model_admin: ModelAdmin, page: str) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}")


def filter_names(model_admin: ModelAdmin) -> Iterator[str]:
    for item in model_admin.list_filter:
        found = item[0] if isinstance(item, tuple) else item
        if isinstance(found, type) and issubclass(found, SimpleListFilter):
            yield found.parameter_name
        else:
            yield from (f"{found}{lookup}" for lookup in ("", "__id__exact", "__gte"))
    yield from ("pk__in", "x")


@pytest.mark.slow("2.5 s: sends every box of every form")
def test_actions_on_rows(browser):
    wrong = []
    for model_admin in admin.site._registry.values():
        for action in (*actions_of(model_admin)[:1], "x"):
            for text in VALUES:
                form = {"action": action, ACTION_CHECKBOX_NAME: [text, "1"], "post": "yes", "index": text}
                wrong += send(browser, "post", page_of(model_admin, "changelist"), form)

    assert wrong == []


@pytest.mark.slow("7 s: sends every box of every form")
def test_boxes_that_search(browser):
    address, wrong = reverse("admin:autocomplete"), []
    for _model, query in autocompletes():
        for name in (*query, "page"):
            wrong += [f for text in VALUES for f in send(browser, "get", address, query | {name: text})]

    assert wrong == []


@pytest.mark.slow("1.8 s: sends every box of every form")
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_numbers_of_rows(browser, page):
    wrong = []
    for model_admin in admin.site._registry.values():
        opts = model_admin.opts
        for text in (LONG, "9" * 5000, "%00"):
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=["x"])
            address = address.replace("/x/", f"/{text}/")
            wrong += send(browser, "post", address, {})

    assert wrong == []
