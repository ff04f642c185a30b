"""The rules of all schemes at a time, as the evaluator reads them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet

from portal.publishing.models import Release, ReleasedRecord, RowWithdrawal
from welfare.eligibility import Rule as EvaluatedRule
from welfare.eligibility import Transition, Version, benefits
from welfare.models import Condition, Rule, Scheme, SchemeVersion
from welfare.models.rules import attach_conditions


@dataclass(frozen=True)
class Rulebook:
    """Versions by scheme, the oldest first, and the conditions that their rules name, by code."""

    versions: dict[Scheme, list[Version]]
    conditions: dict[str, Condition]

    @classmethod
    def known_at(cls, at: dt.datetime) -> Self:
        """As published at that time; four queries."""
        return cls._of(_versions().known_at(at), _rules().known_at(at))

    @classmethod
    def with_release(cls, release: Release, now: dt.datetime) -> Self:
        """As it would be if the release were public now."""
        return cls._of(_in_place(_versions(), release, now), _in_place(_rules(), release, now))

    @classmethod
    def _of(cls, versions: Iterable[SchemeVersion], rules: Iterable[Rule]) -> Self:
        by_version = defaultdict(list)
        conditions = {}
        for rule in attach_conditions(rules):
            by_version[rule.scheme_id, rule.version].append(rule)
            conditions |= {one.code: one for one in (*rule.groups, *rule.conditions)}
        by_scheme = defaultdict(list)
        for row in versions:
            by_scheme[row.scheme].append(_version(row, by_version[row.scheme_id, row.code]))
        ordered = sorted(by_scheme.items(), key=lambda item: item[0].code)
        return cls({scheme: sorted(found, key=_start) for scheme, found in ordered}, conditions)

    @property
    def part_of(self) -> dict[str, str]:
        """By code of a group, the code of the group that contains it, among those that rules name."""
        by_key = {one.pk: one.code for one in self.conditions.values()}
        found = {code: by_key.get(one.part_of_id) for code, one in self.conditions.items()}
        return {code: above for code, above in found.items() if above}

    @property
    def benefits(self) -> list[tuple[Scheme, list[Version], str]]:
        """Each benefit of each scheme with the versions of the scheme."""
        return [(scheme, found, code) for scheme, found in self.versions.items() for code in benefits(found)]


def _versions() -> QuerySet:
    return SchemeVersion.objects.select_related("scheme__department", "release", "section")


def _rules() -> QuerySet:
    return Rule.objects.select_related("group", "condition", "release", "section").order_by(
        "section__order", "paragraph", "pk"
    )


def _in_place(rows: QuerySet, release: Release, now: dt.datetime) -> list[ReleasedRecord]:
    """The known rows, without those that the release restates or withdraws, and its own."""
    drafted = list(rows.filter(release=release))
    restated = {_key(row) for row in drafted}
    taken_back = RowWithdrawal.objects.filter(release=release, record=rows.model._meta.db_table)
    known = rows.known_at(now).exclude(pk__in=taken_back.values("row_id"))
    return [*(row for row in known if _key(row) not in restated), *drafted]


def _key(row: ReleasedRecord) -> tuple:
    return tuple(getattr(row, name) for name in row.version_key)


def _version(row: SchemeVersion, rules: Iterable[Rule]) -> Version:
    transition = None
    if row.earlier:
        transition = Transition(row.earlier, row.transition_from, row.transition_to, row.newcomers_from)
    evaluated = (
        EvaluatedRule(
            one.code,
            one.benefit,
            tuple(group.code for group in one.groups),
            tuple(condition.code for condition in one.conditions),
            one.every_group,
            one.any_condition,
            one,
        )
        for one in rules
    )
    return Version(
        row.code, row.valid_from, row.known_from, row.valid_to, tuple(evaluated), transition, source=row
    )


def _start(version: Version) -> dt.date:
    return version.valid_from or dt.date.min
