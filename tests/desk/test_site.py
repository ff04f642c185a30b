"""The admin as a whole: its name, its index, and that it works under the content security policy."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.statistics.models import CheckResult, Observation
from tests.world import make_everything, make_user, publish

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def test_index_bears_the_name_of_the_portal(client, editor):
    client.force_login(editor)

    page = client.get(reverse("admin:index")).content.decode()

    assert '<div id="site-name"><a href="/admin/">民生门户</a></div>' in page
    assert "<title>" in page
    assert "Django" not in page


def test_index_groups_the_work_of_an_official(client, editor):
    client.force_login(editor)

    groups = client.get(reverse("admin:index")).context["app_list"]

    first = [model["object_name"] for model in groups[0]["models"]]
    assert first == [
        "Release",
        "Contribution",
        "Section",
        "Question",
        "Observation",
        "Commitment",
        "CommitmentUpdate",
        "PublicEvent",
        "RowWithdrawal",
    ]
    assert [model["object_name"] for model in groups[-1]["models"]] == ["Trail"]


def test_index_lists_the_models_of_an_app_in_the_order_of_its_work(client, editor):
    client.force_login(editor)

    groups = client.get(reverse("admin:index")).context["app_list"]

    models = [model["object_name"] for model in groups[1]["models"]]
    assert groups[1]["app_label"] == "projects"
    assert models[:4] == ["Programme", "Project", "WorkItem", "ProgressReport"]


def test_index_names_every_core_model_once(client, administrator):
    client.force_login(administrator)

    groups = client.get(reverse("admin:index")).context["app_list"]

    listed = [
        model["object_name"]
        for group in groups
        if group["app_label"] == "portal"
        for model in group["models"]
    ]
    registered = [m.__name__ for m in admin.site._registry if m._meta.app_label == "portal"]
    assert sorted(listed) == sorted([*registered, "Subscriptions", "Trail"])


def test_groups_follow_from_the_code_and_have_no_form():
    assert not admin.site.is_registered(Group)


def test_login_page_is_the_portals(client):
    page = client.get(reverse("admin:login"), follow=True)

    assert page.status_code == 200
    assert "民生门户" in page.content.decode()


@pytest.mark.slow("1.5 s: opens several large pages of the desk")
def test_pages_hold_nothing_inline(client, editor, reviewer, administrator):
    public = publish(make_everything("public"))
    waiting = make_everything("waiting")
    releases.submit(release=waiting, by=make_user("somebody", "construction", "editor"))
    draft = make_everything("draft")
    pages = {
        administrator: [
            reverse("admin:index"),
            reverse("admin:trail"),
            reverse("admin:portal_release_changelist"),
            reverse("admin:portal_release_change", args=[draft.pk]),
            reverse("admin:portal_release_history", args=[draft.pk]),
            reverse("admin:portal_observation_add"),
            reverse(
                "admin:portal_observation_change", args=[Observation.objects.filter(release=draft).first().pk]
            ),
            reverse("admin:portal_release_correct", args=[public.pk]),
            reverse("admin:portal_release_discard", args=[draft.pk]),
            reverse("admin:portal_checkresult_change", args=[CheckResult.objects.first().pk]),
            reverse("admin:portal_user_add"),
            reverse("admin:password_change"),
        ],
        reviewer: [
            reverse("admin:portal_release_review", args=[waiting.pk]),
            reverse("admin:portal_release_withdraw", args=[public.pk]),
        ],
    }

    found = []
    for user, addresses in pages.items():
        client.force_login(user)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            found += [(address, text) for text in INLINE.findall(response.content.decode())]

    assert found == []


def test_pages_are_no_longer_kept_by_the_browser_after_logging_out(client, editor):
    client.force_login(editor)

    response = client.get(reverse("admin:portal_release_changelist"))

    assert "no-store" in response["Cache-Control"]
    assert Release.objects.count() == 0
