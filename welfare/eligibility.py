"""Eligibility: which rule held on a day, and what follows from it for one person.

Pure: no database, no clock, no language. Answers have three values (Kleene's strong logic): yes, no, and cannot tell,
whenever a rule or an answer that matters is not stated. Where more than one version may govern a case, only what they
all give is an answer. So a further answer or a further printed date can settle an open question, never reverse a
settled one.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

DAY = dt.timedelta(days=1)
#: Stands in `missing` for the day of enrolment.
ENROLLED_ON = "enrolled_on"


class Truth(StrEnum):
    """One of three values."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why no answer follows."""

    NO_RULE = "no_rule"  # no released version covers the day
    START_NOT_STATED = "start_not_stated"  # a version may cover the day; its first day is not printed
    NO_RULES_IN_VERSION = "no_rules_in_version"  # a version is released, its rules are not
    BOUNDARY_NOT_STATED = "boundary_not_stated"  # who counts as a newcomer is not printed
    ANSWER_MISSING = "answer_missing"


def all_of(values: Iterable[Truth]) -> Truth:
    values = set(values)
    return next((value for value in (Truth.NO, Truth.CANNOT_TELL) if value in values), Truth.YES)


def any_of(values: Iterable[Truth]) -> Truth:
    values = set(values)
    return next((value for value in (Truth.YES, Truth.CANNOT_TELL) if value in values), Truth.NO)


def agreed(values: Iterable[Truth]) -> Truth:
    """What all of them say; cannot tell where they differ."""
    values = set(values)
    return values.pop() if len(values) == 1 else Truth.CANNOT_TELL


@dataclass(frozen=True)
class Rule:
    """Whoever is in one of the groups, and meets every condition, has the benefit.

    `every_group`: whoever is in all of them; `any_condition`: one condition is enough.
    """

    code: str
    benefit: str
    groups: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    every_group: bool = False
    any_condition: bool = False
    source: object = field(default=None, compare=False)

    @property
    def needs(self) -> tuple[str, ...]:
        """All that it asks."""
        return self.groups + self.conditions


@dataclass(frozen=True)
class Transition:
    """New rules for newcomers, old rules for the others (新人新办法，老人老办法), from the first to the last day.

    `newcomers_from`: enrolled on that day or later is a newcomer; None if the release sets no such day.
    """

    earlier: str
    first: dt.date
    last: dt.date
    newcomers_from: dt.date | None = None


@dataclass(frozen=True)
class Version:
    """One version of a scheme's rules. Its list of rules is complete: whoever no rule names has no benefit under it.

    `known_from`: where `valid_from` is not printed, the first day for which the release shows that it held.
    """

    code: str
    valid_from: dt.date | None = None
    known_from: dt.date | None = None
    valid_to: dt.date | None = None
    rules: tuple[Rule, ...] = ()
    transition: Transition | None = None
    source: object = field(default=None, compare=False)

    def covers(self, day: dt.date) -> Truth:
        """Whether it held on that day."""
        if self.valid_to and day > self.valid_to:
            return Truth.NO
        if self.valid_from:
            return Truth.YES if day >= self.valid_from else Truth.NO
        return Truth.YES if self.known_from and day >= self.known_from else Truth.CANNOT_TELL

    @property
    def named_days(self) -> set[dt.date]:
        """The days from which another answer may hold."""
        ends = [self.valid_to, self.transition and self.transition.last]
        starts = [self.valid_from, self.known_from, self.transition and self.transition.first]
        return {day for day in starts if day} | {day + DAY for day in ends if day}


@dataclass(frozen=True)
class Facts:
    """What is known of one case. `holds`: by code of group or condition; a code that is absent is unanswered."""

    day: dt.date
    holds: Mapping[str, bool] = field(default_factory=dict)
    enrolled_on: dt.date | None = None

    def truth(self, code: str) -> Truth:
        if code not in self.holds:
            return Truth.CANNOT_TELL
        return Truth.YES if self.holds[code] else Truth.NO


@dataclass(frozen=True)
class Half:
    """The groups or the conditions of a rule, answered: every one is needed, or any one is enough."""

    parts: tuple[tuple[str, Truth], ...]
    is_every: bool

    @property
    def truth(self) -> Truth:
        found = [truth for _code, truth in self.parts]
        return all_of(found) if self.is_every else any_of(found)


@dataclass(frozen=True)
class Step:
    """A rule applied to a case."""

    rule: Rule
    parts: tuple[tuple[str, Truth], ...]

    @property
    def halves(self) -> list[Half]:
        """Its groups and, if it has any, its conditions; both are needed."""
        held = dict(self.parts)
        rule = self.rule
        asked = ((rule.groups, rule.every_group), (rule.conditions, not rule.any_condition))
        return [
            Half(tuple((code, held[code]) for code in codes), is_every) for codes, is_every in asked if codes
        ]

    @property
    def truth(self) -> Truth:
        return all_of(half.truth for half in self.halves)

    @property
    def missing(self) -> Iterator[str]:
        """The unanswered questions on which it depends."""
        if self.truth is Truth.CANNOT_TELL:
            for half in self.halves:
                unanswered = (code for code, truth in half.parts if truth is Truth.CANNOT_TELL)
                yield from unanswered if half.truth is Truth.CANNOT_TELL else ()


