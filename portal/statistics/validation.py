"""Validation of indicators, series, observations and checks, and what must be true of those in a release."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, F, Model, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import ChecklistEntry, about
from portal.publishing.models import Release
from portal.publishing.validation import place, printed
from portal.records.findings import Beside, Finding, constraint_message, every
from portal.statistics.codes import (
    OPEN_START,
    VALUELESS,
    Basis,
    CheckRole,
    ObservationKind,
    ObservationStatus,
)
from portal.statistics.models import Check, CheckTerm, Indicator, Observation, Series

#: Statuses that a note explains.
UNCERTAIN = (ObservationStatus.LOW_RELIABILITY, ObservationStatus.MISSING)
#: What gives figures their meaning, and is fixed once one has been released.
FIXED = ("code", "unit", "basis", "decimals", "dimensions")
#: The roles that the terms of a check of each kind have.
ROLES = {
    "ratio": {"result", "numerator", "denominator"},
    "sum": {"result", "part"},
    "agree": {"left", "right"},
}


def dimensions_of_indicator(series: Series, context: object) -> Iterator[Finding]:
    """A series names a value for each dimension of its indicator, and for no other."""
    wanted, given = set(series.indicator.dimensions), set(series.dimensions)
    for dimension in sorted(wanted - given):
        words = _("The indicator is broken down by %(dimension)s: choose a value.")
        yield Finding(f"dimension_{dimension}", words % {"dimension": dimension})
    for dimension in sorted(given - wanted):
        words = _("The indicator is not broken down by %(dimension)s: leave it empty.")
        yield Finding(f"dimension_{dimension}", words % {"dimension": dimension})


def series_is_whole(record: Model, context: object) -> Iterator[Finding]:
    if record.series is not None:
        yield from dimensions_of_indicator(record.series, context)


def value_follows_status(figure: Observation, context: object) -> Iterator[Finding]:
    """A value is left out exactly when it is suppressed or missing."""
    withheld = figure.status in VALUELESS
    if withheld and figure.value is not None:
        yield Finding("value", constraint_message(Observation, "observation_value_unless_withheld"))
    elif not withheld and figure.value is None:
        yield Finding("value", _("Give the value, or say by the status that it is suppressed or missing."))


def uncertainty_is_explained(record: Model, context: object) -> Iterator[Finding]:
    """An uncertain or impossible reading says in a note what was read, and why."""
    if record.status in UNCERTAIN and not record.note_zh:
        words = _("With the status %(status)s a note says why.")
        yield Finding("note_zh", words % {"status": ObservationStatus(record.status).label})


def period_is_in_order(figure: Observation, context: object) -> Iterator[Finding]:
    if figure.period_start and figure.period_start > figure.period_end:
        yield Finding("period_end", constraint_message(Observation, "observation_period_in_order"))


def period_fits_basis(figure: Observation, context: object) -> Iterator[Finding]:
    """A first day exactly where the basis wants one; a year to date begins on 1 January."""
    indicator, start, end = figure.series.indicator, figure.period_start, figure.period_end
    if indicator.basis in OPEN_START:
        if start is not None:
            words = _("The indicator is measured %(basis)s: leave this empty.")
            yield Finding("period_start", words % {"basis": indicator.get_basis_display()})
    elif start is None:
        words = _("The indicator is measured %(basis)s: give the first day.")
        yield Finding("period_start", words % {"basis": indicator.get_basis_display()})
    elif indicator.basis == Basis.YTD and start != end.replace(month=1, day=1):
        yield Finding("period_start", _("A year to date begins on 1 January of the year of its last day."))


def value_fits_indicator(figure: Observation, context: object) -> Iterator[Finding]:
    """No more decimals than the indicator has, and nothing counted below zero."""
    value, indicator = figure.value, figure.series.indicator
    if value is None:
        return
    if value != round(value, indicator.decimals):
        words = _("The indicator has at most %(count)d decimals.") % {"count": indicator.decimals}
        yield Finding("value", words if indicator.decimals else _("The indicator has whole numbers only."))
    if value < 0 and not indicator.unit.below_zero:
        words = _("What is counted in the unit %(unit)s is never below zero.")
        yield Finding("value", words % {"unit": indicator.unit.name})


def count_recognises_nobody(figure: Observation, context: object) -> Iterator[Finding]:
    value, least = figure.value, figure.series.indicator.smallest_count
    if figure.kind == ObservationKind.ACTUAL and value is not None and least and 0 < value < least:
        words = _("Counts below %(count)d are suppressed, so that nobody is recognised.")
        yield Finding("value", words % {"count": least})


def meaning_is_fixed(indicator: Indicator, released: dict[int, Indicator]) -> Iterator[Finding]:
    """Figures that were released keep their unit, basis, decimals and dimensions."""
    stored = released.get(indicator.pk)
    for field in FIXED if stored else ():
        before, after = getattr(stored, field), getattr(indicator, field)
        if before != after and (field != "dimensions" or sorted(before) != sorted(after)):
            yield Finding(field, _("This is fixed, because figures of this indicator have been released."))


def released_indicators(records: list[Indicator], beside: Beside) -> dict[int, Indicator]:
    """Those of which figures have been released, as they are stored."""
    figures = Observation.objects.approved().filter(series__indicator=OuterRef("pk"))
    stored = Indicator.objects.filter(Exists(figures), pk__in=[record.pk for record in records])
    return {indicator.pk: indicator for indicator in stored.select_related("unit")}


def scale_is_positive(check: Check, context: object) -> Iterator[Finding]:
    """A ratio of scale 0 would always be 0."""
    if check.scale == 0:
        yield Finding("scale", _("The scale is at least 1."))


def role_fits_check(term: CheckTerm, context: object) -> Iterator[Finding]:
    """A ratio has a result, a numerator and a denominator, a sum a result and parts, two figures a left and a right."""
    check = term.check_rule
    if check.kind in ROLES and term.role not in ROLES[check.kind]:
        words = _("A check of the kind %(kind)s has the roles %(roles)s.")
        roles = str(_(", ")).join(str(CheckRole(role).label) for role in sorted(ROLES[check.kind]))
        yield Finding("role", words % {"kind": check.get_kind_display(), "roles": roles})


validate_observation = every(
    place,
    printed(gettext_lazy("Copy the figure with its unit as the document prints it.")),
    series_is_whole,
    value_follows_status,
    uncertainty_is_explained,
    period_is_in_order,
    period_fits_basis,
    value_fits_indicator,
    count_recognises_nobody,
)
validate_indicator = every(meaning_is_fixed)
validate_series = every(dimensions_of_indicator)
validate_check = every(scale_is_positive)
validate_check_term = every(series_is_whole, role_fits_check)


def failures_are_explained(release: Release) -> Iterator[ChecklistEntry]:
    silent = release.checkresults.failed().filter(Q(reason_zh="") | Q(reason_en=""))
    rows = silent.select_related("check_rule", "series__indicator")
    yield from about(
        rows,
        _("Checks fail and no reason is given: %(rows)s."),
        is_error=True,
        at_approval=True,
    )


def counts_recognise_nobody(release: Release) -> Iterator[ChecklistEntry]:
    """The database holds this too, as long as the smallest count of the indicator stays the same."""
    small = Q(kind=ObservationKind.ACTUAL, value__gt=0, value__lt=F("series__indicator__smallest_count"))
    yield from about(
        _figures(release, small),
        _("Counts so small that somebody may be recognised: %(rows)s."),
        is_error=True,
    )


def figures_have_their_place(release: Release) -> Iterator[ChecklistEntry]:
    if release.kind == Release.Kind.CORRECTION:
        return
    nowhere = _figures(release, Q(section__isnull=True) | Q(paragraph__isnull=True))
    yield from about(nowhere, _("No section or paragraph says where these figures stand: %(rows)s."))


def uncertain_figures_are_explained(release: Release) -> Iterator[ChecklistEntry]:
    uncertain = Q(status__in=UNCERTAIN, note_zh="")
    vague = ~Q(qualifier="") & Q(as_printed="", note_zh="")
    yield from about(
        _figures(release, uncertain | vague),
        _("Missing, uncertain or rough figures without a note that says why: %(rows)s."),
    )


def _figures(release: Release, which: Q) -> Iterable[Observation]:
    rows = Observation.objects.filter(which, release=release)
    return rows.select_related("series__indicator", "series__area")


RELEASE_ERRORS = [failures_are_explained, counts_recognise_nobody]
RELEASE_WARNINGS = [figures_have_their_place, uncertain_figures_are_explained]
