"""Versions of schemes and their rules: what the database, the doors and the checklist hold, and their JSON."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.publishing import checklist
from portal.publishing.models import Release
from portal.records import registry
from portal.records.errors import Invalid
from portal.records.registry import verdicts
from portal.spreadsheets.actions import load_workbook
from tests.welfare.world import (
    make_condition,
    make_rule,
    make_scheme,
    make_two_versions,
    make_version,
)
from tests.workbooks import release_workbook
from tests.world import make_indicator, make_release, make_series, moment, publish
from welfare.models import Condition, Rule, SchemeVersion
from welfare.rulebook import Rulebook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": "2022-05-02", "valid_to": "2022-05-01"}, "days_in_order"),
        ({"known_from": "2022-05-02", "valid_to": "2022-05-01"}, "days_in_order"),
        ({"valid_from": "2022-05-01", "known_from": "2022-05-01"}, "one_start"),
        ({"newcomers_from": "2022-05-01"}, "whole_transition"),
        ({"earlier": "before", "transition_from": "2022-01-01"}, "whole_transition"),
        (
            {"earlier": "one", "transition_from": "2022-01-01", "transition_to": "2022-12-31"},
            "whole_transition",
        ),
    ],
)
def test_what_is_never_true_is_refused_by_the_database_and_every_door(fields, constraint):
    june = make_release("june")
    row = make_version(june)
    for name, value in fields.items():
        setattr(row, name, value)

    assert [finding.message for finding in next(iter(verdicts(SchemeVersion, [row])))] != []
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_version(june, code="one", scheme=make_scheme("other"), **fields)


def test_released_rules_are_never_rewritten():
    june = make_release("june")
    make_two_versions(june)
    publish(june, at="2022-06-01")

    for row in (SchemeVersion.objects.first(), Rule.objects.first()):
        with pytest.raises((IntegrityError, InternalError), match="never rewritten"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(note_zh="改", note_en="changed")


def test_two_versions_on_one_day_are_refused_on_every_way(monkeypatch):
    june, later = make_release("june"), make_release("later")
    make_two_versions(june)
    publish(june, at="2022-06-01")
    make_version(later, code="third", valid_from="2023-01-01")
    make_rule(later, "third", "poor")

    found = [entry.text for entry in checklist.entries(later) if entry.is_error]

    assert len(found) == 1
    with pytest.raises(Invalid), transaction.atomic():
        publish(later, at="2023-01-02")
    monkeypatch.setitem(registry._declared, "RELEASE_ERRORS", [])  # as if the checklist had let it through
    with pytest.raises(IntegrityError, match="one_on_a_day"), transaction.atomic():
        publish(later, at="2023-01-02")


def test_a_later_release_ends_a_version_and_begins_the_next():
    june, later = make_release("june"), make_release("later")
    make_two_versions(june)
    publish(june, at="2022-06-01")
    ended = {"earlier": "before", "transition_from": "2022-01-01", "transition_to": "2022-12-31"}
    make_version(later, code="since-may", valid_from="2022-05-01", valid_to="2022-12-31", **ended)
    make_version(later, code="third", valid_from="2023-01-01")
    make_rule(later, "third", "poor")
    publish(later, at="2022-12-30")

    then, now = (Rulebook.known_at(moment(day)) for day in ("2022-12-01", "2022-12-31"))

    (scheme,) = now.versions
    assert [version.valid_to for version in then.versions[scheme]][1] is None
    assert [(v.code, [r.code for r in v.rules]) for v in now.versions[scheme]] == [
        ("before", ["poor"]),
        ("since-may", ["poor", "old"]),
        ("third", ["poor"]),
    ]


def test_checklist_names_rules_without_a_version_and_versions_without_rules():
    june = make_release("june")
    make_version(june, code="empty", valid_from="2022-05-01")
    make_rule(june, "nowhere", "poor")

    found = {
        entry.is_error for entry in checklist.entries(june) if "one" in entry.text or "nowhere" in entry.text
    }
    errors = [entry.text for entry in checklist.entries(june) if entry.is_error]
    warnings = [entry.text for entry in checklist.entries(june) if not entry.is_error]

    assert found == {True}
    assert [text for text in errors if "nowhere" in text]
    assert [text for text in warnings if "empty" in text]


def test_rules_are_of_groups():
    june = make_release("june")
    row = make_rule(june, "one", "poor")
    row.group = make_condition("abroad", kind="circumstance", question_zh="在外？", question_en="Abroad?")

    assert [finding.field for finding in next(iter(verdicts(Rule, [row])))] == ["group"]


def test_circumstance_without_a_question_is_refused():
    with pytest.raises(IntegrityError, match="circumstance_is_asked"), transaction.atomic():
        make_condition("abroad", kind="circumstance")


def test_json_states_versions_and_rules_in_force(client):
    june, draft = make_release("june"), make_release("draft")
    make_two_versions(june)
    publish(june, at="2022-06-01")
    make_version(draft, make_scheme("secret"), "secret", valid_from="2022-05-01")
    make_rule(draft, "secret", "secret", make_scheme("secret"))

    versions = client.get("/api/v1/scheme-versions?lang=en").json()["results"]
    rules = client.get("/api/v1/eligibility-rules?lang=en&group=old").json()["results"]
    before = client.get("/api/v1/scheme-versions?as_of=2022-05-01").json()["results"]

    assert [(one["version"], one["valid_from"], one["valid_to"]) for one in versions] == [
        ("before", None, "2022-04-30"),
        ("since-may", "2022-05-01", None),
    ]
    assert [(one["version"], one["group_name"], one["clause"]) for one in rules] == [
        ("since-may", "Old", "Clause of old")
    ]
    assert before == []
    assert client.get("/api/v1/eligibility-rules?group=secret").status_code == 400


@pytest.mark.parametrize("noun", ["scheme-versions", "eligibility-rules"])
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, noun):
    june = make_release("june")
    make_version(june, code="one")
    make_rule(june, "one", "poor")
    publish(june, at="2022-06-01")
    with CaptureQueriesContext(connection) as first:
        client.get(f"/api/v1/{noun}")
    july = make_release("july")
    for number in ("two", "three"):
        make_version(july, make_scheme(number), number)
        make_rule(july, number, number, make_scheme(number), condition=make_condition("old"))
    publish(july, at="2022-07-01")

    with CaptureQueriesContext(connection) as then:
        answer = client.get(f"/api/v1/{noun}")

    assert (len(answer.json()["results"]), len(then)) == (3, len(first))


def several(release: Release, **fields: object) -> Rule:
    """In one of two groups, treated elsewhere and for the first time."""
    for code in ("elsewhere", "first-time"):
        make_condition(code, kind="circumstance", question_zh=f"{code}？", question_en=f"{code}?")
    make_condition("old")
    given = {
        "condition": make_condition("elsewhere"),
        "more_conditions": ["first-time"],
        "more_groups": ["old"],
    }
    return make_rule(release, "one", "poor", **given | fields)


def test_rule_of_several_groups_and_conditions_is_answered_shown_and_in_json(client):
    june = make_release("june")
    make_version(june, valid_from="2022-05-01")
    several(june)
    publish(june, at="2022-06-01")

    def answer(**holds: bool) -> str:
        body = {
            "day": "2022-06-02",
            "answers": {code.replace("_", "-"): value for code, value in holds.items()},
        }
        posted = client.post("/api/v1/welfare/eligibility", body, content_type="application/json")
        return posted.json()["results"][0]["answer"]

    page = client.get("/welfare/schemes/illness-aid/?lang=en").content.decode()
    row = client.get("/api/v1/eligibility-rules?group=old").json()["results"][0]

    assert answer(old=True, elsewhere=True, first_time=True) == "yes"
    assert answer(old=True, elsewhere=True, first_time=False) == "no"
    assert answer(poor=True, elsewhere=True) == "cannot_tell"
    assert (row["groups"], row["conditions"]) == (["poor", "old"], ["elsewhere", "first-time"])
    assert (row["group"], row["condition"], row["every_group"], row["any_condition"]) == (
        "poor",
        "elsewhere",
        False,
        False,
    )
    assert "In one of these groups:" in page
    assert "and all of:" in page


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"more_groups": ["first-time"], "more_conditions": []}, "more_groups"),
        ({"more_groups": ["nobody"]}, "more_groups"),
        ({"more_groups": ["poor"]}, "more_groups"),
        ({"more_conditions": ["elsewhere"]}, "more_conditions"),
        ({"more_conditions": ["nothing"]}, "more_conditions"),
        ({"condition": None}, "condition"),
    ],
)
def test_what_a_rule_names_beyond_the_first_exists_once_and_is_of_its_kind(fields, wrong):
    row = several(make_release("june"))
    for name, value in fields.items():
        setattr(row, name, value)

    assert [finding.field for finding in next(iter(verdicts(Rule, [row])))] == [wrong]


def test_database_keeps_conditions_that_released_rules_name_by_their_code():
    june = make_release("june")
    make_version(june, valid_from="2022-05-01")
    with pytest.raises(IntegrityError, match="rule_more_after_the_first"), transaction.atomic():
        several(june, condition=None)
    several(june)
    publish(june, at="2022-06-01")

    for change in (
        lambda row: row.delete(),
        lambda row: Condition.objects.filter(pk=row.pk).update(code="new"),
    ):
        with pytest.raises(IntegrityError, match="meaning is fixed"), transaction.atomic():
            change(Condition.objects.get(code="first-time"))


def test_workbook_brings_versions_and_rules(administrator):
    make_scheme(department="construction")
    make_condition("poor", "construction")
    make_series(make_indicator("homes"))
    place = {"section": "1", "paragraph": "1", "as_printed": "两类"}
    names = {"name_zh": "一", "name_en": "One"}
    version = {"scheme": "illness-aid", "code": "one", "valid_from": "2022-05-01", **names, **place}
    rule = {
        "scheme": "illness-aid",
        "version": "one",
        "code": "poor",
        "group": "poor",
        "benefit": "aid",
        "benefit_zh": "资助",
        "benefit_en": "Aid",
        "clause_zh": "条款",
        "clause_en": "Clause",
        **place,
    }

    good = release_workbook(SchemeVersions=[version], EligibilityRules=[rule])
    bad = release_workbook(SchemeVersions=[version | {"known_from": "2022-05-01"}], EligibilityRules=[rule])

    assert [problem.column for problem in load_workbook(workbook=bad, by=administrator).errors] == [
        "known_from"
    ]
    assert load_workbook(workbook=good, by=administrator).errors == []
    assert [(rule.version, rule.group.code) for rule in Rule.objects.all()] == [("one", "poor")]


def test_workbook_brings_a_rule_of_groups_that_it_brings(administrator):
    make_scheme(department="construction")
    make_condition("poor", "construction")
    make_series(make_indicator("homes"))
    place = {"section": "1", "paragraph": "1", "as_printed": "两类"}
    group = {
        "code": "old",
        "kind": "group",
        "name_zh": "老人",
        "name_en": "Old",
        "department": "construction",
    }
    words = {"benefit_zh": "资助", "benefit_en": "Aid", "clause_zh": "条款", "clause_en": "Clause"}
    version = {"scheme": "illness-aid", "code": "one", "name_zh": "一", "name_en": "One", **place}
    rule = {
        "scheme": "illness-aid",
        "version": "one",
        "code": "poor",
        "group": "poor",
        "more_groups": "old",
        "every_group": "yes",
        "benefit": "aid",
        **words,
        **place,
    }

    brought = release_workbook(Conditions=[group], SchemeVersions=[version], EligibilityRules=[rule])
    wrong = release_workbook(SchemeVersions=[version], EligibilityRules=[rule | {"more_groups": "nobody"}])

    assert [problem.column for problem in load_workbook(workbook=wrong, by=administrator).errors] == [
        "more_groups"
    ]
    assert load_workbook(workbook=brought, by=administrator).errors == []
    (stored,) = Rule.objects.all()
    assert (stored.group_codes, stored.every_group) == (["poor", "old"], True)
