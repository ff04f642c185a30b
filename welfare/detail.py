"""Answers of the checker, built once for the page and the JSON. Nothing of a person is stored or logged."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from welfare.eligibility import (
    ENROLLED_ON,
    Branch,
    Decision,
    Facts,
    Half,
    Reason,
    Step,
    Truth,
    Version,
    closed,
    decide,
    questions,
)
from welfare.models import Condition, Rule, Scheme, SchemeVersion
from welfare.models.cases import ANSWERS
from welfare.rulebook import Rulebook

WORDS = dict(ANSWERS)
VERDICTS = {
    Truth.YES: gettext_lazy("Yes, by the released rules"),
    Truth.NO: gettext_lazy("No, not by the released rules"),
    Truth.CANNOT_TELL: gettext_lazy("Cannot be told from what is released"),
}
REASONS = {
    Reason.NO_RULE: gettext_lazy("No release states a rule for this day."),
    Reason.START_NOT_STATED: gettext_lazy("The release does not say since when the rule has been in effect."),
    Reason.NO_RULES_IN_VERSION: gettext_lazy("A version is released, but none of its rules."),
    Reason.BOUNDARY_NOT_STATED: gettext_lazy(
        "New rules are for newcomers and old rules for the others, and the release does not say who is a newcomer."
    ),
    Reason.ANSWER_MISSING: gettext_lazy("It depends on questions that are not answered yet."),
}
#: How many of the groups or conditions of a rule are needed.
ENOUGH = {
    (Condition.Kind.GROUP, "any"): gettext_lazy("In any one of these groups"),
    (Condition.Kind.GROUP, "all"): gettext_lazy("In all of these groups at once"),
    (Condition.Kind.CIRCUMSTANCE, "any"): gettext_lazy("Any one of these"),
    (Condition.Kind.CIRCUMSTANCE, "all"): gettext_lazy("All of these"),
}
SIDES = {
    True: gettext_lazy("For newcomers (new rules)"),
    False: gettext_lazy("For those who were in before (old rules)"),
    None: "",
}


@dataclass(frozen=True)
class Question:
    """What the rules of a day ask: whether a person is in a group, a circumstance, or the day of enrolment."""

    code: str
    kind: str
    text: str
    definition: str = ""

    @classmethod
    def of(cls, condition: Condition) -> Self:
        return cls(condition.code, condition.kind, condition.question or condition.name, condition.definition)

    @classmethod
    def of_enrolment(cls) -> Self:
        return cls(ENROLLED_ON, "day", _("When did you enrol?"))


@dataclass(frozen=True)
class Part:
    """A group or condition of a rule, and whether the person meets it."""

    condition: Condition
    truth: Truth

    @property
    def answer(self) -> str:
        return str(WORDS[self.truth]) if self.truth is not Truth.CANNOT_TELL else _("not answered")


@dataclass(frozen=True)
class Need:
    """The groups or the conditions of a rule: `enough` says whether any one of them will do or all are needed."""

    half: Half
    conditions: Mapping[str, Condition]

    @property
    def enough(self) -> str:
        return "all" if self.half.is_every else "any"

    @property
    def truth(self) -> Truth:
        return self.half.truth

    @property
    def kind(self) -> str:
        return self.parts[0].condition.kind

    @property
    def parts(self) -> list[Part]:
        return [Part(self.conditions[code], truth) for code, truth in self.half.parts]

    @property
    def codes(self) -> list[str]:
        return [code for code, _truth in self.half.parts]

    @property
    def words(self) -> str:
        """How many are needed; empty for a single one."""
        return str(ENOUGH[self.kind, self.enough]) if len(self.half.parts) > 1 else ""


@dataclass(frozen=True)
class AppliedRule:
    """A rule with its parts answered."""

    step: Step
    conditions: Mapping[str, Condition]

    @property
    def record(self) -> Rule:
        return self.step.rule.source

    @property
    def truth(self) -> Truth:
        return self.step.truth

    @property
    def answer(self) -> str:
        return str(WORDS[self.truth])

    @property
    def parts(self) -> list[Part]:
        return [part for need in self.needs for part in need.parts]

    @property
    def needs(self) -> list[Need]:
        return [Need(half, self.conditions) for half in self.step.halves]


@dataclass(frozen=True)
class Side:
    """A version that governs the case or may, and what it gives."""

    branch: Branch
    conditions: Mapping[str, Condition]
    day: dt.date

    @property
    def record(self) -> SchemeVersion | None:
        return self.branch.version.source if self.branch.version else None

    @property
    def label(self) -> str:
        return str(SIDES[self.branch.newcomer])

    @property
    def side(self) -> str | None:
        return {True: "newcomer", False: "earlier", None: None}[self.branch.newcomer]

    @property
    def covers(self) -> Truth:
        """Whether the version was in effect on the day; that of the old members is kept for them."""
        kept = self.branch.newcomer is False and self.branch.version
        return (
            Truth.YES
            if kept
            else self.branch.version.covers(self.day)
            if self.branch.version
            else Truth.CANNOT_TELL
        )

    @property
    def truth(self) -> Truth:
        return self.branch.truth

    @property
    def answer(self) -> str:
        return str(WORDS[self.truth])

    @property
    def rules(self) -> list[AppliedRule]:
        return [AppliedRule(step, self.conditions) for step in self.branch.steps]

    @property
    def deciding(self) -> list[AppliedRule]:
        return [AppliedRule(step, self.conditions) for step in self.branch.deciding]

    @property
    def clauses(self) -> list[Rule]:
        """The rules whose clauses the answer cites, each clause once."""
        return list({rule.record.clause: rule.record for rule in self.deciding}.values())


@dataclass(frozen=True)
class Outcome:
    """The answer for one benefit of one scheme, with its trace."""

    scheme: Scheme
    versions: list[Version]
    decision: Decision
    conditions: Mapping[str, Condition]
    day: dt.date

    @property
    def truth(self) -> Truth:
        return self.decision.truth

    @property
    def answer(self) -> str:
        return str(WORDS[self.truth])

    @property
    def verdict(self) -> str:
        return str(VERDICTS[self.truth])

    @property
    def benefit(self) -> str:
        return self.decision.benefit

    @cached_property
    def benefit_name(self) -> str:
        """As the rule that decides calls it, or else the first that gives it."""
        deciding = [rule.record for side in self.sides for rule in side.deciding]
        all_rules = [rule.source for version in self.versions for rule in version.rules]
        named = [rule for rule in [*deciding, *all_rules] if rule.benefit == self.benefit]
        return named[0].benefit_name

    @property
    def sides(self) -> list[Side]:
        return [Side(branch, self.conditions, self.day) for branch in self.decision.branches]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why nothing follows: code and words."""
        return [(reason.value, str(REASONS[reason])) for reason in self.decision.reasons]

    @property
    def missing(self) -> list[Question]:
        return [
            Question.of_enrolment() if code == ENROLLED_ON else Question.of(self.conditions[code])
            for code in self.decision.missing
        ]


