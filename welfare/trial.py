"""Trying the rules of a draft on stored cases: who would gain or lose, before anybody approves them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.publishing.models import Release
from welfare.eligibility import Contradiction, Facts, Truth, closed, decide
from welfare.models import EligibilityCase, Rule, Scheme, SchemeVersion
from welfare.models.cases import ANSWERS
from welfare.rulebook import Rulebook

WORDS = dict(ANSWERS)
GAINS, LOSES, UNCLEAR, CLEAR, SAME = "gains", "loses", "unclear", "clear", "same"
CHANGES = {
    GAINS: _("gains"),
    LOSES: _("loses"),
    UNCLEAR: _("can no longer be told"),
    CLEAR: _("can be told now: no"),
    SAME: _("unchanged"),
}


@dataclass(frozen=True)
class Tried:
    """A case with its answer by the public rules and by those of the draft."""

    case: EligibilityCase
    before: Truth
    after: Truth

    @property
    def change(self) -> str:
        if self.before is self.after:
            return SAME
        if self.after is Truth.YES:
            return GAINS
        if self.before is Truth.YES:
            return LOSES if self.after is Truth.NO else UNCLEAR
        return CLEAR if self.after is Truth.NO else UNCLEAR

    @property
    def change_words(self) -> str:
        return str(CHANGES[self.change])

    @property
    def before_words(self) -> str:
        return str(WORDS[self.before])

    @property
    def after_words(self) -> str:
        return str(WORDS[self.after])

    @property
    def is_expected(self) -> bool:
        return self.after.value == self.case.expected


def schemes_of(release: Release) -> set[int]:
    """The schemes of which the release states versions or rules."""
    return {
        key
        for model in (SchemeVersion, Rule)
        for key in model.objects.filter(release=release).values_list("scheme", flat=True)
    }


def try_cases(release: Release, now: dt.datetime) -> Sequence[Tried]:
    """The cases of the release's schemes, those that change or are not as expected first."""
    schemes = schemes_of(release)
    if not schemes:
        return []
    known, drafted = Rulebook.known_at(now), Rulebook.with_release(release, now)
    cases = EligibilityCase.objects.filter(scheme__in=schemes).select_related("scheme")
    found = [Tried(case, answer(known, case), answer(drafted, case)) for case in cases]
    return sorted(found, key=lambda one: (one.is_expected, one.change == SAME))


def answer(book: Rulebook, case: EligibilityCase) -> Truth:
    """The answer of a case by these rules."""
    holds = dict.fromkeys(case.meets, True) | dict.fromkeys(case.fails, False)
    try:
        holds = closed(holds, book.part_of)
    except Contradiction:
        return Truth.CANNOT_TELL  # by these rules nobody is like that
    versions = book.versions.get(Scheme(pk=case.scheme_id), [])
    return decide(versions, case.benefit, Facts(case.day, holds, case.enrolled_on)).truth
