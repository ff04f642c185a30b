"""The evaluator of eligibility: dated rules, three values, and what must hold of any of them."""

import datetime as dt
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare.eligibility import (
    DAY,
    ENROLLED_ON,
    Contradiction,
    Facts,
    Reason,
    Rule,
    Transition,
    Truth,
    Version,
    all_of,
    any_of,
    closed,
    decide,
    questions,
)

YES, NO, CANNOT_TELL = Truth
AID, GROUPS, CONDITION = "aid", ("a", "b", "c", "d", "e"), "resident"
CONDITIONS = (CONDITION, "treated-elsewhere", "first-time")
MAY = dt.date(2022, 5, 1)
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2022, 12, 31)


def rules(*groups: str, condition: str = "", benefit: str = AID) -> tuple[Rule, ...]:
    conditions = (condition,) if condition else ()
    return tuple(Rule(f"{benefit}-{group}", benefit, (group,), conditions) for group in groups)


def two_versions(boundary: dt.date | None = None) -> list[Version]:
    """As the article has it: two groups until the end of April, five from May, and the year 2022 in transition."""
    transition = Transition("old", FIRST, LAST, boundary)
    return [
        Version("old", known_from=FIRST, valid_to=MAY - DAY, rules=rules("a", "b")),
        Version("new", valid_from=MAY, rules=rules("b", "c", "d", "e"), transition=transition),
    ]


def truth(versions: list[Version], day: dt.date, enrolled_on: dt.date | None = None, **holds: bool) -> Truth:
    return decide(versions, AID, Facts(day, holds, enrolled_on)).truth


def only(*mine: str) -> dict[str, bool]:
    return {group: group in mine for group in GROUPS}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2021-12-31",
            dict.fromkeys(GROUPS, CANNOT_TELL),
        ),  # since when the first version held is not printed
        ("2022-01-01", {"a": YES, "b": YES, "c": NO, "d": NO, "e": NO}),
        ("2022-04-30", {"a": YES, "b": YES, "c": NO, "d": NO, "e": NO}),
        ("2022-05-01", {"a": CANNOT_TELL, "b": YES, "c": CANNOT_TELL, "d": CANNOT_TELL, "e": CANNOT_TELL}),
        ("2022-12-31", {"a": CANNOT_TELL, "b": YES, "c": CANNOT_TELL, "d": CANNOT_TELL, "e": CANNOT_TELL}),
        ("2023-01-01", {"a": NO, "b": YES, "c": YES, "d": YES, "e": YES}),
        ("2024-06-01", {"a": NO, "b": YES, "c": YES, "d": YES, "e": YES}),
    ],
)
def test_each_group_on_both_sides_of_each_boundary(day, expected):
    found = {group: truth(two_versions(), dt.date.fromisoformat(day), **only(group)) for group in GROUPS}

    assert found == expected


@pytest.mark.parametrize("day", [MAY, LAST])
def test_boundary_that_is_not_stated_is_cited(day):
    decision = decide(two_versions(), AID, Facts(day, only("c")))

    assert (decision.truth, decision.reasons) == (CANNOT_TELL, (Reason.BOUNDARY_NOT_STATED,))
    assert decision.missing == ()
    assert [(b.newcomer, b.version.code, b.truth) for b in decision.branches] == [
        (True, "new", YES),
        (False, "old", NO),
    ]


def test_boundary_not_stated_is_no_matter_where_both_sides_agree():
    assert truth(two_versions(), MAY, **only("b")) is YES
    assert truth(two_versions(), MAY, **only()) is NO


@given(
    st.sampled_from(
        [MAY - DAY, MAY, MAY + DAY, LAST, LAST + DAY, *(dt.date(y, 7, 1) for y in range(2021, 2025))]
    ),
    st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31)),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from(GROUPS),
)
def test_enrolment_decides_where_the_boundary_is_stated(day, boundary, offset, group):
    enrolled_on = boundary + offset * DAY
    in_transition = MAY <= day <= LAST

    found = truth(two_versions(boundary), day, enrolled_on, **only(group))

    if day < FIRST:
        assert found is CANNOT_TELL
        return
    is_old = day < MAY or (in_transition and enrolled_on < boundary)
    assert found is (YES if group in ("ab" if is_old else "bcde") else NO)


