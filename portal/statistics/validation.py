"""Validation of series, observations and checks, and the checklist entries of a release."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from django.db.models import F, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.publishing.checklist import NAMED, ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import numbers_are_the_printed_ones, place, printed
from portal.records.findings import Beside, Finding, constraint_message, every, readable
from portal.statistics.codes import (
    OPEN_START,
    VALUELESS,
    Basis,
    CheckKind,
    CheckRole,
    ObservationKind,
    ObservationStatus,
)
from portal.statistics.measures import measure_fits
from portal.statistics.models import Check, CheckTerm, Observation, Series
from portal.statistics.named_things import sorts
from portal.statistics.small_counts import given_away
from portal.statistics.withheld import unevaluated

#: What checks may count, as `sort:code`.
Things = AbstractSet[str]
#: Statuses that need a note.
UNCERTAIN = (ObservationStatus.LOW_RELIABILITY, ObservationStatus.MISSING)
#: Roles of the terms of a check, by kind.
ROLES = {
    "ratio": {"result", "numerator", "denominator"},
    "sum": {"result", "part"},
    "agree": {"left", "right"},
    "count": {"result"},
    "range": {"numerator", "denominator"},
}


def dimensions_of_indicator(series: Series, context: object) -> Iterator[Finding]:
    """A series has a value for each dimension of its indicator, and for no other."""
    wanted, given = set(series.indicator.dimensions), set(series.dimensions)
    for dimension in sorted(wanted - given):
        words = _("The indicator is broken down by %(dimension)s: choose a value.")
        yield Finding(f"dimension_{dimension}", words % {"dimension": dimension})
    for dimension in sorted(given - wanted):
        words = _("The indicator is not broken down by %(dimension)s: leave it empty.")
        yield Finding(f"dimension_{dimension}", words % {"dimension": dimension})


def series_fits_indicator(record: Model, context: object) -> Iterator[Finding]:
    if record.series is not None:
        yield from dimensions_of_indicator(record.series, context)


def value_follows_status(figure: Observation, context: object) -> Iterator[Finding]:
    """No value exactly if the status is suppressed or missing."""
    withheld = figure.status in VALUELESS
    if withheld and figure.value is not None:
        yield Finding("value", constraint_message(Observation, "observation_value_unless_withheld"))
    elif not withheld and figure.value is None:
        yield Finding("value", _("Enter the value, or choose the status suppressed or missing."))


def uncertainty_is_explained(record: Model, context: object) -> Iterator[Finding]:
    """A note explains an uncertain reading or a missing value."""
    if record.status in UNCERTAIN and not record.note_zh:
        words = _("A figure with the status “%(status)s” needs a note that says why.")
        yield Finding("note_zh", words % {"status": ObservationStatus(record.status).label})


def difference_is_explained(figure: Observation, context: object) -> Iterator[Finding]:
    if figure.not_comparable and not figure.note_zh:
        yield Finding("note_zh", constraint_message(Observation, "observation_difference_explained"))


def inferred_period_is_explained(row: Model, context: object) -> Iterator[Finding]:
    """A note says from what the days were inferred; of any row with a period."""
    if row.period_inferred and not row.note_zh:
        constraint = f"{row._meta.model_name}_inferred_period_explained"
        yield Finding("note_zh", constraint_message(type(row), constraint))


def period_is_in_order(figure: Observation, context: object) -> Iterator[Finding]:
    if figure.period_start and figure.period_start > figure.period_end:
        yield Finding("period_end", constraint_message(Observation, "observation_period_in_order"))


def area_existed(figure: Observation, context: object) -> Iterator[Finding]:
    """Figures of an area end with its last day; its successors have their own."""
    area = figure.series.area
    if area.last_day and figure.period_end > area.last_day:
        words = _("%(area)s ended on %(day)s: enter the figure for the area that it became.")
        yield Finding("area", words % {"area": area.name, "day": area.last_day.isoformat()})
    elif area.first_day and figure.period_end < area.first_day:
        words = _("%(area)s exists only since %(day)s.")
        yield Finding("area", words % {"area": area.name, "day": area.first_day.isoformat()})


def result_is_of_the_past(figure: Observation, context: object) -> Iterator[Finding]:
    """A roll of a year is drawn up in it; other results are about days that have passed."""
    is_roll = figure.series.indicator.basis == Basis.ROLL and figure.period_start is not None
    day = figure.period_start if is_roll else figure.period_end
    if figure.kind == ObservationKind.ACTUAL and day > timezone.localdate():
        yield Finding("period_end", _("A result cannot be about days to come."))


def period_fits_basis(figure: Observation, context: object) -> Iterator[Finding]:
    """A first day exactly if the basis has one, and the one that it fixes."""
    indicator, start, end = figure.series.indicator, figure.period_start, figure.period_end
    if indicator.basis in OPEN_START:
        if start is not None:
            words = _("The indicator is measured %(basis)s: leave the first day empty.")
            yield Finding("period_start", words % {"basis": indicator.get_basis_display()})
    elif start is None:
        words = _("The indicator is measured %(basis)s: enter the first day.")
        yield Finding("period_start", words % {"basis": indicator.get_basis_display()})
    elif (first := indicator.first_day(end)) and start != first:
        words = _("The count begins on %(day)s.") % {"day": first.isoformat()}
        if indicator.basis != Basis.CUMULATIVE:
            words = _(
                "It begins on 1 January of the same year. For another day, use the basis “%(basis)s”."
            ) % {"basis": Basis.CUMULATIVE.label}
        yield Finding("period_start", words)
    elif indicator.basis == Basis.ROLL and (end.month, end.day) != (12, 31):
        yield Finding("period_end", _("A roll of a year ends on 31 December."))


def value_fits_indicator(figure: Observation, context: object) -> Iterator[Finding]:
    """No more decimals than the indicator has, and no negative counts."""
    value, indicator = figure.value, figure.series.indicator
    if value is None:
        return
    if value != round(value, indicator.decimals):
        words = _("The indicator has at most %(count)d decimal places.") % {"count": indicator.decimals}
        yield Finding("value", words if indicator.decimals else _("The indicator takes whole numbers only."))
    if value < 0 and not indicator.unit.below_zero:
        words = _("Values in the unit %(unit)s cannot be negative.")
        yield Finding("value", words % {"unit": indicator.unit.name})


def small_count_is_suppressed(figure: Observation, context: object) -> Iterator[Finding]:
    value, least = figure.value, figure.series.indicator.smallest_count
    if figure.kind == ObservationKind.ACTUAL and value is not None and least and 0 < value < least:
        words = _("Counts below %(count)d must be suppressed, so that nobody can be identified.")
        yield Finding("value", words % {"count": least})


def range_has_an_end(check: Check, context: object) -> Iterator[Finding]:
    """A plausible ratio, and nothing else, has a lowest or highest value, in that order."""
    ends = [end for end in (check.low, check.high) if end is not None]
    if (check.kind == CheckKind.RANGE) != bool(ends):
        yield Finding("high", constraint_message(Check, "check_range_has_an_end"))
    elif ends != sorted(ends):
        yield Finding("high", constraint_message(Check, "check_range_in_order"))


def counts_something(check: Check, things: Things) -> Iterator[Finding]:
    """A count of named things, and nothing else, says which sort of things of which row it counts."""
    if (check.kind == CheckKind.COUNT) != bool(check.counts):
        yield Finding("counts", constraint_message(Check, "check_counts_something"))
    elif check.counts and check.counts not in things:
        words = _("There is nothing to count under %(code)s. For example: %(example)s.")
        yield Finding("counts", words % {"code": check.counts, "example": "programme:back-streets-2022"})


def countable_things(checks: list[Check], beside: Beside) -> Things:
    """What checks may count: of each sort the stored rows that these checks name, and those beside them."""
    found: set[str] = set()
    for sort, things in sorts().items():
        codes = {one.partition(":")[2] for one in readable(checks, lambda check: check.counts)}
        stored = things.model.objects.filter(code__in=codes).values_list("code", flat=True)
        found |= {
            f"{sort}:{code}" for code in (*stored, *readable(beside(things.model), lambda row: row.code))
        }
    return found


def scale_is_positive(check: Check, context: object) -> Iterator[Finding]:
    if check.scale == 0:
        yield Finding("scale", _("The scale must be at least 1."))


def role_fits_check(term: CheckTerm, context: object) -> Iterator[Finding]:
    check = term.check_rule
    if check.kind in ROLES and term.role not in ROLES[check.kind]:
        words = _("A check of the kind “%(kind)s” has the roles %(roles)s.")
        roles = str(_(", ")).join(str(CheckRole(role).label) for role in sorted(ROLES[check.kind]))
        yield Finding("role", words % {"kind": check.get_kind_display(), "roles": roles})


validate_observation = every(
    place,
    printed(gettext_lazy("Copy the figure with its unit as the document prints it.")),
    numbers_are_the_printed_ones,
    series_fits_indicator,
    value_follows_status,
    uncertainty_is_explained,
    difference_is_explained,
    inferred_period_is_explained,
    period_is_in_order,
    area_existed,
    result_is_of_the_past,
    period_fits_basis,
    measure_fits("value", lambda figure, _context: figure.series.indicator.unit),
    value_fits_indicator,
    small_count_is_suppressed,
)
validate_series = every(dimensions_of_indicator)
validate_check = every(scale_is_positive, range_has_an_end, counts_something)
validate_check_term = every(series_fits_indicator, role_fits_check)


def failures_are_explained(release: Release) -> Iterator[ChecklistEntry]:
    unexplained = release.checkresults.failed().filter(Q(reason_zh="") | Q(reason_en=""))
    rows = unexplained.select_related("check_rule", "series__indicator")
    yield from about(
        rows,
        _("Failed checks without a reason: %(rows)s."),
        is_error=True,
        at_approval=True,
    )


def small_counts_are_suppressed(release: Release) -> Iterator[ChecklistEntry]:
    """A trigger refuses them too, unless the smallest count of the indicator was raised since."""
    small = Q(kind=ObservationKind.ACTUAL, value__gt=0, value__lt=F("series__indicator__smallest_count"))
    yield from about(
        _figures(release, small),
        _("Counts so small that somebody could be identified: %(rows)s."),
        is_error=True,
    )


def small_counts_stay_hidden(release: Release) -> Iterator[ChecklistEntry]:
    """What readers could work out once the release is public, and what to suppress as well."""
    found = given_away(release)
    yield from (ChecklistEntry(str(one), is_error=True) for one in found[:NAMED])
    if found[NAMED:]:
        more = len(found) - NAMED
        words = ngettext(
            "%(count)d more small count can be worked out.",
            "%(count)d more small counts can be worked out.",
            more,
        )
        yield ChecklistEntry(words % {"count": more}, is_error=True)


def checks_are_evaluated(release: Release) -> Iterator[ChecklistEntry]:
    """Says which declared checks a suppressed or missing value keeps from being evaluated."""
    found = unevaluated(_figures(release, Q()), timezone.now())
    yield from about(found, _("Checks without a result: %(rows)s."))


def figures_have_a_locator(release: Release) -> Iterator[ChecklistEntry]:
    if release.kind == Release.Kind.CORRECTION:
        return
    rows = _figures(release, Q(section__isnull=True) | Q(paragraph__isnull=True))
    yield from about(rows, _("Figures without a section or paragraph: %(rows)s."))


def uncertain_figures_are_explained(release: Release) -> Iterator[ChecklistEntry]:
    uncertain = Q(status__in=UNCERTAIN, note_zh="")
    vague = ~Q(qualifier="") & Q(as_printed="", note_zh="")
    yield from about(
        _figures(release, uncertain | vague),
        _("Missing, uncertain or approximate figures without a note: %(rows)s."),
    )


def _figures(release: Release, which: Q) -> Iterable[Observation]:
    rows = Observation.objects.filter(which, release=release)
    return rows.select_related("series__indicator", "series__area")


RELEASE_ERRORS = [failures_are_explained, small_counts_are_suppressed, small_counts_stay_hidden]
RELEASE_WARNINGS = [checks_are_evaluated, figures_have_a_locator, uncertain_figures_are_explained]
