"""The rules of a draft tried on stored cases, before anybody approves them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.publishing import checklist
from tests.welfare.world import make_case, make_rule, make_scheme, make_version
from tests.world import make_release, publish
from welfare.models import Rule, SchemeVersion
from welfare.trial import GAINS, LOSES, SAME, UNCLEAR, try_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(editor):
    """Public: the poor, from May 2022. The draft: the old instead, from 2023."""
    scheme = make_scheme(department=editor.department.code)
    june = make_release("june", department=editor.department.code)
    make_version(june, scheme, "one", valid_from="2022-05-01")
    make_rule(june, "one", "poor", scheme)
    publish(june, at="2022-06-01")
    draft = make_release("draft", by=editor, department=editor.department.code)
    make_version(draft, scheme, "one", valid_from="2022-05-01", valid_to="2022-12-31")
    make_version(draft, scheme, "two", valid_from="2023-01-01")
    make_rule(draft, "two", "old", scheme)
    for code, meets, fails, day, expected in (
        ("poor-then", ["poor"], ["old"], "2022-12-31", "yes"),
        ("poor-later", ["poor"], ["old"], "2023-01-01", "yes"),
        ("old-later", ["old"], ["poor"], "2023-01-01", "yes"),
        ("unasked", ["poor"], [], "2023-01-01", "cannot_tell"),
    ):
        make_case(code, scheme, meets=meets, fails=fails, day=day, expected=expected)
    return draft


def test_cases_say_who_gains_and_loses_before_anything_is_public(draft):
    found = {one.case.code: (one.change, one.is_expected) for one in try_cases(draft, timezone.now())}

    assert found == {
        "poor-then": (SAME, True),
        "poor-later": (LOSES, False),
        "old-later": (GAINS, True),
        "unasked": (UNCLEAR, True),
    }


def test_page_and_checklist_show_it_to_those_who_see_the_release(client, draft, editor, outsider):
    address = reverse("admin:welfare_trial", args=[draft.pk])
    client.force_login(editor)
    page = client.get(address)
    (entry,) = (one for one in checklist.entries(draft) if one.address)
    client.force_login(outsider)

    assert page.status_code == 200
    assert page.content.decode().index("poor-later") < page.content.decode().index("poor-then")
    assert (entry.address, entry.is_error) == (address, False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("model", [SchemeVersion, Rule])
def test_forms_of_versions_and_rules_lead_to_the_trial_while_they_are_a_draft(client, draft, editor, model):
    client.force_login(editor)
    address, link = reverse("admin:welfare_trial", args=[draft.pk]), model._meta.model_name
    before = client.get(
        reverse(f"admin:welfare_{link}_change", args=[model.objects.filter(release=draft)[0].pk])
    )
    publish(draft)
    after = client.get(
        reverse(f"admin:welfare_{link}_change", args=[model.objects.filter(release=draft)[0].pk])
    )

    assert (before.status_code, after.status_code) == (200, 200)
    assert (address in before.content.decode(), address in after.content.decode()) == (True, False)


def test_released_rules_are_not_tried_any_more(client, draft, editor):
    publish(draft)
    draft.refresh_from_db()
    client.force_login(editor)

    assert client.get(reverse("admin:welfare_trial", args=[draft.pk])).status_code == 404
    assert [one for one in checklist.entries(draft) if one.address] == []


def test_cases_are_never_public(client, draft):
    assert client.get("/api/v1/eligibility-cases").status_code == 404
    assert b"poor-later" not in client.get("/welfare/").content
