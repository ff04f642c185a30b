"""Conditions, dated rules of schemes and cases to try them as records."""

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments
from portal.publishing.records import in_document, locator
from portal.records.access import Access, nothing_public, released_rows
from portal.records.columns import (
    NAMES,
    NOTES,
    Boolean,
    Choice,
    Code,
    Date,
    Text,
    Texts,
    texts,
)
from portal.records.described import changes
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, RecordType
from portal.staff.models import Department
from welfare.api import (
    RuleFields,
    RuleFilter,
    SchemeVersionFields,
    SchemeVersionFilter,
)
from welfare.models import Condition, EligibilityCase, Rule, Scheme, SchemeVersion
from welfare.records.schemes import schemes_of
from welfare.validation import (
    kinds_of_conditions,
    validate_case,
    validate_condition,
    validate_rule,
    validate_version,
)


def days_of(version: SchemeVersion) -> str:
    """“1 May 2022 to —”; a dash for an end that is not stated."""
    first = version.valid_from or version.known_from
    words = _("known from %(first)s to %(last)s") if version.known_from else _("%(first)s to %(last)s")
    return words % {"first": _day(first), "last": _day(version.valid_to)}


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "—"


def version_summary(row: SchemeVersion) -> str:
    """“Five groups · 1 May 2022 to — · in transition with two-groups”."""
    transition = row.earlier and _("in transition with %(earlier)s") % {"earlier": row.earlier}
    return " · ".join(filter(None, (row.name, days_of(row), transition)))


def rule_summary(row: Rule) -> str:
    """“five-groups · Destitute people · resident insurance → Contribution aid”."""
    more = [*row.more_groups, *row.more_conditions]
    needs = " · ".join(str(one) for one in (row.version, row.group, row.condition, *more) if one)
    return f"{needs} → {row.benefit_name}"


def trial_of(row: SchemeVersion | Rule) -> tuple[str, str] | None:
    """The page on which the rules of a draft are tried on stored cases."""
    if row.release.released_at is not None:
        return None
    return _("Try on stored cases"), reverse("admin:welfare_trial", args=[row.release_id])


RULES = [
    RecordType(
        model=Condition,
        access=Access(
            ("department_id",),
            appears_in=("rules__release", "conditional_rules__release"),
            public=released_rows(Condition),
        ),
        sheet=Sheet(
            "Conditions",
            _("Conditions of eligibility"),
            Group.REFERENCE,
            205,
            Condition,
            (
                Code("code", required=True),
                Choice("kind", required=True),
                *texts(*NAMES, required=True),
                Reference("department", Target(Department), required=True),
                *texts("definition_zh", "definition_en", "question_zh", "question_en"),
                Reference("part_of", Target(Condition)),
                *changes(),
            ),
            key=("code",),
        ),
        validate=validate_condition,
        choices={"department": own_departments},
        admin=AdminOptions(
            fields=(
                "code",
                "kind",
                ("name_zh", "name_en"),
                "department",
                ("definition_zh", "definition_en"),
                ("question_zh", "question_en"),
                "part_of",
            ),
            search=("code", *NAMES),
            filters=("kind",),
        ),
    ),
    RecordType(
        model=SchemeVersion,
        access=Access(("scheme__department_id",), "release", contributes=True),
        sheet=Sheet(
            "SchemeVersions",
            _("Versions of schemes"),
            Group.RELEASE,
            211,
            SchemeVersion,
            (
                Reference("scheme", Target(Scheme), required=True),
                Code("code", required=True),
                *texts(*NAMES, required=True),
                *locator(),
                *map(Date, ("valid_from", "known_from", "valid_to")),
                Text("earlier"),
                *map(Date, ("transition_from", "transition_to", "newcomers_from")),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("scheme", "code"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "scheme-versions",
            SchemeVersion,
            SchemeVersionFields,
            filters=SchemeVersionFilter,
            title=_("Versions of schemes"),
            about=_(
                "From which day to which day the rules of a scheme hold, and for whom the earlier ones do."
            ),
            related=("scheme__department",),
        ),
        validate=validate_version,
        summary=version_summary,
        related=("scheme",),
        choices=IN_OPEN_RELEASE | {"scheme": schemes_of},
        admin=AdminOptions(
            fields=(
                "scheme",
                "code",
                ("name_zh", "name_en"),
                ("valid_from", "known_from", "valid_to"),
                ("earlier", "transition_from", "transition_to", "newcomers_from"),
            ),
            search=("scheme__code", "scheme__name_zh", "scheme__name_en", "code", *NAMES),
            filters=("scheme",),
            link=trial_of,
        ),
    ),
    RecordType(
        model=Rule,
        access=Access(("scheme__department_id",), "release", contributes=True),
        sheet=Sheet(
            "EligibilityRules",
            _("Rules of eligibility"),
            Group.RELEASE,
            212,
            Rule,
            (
                Reference("scheme", Target(Scheme), required=True),
                *(Code(name, required=True) for name in ("version", "code")),
                Reference("group", Target(Condition), required=True),
                Reference("condition", Target(Condition)),
                Texts("more_groups"),
                Boolean("every_group"),
                Texts("more_conditions"),
                Boolean("any_condition"),
                Code("benefit", required=True),
                *texts("benefit_zh", "benefit_en", "clause_zh", "clause_en", required=True),
                *locator(),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("scheme", "version", "code"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "eligibility-rules",
            Rule,
            RuleFields,
            filters=RuleFilter,
            title=_("Rules of eligibility"),
            about=_("Which group has which benefit under which version of a scheme, with the clause."),
            related=("scheme__department", "group", "condition"),
        ),
        validate=validate_rule,
        context=kinds_of_conditions,
        summary=rule_summary,
        related=("scheme", "group", "condition"),
        choices=IN_OPEN_RELEASE | {"scheme": schemes_of},
        admin=AdminOptions(
            fields=(
                "scheme",
                ("version", "code"),
                ("group", "condition"),
                ("more_groups", "every_group"),
                ("more_conditions", "any_condition"),
                "benefit",
                ("benefit_zh", "benefit_en"),
                ("clause_zh", "clause_en"),
            ),
            search=("scheme__code", "scheme__name_zh", "scheme__name_en", "code", "clause_zh", "clause_en"),
            filters=("scheme", "group"),
            link=trial_of,
        ),
    ),
    RecordType(
        model=EligibilityCase,
        access=Access(("department_id",), public=nothing_public),
        sheet=Sheet(
            "EligibilityCases",
            _("Cases for trying rules"),
            Group.CONTENT,
            210,
            EligibilityCase,
            (
                Code("code", required=True),
                *texts(*NAMES, required=True),
                Reference("department", Target(Department), required=True),
                Reference("scheme", Target(Scheme), required=True),
                Code("benefit", required=True),
                Date("day", required=True),
                Date("enrolled_on"),
                *map(Texts, ("meets", "fails")),
                Choice("expected", required=True),
            ),
            key=("code",),
        ),
        validate=validate_case,
        context=kinds_of_conditions,
        choices={"department": own_departments, "scheme": schemes_of},
        admin=AdminOptions(
            fields=(
                "code",
                ("name_zh", "name_en"),
                "department",
                ("scheme", "benefit"),
                ("day", "enrolled_on"),
                "meets",
                "fails",
                "expected",
            ),
            search=("code", *NAMES),
            filters=("scheme",),
        ),
    ),
]
