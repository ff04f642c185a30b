"""The rules that ship: what the article's paragraph on medical insurance gives on each side of each day it names."""

import datetime as dt

import pytest

from tests.documents import ARTICLE, rows, sheet
from welfare.eligibility import Facts, Reason, Rule, Transition, Version, closed, decide

GROUPS = [row["code"] for row in rows("reference/Conditions") if row["kind"] == "group"]
CIRCUMSTANCES = {row["code"]: True for row in rows("reference/Conditions") if row["kind"] == "circumstance"}
PART_OF = {row["code"]: row["part_of"] for row in rows("reference/Conditions") if row["part_of"]}
CASES = rows("content/EligibilityCases")
AID = ("insurance-contribution-aid", "contribution-aid")


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def versions_of(scheme: str) -> list[Version]:
    rules = [row for row in sheet(ARTICLE, "EligibilityRules") if row["scheme"] == scheme]
    return [
        Version(
            row["code"],
            day(row["valid_from"]),
            day(row["known_from"]),
            day(row["valid_to"]),
            tuple(
                Rule(
                    rule["code"], rule["benefit"], (rule["group"],), tuple(filter(None, [rule["condition"]]))
                )
                for rule in rules
                if rule["version"] == row["code"]
            ),
            Transition(
                row["earlier"],
                day(row["transition_from"]),
                day(row["transition_to"]),
                day(row["newcomers_from"]),
            )
            if row["earlier"]
            else None,
        )
        for row in sheet(ARTICLE, "SchemeVersions")
        if row["scheme"] == scheme
    ]


def answer(scheme: str, benefit: str, on: str, *groups: str, enrolled_on: str = "") -> str:
    holds = closed(CIRCUMSTANCES | dict.fromkeys(groups, True), PART_OF)
    everything = dict.fromkeys(GROUPS, False) | holds
    return decide(versions_of(scheme), benefit, Facts(day(on), everything, day(enrolled_on))).truth.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_shipped_cases_have_the_expected_answer(case):
    holds = dict.fromkeys(case["meets"].split(";"), True) | dict.fromkeys(
        filter(None, case["fails"].split(";")), False
    )

    decision = decide(
        versions_of(case["scheme"]),
        case["benefit"],
        Facts(day(case["day"]), holds, day(case["enrolled_on"])),
    )

    assert decision.truth.value == case["expected"]


@pytest.mark.parametrize("enrolled_on", ["", "2022-04-30", "2022-05-01", "2022-05-02"])
@pytest.mark.parametrize(
    ("on", "yes", "cannot_tell"),
    [
        ("2022-04-30", {"low-income", "returned-poverty-recognised"}, set()),
        (
            "2022-05-01",
            {"returned-poverty-recognised"},  # under the old rules and the new
            {"low-income", "destitute", "allowance", "near-allowance", "monitored", "returned-poverty"},
        ),
        (
            "2022-12-31",
            {"returned-poverty-recognised"},
            {"low-income", "destitute", "allowance", "near-allowance", "monitored", "returned-poverty"},
        ),
        (
            "2023-01-01",
            {
                "destitute",
                "allowance",
                "near-allowance",
                "monitored",
                "returned-poverty",
                "returned-poverty-recognised",
            },
            set(),
        ),
        ("2021-12-31", set(), set(GROUPS)),
    ],
)
def test_contribution_aid_on_each_side_of_each_day(on, yes, cannot_tell, enrolled_on):
    found = {group: answer(*AID, on, group, enrolled_on=enrolled_on) for group in GROUPS}

    assert {group for group, value in found.items() if value == "yes"} == yes
    assert {group for group, value in found.items() if value == "cannot_tell"} == cannot_tell


def test_boundary_of_new_and_old_is_not_invented():
    (version,) = (one for one in versions_of(AID[0]) if one.transition)

    decision = decide(
        versions_of(AID[0]),
        AID[1],
        Facts(day("2022-05-01"), dict.fromkeys(GROUPS, False) | CIRCUMSTANCES | {"near-allowance": True}),
    )

    assert version.transition.newcomers_from is None
    assert decision.reasons == (Reason.BOUNDARY_NOT_STATED,)


def test_critical_illness_terms_are_for_three_groups():
    tilt = ("critical-illness-tilt", "critical-illness-tilt")

    found = {group for group in GROUPS if answer(*tilt, "2022-06-01", group) == "yes"}

    assert found == {"destitute", "allowance", "returned-poverty", "returned-poverty-recognised"}
    assert {answer(*tilt, "2022-05-30", group) for group in GROUPS} == {"cannot_tell"}


def test_first_share_is_waived_within_the_province_only():
    holds = dict.fromkeys(GROUPS, False) | {"low-income": True}
    versions = versions_of("insurance-first-share")

    found = [
        decide(
            versions,
            "first-share-waived",
            Facts(day("2022-06-01"), holds | {"elsewhere-in-province": inside}),
        )
        for inside in (True, False)
    ]

    assert [one.truth.value for one in found] == ["yes", "no"]
