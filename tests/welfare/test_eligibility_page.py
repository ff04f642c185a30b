"""The checker as a page: which help a person may have, without a script, and without keeping anything."""

import pytest

from tests.pages import faults_of
from tests.welfare.world import make_condition, make_rule, make_two_versions, make_version
from tests.world import make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ADDRESS = "/welfare/eligibility/"


@pytest.fixture(scope="module")
def june(shared):
    release = make_release("june")
    make_two_versions(release)
    return shared(publish(release, at="2022-06-01"))


def test_page_asks_what_the_rules_of_the_day_need(client, june):
    april, may = (client.get(f"{ADDRESS}?day=2022-{day}").content.decode() for day in ("04-30", "05-01"))

    assert ('id="group-poor"' in april, 'id="group-old"' in april) == (True, False)
    assert ('id="group-poor"' in may, 'id="group-old"' in may) == (True, True)
    assert "enrolled_on" not in may  # no boundary is stated
    assert faults_of(may) == []


def test_answer_has_verdict_clause_days_and_release(client, june):
    page = client.post(f"{ADDRESS}?day=2023-01-01", {"groups": "old"}).content.decode()

    assert "Yes, by the released rules" in page
    assert "Clause of old" in page
    assert "1 May 2022" in page
    assert "/releases/june/" in page
    assert faults_of(page) == []


def test_both_sides_of_a_transition_are_told_with_the_reason(client, june):
    page = client.post(f"{ADDRESS}?day=2022-05-01", {"groups": "old", "others": "no"}).content.decode()

    assert "Cannot be told from what is released" in page
    assert "the release does not say who is a newcomer" in page
    assert "For newcomers (new rules): yes" in page
    assert "For those who were in before (old rules): no" in page


def test_unticked_groups_are_unanswered_unless_said_otherwise(client, june):
    unsure, none = (
        client.post(f"{ADDRESS}?day=2023-01-01", {"others": others}).content.decode() for others in ("", "no")
    )

    assert "It would help to know:" in unsure
    assert "No, not by the released rules" in none


def test_stated_boundary_is_asked_for_and_decides(client):
    release = make_release("june")
    days = {"transition_from": "2022-01-01", "transition_to": "2022-12-31", "newcomers_from": "2022-05-01"}
    make_version(release, code="before", known_from="2022-01-01", valid_to="2022-04-30")
    make_version(release, code="since", valid_from="2022-05-01", earlier="before", **days)
    make_rule(release, "before", "poor")
    make_rule(release, "since", "old")
    publish(release, at="2022-06-01")
    given = {"groups": "old", "others": "no"}

    asked = client.get(f"{ADDRESS}?day=2022-05-01").content.decode()
    old, new = (
        client.post(f"{ADDRESS}?day=2022-05-01", given | {"enrolled_on": f"2022-{day}"}).content.decode()
        for day in ("04-30", "05-01")
    )

    assert 'name="enrolled_on"' in asked
    assert "No, not by the released rules" in old
    assert "Yes, by the released rules" in new


def test_wrong_day_of_enrolment_is_explained(client):
    release = make_release("june")
    days = {"transition_from": "2022-01-01", "transition_to": "2022-12-31", "newcomers_from": "2022-05-01"}
    make_version(release, code="since", valid_from="2022-05-01", earlier="before", **days)
    make_version(release, code="before", valid_to="2022-04-30")
    make_rule(release, "since", "old")
    publish(release, at="2022-06-01")

    answer = client.post(f"{ADDRESS}?day=2022-05-01", {"enrolled_on": "May"})

    assert answer.status_code == 400
    assert "Write the day as YYYY-MM-DD" in answer.content.decode()


def test_answers_that_exclude_each_other_are_explained(client, june):
    from welfare.models import Condition

    Condition.objects.filter(code="old").update(part_of=make_condition("poor"))
    Condition.objects.filter(code="poor").update(part_of=None)
    # old is part of poor: ticking old alone, and saying that no other group applies

    answer = client.post(f"{ADDRESS}?day=2022-05-01", {"groups": "old", "others": "no"})

    assert (answer.status_code, "Please correct one of the answers" in answer.content.decode()) == (400, True)


def test_nothing_answered_stands_in_an_address_a_cache_or_a_log(client, june, caplog):
    caplog.set_level("INFO")

    answer = client.post(f"{ADDRESS}?day=2022-05-01", {"groups": "old", "others": "no"})
    asked = client.get(f"{ADDRESS}?day=2022-05-01")

    assert "no-store" in answer.headers["Cache-Control"]
    assert {one.headers["Referrer-Policy"] for one in (answer, asked)} == {"no-referrer"}
    assert not answer.cookies
    assert "old" not in caplog.text.replace("older", "").replace("threshold", "")
    assert client.get(f"{ADDRESS}?groups=old").status_code == 400  # answers are not taken from the address


def test_as_of_shows_the_rules_published_then(client, june):
    before = client.get(f"{ADDRESS}?day=2022-05-01&as_of=2022-05-31").content.decode()

    assert "No rules have been published." in before


@pytest.mark.parametrize("query", ["day=x", "day=2022-02-30", "day=2022-05-01&day=2022-05-02", "colour=red"])
def test_bad_addresses_are_refused(client, june, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 400


def test_contacts_say_where_they_come_from(client, june):
    from tests.world import make_facility

    make_facility("line-12333", kind="hotline", sector_id="welfare", phone="12333", is_public=True)

    page = client.get(ADDRESS).content.decode()

    assert 'href="tel:12333"' in page
    assert "operator, not taken from a release" in page
