"""The lists of the admin: whose rows they show, and at which cost."""

import datetime as dt
import json

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.facilities.models import Facility
from portal.publishing.models import Release
from tests.world import (
    make_everything,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


def list_address(model: type) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def rows_of(client: Client, model: type, query: str = "") -> list:
    return list(client.get(list_address(model) + query).context["cl"].result_list)


@pytest.mark.slow("1.4 s: counts the queries of several large pages")
def test_every_list_costs_the_same_with_one_row_and_with_more(client, administrator):
    client.force_login(administrator)
    publish(make_everything("first"))
    client.get(reverse("admin:index"))
    before = {model.__name__: queries_of(client, list_address(model)) for model in MODELS}

    publish(make_everything("second"))
    publish(make_everything("third"))
    after = {model.__name__: queries_of(client, list_address(model)) for model in MODELS}

    assert after == before


def test_every_list_opens_for_a_reviewer_but_that_of_the_accounts(client, reviewer):
    make_everything("first")
    client.force_login(reviewer)

    codes = {model.__name__: client.get(list_address(model)).status_code for model in MODELS}

    assert {name: code for name, code in codes.items() if code != 200} == {
        "SignInFailure": 403,
        "User": 403,
    }


def test_no_list_opens_without_a_login(client):
    codes = {client.get(list_address(model)).status_code for model in MODELS}

    assert codes == {302}


def test_list_shows_drafts_to_their_department_only(client, editor, outsider):
    draft = make_release("draft", by=editor)

    client.force_login(editor)
    own = rows_of(client, Release)
    client.force_login(outsider)
    others = rows_of(client, Release)

    assert (own, others) == ([draft], [])


def test_list_search_finds_by_name(client, editor):
    make_release("one", by=editor, title_zh="小城游园")
    make_release("two", title_zh="垃圾分类")
    client.force_login(editor)

    found = rows_of(client, Release, "?q=游园")

    assert [release.slug for release in found] == ["one"]


def test_list_of_releases_says_when_an_embargo_ends(client, editor):
    publish(make_release("draft", by=editor), timezone.now() + dt.timedelta(days=2, minutes=1))
    client.force_login(editor)

    page = client.get(list_address(Release)).content.decode()

    assert 'class="badge badge-embargo"' in page


@pytest.mark.parametrize(("code", "found"), [("construction", ["park"]), ("health", []), ("x", [])])
def test_list_is_filtered_by_the_code_of_a_department(client, administrator, code, found):
    make_facility("park")
    client.force_login(administrator)

    rows = rows_of(client, Facility, f"?department__code={code}")

    assert [row.code for row in rows] == found


@pytest.mark.parametrize(("who", "found"), [("editor", ["mine"]), ("outsider", [])])
def test_autocomplete_offers_only_what_may_be_chosen(client, request, who, found):
    make_series(make_indicator("mine"))
    client.force_login(request.getfixturevalue(who))
    address = reverse("admin:autocomplete")
    query = {"app_label": "portal", "model_name": "series", "field_name": "indicator", "term": ""}

    offered = json.loads(client.get(address, query).content)["results"]

    assert [row["text"].removeprefix("指标") for row in offered] == found


def test_autocomplete_shows_public_rows_where_they_may_be_referred_to(client, editor, outsider):
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator("mine"), 3)
    publish(release)
    client.force_login(outsider)
    query = {"app_label": "portal", "model_name": "commitment", "field_name": "series", "term": ""}

    offered = json.loads(client.get(reverse("admin:autocomplete"), query).content)["results"]

    assert len(offered) == 1


def test_bulk_deletion_leaves_what_is_not_ones_own(client, outsider, editor):
    release = make_release("draft", by=editor)
    figure = make_figure(release, make_indicator("mine"), 3)
    publish(release)
    client.force_login(outsider)
    form = {"action": "delete_selected", "_selected_action": [figure.pk], "post": "yes"}

    response = client.post(reverse("admin:portal_observation_changelist"), form)

    assert response.status_code == 403
    assert release.observations.count() == 1