def test_enrolment_is_asked_for_only_where_it_decides():
    stated, unstated = two_versions(MAY), two_versions()

    assert ENROLLED_ON in questions(stated, MAY)
    assert ENROLLED_ON not in questions(unstated, MAY)  # no answer to it would help
    assert ENROLLED_ON not in questions(stated, LAST + DAY)
    assert decide(stated, AID, Facts(MAY, only("c"))).missing == (ENROLLED_ON,)


def test_questions_are_those_of_the_day():
    assert questions(two_versions(), MAY - DAY) == ["a", "b"]
    assert questions(two_versions(), LAST + DAY) == ["b", "c", "d", "e"]
    assert questions(two_versions(), MAY) == ["b", "c", "d", "e", "a"]


def test_condition_counts_beside_the_group():
    versions = [Version("one", valid_from=MAY, rules=rules("a", condition=CONDITION))]

    assert truth(versions, MAY, a=True, resident=True) is YES
    assert truth(versions, MAY, a=True, resident=False) is NO
    assert truth(versions, MAY, a=False) is NO
    assert decide(versions, AID, Facts(MAY, {"a": True})).missing == (CONDITION,)


@pytest.mark.parametrize(
    ("versions", "reason"),
    [
        ([], Reason.NO_RULE),
        ([Version("later", valid_from=MAY + DAY, rules=rules("a"))], Reason.NO_RULE),
        ([Version("empty", valid_from=MAY)], Reason.NO_RULES_IN_VERSION),
        ([Version("since", valid_to=LAST, rules=rules("a"))], Reason.START_NOT_STATED),
    ],
)
def test_what_no_release_states_is_no_answer(versions, reason):
    decision = decide(versions, AID, Facts(MAY, only("a")))

    assert (decision.truth, decision.reasons) == (CANNOT_TELL, (reason,))


def test_version_without_a_rule_for_the_benefit_does_not_give_it():
    versions = [Version("one", valid_from=MAY, rules=rules("a", benefit="other"))]

    assert truth(versions, MAY, **only("a")) is NO


# whatever the rules

days = st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31))
answers = st.dictionaries(st.sampled_from([*GROUPS, *CONDITIONS]), st.booleans())


@st.composite
def any_rule(draw: st.DrawFn) -> Rule:
    """A rule of one group or several, with conditions or none, whichever way they are joined."""
    return Rule(
        draw(st.sampled_from(["r", "s", "t"])),
        AID,
        tuple(draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True))),
        tuple(draw(st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True))),
        every_group=draw(st.booleans()),
        any_condition=draw(st.booleans()),
    )


def gives(rule: Rule, holds: Mapping[str, bool]) -> bool:
    """What the rule says of somebody of whom everything is known, in the words of its definition."""
    groups = (all if rule.every_group else any)(holds[code] for code in rule.groups)
    conditions = [holds[code] for code in rule.conditions]
    return groups and (not conditions or (any if rule.any_condition else all)(conditions))


def cases_of(rule: Rule, holds: Mapping[str, bool]) -> list[dict[str, bool]]:
    """Everybody that the answers may be about."""
    unknown = [code for code in rule.needs if code not in holds]
    return [
        {**holds, **dict(zip(unknown, given, strict=True))}
        for given in product((True, False), repeat=len(unknown))
    ]


@st.composite
def schemes(draw: st.DrawFn) -> list[Version]:
    """Up to three versions, one after another, with or without a printed start, gaps and transitions."""
    bounds = sorted(draw(st.lists(days, min_size=2, max_size=6, unique=True)))
    found: list[Version] = []
    for number, (first, last) in enumerate(zip(bounds[::2], bounds[1::2], strict=False)):
        is_open = number == 0 and draw(st.booleans())
        transition = None
        if found and draw(st.booleans()):
            transition = Transition(found[-1].code, first, last, draw(st.none() | days))
        found.append(
            Version(
                f"v{number}",
                valid_from=None if is_open else first,
                known_from=draw(st.none() | st.just(first)) if is_open else None,
                valid_to=last,
                rules=tuple(draw(st.lists(any_rule(), max_size=4))),
                transition=transition,
            )
        )
    return found


