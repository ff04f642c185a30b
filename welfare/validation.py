"""Validation of disbursements, of dated rules and of cases, and what must hold of the rules of a release."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.models.released import kinds_in
from portal.publishing.validation import numbers_are_the_printed_ones, place, printed
from portal.records.findings import Beside, Finding, constraint_message, every, readable
from portal.statistics.measures import in_yuan
from portal.statistics.validation import inferred_period_is_explained
from welfare.eligibility import Version
from welfare.models import Condition, Disbursement, EligibilityCase, Rule, SchemeVersion
from welfare.rulebook import Rulebook
from welfare.trial import GAINS, LOSES, try_cases

PRINTED = printed(gettext_lazy("Copy the words or the figure as the document prints it."))


def period_in_order(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.period_start > row.period_end:
        yield Finding("period_end", constraint_message(Disbursement, "disbursement_period_in_order"))


def states_something(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.persons is None and row.households is None and row.amount is None:
        yield Finding("amount", constraint_message(Disbursement, "disbursement_states_something"))


def amount_is_not_negative(row: Disbursement, context: object) -> Iterator[Finding]:
    if row.amount is not None and row.amount < 0:
        yield Finding("amount", constraint_message(Disbursement, "disbursement_not_negative"))


validate_disbursement = every(
    place,
    PRINTED,
    numbers_are_the_printed_ones,
    period_in_order,
    inferred_period_is_explained,
    states_something,
    amount_is_not_negative,
    in_yuan("amount"),
)


def days_in_order(row: SchemeVersion, context: object) -> Iterator[Finding]:
    for field in ("valid_from", "known_from"):
        first = getattr(row, field)
        if first and row.valid_to and first > row.valid_to:
            yield Finding(field, constraint_message(SchemeVersion, "scheme_version_days_in_order"))


def one_start(row: SchemeVersion, context: object) -> Iterator[Finding]:
    if row.valid_from and row.known_from:
        yield Finding("known_from", constraint_message(SchemeVersion, "scheme_version_one_start"))


def whole_transition(row: SchemeVersion, context: object) -> Iterator[Finding]:
    """A transition names the earlier version, another one, and its first and last day."""
    first, last = row.transition_from, row.transition_to
    is_whole = row.earlier and row.earlier != row.code and first and last and first <= last
    if not is_whole and (row.earlier or first or last or row.newcomers_from):
        yield Finding("earlier", constraint_message(SchemeVersion, "scheme_version_whole_transition"))


def group_is_a_group(row: Rule, kinds: Mapping[str, str]) -> Iterator[Finding]:
    if row.group.kind != Condition.Kind.GROUP:
        yield Finding("group", _("Choose a group of people."))
    if wrong := [code for code in row.more_groups if kinds.get(code, Condition.Kind.GROUP) != "group"]:
        yield Finding("more_groups", _("Not a group of people: %(codes)s.") % {"codes": ", ".join(wrong)})


def condition_is_another(row: Rule, kinds: Mapping[str, str]) -> Iterator[Finding]:
    if row.condition is not None and row.condition.code == row.group.code:
        yield Finding("condition", constraint_message(Rule, "rule_condition_is_another"))
    if row.more_conditions and row.condition is None:
        yield Finding("condition", constraint_message(Rule, "rule_more_after_the_first"))


def named_once(row: Rule, kinds: Mapping[str, str]) -> Iterator[Finding]:
    """No group or condition twice: it would be asked twice and add nothing."""
    first = [row.group.code, *filter(None, [row.condition and row.condition.code])]
    named = Counter([*first, *row.more_groups, *row.more_conditions])
    for field in ("more_groups", "more_conditions"):
        if twice := [code for code in getattr(row, field) if named[code] > 1]:
            yield Finding(field, _("Named twice: %(codes)s.") % {"codes": ", ".join(dict.fromkeys(twice))})


def circumstance_is_asked(row: Condition, context: object) -> Iterator[Finding]:
    if row.kind == Condition.Kind.CIRCUMSTANCE and not row.question_zh:
        yield Finding("question_zh", constraint_message(Condition, "condition_circumstance_is_asked"))


def only_groups_are_parts(row: Condition, context: object) -> Iterator[Finding]:
    if row.part_of is None:
        return
    if row.kind != Condition.Kind.GROUP:
        yield Finding("part_of", constraint_message(Condition, "condition_circumstance_is_asked"))
    elif row.part_of.code == row.code:
        yield Finding("part_of", constraint_message(Condition, "condition_not_part_of_itself"))


def kinds_of_conditions(rows: list[Model], beside: Beside) -> dict[str, str]:
    """The kind of each condition that exists, or that the workbook brings, by its code."""
    brought = readable(beside(Condition), lambda condition: (condition.code, condition.kind))
    return {**dict(Condition.objects.values_list("code", "kind")), **dict(brought)}


def conditions_exist(*fields: str) -> Callable[..., Iterator[Finding]]:
    """A rule: the conditions that the fields list by their codes exist."""

    def validator(row: EligibilityCase | Rule, kinds: Mapping[str, str]) -> Iterator[Finding]:
        for field in fields:
            if unknown := [code for code in getattr(row, field) if code not in kinds]:
                yield Finding(field, _("No such condition: %(codes)s.") % {"codes": ", ".join(unknown)})

    return validator


def not_both(row: EligibilityCase, kinds: Mapping[str, str]) -> Iterator[Finding]:
    if set(row.meets) & set(row.fails):
        yield Finding("fails", constraint_message(EligibilityCase, "eligibility_case_not_both"))


validate_version = every(place, PRINTED, days_in_order, one_start, whole_transition)
validate_rule = every(
    place,
    PRINTED,
    conditions_exist("more_groups", "more_conditions"),
    group_is_a_group,
    condition_is_another,
    named_once,
)
validate_condition = every(circumstance_is_asked, only_groups_are_parts)
validate_case = every(conditions_exist("meets", "fails"), not_both)


def rules_fit_together(release: Release) -> Iterator[ChecklistEntry]:
    """With what is public: rules name versions that exist, and no two versions of a scheme hold on one day."""
    if not kinds_in(release, [SchemeVersion, Rule]):
        return
    versions = list(SchemeVersion.objects.filter(release=release).select_related("scheme"))
    rules = list(Rule.objects.filter(release=release).select_related("scheme", "group"))
    book = Rulebook.with_release(release, timezone.now())
    codes = {scheme.pk: {version.code for version in found} for scheme, found in book.versions.items()}
    nowhere = [rule for rule in rules if rule.version not in codes.get(rule.scheme_id, ())]
    nowhere += [one for one in versions if one.earlier and one.earlier not in codes[one.scheme_id]]
    yield from about(nowhere, _("These name a version that no release states: %(rows)s."), is_error=True)
    together = [
        f"{one.source} / {other.source}"
        for found in book.versions.values()
        for one, other in combinations(found, 2)
        if _overlap(one, other)
    ]
    words = _("Versions in effect on the same day; give the earlier one its last day: %(rows)s.")
    yield from about(together, words, is_error=True)


def _overlap(one: Version, other: Version) -> bool:
    ends_before = one.valid_to and other.valid_from and one.valid_to < other.valid_from
    starts_after = one.valid_from and other.valid_to and other.valid_to < one.valid_from
    return not (ends_before or starts_after)


def versions_have_rules(release: Release) -> Iterator[ChecklistEntry]:
    """A version without rules answers nothing."""
    stated = set(SchemeVersion.objects.filter(release=release).values_list("pk", flat=True))
    if not stated:
        return
    book = Rulebook.with_release(release, timezone.now())
    empty = [
        str(version.source)
        for found in book.versions.values()
        for version in found
        if version.source.pk in stated and not version.rules
    ]
    yield from about(empty, _("Versions without any rule: %(rows)s."))


def cases_are_tried(release: Release) -> Iterator[ChecklistEntry]:
    """Who would gain or lose by the rules of the release, among the stored cases."""
    if release.released_at is not None or not (rows := try_cases(release, timezone.now())):
        return
    count = Counter(row.change for row in rows)
    words = _(
        "Tried on %(cases)d cases: %(gain)d gain, %(lose)d lose, %(unexpected)d are not as expected."
    ) % {
        "cases": len(rows),
        "gain": count[GAINS],
        "lose": count[LOSES],
        "unexpected": sum(not row.is_expected for row in rows),
    }
    yield ChecklistEntry(words, address=reverse("admin:welfare_trial", args=[release.pk]))


RELEASE_ERRORS = [rules_fit_together]
RELEASE_WARNINGS = [versions_have_rules, cases_are_tried]
