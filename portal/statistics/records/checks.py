"""Checks as records."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import Assessment
from portal.records.access import ADMINISTRATORS, NOBODY, Access, released_rows
from portal.records.columns import NAMES, NOTES, Boolean, Choice, Integer, texts
from portal.records.columns import Code as CodeColumn
from portal.records.findings import Finding
from portal.records.lookups import Known, Target
from portal.records.sheets import Group, Reference, Row, Sheet, Values
from portal.records.types import RecordType
from portal.statistics import checks
from portal.statistics.api.figures import CheckResultDetail, CheckResultList
from portal.statistics.models import Check, CheckOperand, CheckResult, CheckTerm, Indicator
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import validate_check, validate_check_term
from portal.web.api.endpoints import Endpoint


def of_named_checks(before: Values, rows: list[Row]) -> bool:
    """A sheet speaks for all terms of the checks that it names, and of no others."""
    return before["check"] in {row.values.get("check") for row in rows}


def role_once(row: Row, lookup: Known) -> Iterator[Finding]:
    """Only parts are several. A form has one row; of two that a page sends at once the database takes one."""
    role, check = row.values["role"], row.values["check"]
    if role != "part":
        same = [
            v for v in lookup.rows("CheckTerms").values() if (v.get("check"), v.get("role")) == (check, role)
        ]
        if len(same) > 1:
            words = _("The check %(check)s has this role more than once.")
            yield Finding("role", words % {"check": check})


CHECKS = Sheet(
    "Checks",
    gettext_lazy("Checks"),
    Group.REFERENCE,
    70,
    Check,
    (
        CodeColumn("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        *texts(*NOTES),
        Integer("scale"),
        Boolean("complete"),
    ),
    key=("code",),
)


CHECK_TERMS = Sheet(
    "CheckTerms",
    gettext_lazy("Terms of checks"),
    Group.REFERENCE,
    80,
    CheckTerm,
    (
        Reference("check", Target(Check), required=True, field="check_rule"),
        Choice("role", required=True),
        *series_columns(),
        Integer("order"),
    ),
    key=("check", "indicator", "area", "dimensions"),
    rules=(role_once,),
    removes=of_named_checks,
    export_order=("check_rule__code", "order", "pk"),
)


def _unreleased_terms(at: dt.datetime) -> QuerySet:
    return CheckTerm.objects.exclude(series__indicator__in=Indicator.objects.released(at))


# A check says in public whose figures do not add up: no department declares or drops one by itself.
CHECK = RecordType(
    model=Check,
    access=Access(edited=ADMINISTRATORS, public=lambda at: ~Q(terms__in=_unreleased_terms(at))),
    sheet=CHECKS,
    validate=validate_check,
)
CHECK_TERM = RecordType(
    model=CheckTerm,
    access=Access(edited=ADMINISTRATORS, public=lambda at: ~Q(pk__in=_unreleased_terms(at))),
    sheet=CHECK_TERMS,
    validate=validate_check_term,
)
CHECK_RESULT = RecordType(
    model=CheckResult,
    access=Access(
        ("series__indicator__department_id",), "release", public=released_rows(CheckResult), edited=NOBODY
    ),
    endpoint=Endpoint(
        "checks",
        CheckResultList,
        CheckResultDetail,
        gettext_lazy("Checks"),
        gettext_lazy("Stated and computed values, with the figures used."),
        "check-list",
    ),
)
CHECK_OPERAND = RecordType(
    model=CheckOperand,
    access=Access(
        release="result__release",
        public=lambda at: Q(result__in=CheckResult.objects.released(at).values("pk")),
        edited=NOBODY,
    ),
)
ASSESSMENTS = [Assessment(checks.evaluate, checks.explain)]
