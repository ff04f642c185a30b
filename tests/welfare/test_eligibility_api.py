"""The calculation of eligibility as JSON."""

import pytest

from tests.welfare.world import make_condition, make_rule, make_scheme, make_two_versions, make_version
from tests.world import make_release, publish

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/welfare/eligibility"


@pytest.fixture(scope="module")
def june(shared):
    release = make_release("june")
    make_two_versions(release)
    return shared(publish(release, at="2022-06-01"))


def ask(client, query: str = "lang=en", **given: object):
    return client.post(f"{ADDRESS}?{query}", given, content_type="application/json")


def test_answer_has_clause_days_release_and_trace(client, june):
    body = ask(client, day="2023-01-01", answers={"old": True}).json()

    (result,) = body["results"]
    (side,) = result["trace"]
    assert (result["scheme"], result["benefit"], result["answer"]) == ("illness-aid", "aid", "yes")
    assert (result["reasons"], result["missing"]) == ([], [])
    version = side["version"]
    assert (version["code"], version["valid_from"], version["valid_to"]) == ("since-may", "2022-05-01", None)
    assert (version["release"], version["locator"]["section"], version["locator"]["paragraph"]) == (
        "june",
        "1",
        1,
    )
    assert [(rule["code"], rule["answer"], rule["clause"]) for rule in side["rules"]] == [
        ("poor", "cannot_tell", "Clause of poor"),
        ("old", "yes", "Clause of old"),
    ]
    assert side["rules"][1]["parts"] == [{"code": "old", "name": "Old", "met": "yes"}]
    assert (body["day"], body["as_of"]) == ("2023-01-01", None)


def test_trace_says_whether_one_or_all_are_needed(client):
    release = make_release("june")
    make_version(release, code="one", valid_from="2022-05-01")
    asked = {"kind": "circumstance", "question_zh": "是吗？", "question_en": "Is it?"}
    (wet, *_) = [make_condition(code, **asked) for code in ("wet", "cold")]
    more = {"more_groups": [make_condition("old").code], "more_conditions": ["cold"]}
    make_rule(release, "one", "poor", condition=wet, every_group=True, any_condition=True, **more)
    make_rule(release, "one", "young")
    publish(release, at="2022-06-01")
    answers = {"old": True, "poor": True, "wet": True, "cold": False}

    (side,) = ask(client, day="2023-01-01", answers=answers).json()["results"][0]["trace"]
    page = client.post(
        "/welfare/eligibility/?day=2023-01-01&lang=en", {"groups": ["old", "poor"], "wet": "yes"}
    )

    assert [(one["kind"], one["enough"], one["codes"], one["met"]) for one in side["rules"][0]["needs"]] == [
        ("group", "all", ["poor", "old"], "yes"),
        ("circumstance", "any", ["wet", "cold"], "yes"),
    ]
    said = " ".join(page.content.decode().split())
    assert "Any one of these rules is enough:" in said
    assert "<strong>In all of these groups at once</strong>: Poor: yes; Old: yes" in said
    assert "<strong>Any one of these</strong>: Wet: yes; Cold: not answered" in said


def test_what_cannot_be_told_says_why_and_what_would_help(client, june):
    (transition,) = ask(client, day="2022-05-01", answers={"old": True, "poor": False}).json()["results"]
    (unanswered,) = ask(client, day="2023-01-01").json()["results"]
    (before,) = ask(client, day="2021-12-31", answers={"poor": True}).json()["results"]

    assert (transition["answer"], [one["code"] for one in transition["reasons"]]) == (
        "cannot_tell",
        ["boundary_not_stated"],
    )
    assert [(side["side"], side["answer"]) for side in transition["trace"]] == [
        ("newcomer", "yes"),
        ("earlier", "no"),
    ]
    assert [one["code"] for one in unanswered["missing"]] == ["poor", "old"]
    assert [one["code"] for one in before["reasons"]] == ["start_not_stated"]


def test_questions_are_those_of_the_day(client, june):
    april, may = (
        client.get(f"{ADDRESS}?day=2022-{day}&lang=en").json()["questions"] for day in ("04-30", "05-01")
    )

    assert [one["code"] for one in april] == ["poor"]
    assert [(one["code"], one["kind"], one["text"]) for one in may] == [
        ("poor", "group", "Poor"),
        ("old", "group", "Old"),
    ]