@given(schemes(), answers, st.none() | days)
def test_answers_change_only_on_days_that_a_version_names(versions, holds, enrolled_on):
    named = {day for version in versions for day in version.named_days}
    samples = {dt.date(2021, 1, 1) + dt.timedelta(days=30 * n) for n in range(49)}
    tried = sorted(samples | {day + n * DAY for day in named for n in (-1, 0, 1)})
    found = [decide(versions, AID, Facts(day, holds, enrolled_on)) for day in tried]

    changes = [
        (before, after)
        for before, after, was, now in zip(tried, tried[1:], found, found[1:], strict=False)
        if (was.truth, was.reasons, was.missing) != (now.truth, now.reasons, now.missing)
    ]

    assert [pair for pair in changes if not any(pair[0] < day <= pair[1] for day in named)] == []


@given(schemes(), days, st.tuples(answers, answers), st.none() | days, days)
def test_further_answers_settle_and_never_reverse(versions, day, given_answers, enrolled_on, later):
    some, others = given_answers
    before = truth(versions, day, enrolled_on, **some)

    after = truth(versions, day, enrolled_on or later, **(others | some))

    assert before in {CANNOT_TELL, after}


@given(schemes(), days, answers, answers)
def test_questions_are_all_that_matters(versions, day, holds, others):
    asked = questions(versions, day)
    unasked = {code: value for code, value in others.items() if code not in asked}

    assert truth(versions, day, **holds) is truth(versions, day, **(holds | unasked))


@given(schemes(), days, answers, st.data())
def test_answering_what_is_missing_leaves_only_what_no_release_states(versions, day, holds, data):
    facts = Facts(day, holds)
    while Reason.ANSWER_MISSING in (decision := decide(versions, AID, facts)).reasons:
        code = decision.missing[0]
        assert code in questions(versions, day)
        if code == ENROLLED_ON:
            facts = Facts(day, facts.holds, data.draw(days))
        else:
            facts = Facts(day, {**facts.holds, code: data.draw(st.booleans())}, facts.enrolled_on)

    assert (decision.truth is CANNOT_TELL) is bool(decision.reasons)
    assert decision.missing == ()


@given(any_rule(), answers)
def test_several_groups_and_conditions_are_joined_as_the_rule_says(rule, holds):
    """Against everybody that the answers may be about: yes or no only if all of them agree."""
    decision = decide([Version("one", valid_from=MAY, rules=(rule,))], AID, Facts(MAY, holds))
    found = {gives(rule, case) for case in cases_of(rule, holds)}

    assert decision.truth is (CANNOT_TELL if len(found) == 2 else YES if found == {True} else NO)
    for code in rule.needs:
        matters = any(
            gives(rule, case | {code: True}) != gives(rule, case | {code: False})
            for case in cases_of(rule, holds)
        )
        assert (code in decision.missing) is (code not in holds and matters)


@given(schemes(), days, answers, st.none() | days)
def test_answer_follows_from_its_trace(versions, day, holds, enrolled_on):
    decision = decide(versions, AID, Facts(day, holds, enrolled_on))

    assert decision.branches
    for branch in decision.branches:
        if decision.truth is not CANNOT_TELL:
            assert branch.truth is decision.truth
        for step in branch.deciding:
            known = {code: value is YES for code, value in step.parts if value is not CANNOT_TELL}
            if branch.truth is not CANNOT_TELL:
                assert {gives(step.rule, case) for case in cases_of(step.rule, known)} == {
                    branch.truth is YES
                }


@pytest.mark.parametrize(("one", "other"), [*product(Truth, repeat=2)])
def test_logic_is_kleenes(one, other):
    order = [NO, CANNOT_TELL, YES]

    assert all_of([one, other]) is order[min(order.index(one), order.index(other))]
    assert any_of([one, other]) is order[max(order.index(one), order.index(other))]


def test_part_of_a_group_implies_the_group():
    part_of = {"recognised": "returned", "returned": "poor"}

    assert closed({"recognised": True}, part_of) == {"recognised": True, "returned": True, "poor": True}
    assert closed({"poor": False}, part_of) == {"poor": False, "returned": False, "recognised": False}
    assert closed({"returned": True}, part_of) == {"returned": True, "poor": True}
    with pytest.raises(Contradiction, match="poor"):
        closed({"recognised": True, "poor": False}, part_of)
