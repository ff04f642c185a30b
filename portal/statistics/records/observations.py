"""Observations as records."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.permissions import IN_OPEN_RELEASE, theirs
from portal.publishing.records import in_document, locator, place_exists
from portal.records.access import Access
from portal.records.columns import (
    NOTES,
    Choice,
    Date,
    DecimalNumber,
    Text,
    plain,
    texts,
)
from portal.records.lookups import Known
from portal.records.search_sources import Source
from portal.records.sheets import Finding, Group, Row, Sheet, TemplateRow, TemplateRows
from portal.records.types import RecordType
from portal.staff.models import Department
from portal.statistics.api.figures import ObservationDetail, ObservationList
from portal.statistics.models import Observation, Series
from portal.statistics.records.indicators import dimensions_of_indicator
from portal.statistics.search import figure_hits
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import BELOW_ZERO
from portal.web.api.endpoints import Endpoint


def value_follows_status(row: Row, lookup: Known) -> Iterator[Finding]:
    """A value is left out exactly when it is suppressed or missing."""
    withheld = row.values["status"] in Observation.VALUELESS
    if withheld and row.values["value"] is not None:
        yield (
            "value",
            _("With the status %(status)s the value is left empty.") % {"status": row.values["status"]},
        )
    elif not withheld and row.values["value"] is None:
        yield (
            "value",
            _(
                "The value is empty; that is allowed with the status suppressed or missing only, not with %(status)s."
            )
            % {"status": row.values["status"]},
        )


def damage_is_explained(row: Row, lookup: Known) -> Iterator[Finding]:
    """An uncertain or impossible reading says in a note what was read, and why."""
    if row.values["status"] in {"low_reliability", "missing"} and not row.values["note_zh"]:
        yield "note_zh", _("With the status %(status)s a note says why.") % {"status": row.values["status"]}


def period_fits_basis(row: Row, lookup: Known) -> Iterator[Finding]:
    """The first day of the period is what the basis of the indicator asks for."""
    start, end = row.values["period_start"], row.values["period_end"]
    indicator = lookup.row("Indicators", row.values["indicator"])
    if indicator is None or end is None:
        return
    basis = indicator["basis"]
    if basis in {"point", "since_start"} and start is not None:
        yield (
            "period_start",
            _("The basis of the indicator is %(basis)s: leave the first day empty.") % {"basis": basis},
        )
    elif basis == "ytd" and start != end.replace(month=1, day=1):
        first = end.replace(month=1, day=1).isoformat()
        yield (
            "period_start",
            _("The basis of the indicator is ytd: the first day is %(day)s.") % {"day": first},
        )
    elif basis == "period" and start is None:
        yield "period_start", _("The basis of the indicator is period: the first day is needed.")
    if start is not None and start > end:
        yield "period_end", _("The last day of the period lies before its first.")


def value_fits_indicator(row: Row, lookup: Known) -> Iterator[Finding]:
    """No more decimals than the indicator has, nothing counted below zero, no count that shows who is meant."""
    value, indicator = row.values["value"], lookup.row("Indicators", row.values["indicator"])
    if value is None or indicator is None:
        return
    if value != round(value, indicator["decimals"]):
        yield (
            "value",
            _("%(indicator)s has at most %(decimals)d decimals.")
            % {"indicator": row.values["indicator"], "decimals": indicator["decimals"]},
        )
    unit = lookup.row("Units", indicator["unit"])
    if value < 0 and unit is not None and not unit["below_zero"]:
        yield "value", str(BELOW_ZERO) % {"unit": indicator["unit"]}
    smallest = indicator["smallest_count"]
    if smallest is not None and row.values["kind"] == "actual" and 0 < value < smallest:
        yield (
            "value",
            _("%(value)s is below %(smallest)d, the smallest count that may be published: suppress it.")
            % {"value": plain(value), "smallest": smallest},
        )


#: The columns of an observation that say of which series it is, and that it is a result.
NAMING = frozenset({"indicator", "area", "dimensions", "kind"})


def series_of(department: Department) -> Iterable[TemplateRow]:
    """Every series of the department's indicators, with its newest public result."""
    series = Series.objects.filter(indicator__department=department)
    known = Observation.objects.known_at(timezone.now()).filter(
        series__in=series, kind=Observation.Kind.ACTUAL
    )
    newest = {figure.series_id: figure for figure in known.for_list().order_by("period_end", "released_at")}
    columns = series_columns()
    for one in series.select_related("indicator", "area").order_by(
        "indicator__order", "indicator__code", "pk"
    ):
        bare = Observation(series=one, kind=Observation.Kind.ACTUAL)
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
        Choice("kind", required=True),
        DecimalNumber("value"),
        Choice("qualifier"),
        Choice("status", required=True),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("indicator", "area", "dimensions", "period_start", "period_end", "kind"),
    rules=(
        place_exists,
        dimensions_of_indicator,
        value_follows_status,
        damage_is_explained,
        period_fits_basis,
        value_fits_indicator,
    ),
    export_order=("section__order", "paragraph", "pk"),
    template=TemplateRows(series_of, NAMING),
)

OBSERVATION = RecordType(
    model=Observation,
    access=Access(("series__indicator__department_id",), "release", contributes=True),
    sheet=OBSERVATIONS,
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
        lambda at: Observation.objects.known_at(at).for_list().order_by("-period_end", "id"),
        figure_hits,
        through={"series__indicator": "indicators", "series__area": "areas"},
        order=30,
    ),
    choices=IN_OPEN_RELEASE | {"series": lambda user: theirs(Series.objects.all(), user)},
    refusals={
        "fits_its_indicator": gettext_lazy(
            "The figure does not fit its indicator: look at its basis, decimals and smallest count."
        ),
    },
)