def test_as_of_and_embargo(client, june):
    draft = make_release("draft")
    make_version(draft, make_scheme("secret"), "secret", valid_from="2022-05-01")
    make_rule(draft, "secret", "secret", make_scheme("secret"))

    before = ask(client, "as_of=2022-05-01", day="2022-05-01").json()
    now = ask(client, day="2022-05-01")

    assert (before["results"], before["as_of"]) == ([], "2022-05-01")
    assert b"secret" not in now.content
    assert ask(client, day="2022-05-01", answers={"secret": True}).status_code == 400


def test_rule_with_a_condition_asks_for_it(client):
    release = make_release("june")
    make_version(release, code="one", valid_from="2022-05-01")
    abroad = make_condition("abroad", kind="circumstance", question_zh="在外？", question_en="Abroad?")
    make_rule(release, "one", "poor", condition=abroad)
    publish(release, at="2022-06-01")

    (asked,) = ask(client, day="2022-05-01", answers={"poor": True}).json()["results"]
    (told,) = ask(client, day="2022-05-01", answers={"poor": True, "abroad": True}).json()["results"]

    assert asked["missing"] == [
        {"code": "abroad", "kind": "circumstance", "text": "Abroad?", "definition": ""}
    ]
    assert told["answer"] == "yes"


@pytest.mark.parametrize(
    ("given", "parameter", "allowed"),
    [
        ({}, "day", ["YYYY-MM-DD"]),
        ({"day": "1 May"}, "day", ["YYYY-MM-DD"]),
        ({"day": 20220501}, "day", ["YYYY-MM-DD"]),
        ({"day": "2022-05-01", "name": "x"}, "name", ["day", "answers", "enrolled_on"]),
        ({"day": "2022-05-01", "answers": ["old"]}, "answers", ["old", "poor"]),
        ({"day": "2022-05-01", "answers": {"young": True}}, "answers.young", ["old", "poor"]),
        ({"day": "2022-05-01", "answers": {"old": "yes"}}, "answers.old", ["true", "false", "null"]),
        ({"day": "2022-05-01", "answers": {"old": 1}}, "answers.old", ["true", "false", "null"]),
        ({"day": "2022-05-01", "enrolled_on": "x"}, "enrolled_on", ["YYYY-MM-DD"]),
    ],
)
def test_errors_name_what_is_wrong_and_what_is_allowed(client, june, given, parameter, allowed):
    answer = ask(client, **given)

    error = answer.json()["error"]
    assert (answer.status_code, error["parameter"], error["allowed"]) == (400, parameter, allowed)
    assert error["message"]


def test_answers_that_exclude_each_other_are_refused(client, june):
    from welfare.models import Condition

    Condition.objects.filter(code="poor").update(part_of=Condition.objects.get(code="old"))

    answer = ask(client, day="2022-05-01", answers={"poor": True, "old": False})

    assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, "answers")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [("{", "application/json", 400), ("day=1", "text/plain", 415), ("[]", "application/json", 400)],
)
def test_body_that_is_no_json_object_is_refused(client, june, body, kind, status):
    answer = client.post(ADDRESS, body, content_type=kind)

    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_nothing_posted_is_cached_and_other_sites_may_ask(client, june):
    answer = ask(client, day="2022-05-01", answers={"old": True})
    preflight = client.options(ADDRESS)
    refused = client.put(ADDRESS)

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert (refused.status_code, "POST" in refused.headers["Allow"]) == (405, True)
    assert "POST" not in client.options("/api/v1/releases").headers["Allow"]


def test_openapi_describes_it(client):
    operations = client.get("/api/v1/openapi.json").json()["paths"][ADDRESS]

    body = operations["post"]["requestBody"]["content"]
    assert list(body) == ["application/json"]
    assert body["application/json"]["schema"]["$ref"].endswith("EligibilityRequest")
    assert {one["name"] for one in operations["get"]["parameters"]} == {"day", "as_of", "lang"}
    assert {one["name"] for one in operations["post"]["parameters"]} == {"as_of", "lang"}
    assert operations["get"]["operationId"] != operations["post"]["operationId"]