@dataclass(frozen=True)
class Branch:
    """A version that governs the case, or may. `version` None: perhaps no rule held on that day.

    `newcomer`: under a transition, the side for which it stands. `open_transition`: the transition, where it is not
    known on which side the person is.
    """

    version: Version | None
    newcomer: bool | None = None
    open_transition: Transition | None = None
    steps: tuple[Step, ...] = ()

    @property
    def truth(self) -> Truth:
        return any_of(step.truth for step in self.steps) if self.has_rules else Truth.CANNOT_TELL

    @property
    def has_rules(self) -> bool:
        return self.version is not None and bool(self.version.rules)

    @property
    def deciding(self) -> list[Step]:
        """The steps from which its answer follows: those that say yes, or all of them."""
        return [step for step in self.steps if step.truth is self.truth]


@dataclass(frozen=True)
class Decision:
    """The answer for one benefit, with its trace."""

    benefit: str
    truth: Truth
    branches: tuple[Branch, ...]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


def decide(versions: Sequence[Version], benefit: str, facts: Facts) -> Decision:
    """Whether the person of the case has the benefit on its day."""
    branches = tuple(_applied(branch, benefit, facts) for branch in _governing(versions, facts))
    truth = agreed(branch.truth for branch in branches)
    if truth is not Truth.CANNOT_TELL:
        return Decision(benefit, truth, branches)
    reasons, missing = _open_questions(branches, facts)
    return Decision(benefit, truth, branches, reasons, missing)


def _governing(versions: Sequence[Version], facts: Facts) -> Iterator[Branch]:
    """Every version that governs the case or may, and None where perhaps none does."""
    held = [version for version in versions if version.covers(facts.day) is Truth.YES]
    for version in held:
        yield from _sides(version, versions, facts)
    if not held:
        yield from (Branch(one) for one in versions if one.covers(facts.day) is Truth.CANNOT_TELL)
        yield Branch(None)


def _sides(version: Version, versions: Sequence[Version], facts: Facts) -> Iterator[Branch]:
    """The version alone or, during its transition, the sides on which the person may be."""
    transition = version.transition
    if transition is None or not transition.first <= facts.day <= transition.last:
        yield Branch(version)
        return
    earlier = next((one for one in versions if one.code == transition.earlier), None)
    if transition.newcomers_from and facts.enrolled_on:
        newcomer = facts.enrolled_on >= transition.newcomers_from
        yield Branch(version if newcomer else earlier, newcomer)
    else:
        yield Branch(version, newcomer=True, open_transition=transition)
        yield Branch(earlier, newcomer=False, open_transition=transition)


def _applied(branch: Branch, benefit: str, facts: Facts) -> Branch:
    rules = branch.version.rules if branch.version else ()
    steps = (
        Step(rule, tuple((code, facts.truth(code)) for code in rule.needs))
        for rule in rules
        if rule.benefit == benefit
    )
    return replace(branch, steps=tuple(steps))


def _open_questions(branches: Sequence[Branch], facts: Facts) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    """Why nothing follows, and the answers that would help, each once and in order."""
    missing = list(
        dict.fromkeys(code for branch in branches for step in branch.steps for code in step.missing)
    )
    transitions = [branch.open_transition for branch in branches if branch.open_transition]
    if any(transition.newcomers_from for transition in transitions):
        missing.append(ENROLLED_ON)
    versions = [branch.version for branch in branches if branch.version]
    found = {
        Reason.NO_RULE: not versions,
        Reason.START_NOT_STATED: any(one.covers(facts.day) is Truth.CANNOT_TELL for one in versions),
        Reason.NO_RULES_IN_VERSION: not all(one.rules for one in versions),
        Reason.BOUNDARY_NOT_STATED: any(not transition.newcomers_from for transition in transitions),
        Reason.ANSWER_MISSING: bool(missing),
    }
    return tuple(reason for reason, holds in found.items() if holds), tuple(missing)


def closed(holds: Mapping[str, bool], part_of: Mapping[str, str]) -> dict[str, bool]:
    """The answers with what they imply: a member of a group is in the group that contains it, and conversely.

    `part_of`: by code of a group, the code of the group of which it is a part. Raises Contradiction.
    """
    known = dict(holds)
    for code in [code for code, is_true in holds.items() if is_true]:
        known |= dict.fromkeys(_above(code, part_of), True)
    known |= {
        code: False
        for code in part_of
        if code not in known and any(known.get(above) is False for above in _above(code, part_of))
    }
    if wrong := [code for code, is_true in holds.items() if known[code] is not is_true]:
        raise Contradiction(wrong[0])
    return known


class Contradiction(ValueError):
    """Answers that exclude each other; the argument is the code of one of them."""


def _above(code: str, part_of: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    while (code := part_of.get(code, "")) and code not in found:
        found.append(code)
    return found


def benefits(versions: Iterable[Version]) -> list[str]:
    """The benefits that any of the versions gives, in their order."""
    return list(dict.fromkeys(rule.benefit for version in versions for rule in version.rules))


def questions(versions: Sequence[Version], day: dt.date) -> list[str]:
    """The codes that the rules need for that day, and `enrolled_on` where a boundary is stated and decides."""
    found: dict[str, None] = {}
    for branch in _governing(versions, Facts(day)):
        found |= {
            code: None for rule in (branch.version.rules if branch.version else ()) for code in rule.needs
        }
        if branch.open_transition and branch.open_transition.newcomers_from:
            found[ENROLLED_ON] = None
    return list(found)
