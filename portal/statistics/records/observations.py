"""Observations and checks as records."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import Assessment
from portal.publishing.permissions import IN_OPEN_RELEASE, theirs
from portal.publishing.records import in_document, locator
from portal.records.access import ADMINISTRATORS, NOBODY, Access, released_rows
from portal.records.columns import (
    NAMES,
    NOTES,
    Boolean,
    Choice,
    Date,
    DecimalNumber,
    Integer,
    Text,
    texts,
)
from portal.records.columns import Code as CodeColumn
from portal.records.described import changes
from portal.records.findings import Beside, Finding, every
from portal.records.lookups import CodeLookup, Target
from portal.records.sheets import Group, Reference, Row, Sheet, TemplateRow, TemplateRows, Values
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department
from portal.statistics import checks, meaning
from portal.statistics.api import CheckResultDetail, CheckResultList, ObservationDetail, ObservationList
from portal.statistics.codes import ObservationKind
from portal.statistics.models import (
    Check,
    CheckOperand,
    CheckResult,
    CheckTerm,
    Indicator,
    Observation,
    Series,
)
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import (
    countable_things,
    validate_check,
    validate_check_term,
    validate_observation,
)
from portal.web.api.endpoints import Endpoint

#: The columns of an observation that say of which series it is, and that it is a result.
NAMING = frozenset({"indicator", "area", "dimensions", "kind"})


def series_of(department: Department) -> Iterable[TemplateRow]:
    """Every series of the department's indicators, with its newest public result."""
    series = Series.objects.filter(indicator__department=department)
    known = Observation.objects.known_at(timezone.now()).filter(
        series__in=series, kind=ObservationKind.ACTUAL
    )
    newest = {figure.series_id: figure for figure in known.for_list().order_by("period_end", "released_at")}
    columns = series_columns()
    for one in series.select_related("indicator", "area").order_by(
        "indicator__order", "indicator__code", "pk"
    ):
        bare = Observation(series=one, kind=ObservationKind.ACTUAL)
        figure = newest.get(one.pk)
        yield TemplateRow(
            {column.code: column.get(bare) for column in columns} | {"kind": bare.kind},
            str(one),
            "" if figure is None else figure.as_printed or f"{figure.rounded}",
            "" if figure is None else figure.period.label,
        )


OBSERVATIONS = Sheet(
    "Observations",
    gettext_lazy("Observations"),
    Group.RELEASE,
    40,
    Observation,
    (
        *locator(),
        *series_columns(),
        Date("period_start"),
        Date("period_end", required=True),
        Boolean("period_inferred"),
        Choice("kind", required=True),
        DecimalNumber("value", percent=True, measured=True),
        Choice("qualifier"),
        Choice("status", required=True),
        Choice("not_comparable"),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("indicator", "area", "dimensions", "period_start", "period_end", "kind"),
    export_order=("section__order", "paragraph", "pk"),
    template=TemplateRows(series_of, NAMING),
)


def figure_hits(figures: list[Observation], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            " · ".join(filter(None, (figure.series.indicator.name, figure.series.scope))),
            f"{reverse('indicator-detail', args=[figure.series.indicator.code])}#figure-{figure.pk}",
            [figure.note, figure.as_printed],
            figure.release.title,
            figure,
        )
        for figure in figures
    ]


OBSERVATION = RecordType(
    model=Observation,
    access=Access(("series__indicator__department_id",), "release", contributes=True),
    sheet=OBSERVATIONS,
    value=lambda figure: figure.text,
    validate=validate_observation,
    endpoint=Endpoint(
        "observations",
        ObservationList,
        ObservationDetail,
        gettext_lazy("Figures"),
        gettext_lazy("Every value with period, qualifier, status and source."),
    ),
    source=Source(
        "figures",
        gettext_lazy("Figures"),
        Observation,
        lambda at: Observation.objects.known_at(at).for_list().with_checks(at).order_by("-period_end", "id"),
        figure_hits,
        through={"series__indicator": "indicators", "series__area": "areas"},
        order=45,
    ),
    choices=IN_OPEN_RELEASE | {"series": lambda user: theirs(Series.objects.all(), user)},
    refusals={
        "fits_its_indicator": gettext_lazy(
            "The figure does not fit its indicator: check basis, decimals and smallest count."
        ),
    },
)


def of_named_checks(before: Values, rows: list[Row]) -> bool:
    """A sheet replaces all terms of the checks that it names, and no others."""
    return before["check"] in {row.values.get("check") for row in rows}


def role_once(row: Row, lookup: CodeLookup) -> Iterator[Finding]:
    """A check has several parts, but every other role once. Forms leave this to the unique constraint."""
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
    170,  # after the things that checks count, such as programmes
    Check,
    (
        CodeColumn("code", required=True),
        Choice("kind", required=True),
        *texts(*NAMES, required=True),
        *texts(*NOTES),
        Integer("scale"),
        Boolean("complete"),
        *texts("reading_zh", "reading_en"),
        DecimalNumber("low"),
        DecimalNumber("high"),
        Text("counts"),
        *changes(),
    ),
    key=("code",),
)


CHECK_TERMS = Sheet(
    "CheckTerms",
    gettext_lazy("Terms of checks"),
    Group.REFERENCE,
    180,
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


FORMULA_FIXED = gettext_lazy(
    "Results of this check have been released: its formula cannot change. Create a new check instead."
)


def around_checks(records: list[Check], beside: Beside) -> tuple:
    """What the rules of checks ask for: the checks that released results rest on, and what checks may count."""
    return meaning.CHECKS(records, beside), countable_things(records, beside)


def of_check(check: Check, around: tuple) -> Iterator[Finding]:
    """The meaning of a check with released results is fixed, and every kind has what it needs."""
    stored, things = around
    yield from meaning.CHECK(check, stored)
    yield from validate_check(check, things)


# A check says in public whose figures do not add up: no department declares or drops one by itself.
CHECK = RecordType(
    model=Check,
    access=Access(edited=ADMINISTRATORS, public=lambda at: ~Q(terms__in=_unreleased_terms(at))),
    sheet=CHECKS,
    validate=of_check,
    context=around_checks,
    refusals={"formula_fixed_by_release": FORMULA_FIXED},
)
CHECK_TERM = RecordType(
    model=CheckTerm,
    access=Access(edited=ADMINISTRATORS, public=lambda at: ~Q(pk__in=_unreleased_terms(at))),
    sheet=CHECK_TERMS,
    validate=every(validate_check_term, meaning.TERM),
    context=meaning.TERMS,
    refusals={"term_fixed_by_release": FORMULA_FIXED},
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
        gettext_lazy("What was compared, what was found and why, with the figures used."),
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
