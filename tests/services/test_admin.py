"""Guides and services in the admin: drawn by their department, previewed before they are public."""

import pytest
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from portal.services.models import Guide, GuideNode
from tests.desk.doors import forms_on
from tests.services.world import make_answer, make_guide, make_node, make_service, make_walk
from tests.world import commit, make_facility

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def form_of(client: Client, row: Model) -> tuple[str, dict[str, object]]:
    """The address of the row's page, and what its form would send unchanged."""
    address = reverse(f"admin:portal_{row._meta.model_name}_change", args=[row.pk])
    data = {}
    for form in forms_on(client.get(address)):
        for bound in form:
            value = bound.value()
            if isinstance(bound.field, SimpleArrayField) and isinstance(value, list):
                value = ",".join(value)
            data[bound.html_name] = value
    return address, {
        name: value
        for name, value in data.items()
        if value is not None and value is not False and value != []
    }


def test_a_guide_is_drawn_on_one_page(client, editor):
    client.force_login(editor)
    guide = make_guide("drawn")
    make_node(guide, "start", "question")
    make_answer(guide, "start", "end")
    make_node(guide, "end", "end")

    text = client.get(reverse("admin:portal_guide_change", args=[guide.pk])).content.decode()

    assert all(f'name="{name}"' in text for name in ("nodes-0-code", "nodes-1-text_zh", "answers-0-leads_to"))
    assert reverse("admin:portal_guide_preview", args=[guide.pk]) in text


def test_the_preview_shows_a_guide_that_is_not_public_and_its_faults(client, editor):
    client.force_login(editor)
    guide = make_guide("drawn")
    make_node(guide, "start", "question", title_en="Where?")
    make_node(guide, "lost", "end", facilities=["line"])
    make_facility("line", kind="hotline", phone="12345")

    text = client.get(reverse("admin:portal_guide_preview", args=[guide.pk])).content.decode()

    assert "a question without answers" in text
    assert "nothing leads here" in text
    assert "Where?" in text
    assert "12345" in text
    assert client.get("/guides/drawn/").status_code == 404


def test_the_preview_of_another_department_is_not_there(client, outsider):
    client.force_login(outsider)
    guide = make_guide("drawn")

    assert client.get(reverse("admin:portal_guide_preview", args=[guide.pk])).status_code == 404


def test_a_public_guide_has_a_preview_without_faults(client, editor):
    client.force_login(editor)

    text = client.get(reverse("admin:portal_guide_preview", args=[make_walk().pk])).content.decode()

    assert "It leads from every node to an end." in text
    assert text.count("→") >= 4


def test_breaking_a_public_guide_is_refused_with_the_node(client, editor):
    client.force_login(editor)
    guide = make_walk("walk")
    commit()
    node = guide.nodes.get(code="one")
    address, form = form_of(client, guide)
    number = next(
        name.split("-")[1] for name, value in form.items() if name.endswith("-code") and value == "one"
    )

    answer = client.post(address, form | {f"nodes-{number}-code": "other"})

    assert answer.status_code == 200
    assert "one: something leads here, and there is no such node" in answer.content.decode()
    assert GuideNode.objects.get(pk=node.pk).code == "one"


def test_nodes_and_publication_are_saved_together(client, editor):
    client.force_login(editor)
    guide = make_guide("drawn")
    make_node(guide, "start", "end")
    address, form = form_of(client, guide)

    answer = client.post(address, form | {"is_public": "on"})

    assert answer.status_code == 302
    assert Guide.objects.get(pk=guide.pk).is_public


def test_a_service_is_saved_by_its_department(client, editor):
    client.force_login(editor)
    service = make_service("one")
    address, form = form_of(client, service)

    answer = client.post(address, form | {"hours_zh": "8:30", "hours_en": "8:30"})

    service.refresh_from_db()
    assert (answer.status_code, service.hours_zh) == (302, "8:30")