@dataclass(frozen=True)
class Eligibility:
    """The questions for a day, and the answers that follow from what is known, as published at a time."""

    book: Rulebook
    facts: Facts

    @classmethod
    def at(cls, at: dt.datetime, facts: Facts) -> Self:
        """Raises Contradiction for answers that exclude each other."""
        return cls.of(Rulebook.known_at(at), facts)

    @classmethod
    def of(cls, book: Rulebook, facts: Facts) -> Self:
        return cls(book, Facts(facts.day, closed(facts.holds, book.part_of), facts.enrolled_on))

    @property
    def day(self) -> dt.date:
        return self.facts.day

    @cached_property
    def questions(self) -> list[Question]:
        """What the rules that may govern the day need to know, groups first."""
        asked: dict[str, None] = {}
        for versions in self.book.versions.values():
            asked |= dict.fromkeys(questions(versions, self.day))
        found = [Question.of(self.book.conditions[code]) for code in asked if code != ENROLLED_ON]
        found.sort(key=lambda question: question.kind != Condition.Kind.GROUP)
        return [*found, *([Question.of_enrolment()] if ENROLLED_ON in asked else [])]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        return [
            Outcome(scheme, versions, decide(versions, benefit, self.facts), self.book.conditions, self.day)
            for scheme, versions, benefit in self.book.benefits
        ]
