"""Schemes with their versions, rules and disbursements: one detail for page and JSON."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from portal.publishing.row_changes import RowChange, withdrawn_among
from portal.records.description_changes import DescriptionChange, changes_of
from welfare.models import Disbursement, Rule, Scheme, SchemeVersion
from welfare.models.rules import attach_conditions


def disbursements_at(at: dt.datetime) -> QuerySet:
    """Those in force, the newest first, ready to render."""
    rows = Disbursement.objects.known_at(at).select_related(
        "scheme__department", "release", "section", "area"
    )
    return rows.order_by("-period_end", "-pk")


@dataclass(frozen=True)
class VersionWithRules:
    """A version and its rules, the groups of one clause together."""

    record: SchemeVersion
    rules: Sequence[Rule]

    @property
    def clauses(self) -> list[tuple[Rule, list[Rule]]]:
        """The first rule of each clause, with all that state it."""
        found: dict[tuple, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault((rule.clause, rule.benefit, *rule.condition_codes), []).append(rule)
        return [(rules[0], rules) for rules in found.values()]


@dataclass(frozen=True)
class SchemeDetail:
    """A scheme: its versions with their rules, the newest first, what was paid under it, and what was withdrawn."""

    scheme: Scheme
    versions: Sequence[VersionWithRules]
    disbursements: Sequence[Disbursement]
    description_changes: Sequence[DescriptionChange]
    withdrawn: Sequence[RowChange]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The scheme of that code as published at that time. Raises Http404 unless a release states it."""
        schemes = Scheme.objects.released(at).select_related("department")
        scheme = get_object_or_404(schemes, code=code)
        (versions,) = versions_of([scheme], at).values()
        return cls(
            scheme=scheme,
            versions=versions,
            disbursements=list(disbursements_at(at).filter(scheme=scheme)),
            description_changes=changes_of(scheme, at),
            withdrawn=withdrawn_among(
                (model.objects.filter(scheme=scheme) for model in (SchemeVersion, Rule, Disbursement)), at
            ),
        )


def versions_of(schemes: Iterable[Scheme], at: dt.datetime) -> dict[int, list[VersionWithRules]]:
    """The versions of each scheme in force as records, the newest first; three queries."""
    keys = [scheme.pk for scheme in schemes]
    found: dict[int, list[VersionWithRules]] = {key: [] for key in keys}
    rules: dict[tuple, list[Rule]] = {}
    for rule in attach_conditions(
        Rule.objects.known_at(at)
        .filter(scheme__in=keys)
        .select_related("group", "condition", "release", "section")
        .order_by("section__order", "paragraph", "pk")
    ):
        rules.setdefault((rule.scheme_id, rule.version), []).append(rule)
    versions = SchemeVersion.objects.known_at(at).filter(scheme__in=keys).select_related("release", "section")
    for one in sorted(versions, key=lambda row: row.valid_from or dt.date.min, reverse=True):
        found[one.scheme_id].append(VersionWithRules(one, rules.get((one.scheme_id, one.code), ())))
    return found
